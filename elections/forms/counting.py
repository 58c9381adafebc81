"""What is typed when votes are counted: numbers, answers at a roll call, ties, who accepts."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from elections import thirds
from elections.forms.fields import Moment, no_secret, text, within_reason
from elections.models import Candidacy, Contest, Elected, Election
from elections.proclamation import ending_by_default, outgoing
from elections.results import ContestResult, Counted, problem_of
from leader.shared.typed import VisibleCharField
from territories.models import Mandate

LARGEST = 100_000
BLANK = "blank"


class CountForm(forms.Form):
    """The numbers of one contest, in voices."""

    def __init__(
        self, *args: Any, contest: Contest, candidacies: list[Candidacy], cast: int, is_public: bool, **kwargs: Any
    ) -> None:
        kwargs["prefix"] = f"contest{contest.pk}"
        super().__init__(*args, **kwargs)
        self.contest, self.cast, self.candidacies = contest, cast, candidacies
        for candidacy in candidacies:
            self.fields[f"voices_{candidacy.pk}"] = _number(candidacy.label)
        self.fields["blank"] = _number(_("Blank, or abstained") if is_public else _("Blank"), initial=0)
        if not is_public:
            self.fields["spoilt"] = _number(_("Spoilt"), initial=0)

    def clean(self) -> dict[str, Any]:
        """Refuse numbers that do not add up."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and (problem := problem_of(self.counted(), self.cast)):
            raise ValidationError(problem, code="sum")
        return cleaned

    def counted(self) -> Counted:
        """Return what was typed."""
        typed = self.cleaned_data
        voices = {candidacy.pk: typed[f"voices_{candidacy.pk}"] for candidacy in self.candidacies}
        return Counted(self.contest, voices, typed["blank"], typed.get("spoilt") or 0)


def _number(label: Any, initial: int | None = None) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=LARGEST, initial=initial)


class RollCallForm(forms.Form):
    """What each company that took part answers, contest by contest."""

    def __init__(
        self, *args: Any, entries: list[Any], contests: list[tuple[Contest, list[Candidacy]]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked = [(entry, contest) for entry in entries for contest, _candidacies in contests]
        self.contests = contests
        for entry in entries:
            for contest, candidacies in contests:
                choices = [(BLANK, _("Blank, or abstained")), *[(str(c.pk), c.label) for c in candidacies]]
                self.fields[f"answer_{entry.pk}_{contest.pk}"] = _answer(entry, contest, choices)

    def clean(self) -> dict[str, Any]:
        """Refuse more answers than there are seats, and blank beside a name."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for entry, contest in self.asked:
            name = f"answer_{entry.pk}_{contest.pk}"
            chosen = _listed(cleaned.get(name))
            if len(chosen) > contest.chosen_at_most or (BLANK in chosen and len(chosen) > 1):
                self.add_error(
                    name,
                    ValidationError(
                        _("%(count)s at most, or blank alone.") % {"count": contest.chosen_at_most}, code="many"
                    ),
                )
        return cleaned

    def answers(self) -> dict[tuple[int, int], list[int | None]]:
        """Return (entry, contest) → candidacies; None for blank."""
        return {
            (entry.pk, contest.pk): [
                None if key == BLANK else int(key)
                for key in _listed(self.cleaned_data[f"answer_{entry.pk}_{contest.pk}"])
            ]
            for entry, contest in self.asked
        }


def _answer(entry: Any, contest: Contest, choices: list[Any]) -> forms.Field:
    label = f"{entry.company} – {contest.title}"
    if contest.chosen_at_most == 1:
        return forms.ChoiceField(label=label, choices=choices, initial=BLANK)
    return forms.MultipleChoiceField(
        label=label, choices=choices, initial=[BLANK], widget=forms.CheckboxSelectMultiple
    )


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) and value else list(value or [])


class TieForm(forms.Form):
    """Whom the rule of ties elects."""

    def __init__(self, *args: Any, result: ContestResult, rule: str, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"id_tie{result.contest.pk}_%s"
        super().__init__(*args, **kwargs)
        self.count = result.outcome.from_tied
        self.fields["chosen"] = forms.MultipleChoiceField(
            label=_("Elected among equals"),
            choices=[(str(c.pk), c.label) for c in result.tied],
            widget=forms.CheckboxSelectMultiple,
        )
        # The rule of the election, and the lot for those whom it leaves equal still: who joined on the same day.
        rules = [choice for choice in Elected.How.choices if choice[0] in {rule, Elected.How.LOT}]
        self.fields["how"] = forms.ChoiceField(label=_("By which rule"), choices=rules, initial=rule)

    def clean_chosen(self) -> list[int]:
        """Ask for as many as there are seats left."""
        chosen: list[str] = self.cleaned_data["chosen"]
        if len(chosen) != self.count:
            said = _("Choose %(count)s of those with equal votes.") % {"count": self.count}
            raise ValidationError(said, code="count")
        return [int(key) for key in chosen]


class ProclaimForm(forms.Form):
    """Who accepts, whose mandate ends, what happened besides."""

    def __init__(self, *args: Any, election: Election, results: list[ContestResult], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.elected = [one for result in results for one in result.elected]
        for one in self.elected:
            self.fields[f"accepts_{one.candidacy_id}"] = forms.ChoiceField(
                label=_("%(who)s: elected") % {"who": one.candidacy.label},
                choices=[("yes", _("accepts")), ("no", _("declines: the seat stays empty"))],
                widget=forms.RadioSelect,
                initial="yes",
            )
        self.election = election
        self.lots = list(thirds.seats_of(results)) if election.thirds_by_lot else []
        for seat in self.lots:
            self.fields[f"drawn_{seat.key}"] = forms.TypedChoiceField(
                label=_("%(who)s, %(office)s: the third that was drawn")
                % {"who": seat.person, "office": seat.office},
                choices=[("", _("– choose –")), *_lots(election)],
                coerce=int,
                required=False,
            )
        going: Any = outgoing(election)
        self.fields["ending"] = forms.ModelMultipleChoiceField(
            queryset=going, label=_("Mandates that end the day before"), required=False,
            widget=forms.CheckboxSelectMultiple, initial=ending_by_default(election, results),
            help_text=_(
                "Ticked: the term is over, the person is elected again, or the whole office is elected anew. The"
                " others go on, unless you tick them."
            ),
        )  # fmt: skip
        if not going:
            del self.fields["ending"]
        self.fields["incidents"] = text(
            _("Incidents"), 3000, required=False, validators=[no_secret],
            help_text=_("What is to stand in the minutes besides the result; empty: none."),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask for the lot of each who accepts, and for thirds that are even."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        taken = [seat for seat in self.lots if cleaned.get(f"accepts_{seat.elected.candidacy_id}") == "yes"]
        for seat in taken:
            if f"drawn_{seat.key}" in cleaned and not cleaned[f"drawn_{seat.key}"]:
                self.add_error(f"drawn_{seat.key}", _("Choose what the lot said."))
        if self.lots and not self.errors:
            drawn = [cleaned[f"drawn_{seat.key}"] for seat in taken]
            if said := thirds.uneven(self.election, drawn):
                raise ValidationError(said, code="uneven")
        return cleaned

    def drawn(self) -> dict[str, int]:
        """Return which third was drawn, by the key of the seat."""
        return {seat.key: self.cleaned_data[f"drawn_{seat.key}"] or 0 for seat in self.lots}

    def accepting(self) -> dict[int, bool]:
        """Return who accepts, by the key of the candidacy."""
        return {
            one.candidacy_id: self.cleaned_data[f"accepts_{one.candidacy_id}"] == "yes" for one in self.elected
        }

    def ending(self) -> list[int]:
        """Return the keys of the mandates that end."""
        mandates: list[Mandate] = list(self.cleaned_data.get("ending") or [])
        return [mandate.pk for mandate in mandates]


def _lots(election: Election) -> list[tuple[str, str]]:
    """Return the thirds of the term, each with how long a mandate lasts."""
    years = election.term_years // len(thirds.THIRDS)
    return [
        (str(third), ngettext("%(years)s year", "%(years)s years", years * third) % {"years": years * third})
        for third in thirds.THIRDS
    ]


class OpeningForm(forms.Form):
    """Until when one votes online."""

    closes_at = forms.DateTimeField(
        label=_("One may vote until"),
        widget=Moment(),
        help_text=_(
            "In the room an hour is enough: the vote can be closed as soon as all have voted. Once it is open its"
            " end only moves later, with a reason."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a year that cannot be right."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        within_reason(cleaned, self)
        return cleaned


class ReasonForm(forms.Form):
    """Why an election is given up."""

    reason = VisibleCharField(label=_("Why it is given up"), max_length=200, validators=[no_secret])
