"""What is typed to prepare an election: what is elected, by which rules, who votes, who stands."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from elections.candidacies import eligible
from elections.forms.fields import Moment, text, within_reason
from elections.models import Candidacy, Contest, Election
from elections.presets import PRESETS, USUAL_OFFICES
from leader.shared.typed import VisibleCharField, visible_formfield
from leader.shared.versions import VersionedModelForm
from members.models import Company, Person, User
from territories.forms.mandates import Day
from territories.models import Mandate, Office
from territories.scope import territories_run_by

HONORARY_HAVE_NO_VOTE = {"is_honorary": False}
# What a second round settles anew; all other rules are those under which the first one was held.
OF_A_SECOND_ROUND = {
    "version", "held_on", "place", "way", "from_afar", "remote_article", "convened_on", "convened_how",
    "proxies_until", "article", "quorum_percent", "quorum_base", "second_call_article", "contest_days",
    "contest_article",
}  # fmt: skip
# What a vote was sealed with: one held in its place, as its second call or on paper, does not settle it anew.
SEALED_BEFORE = {
    "quorum_percent", "quorum_base", "is_second_call", "second_call_days", "second_call_quorum",
}  # fmt: skip


class BeginForm(forms.Form):
    """The few things that nobody can fill in beforehand; the rest comes from the preset."""

    kind = forms.ChoiceField(
        label=_("What is elected"),
        choices=[(kind.value, preset.title) for kind, preset in PRESETS.items()],
        widget=forms.RadioSelect,
    )
    territory: Any = forms.ModelChoiceField(label=_("Bureau of"), queryset=None)
    held_on = forms.DateField(label=_("Day of the vote"), widget=Day())
    place = VisibleCharField(label=_("Place"), max_length=150, required=False)
    way = forms.ChoiceField(
        label=_("How one votes"), choices=Election.Way.choices, widget=forms.RadioSelect,
        help_text=_("By show of hands and by roll call everybody sees how each votes; the minutes of a roll call"
                    " tell it. Secret ballot online: one votes on the phone in the room, or from afar if the"
                    " statutes allow it. The ballot is encrypted on the phone, and anybody can verify the"
                    " result."),
    )  # fmt: skip
    offices = forms.ModelMultipleChoiceField(
        label=_("Offices to fill"),
        queryset=Office.objects.filter(**HONORARY_HAVE_NO_VOTE),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("One seat each; more seats and closed lists can be set afterwards."),
    )

    def __init__(self, *args: Any, user: User, slug: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        territory: Any = self.fields["territory"]
        territory.queryset, territory.required = territories_run_by(user), not user.is_staff
        territory.empty_label = _("the federation") if user.is_staff else None
        territory_asked = territory.queryset.filter(slug=slug).first()
        body = territory_asked or (None if user.is_staff else territory.queryset.first())
        has_had_a_bureau = Mandate.objects.of_body(body).exists()
        usual = Office.objects.filter(code__in=USUAL_OFFICES, **HONORARY_HAVE_NO_VOTE)
        self.initial = {
            "kind": Election.Kind.RENEWAL if has_had_a_bureau else Election.Kind.FIRST_BUREAU,
            "way": Election.Way.PAPER,
            "held_on": timezone.localdate(),
            "offices": list(usual.values_list("pk", flat=True)),
            "territory": territory_asked,
            **self.initial,
        }

    def clean(self) -> dict[str, Any]:
        """Refuse a year that cannot be right."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        within_reason(cleaned, self)
        return cleaned


class RulesForm(VersionedModelForm):
    """The rules, as the statutes of the body give them."""

    way = forms.ChoiceField(label=_("How one votes"), choices=Election.Way.choices, widget=forms.RadioSelect)
    codes_by = forms.ChoiceField(
        label=_("Who makes the voting codes"),
        choices=[
            ("site", _(
                "the site (simple): it makes the codes in memory and sends them. A dishonest site could vote for a"
                " company that does not come. Right for most territories."
            )),
            ("officer", _(
                "a code officer (strict): a person whom you name makes the codes in the own browser and sends"
                " them; the site never sees one. Right for a contested election, or a large one."
            )),
        ],
        widget=forms.RadioSelect,
        help_text=_("Votes online only; it stays as it is once the roll is sealed, and stands in the minutes."),
    )  # fmt: skip

    class Meta:
        model = Election
        fields = [
            "held_on", "place", "way", "codes_by", "from_afar", "remote_article", "convened_on", "convened_how",
            "roll_on", "candidacies_until",
            "proxies_until", "proxies_per_holder", "article", "quorum_percent", "quorum_base",
            "second_call_days", "second_call_quorum", "second_call_article", "is_second_call",
            "rounds", "majority_base", "second_round", "tie_rule", "term_years", "thirds_by_lot",
            "cooptation_allowed", "contest_days", "contest_article",
        ]  # fmt: skip
        formfield_callback = visible_formfield
        widgets = {
            **{name: Day() for name in ["held_on", "convened_on", "roll_on"]},
            **{name: Moment() for name in ["candidacies_until", "proxies_until"]},
        }
        labels = {
            "quorum_percent": _("Quorum, in percent"),
            "majority_base": _("Majority of the first round: more than half of"),
        }
        help_texts = {
            "remote_article": _("For instance: article 12. Without one nobody votes from afar."),
            "article": _("For instance: article 11. It is quoted in the minutes."),
            "convened_how": _("For instance: letter by e-mail, with the agenda."),
            "rounds": _(
                "1: the most votes suffice. 2: more than half is needed in the first, the most votes suffice in"
                " the second."
            ),
            "majority_base": _(
                "Voices present or represented: of the companies ticked on the sheet of presence, of those that"
                " vote (from afar, whoever votes is present), and of those that one of them represents. Whoever is"
                " there and abstains then makes the majority harder to reach."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.first_round_id:
            self._keep_the_rules_of_the_first_round()
        if self.instance.in_place_of_id:
            self._keep_the_rules_of_the_vote_before()

    def _keep_the_rules_of_the_vote_before(self) -> None:
        kept = SEALED_BEFORE | (
            {"second_call_article"} if self.instance.in_place_of.second_call_article else set()
        )
        for name in kept & set(self.fields):
            del self.fields[name]

    def _keep_the_rules_of_the_first_round(self) -> None:
        for name in set(self.fields) - OF_A_SECOND_ROUND:
            del self.fields[name]
        way: Any = self.fields["way"]
        if self.instance.is_online:  # it stays part of what the database is asked to check, and does not change
            way.disabled = True
        else:
            way.choices = [choice for choice in way.choices if choice[0] != Election.Way.ONLINE]
            del self.fields["from_afar"], self.fields["remote_article"]

    def clean(self) -> dict[str, Any]:
        """Refuse a year that cannot be right, and a convocation after the day of the vote."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        within_reason(cleaned, self)
        convened_on, held_on = cleaned.get("convened_on"), cleaned.get("held_on")
        if convened_on and held_on and convened_on > held_on:
            said = _("An assembly is convened before the vote, on its day at the latest.")
            self.add_error("convened_on", ValidationError(said, code="late"))
        return cleaned


class ContestForm(forms.ModelForm):
    """One more office to fill, or a choice between closed lists."""

    class Meta:
        model = Contest
        fields = ["method", "office", "seats"]
        widgets = {"method": forms.RadioSelect}

    def __init__(self, *args: Any, election: Election, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.election = election
        office: Any = self.fields["office"]
        office.queryset, office.empty_label = (
            Office.objects.filter(**HONORARY_HAVE_NO_VOTE),
            _("none: closed lists"),
        )

    def clean(self) -> dict[str, Any]:
        """Say in words which rule of the database refuses it."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and cleaned.get("method") == Contest.Method.LISTS:
            cleaned["office"] = self.instance.office = None
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        # The election is no field of the form and all the same part of what must be unique.
        return super()._get_validation_exclusions() - {"election"}  # type: ignore[misc]


class RollEntryForm(forms.Form):
    """Who votes for a company, with how many voices."""

    representative = forms.ModelChoiceField(
        label=_("Votes for the company"), queryset=Person.objects.none(), required=False,
        empty_label=_("nobody yet"),
    )  # fmt: skip
    weight = forms.IntegerField(label=_("Voices"), min_value=1, max_value=100, initial=1)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["representative"].queryset = people  # type: ignore[attr-defined]


class AddCompanyForm(forms.Form):
    """One more company on the roll, of those that one finds by name."""

    nom = VisibleCharField(label=_("Name or SIREN of the company"), max_length=100, required=False)


class CandidateForm(forms.Form):
    """Whoever runs the election writes down who stands."""

    contest = forms.ModelChoiceField(label=_("For"), queryset=Contest.objects.none(), empty_label=None)
    person = forms.ModelChoiceField(label=_("Person"), queryset=Person.objects.none())
    statement = text(_("Statement"), 3000, required=False)

    def __init__(self, *args: Any, election: Election, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contests = election.contests.filter(method=Contest.Method.OFFICE).select_related("office")
        self.fields["contest"].queryset = contests  # type: ignore[attr-defined]
        standing = Candidacy.objects.standing().filter(contest__election=election)
        # Whoever enters several goes from office to office; the first one when there are candidates for all.
        self.initial.setdefault("contest", contests.exclude(pk__in=standing.values("contest")).first())
        self.fields["person"].queryset = eligible(election)  # type: ignore[attr-defined]


class StandForm(forms.Form):
    """Somebody stands, and says why."""

    contest = forms.ModelChoiceField(label=_("For"), queryset=Contest.objects.none(), empty_label=None)
    statement = text(
        _("Statement"), 3000, required=False, rows=8,
        help_text=_("What voters read beside your name: who you are, what you want to do."),
    )  # fmt: skip

    def __init__(self, *args: Any, election: Election, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contests = election.contests.filter(method=Contest.Method.OFFICE).select_related("office")
        self.fields["contest"].queryset = contests  # type: ignore[attr-defined]


class ListForm(forms.Form):
    """A closed list: its name, and who would take which office."""

    list_name = VisibleCharField(label=_("Name of the list"), max_length=80)
    statement = text(_("Statement"), 3000, required=False)

    def __init__(self, *args: Any, contest: Contest, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"id_list{contest.pk}_%s"
        super().__init__(*args, **kwargs)
        self.places = contest.seats
        people = eligible(contest.election)
        offices = Office.objects.filter(**HONORARY_HAVE_NO_VOTE)
        for number in range(1, self.places + 1):
            told = {"number": number}
            self.fields[f"person_{number}"] = forms.ModelChoiceField(
                people, label=_("Place %(number)s: person") % told, required=number == 1
            )
            self.fields[f"office_{number}"] = forms.ModelChoiceField(
                offices, label=_("Place %(number)s: office") % told, required=number == 1
            )

    def clean(self) -> dict[str, Any]:
        """A place has a person and an office; nobody stands twice."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        seen = set()
        for number in range(1, self.places + 1):
            person, office = cleaned.get(f"person_{number}"), cleaned.get(f"office_{number}")
            if bool(person) != bool(office) and not self.errors:
                self.add_error(
                    f"office_{number}",
                    ValidationError(_("A place has a person and an office."), code="half"),
                )
            if person and person.pk in seen:
                self.add_error(
                    f"person_{number}", ValidationError(_("This person stands on the list already."), code="twice")
                )
            seen.add(getattr(person, "pk", None))
        return cleaned

    def chosen(self) -> list[tuple[Person, Office]]:
        """Return the places that were filled in."""
        pairs = [
            (self.cleaned_data[f"person_{n}"], self.cleaned_data[f"office_{n}"]) for n in range(1, self.places + 1)
        ]
        return [(person, office) for person, office in pairs if person]


class ProxyForm(forms.Form):
    """Which company lets which other vote for it."""

    giver = forms.ModelChoiceField(
        label=_("Company represented"), queryset=Company.objects.none(), empty_label=None
    )
    holder = forms.ModelChoiceField(label=_("Company that votes for it"), queryset=Company.objects.none())

    def __init__(self, *args: Any, givers: Any, holders: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["giver"].queryset = givers  # type: ignore[attr-defined]
        self.fields["holder"].queryset = holders  # type: ignore[attr-defined]
