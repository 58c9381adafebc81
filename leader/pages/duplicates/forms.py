"""What is typed about duplicates: which pairs to list, what was decided, and the values of a merged record."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, Model, Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from leader.shared.history import NOT_TOLD
from leader.shared.names import every_word
from leader.shared.typed import VisibleCharField
from leader.shared.versions import stored_value
from members.models import Company, DuplicatePair, Person

KEPT, REMOVED, TYPED = "kept", "removed", "typed"
State = DuplicatePair.State


class FilterForm(forms.Form):
    """Which pairs to list; a value that makes no sense narrows nothing."""

    q = VisibleCharField(
        label=_("Name"), required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
    etat = forms.ChoiceField(label=_("Decision"), required=False, choices=State.choices, initial=State.OPEN)

    def narrow(self, pairs: QuerySet[Any]) -> QuerySet[Any]:
        """Keep of ``pairs`` those that answer the form."""
        self.is_valid()
        wanted = getattr(self, "cleaned_data", {})
        found = pairs.filter(state=wanted.get("etat") or State.OPEN)
        if wanted.get("q"):
            companies = Company.objects.order_by().filter(every_word(wanted["q"])).values("pk")
            people = Person.objects.order_by().filter(every_word(wanted["q"])).values("pk")
            found = found.filter(
                Q(company__in=companies) | Q(other_company__in=companies)
                | Q(person__in=people) | Q(other_person__in=people)
            )  # fmt: skip
        return found


class DecisionForm(forms.Form):
    """Whether the two are a duplicate, about a pair as it was read."""

    decision = forms.ChoiceField(choices=State.choices)
    version = forms.IntegerField(min_value=1, max_value=2**31 - 1)


class MergeForm(forms.Form):
    """Field by field which value stays: the kept record's, the other's, or one that is typed."""

    kept = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    kept_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    removed_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    promised = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, stays: Model, goes: Model, promised: str, **kwargs: Any) -> None:
        versions = {"kept_version": stays.version, "removed_version": goes.version}  # type: ignore[attr-defined]
        kwargs["initial"] = {"kept": stays.pk, "promised": promised, **versions}
        super().__init__(*args, **kwargs)
        self.sides, self.model = (stays, goes), type(stays)
        for field in choosable(self.model):
            if getattr(stays, field.attname) != getattr(goes, field.attname):
                self._offer(field)

    def _offer(self, field: Any) -> None:
        stays, goes = self.sides
        sides = [(KEPT, stays), (REMOVED, goes)]
        choices: list[Any] = [(key, stored_value(side, field.name)) for key, side in sides]
        if is_typed(field):
            choices.append((TYPED, _("typed")))
            self.fields[f"typed_{field.name}"] = field.formfield(
                required=False, label=_("Typed: %(name)s") % {"name": field.verbose_name}, initial=""
            )
        empty = getattr(stays, field.attname) in (None, "")
        self.fields[f"pick_{field.name}"] = forms.ChoiceField(
            label=capfirst(str(field.verbose_name)), choices=choices, widget=forms.RadioSelect,
            initial=REMOVED if empty else KEPT,
        )  # fmt: skip

    def is_stale(self) -> bool:
        """Tell whether one of the records has changed since the form was read."""
        read = [self.cleaned_data.get(name) for name in ("kept_version", "removed_version")]
        return read != [side.version for side in self.sides]  # type: ignore[attr-defined]

    def renew(self, promised: str) -> None:
        """Let what was typed stand beside what is stored now: sent once more, it is decided in knowledge of it."""
        versions = {"kept_version": self.sides[0].version, "removed_version": self.sides[1].version}  # type: ignore[attr-defined]
        data: Any = self.data
        self.data = data = data.copy()
        new = {n: f.initial for n, f in self.fields.items() if n.startswith("pick_") and n not in data}
        for name, value in {**new, **versions, "promised": promised}.items():
            data[name] = value

    def rows(self) -> list[dict[str, Any]]:
        """Return the fields in their order, with both values and, where they differ, what chooses between them."""
        return [self._row(field) for field in choosable(self.model) if not self._is_empty(field)]

    def _is_empty(self, field: Any) -> bool:
        return all(getattr(side, field.attname) in (None, "") for side in self.sides)

    def _row(self, field: Any) -> dict[str, Any]:
        row: dict[str, Any] = {"label": capfirst(str(field.verbose_name))}
        row["values"] = [stored_value(side, field.name) for side in self.sides]
        if f"pick_{field.name}" in self.fields:
            row["pick"] = self[f"pick_{field.name}"]
            row["options"] = row["pick"].subwidgets
            row["typed"] = self[f"typed_{field.name}"] if f"typed_{field.name}" in self.fields else None
        return row

    def values(self) -> dict[str, Any]:
        """Return the chosen values by field."""
        stays, goes = self.sides
        chosen = {}
        for field in choosable(self.model):
            pick = self.cleaned_data.get(f"pick_{field.name}")
            if pick == TYPED:
                chosen[field.name] = self.cleaned_data.get(f"typed_{field.name}")
            elif pick:
                chosen[field.name] = getattr(stays if pick == KEPT else goes, field.attname)
        return chosen

    def refuse(self, error: ValidationError) -> None:
        """Say what is wrong with the chosen values, each beside its field."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            self.add_error(f"pick_{name}" if f"pick_{name}" in self.fields else None, errors)


def choosable(model: type[Model]) -> list[Any]:
    """Return the fields of which a merge chooses the value."""
    fields = model._meta.concrete_fields
    return [f for f in fields if f.editable and not (f.primary_key or f.generated or f.name in NOT_TOLD)]


def is_typed(field: Any) -> bool:
    """Tell whether a value may be typed: texts, numbers and days, not a key, a file or one of a few."""
    kinds = {"CharField", "EmailField", "URLField", "TextField", "DateField", "PositiveSmallIntegerField"}
    return not isinstance(field, ForeignKey) and not field.choices and field.get_internal_type() in kinds
