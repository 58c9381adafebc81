"""The first records of every kind in two queries, and all those of one kind in pages."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet, Value, Window
from django.db.models.functions import JSONObject, RowNumber

from leader.pages.search.source import Hit, Source
from leader.shared.pagination import BoundedPaginator
from leader.shared.scope import AnyUser

SHOWN, COUNTED = 5, 100


@dataclass(frozen=True)
class Group:
    """What was found of one kind: the first hits, and how many there are; ``has_more`` than were counted."""

    source: Source
    hits: list[Hit]
    count: int
    has_more: bool


def by_kind(sources: Iterable[Source], user: AnyUser, text: str) -> list[Group]:
    """Return what ``user`` finds, kind by kind; nothing of a kind, no group.

    The first query finds the keys of all kinds and counts them as far as COUNTED; the second reads what is shown.
    """
    asked = {source.kind: source for source in sources}
    keys = _keys(asked, user, text)
    shown = {kind: found[:SHOWN] for kind, found in keys.items()}
    hits = _hits(asked, shown, user, text)
    return [
        Group(source, hits[kind], min(len(keys[kind]), COUNTED), len(keys[kind]) > COUNTED)
        for kind, source in asked.items()
        if kind in keys
    ]


def page_of(source: Source, user: AnyUser, text: str, number: str | None) -> Page[Any]:
    """Return a page of the hits of one kind."""
    page = BoundedPaginator(source.found(user, text).order_by(*source.order)).get_page(number)
    rows: Any = page.object_list
    told = rows.values_list("pk", JSONObject(**source.told(user, text)))
    page.object_list = [source.hit(key, parts) for key, parts in told]
    return page


def _keys(asked: dict[str, Source], user: AnyUser, text: str) -> dict[str, list[int]]:
    """Return the keys found by kind, in order, one more than COUNTED at most."""
    parts = []
    for kind, source in asked.items():
        rows = source.found(user, text).order_by(*source.order)
        ranked = rows.annotate(place_found=Window(RowNumber(), order_by=list(source.order)))
        parts.append(ranked.values_list(Value(kind), "pk", "place_found")[: COUNTED + 1])
    found: dict[str, list[int]] = defaultdict(list)
    for kind, key, _place in sorted(_together(parts), key=lambda row: row[2]):
        found[kind].append(key)
    return dict(found)


def _hits(asked: dict[str, Source], shown: dict[str, list[int]], user: AnyUser, text: str) -> dict[str, list[Hit]]:
    """Return the hits of the keys ``shown``, by kind and in their order; the scope rule is asked again."""
    parts = []
    for kind, keys in shown.items():
        source = asked[kind]
        rows = source.found(user, text).filter(pk__in=keys).order_by()
        told = JSONObject(**source.told(user, text))
        parts.append(rows.values_list(Value(kind), "pk", told))
    read = {(kind, key): told for kind, key, told in _together(parts)}
    return {
        kind: [asked[kind].hit(key, read[kind, key]) for key in keys if (kind, key) in read]
        for kind, keys in shown.items()
    }


def _together(parts: list[Any]) -> Any:
    """Return the rows of all ``parts`` in one query; those that the scope rule leaves empty fall away."""
    asked: list[QuerySet[Any, Any]] = [part for part in parts if not part.query.is_empty()]
    return asked[0].union(*asked[1:], all=True) if asked else []
