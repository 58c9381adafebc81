"""The forms of the pipeline: what to find, a new prospect, its file, its stage, what was exchanged."""

from collections.abc import Iterable
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet, Value
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from leader.shared.names import Folded, every_word, fold
from leader.shared.scope import AnyUser
from leader.shared.typed import VisibleCharField, visible_formfield
from leader.shared.versions import VersionedModelForm
from members.models import Company, Person, Representative, User
from members.siren import siren_in
from territories.forms.imports import described
from territories.models import Affiliation, Prospect, ProspectExchange, Territory, TerritoryLead
from territories.models.prospects import COURTED, FORMER, STAGES, STOPPED
from territories.scope import companies_run_by

SUGGESTED = 50
IS_MEMBER = _("This company is a member already, or its membership is recorded for days to come.")
BEHIND = " – "  # between a name and the company


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class NamedPersonField(forms.CharField):
    """A person among ``people``, typed by name; the browser suggests them, each with the company behind the name.

    People who bear the same name are told apart by their company. Whoever stands there already may stay.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, required=False, max_length=400, **kwargs)
        self.people: QuerySet[Any] = Person.objects.none()
        self.stored: Person | None = None

    def among(self, people: QuerySet[Any], list_id: str, stored: Person | None) -> None:
        """Say who may be chosen, which list of the page suggests them, and who stands there now."""
        self.people, self.stored = people, stored
        self.widget.attrs["list"] = list_id

    def prepare_value(self, value: Any) -> Any:
        """Show the name of a person known by key."""
        if isinstance(value, int):
            return str(Person.objects.filter(pk=value).first() or "")
        return value

    def clean(self, value: Any) -> Person | None:
        """Return the one person who is meant; refuse a name that nobody or several bear."""
        typed = super().clean(value)
        if not typed or (self.stored and typed == str(self.stored)):
            return self.stored if typed else None
        name, _sign, company = typed.partition(BEHIND)
        found = _with_company(self.people.filter(every_word(name, "full_name"))[:SUGGESTED])
        meant = [p for p in found if fold(str(p)) == fold(name) and (not company or p.company == company)] or found
        if len(meant) == 1:
            return meant[0]
        if not meant:
            raise ValidationError(_("Nobody of this name may be chosen here."), code="unknown")
        said = _("Several people are found: %(names)s. Choose one from the list.")
        raise ValidationError(said, code="several", params={"names": ", ".join(map(suggestion, meant[:6]))})

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare the names."""
        return str(self.prepare_value(initial) or "") != str(data or "")


def named(people: QuerySet[Any]) -> QuerySet[Any]:
    """Annotate ``full_name`` (folded): a search by name must not tell whose address it is."""
    return people.annotate(full_name=Folded(Concat("given_name", Value(" "), "family_name")))


def _with_company(people: Iterable[Any]) -> list[Any]:
    """Return ``people``, each with the name of a company represented today; two queries."""
    found = list(people)
    spells = Representative.objects.running_on(timezone.localdate()).filter(person__in=[p.pk for p in found])
    companies = dict(spells.order_by("-pk").values_list("person", "company__name"))
    for person in found:
        person.company = companies.get(person.pk, "")
    return found


def suggestion(person: Any) -> str:
    """Return how a person is suggested: the name, and the company behind it."""
    return f"{person}{BEHIND}{person.company}" if person.company else str(person)


def who_follows(territory: Territory) -> QuerySet[Any]:
    """Return who may follow a prospect of ``territory``: its leads of today and the staff of the federation."""
    return named(Person.objects.filter(pk__in=_keys_of_followers(territory)))


def _keys_of_followers(territory: Territory, *others: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    leads = TerritoryLead.objects.running_on(timezone.localdate()).filter(territory=territory).order_by()
    staff = User.objects.filter(is_staff=True, is_active=True, person__isnull=False)
    # One union: few people are looked up by key, not found by reading everybody.
    return leads.values("person").union(staff.values("person"), *others)


def who_sponsors(territory: Territory) -> QuerySet[Any]:
    """Return who may sponsor one: those who represent today a member company of ``territory``."""
    today = timezone.localdate()
    here = Affiliation.objects.running_on(today).filter(territory=territory)
    members = Company.objects.members_on(today).filter(pk__in=here.values("company"))
    spells = Representative.objects.running_on(today).filter(company__in=members.values("pk"))
    return named(Person.objects.filter(pk__in=spells.values("person")))


class ProspectForm(VersionedModelForm):
    """The file of a prospect; its stage moves by a form of its own."""

    owner = NamedPersonField(label=_("Followed by"), help_text=_("A lead of the territory, or staff."))
    sponsor = NamedPersonField(label=_("Sponsor"), help_text=_("Somebody of a member company of the territory."))

    class Meta:
        model = Prospect
        fields = ["next_action", "next_action_on", "owner", "sponsor", "contact_name", "contact_email", "notes"]
        formfield_callback = visible_formfield
        widgets = {"next_action_on": DayInput(), "notes": forms.Textarea({"rows": 5})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        territory = self.instance.territory
        self.suggested = {
            "owner": who_follows(territory),
            "sponsor": who_sponsors(territory),
        }
        for name, people in self.suggested.items():
            self.initial[name] = str(getattr(self.instance, name) or "")
            field: Any = self.fields[name]
            field.among(people, f"people-{name}", getattr(self.instance, name))

    @property
    def helper(self) -> FormHelper:
        """Say how crispy lays the form out; the page writes the form tag itself."""
        helper = FormHelper()
        helper.form_tag, helper.disable_csrf, helper.render_hidden_fields = False, True, True
        pairs = [("next_action", "next_action_on"), ("owner", "sponsor"), ("contact_name", "contact_email")]
        helper.layout = Layout(*(Row(*pair) for pair in pairs), "notes")
        return helper

    def suggestions(self) -> dict[str, list[str]]:
        """Return for each list of the page the names that it suggests."""
        return {
            f"people-{name}": list(map(suggestion, _with_company(people[:SUGGESTED])))
            for name, people in self.suggested.items()
        }


# A member is made by its own button, which does all that belongs to it, and is no prospect while it lasts.
MOVABLE = [choice for choice in Prospect.State.choices if choice[0] != Prospect.State.MEMBER]
COURTABLE = [choice for choice in MOVABLE if choice[0] in COURTED]


class MoveForm(forms.Form):
    """Another stage; where a company stops, why."""

    seen = forms.ChoiceField(choices=[*MOVABLE, (FORMER, "")], widget=forms.HiddenInput)
    to = forms.ChoiceField(label=_("Stage"), choices=MOVABLE)
    reason = VisibleCharField(
        label=_("Why it stopped"), max_length=300, required=False,
        help_text=_("Needed when it declined or is dormant."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self["seen"].value() == FORMER:  # whose membership is over is courted again, or stays
            self.fields["to"].choices = COURTABLE  # type: ignore[attr-defined]
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        """Ask why, where the company stops."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("to") in STOPPED and not cleaned.get("reason"):
            self.add_error(
                "reason", ValidationError(_("Say why the company declined or is dormant."), code="reason")
            )
        return cleaned


class ExchangeForm(forms.ModelForm):
    """Something exchanged, and what comes next if it is known already."""

    class Meta:
        model = ProspectExchange
        fields = ["on", "kind", "summary", "from_them"]
        formfield_callback = visible_formfield
        widgets = {"on": DayInput(), "summary": forms.Textarea({"rows": 3})}

    def clean_on(self) -> Any:
        """Refuse a day to come: an exchange has taken place."""
        on = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise ValidationError(_("This day is still to come: note it as the next action."), code="future")
        return on


def _where_it_is_taken_up(prospect: Prospect) -> str:
    said = _("This company was a member and stands here already:")
    link = _("court it again from its page")
    return format_html('{} <a href="{}">{}</a>.', said, prospect.get_absolute_url(), link)


class NewProspectForm(forms.Form):
    """A company to court: one that the person has already, or a new one."""

    name = VisibleCharField(label=_("Company"), max_length=200)
    siren = VisibleCharField(label=_("SIREN"), max_length=20, required=False)
    city = VisibleCharField(label=_("Town"), max_length=100, required=False)
    contact_name = VisibleCharField(label=_("Contact"), max_length=150, required=False)
    contact_email = forms.EmailField(label=_("Contact's e-mail"), max_length=254, required=False)

    def __init__(self, *args: Any, territory: Territory, user: AnyUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.territory, self.user = territory, user
        self.known: Company | None = None

    def clean_siren(self) -> str:
        """Take it with or without its spaces, or from a SIRET."""
        typed = self.cleaned_data["siren"]
        return siren_in(typed) if typed else ""

    def clean(self) -> dict[str, Any]:
        """Recognise a company by its SIREN, or ask where one bears the name.

        Refuse what is here or elsewhere, or a member, today or from a day to come.
        """
        cleaned = super().clean() or self.cleaned_data
        if siren := cleaned.get("siren"):
            self._recognise(siren)
        elif cleaned.get("name"):
            self._ask(cleaned["name"])
        today = timezone.localdate()
        here = self.territory.prospects.filter(company=self.known)
        if here.former_on(today).exists():
            self.add_error("name", ValidationError(_where_it_is_taken_up(here.get()), code="former"))
        elif here.exists():
            said = _("This company is a prospect of this territory already.")
            self.add_error("name", ValidationError(said, code="known"))
        elif self.known and self.known.memberships.lasting_on(today).exists():
            self.add_error("name", ValidationError(IS_MEMBER, code="member"))
        return cleaned

    def _recognise(self, siren: str) -> None:
        self.known = companies_run_by(self.user).filter(siren=siren).first()
        if self.known is None and Company.objects.filter(siren=siren).exists():
            said = _("The federation knows this company outside your territory: ask its staff to attach it.")
            self.add_error("siren", ValidationError(said, code="elsewhere"))

    def _ask(self, name: str) -> None:
        """Where companies of this name are known, ask whether one of them is meant."""
        companies = companies_run_by(self.user).select_related("commune")
        alike = [c for c in companies.matching(name)[:SUGGESTED] if fold(c.name) == fold(name)]
        if not alike:
            return
        choices = [(str(company.pk), described(company)) for company in alike]
        self.fields["same"] = forms.ChoiceField(
            label=_("A company of this name is known. Is it the same?"), widget=forms.RadioSelect,
            choices=[*choices, ("0", _("None of these: it is a new company"))],
        )  # fmt: skip
        answer = self.data.get("same", "")
        if answer not in dict(self.fields["same"].choices):  # type: ignore[attr-defined]
            said = _("Say whether it is the same, so that nothing stands twice.")
            self.add_error("same", ValidationError(said, code="doubtful"))
        self.known = next((company for company in alike if str(company.pk) == answer), None)

    def contact(self) -> dict[str, str]:
        """Return what was typed of the contact."""
        return {name: self.cleaned_data[name] for name in ("contact_name", "contact_email")}

    def refuse_a_race(self) -> None:
        """Say that somebody added the company in the same moment."""
        said = _("Somebody has just added this company: look for it on the board.")
        self.add_error(None, ValidationError(said, code="race"))


class BoardForm(forms.Form):
    """What to find among the prospects of a territory."""

    q = VisibleCharField(label=_("Company, town or SIREN"), max_length=80, required=False,
                         widget=forms.TextInput({"type": "search"}))  # fmt: skip
    owner = forms.ModelChoiceField(
        Person.objects.none(), label=_("Followed by"), required=False, empty_label=_("anybody")
    )
    state = forms.ChoiceField(label=_("Stage"), choices=[("", _("every stage")), *STAGES], required=False)
    late = forms.BooleanField(label=_("Only what is late"), required=False)

    def __init__(self, *args: Any, territory: Territory, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        following = territory.prospects.order_by().values("owner")  # some of whom may lead no more
        people = Person.objects.filter(pk__in=_keys_of_followers(territory, following))
        owner.queryset = people.order_by("family_name", "given_name", "pk")

    def narrow(self, prospects: Any) -> Any:
        """Keep the prospects that are asked for; none where the question cannot be answered."""
        if not self.is_valid():
            return prospects.none()
        asked = self.cleaned_data
        if text := asked.get("q"):
            prospects = prospects.filter(company__in=Company.objects.matching(text).values("pk"))
        if owner := asked.get("owner"):
            prospects = prospects.filter(owner=owner)
        if state := asked.get("state"):
            prospects = prospects.at_stage(state, timezone.localdate())
        return prospects.late_on(timezone.localdate()) if asked.get("late") else prospects
