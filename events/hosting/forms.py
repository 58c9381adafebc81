"""What a territory says to host the gala, and what is decided."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from events.hosting.documents import MAX_BYTES
from events.models import HostCall, HostCandidacy, HostCriterion, HostMark
from events.models.judging import BEST
from leader.shared.documents import ReadDocument, read_document
from leader.shared.typed import VisibleCharField
from leader.shared.versions import VersionedModelForm

NEEDED = ["venue", "city", "capacity", "proposed_on", "pitch"]


class CandidacyForm(VersionedModelForm):
    """A candidacy; all that is needed is asked once it is submitted."""

    venue = VisibleCharField(label=_("Venue"), max_length=150, required=False)
    city = VisibleCharField(label=_("Town"), max_length=100, required=False)
    pitch = VisibleCharField(
        label=_("Why here"), max_length=5000, required=False, many_lines=True,
        widget=forms.Textarea(attrs={"rows": 8}),
    )  # fmt: skip

    class Meta:
        model = HostCandidacy
        fields = ["venue", "city", "capacity", "budget", "proposed_on", "pitch"]
        widgets = {"proposed_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}

    def __init__(self, *args: Any, is_submitted: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_submitted = is_submitted

    def clean_proposed_on(self) -> date | None:
        """Refuse a day of another year."""
        day: date | None = self.cleaned_data["proposed_on"]
        if day and day.year != self.instance.call.year:
            raise ValidationError(_("Choose a day of the year of the gala."), code="year")
        return day

    def clean(self) -> dict[str, Any]:
        """Ask for what a submitted candidacy needs."""
        cleaned = super().clean() or {}
        for name in NEEDED if self.is_submitted else ():
            if name not in self.errors and not cleaned.get(name):
                self.add_error(name, ValidationError(_("Say this before you submit."), code="needed"))
        return cleaned


class DecisionForm(forms.Form):
    """Which candidacy is chosen, or that the federation holds the gala itself, or that there is none."""

    choice = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    reason = VisibleCharField(
        label=_("Reason"), max_length=2000, many_lines=True, widget=forms.Textarea,
        help_text=_("Everybody reads it beside the decision."),
    )  # fmt: skip

    def __init__(self, *args: Any, candidacies: list[HostCandidacy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidacies = {str(candidacy.pk): candidacy for candidacy in candidacies}
        others = [
            (value, label) for value, label in HostCall.Outcome.choices if value != HostCall.Outcome.TERRITORY
        ]
        named = [(key, str(candidacy.territory)) for key, candidacy in self.candidacies.items()]
        self.fields["choice"].choices = [*named, *others]  # type: ignore[attr-defined]

    def decided(self) -> dict[str, Any]:
        """Return what was decided."""
        choice = self.cleaned_data["choice"]
        candidacy = self.candidacies.get(choice)
        outcome = HostCall.Outcome.TERRITORY if candidacy else choice
        return {"outcome": outcome, "candidacy": candidacy, "reason": self.cleaned_data["reason"]}


class DocumentForm(forms.Form):
    """A document to send with a candidacy."""

    document = forms.FileField(
        label=_("Add a document"),
        help_text=_(
            "A PDF or a picture of 10 megabytes at most: a plan of the room, an offer, a letter of the town."
        ),
        error_messages={"required": _("Choose a file first.")},
    )

    def clean_document(self) -> ReadDocument:
        """Return what is kept of the file."""
        return read_document(self.cleaned_data["document"], max_bytes=MAX_BYTES)


class MarksForm(forms.Form):
    """What one person gives each candidacy for each criterion; a mark may be left out and taken back."""

    def __init__(
        self, *args: Any, candidacies: list[HostCandidacy], criteria: list[HostCriterion], by: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        given = HostMark.objects.filter(marker=by, candidacy__in=candidacies)
        self.own = {(m.candidacy_id, m.criterion_id): m.mark for m in given}
        self.cells: dict[str, tuple[int, int]] = {}
        for candidacy in candidacies:
            for criterion in criteria:
                name = f"note-{candidacy.pk}-{criterion.pk}"
                self.cells[name] = (candidacy.pk, criterion.pk)
                self.fields[name] = forms.TypedChoiceField(
                    label=criterion.name,
                    choices=[("", "–"), *[(value, f"{value}/{BEST}") for value in range(BEST + 1)]],
                    coerce=int,
                    empty_value=None,
                    required=False,
                    initial=self.own.get((candidacy.pk, criterion.pk), ""),
                )

    def fields_of(self, candidacy: HostCandidacy) -> list[Any]:
        """Return the fields of one candidacy, to be shown under its name."""
        return [self[name] for name, (key, _criterion) in self.cells.items() if key == candidacy.pk]

    def given(self) -> dict[tuple[int, int], int | None]:
        """Return what was given."""
        return {cell: self.cleaned_data[name] for name, cell in self.cells.items()}
