"""Companies and people found by words, for staff who pick one of them."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leader.shared.names import every_word, in_order
from leader.shared.scope import AnyUser
from leader.shared.typed import VisibleCharField
from members.models import Company, Person, Representative
from territories.forms.imports import described

AT_MOST = 12


class SearchForm(forms.Form):
    """What to look for."""

    q = VisibleCharField(
        label=_("Name, e-mail, town or SIREN"), required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip

    @property
    def words(self) -> str:
        """Return what was typed, as far as it can be looked for."""
        return str(self.cleaned_data.get("q", "")) if self.is_valid() else ""


def found(model: type[Company] | type[Person], words: str, user: AnyUser, *, but: int | None = None) -> list[Any]:
    """Return the first records of ``model`` that hold every word, each with what tells it apart (``told``)."""
    if not words:
        return []
    rows: Any = model.objects.administered_by(user).filter(every_word(words)).exclude(pk=but or 0)
    return with_what_tells_apart(model, rows.order_by(in_order(), "pk")[:AT_MOST])


def with_what_tells_apart(model: type[Company] | type[Person], rows: Any) -> list[Any]:
    """Return ``rows``, each with ``told``: town and SIREN of a company; address and companies of a person."""
    if model is Company:
        records = list(rows.select_related("commune"))
        for company in records:
            company.told = described(company).removeprefix(company.name).removeprefix(" · ")
        return records
    people: list[Any] = list(rows)
    spells = Representative.objects.running_on(timezone.localdate()).filter(person__in=[p.pk for p in people])
    companies: dict[int, list[str]] = {}
    for person, name in spells.order_by("company__name").values_list("person", "company__name"):
        companies.setdefault(person, []).append(name)
    for person in people:
        person.told = " · ".join([each for each in (person.email, *companies.get(person.pk, [])) if each])
    return people
