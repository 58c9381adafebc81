"""What whoever compares our files with the register types: filters, a decision, a choice for many rows."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leader.shared.scope import AnyUser
from leader.shared.typed import VisibleCharField
from members.models import Company, RegisterDifference
from territories.models import Affiliation, Territory
from territories.scope import territories_run_by

Kind, State = RegisterDifference.Kind, RegisterDifference.State
DECISIONS = [
    (State.TAKEN.value, _("Take over the register’s")),
    (State.KEPT.value, _("Keep ours")),
    (State.LATER.value, _("Later")),
]


class FilterForm(forms.Form):
    """Which differences to list; a value that makes no sense narrows nothing."""

    q = VisibleCharField(
        label=_("Name, town or SIREN"), required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
    etat = forms.ChoiceField(label=_("Decision"), required=False, choices=State.choices)
    territory = forms.ChoiceField(label=_("Territory"), required=False)

    def __init__(self, *args: Any, user: AnyUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = territories_run_by(user).values_list("slug", "name")
        self.fields["territory"].choices = [("", _("All")), *named]  # type: ignore[attr-defined]
        self.initial["etat"] = State.OPEN

    def narrow(self, differences: QuerySet[Any]) -> QuerySet[Any]:
        """Keep of ``differences`` those that answer the form."""
        self.is_valid()
        wanted = getattr(self, "cleaned_data", {})
        found = differences.filter(state=wanted.get("etat") or State.OPEN)
        if wanted.get("q"):
            found = found.filter(company__in=Company.objects.order_by().matching(wanted["q"]).values("pk"))
        if slug := wanted.get("territory"):
            here = Affiliation.objects.running_on(timezone.localdate()).filter(territory__slug=slug)
            found = found.filter(company__in=here.order_by().values("company"))
        return found


class DecisionForm(forms.Form):
    """A decision about a difference as it was read."""

    decision = forms.ChoiceField(label=_("Decision"), choices=DECISIONS, widget=forms.RadioSelect)
    note = VisibleCharField(
        label=_("Note"), required=False, max_length=1000, many_lines=True,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Needed to keep ours: why the register is wrong."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    ours = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200, strip=False)

    def __init__(self, *args: Any, difference: RegisterDifference, ours: str, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"difference-{difference.pk}-%s"
        kwargs["initial"] = {"version": difference.version, "ours": ours, "note": difference.note}
        super().__init__(*args, **kwargs)
        if difference.kind == Kind.SIREN and not difference.theirs:
            self.fields["decision"].choices = DECISIONS[1:]  # type: ignore[attr-defined]  # there is nothing to take

    def clean(self) -> dict[str, Any]:
        """Ask why ours is kept."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("decision") == State.KEPT and not cleaned.get("note"):
            self.add_error("note", ValidationError(_("Say why: whoever reads this next will ask."), code="why"))
        return cleaned


class BulkForm(forms.Form):
    """The register's taken over, or put off, for many rows; to keep ours needs a reason for each."""

    decision = forms.ChoiceField(choices=[pair for pair in DECISIONS if pair[0] != State.KEPT])


class HomeForm(forms.Form):
    """The territory that becomes the home of a company which has moved."""

    territory = forms.ModelChoiceField(Territory.objects.none())

    def __init__(self, *args: Any, proposed: list[Territory], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [territory.pk for territory in proposed]
        self.fields["territory"].queryset = Territory.objects.filter(pk__in=keys)  # type: ignore[attr-defined]
