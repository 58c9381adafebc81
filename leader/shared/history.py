"""The audit made readable: who changed what, when, from which value to which, newest first.

A page of history costs the same number of queries whatever it holds: one union over the changes of a record
and of what hangs on it, then per kind of record the changes of the page and those just before them.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.core.paginator import Page, Paginator
from django.db.models import ForeignKey, Model, OuterRef, QuerySet, Subquery, Value
from django.utils.formats import localize
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from leader.shared.scope import AnyUser, Right, is_scoped, within

PER_PAGE = 25
NOT_TOLD = {"version", "q", "created_at", "updated_at", "date_joined"}


@dataclass(frozen=True)
class Source:
    """Where a history reads: the changes ``rows`` of ``model``; ``parent`` is the key that leads to the record."""

    model: type[Model]
    rows: QuerySet[Any]
    parent: str = ""

    @property
    def fields(self) -> list[Any]:
        """Return the fields worth telling."""
        hidden = {*NOT_TOLD, self.parent}
        kept = {f.name for f in self.rows.model._meta.fields}
        return [
            f for f in self.model._meta.fields if f.name in kept and f.name not in hidden and not f.primary_key
        ]


@dataclass
class Change:
    """One field that changed, in words."""

    label: str
    before: str
    after: str


@dataclass
class Entry:
    """One event of a history, in words."""

    at: datetime
    kind: str  # insert, update or delete
    who: str
    how: str
    subject: str
    changes: list[Change] = field(default_factory=list)


def changes_of(model: type[Model]) -> type[Model]:
    """Return the model that keeps the changes of ``model``."""
    return model._meta.get_field("changes").related_model  # type: ignore[return-value]


def is_tracked(model: type[Model]) -> bool:
    """Tell whether changes of ``model`` are kept."""
    return any(f.name == "changes" for f in model._meta.related_objects)


def read(sources: Sequence[Source], user: AnyUser, number: Any) -> Page:
    """Return page ``number`` of the history of ``sources``; its entries are what ``user`` may read."""
    page = Paginator(_in_time_order(sources), PER_PAGE).get_page(number)
    page.object_list = _Reader(sources, user).entries(list(page.object_list))
    return page


def _in_time_order(sources: Sequence[Source]) -> QuerySet[Any, Any]:
    parts = [
        source.rows.order_by().annotate(pgh_place=Value(n)).values_list("pgh_created_at", "pgh_id", "pgh_place")
        for n, source in enumerate(sources)
    ]
    merged = parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]
    return merged.order_by("-pgh_created_at", "-pgh_place", "-pgh_id")


class _Reader:
    """Turns the changes of one page into words, each table asked once."""

    def __init__(self, sources: Sequence[Source], user: AnyUser) -> None:
        self.sources, self.user = sources, user
        self.names: dict[type[Model], dict[Any, str]] = {}

    def entries(self, keys: list[tuple[datetime, int, int]]) -> list[Entry]:
        """Return the entries of ``keys`` in their order, without those that changed nothing one can see."""
        pairs = {n: self._with_previous(n, [k for _at, k, m in keys if m == n]) for n in {m for *_rest, m in keys}}
        self._learn_names(pairs)
        self.people = self._people([event for found in pairs.values() for event, _before in found.values()])
        told = [self._entry(self.sources[n], *pairs[n][key]) for _at, key, n in keys]
        return [entry for entry in told if entry.changes or entry.kind != "update"]

    def _with_previous(self, n: int, keys: list[int]) -> dict[int, tuple[Any, Any]]:
        model: Any = self.sources[n].rows.model
        earlier = model._default_manager.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id"))
        events = (
            model._default_manager.filter(pgh_id__in=keys)
            .select_related("pgh_context")
            .annotate(previous=Subquery(earlier.order_by("-pgh_id").values("pgh_id")[:1]))
        )
        found = list(events)
        before = model._default_manager.in_bulk([e.previous for e in found if e.previous])
        return {e.pgh_id: (e, before.get(e.previous)) for e in found}

    def _learn_names(self, pairs: dict[int, dict[int, tuple[Any, Any]]]) -> None:
        wanted: dict[type[Model], set[Any]] = defaultdict(set)
        for n, found in pairs.items():
            for key in [f for f in self.sources[n].fields if isinstance(f, ForeignKey)]:
                values = {getattr(e, key.attname) for pair in found.values() for e in pair if e is not None}
                wanted[key.related_model] |= values - {None}
        for model, keys in wanted.items():
            rows = model._default_manager.filter(pk__in=keys)
            if is_scoped(model):
                rows = within(rows, Right.VIEW, self.user)
            self.names[model] = {row.pk: str(row) for row in rows}

    def _people(self, events: Iterable[Any]) -> dict[Any, str]:
        keys = {e.pgh_context.metadata.get("user") for e in events if e.pgh_context}
        accounts = get_user_model()._default_manager.filter(pk__in=keys - {None}).select_related("person")
        return {account.pk: str(account.person or account) for account in accounts}

    def _entry(self, source: Source, event: Any, before: Any) -> Entry:
        metadata = event.pgh_context.metadata if event.pgh_context else {}
        who, how = self._author(metadata)
        subject = self._subject(source, event) if source.parent else ""
        old = None if event.pgh_label == "insert" else event if event.pgh_label == "delete" else before
        new = None if event.pgh_label == "delete" else event
        changes = [c for f in source.fields if (c := self._change(f, old, new)) is not None]
        return Entry(localtime(event.pgh_created_at), event.pgh_label, who, how, subject, changes)

    def _author(self, metadata: dict[str, Any]) -> tuple[str, str]:
        """Return who made the change, and by which command or job if it was one."""
        how = next((str(metadata[name]) for name in ("job", "task", "command") if metadata.get(name)), "")
        if (key := metadata.get("user")) is not None:
            return self.people.get(key) or _("a deleted account"), how
        return how or _("outside the site"), ""

    def _subject(self, source: Source, event: Any) -> str:
        """Return what hangs on the record and changed, such as "Representative: Anne Dupuis"."""
        keys = [f for f in source.fields if isinstance(f, ForeignKey)] or source.fields[:1]
        names = [name for f in keys if (name := self._shown(f, event))]
        return f"{capfirst(str(source.model._meta.verbose_name))} – {', '.join(names)}"

    def _change(self, told: Any, old: Any, new: Any) -> Change | None:
        before, after = (getattr(e, told.attname) if e is not None else None for e in (old, new))
        if before == after or (before in (None, "") and after in (None, "")):
            return None
        return Change(capfirst(str(told.verbose_name)), self._shown(told, old), self._shown(told, new))

    def _shown(self, told: Any, event: Any) -> str:
        value = getattr(event, told.attname) if event is not None else None
        if value is None or value == "":
            return ""
        if isinstance(told, ForeignKey):
            model: Any = told.related_model
            return self.names[model].get(value) or _("no. %(number)s") % {"number": value}
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if told.flatchoices:
            return str(dict(told.flatchoices).get(value, value))
        if isinstance(value, datetime):
            value = localtime(value)
        return str(localize(value, use_l10n=True))
