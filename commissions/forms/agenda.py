"""The agenda of a meeting: its items in rows, and a field to paste many of them."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commissions.models import AgendaItem, Meeting
from commissions.models.meetings import ITEMS_AT_MOST
from leader.shared.typed import VisibleCharField, visible
from leader.shared.versions import VersionedModelForm
from members.models import Person

COPIED = ["title", "minutes", "owner"]
TITLE_MAX, MINUTES_MAX = 200, 600
_MINUTES = re.compile(r"[\s:;,–—(-]*\b(\d{1,3})\s*(?:min|mn|minutes?)\.?\s*\)?$", re.IGNORECASE)


class ItemForm(forms.ModelForm):
    """One row of the agenda; its meeting is given by the page."""

    title = VisibleCharField(label=_("Item"), max_length=TITLE_MAX)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=MINUTES_MAX, required=False)
    place = forms.IntegerField(
        label=_("No."), min_value=1, max_value=9999, required=False, help_text=_("Another number moves it.")
    )
    field_order = ["title", "minutes", "owner", "place"]

    class Meta:
        model = AgendaItem
        fields = COPIED

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.queryset, owner.required = people, False


class BaseItemFormSet(forms.BaseFormSet):
    """The rows as they are typed: an emptied one leaves the agenda."""

    def initial_form_count(self) -> int:
        """Take each row as it is typed."""
        return 0 if self.is_bound else super().initial_form_count()

    def kept(self) -> list[dict[str, Any]]:
        """Return the rows to store, in the order of their numbers."""
        rows = [form.cleaned_data for form in self.forms if form.has_changed()]
        kept = [row for row in rows if row.get("title") and not row.get("DELETE")]
        return sorted(kept, key=lambda row: row.get("place") or 10_000)


ItemFormSet = forms.formset_factory(
    ItemForm, formset=BaseItemFormSet, extra=3, can_delete=True, max_num=ITEMS_AT_MOST,
    absolute_max=ITEMS_AT_MOST + 5, validate_max=True,
)  # fmt: skip


class AgendaForm(VersionedModelForm):
    """The meeting's side of its agenda: its version, the rows in ``rows``, and what is pasted."""

    pasted = VisibleCharField(
        label=_("Several items at once"), required=False, many_lines=True, max_length=30_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One on each line, its minutes at the end: “Budget 2027 – 20 min”."),
    )  # fmt: skip

    class Meta:
        model = Meeting
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        how: dict[str, Any] = {"prefix": "points", "form_kwargs": {"people": _who_may_lead(self.instance)}}
        self.rows: Any = ItemFormSet(self.data, **how) if self.is_bound else self._shown(how)

    def clean_pasted(self) -> list[dict[str, Any]]:
        """Read a row from each line; refuse one that is too long."""
        lines = [line for line in visible(self.cleaned_data["pasted"], many_lines=True).split("\n") if line]
        rows = [_row_of(line) for line in lines]
        if any(len(row["title"]) > TITLE_MAX for row in rows):
            raise ValidationError(_("An item has 200 characters at most."), code="long")
        return rows

    def is_valid(self) -> bool:
        """Tell whether the version is the one shown, every row right, and all of them few enough."""
        if not super().is_valid() or not self.rows.is_valid():
            return False
        count = len(self.rows.kept()) + len(self.cleaned_data["pasted"])
        if count > ITEMS_AT_MOST:
            told = _("An agenda has %(most)s items at most: here are %(count)s.")
            params = {"most": ITEMS_AT_MOST, "count": count}
            self.add_error("pasted", ValidationError(told, code="many", params=params))
        return not self.errors

    def save(self, commit: bool = True) -> Meeting:
        """Make the agenda those rows; the version of the meeting grows with them."""
        meeting: Meeting = self.instance
        before = list(meeting.agenda.order_by("rank", "pk"))
        rows = [*self.rows.kept(), *self.cleaned_data["pasted"]]
        for rank, row in enumerate(rows, start=1):
            item = before.pop(0) if before else AgendaItem(meeting=meeting)
            item.rank, item.title, item.minutes = rank, row["title"], row.get("minutes")
            item.owner = row.get("owner")
            item.save()
        meeting.agenda.filter(pk__in=[item.pk for item in before]).delete()
        Meeting.objects.filter(pk=meeting.pk).update(title=F("title"))
        return meeting

    def _shown(self, how: dict[str, Any]) -> Any:
        items = self.instance.agenda.order_by("rank", "pk")
        rows = [
            {**{name: getattr(i, f"{name}_id" if name == "owner" else name) for name in COPIED}} for i in items
        ]
        for number, row in enumerate(rows, start=1):
            row["place"] = number
        return ItemFormSet(initial=rows, **how)

    def _show_both(self, stored: Any) -> None:
        super()._show_both(stored)
        titles = "; ".join(item.title for item in stored.agenda.order_by("rank", "pk"))
        told = gettext("Agenda stored meanwhile: %(titles)s") % {"titles": titles or "–"}
        self.add_error(None, ValidationError(told, code="conflict"))


def _who_may_lead(meeting: Meeting) -> Any:
    day = max(timezone.localdate(meeting.starts_at), timezone.localdate())
    seated = meeting.commission.commission_memberships.running_on(day).order_by().values("person")
    leading = meeting.agenda.order_by().filter(owner__isnull=False).values("owner")
    return Person.objects.filter(pk__in=seated.union(leading)).order_by("family_name", "given_name", "pk")


def _row_of(line: str) -> dict[str, Any]:
    found = _MINUTES.search(line)
    if found and (title := line[: found.start()].strip()) and 1 <= int(found[1]) <= MINUTES_MAX:
        return {"title": title, "minutes": int(found[1])}
    return {"title": line, "minutes": None}
