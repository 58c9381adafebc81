"""Which territories hold which communes on a day; an area that is only thought of may stand in place of one."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from leader.geography.models import Commune
from territories.area import area_parts_on
from territories.models import StageKind, Territory
from territories.opening.areas import Area

Places = dict[tuple[str, Any], set[int]]  # by part of an area: the keys of the territories that hold it


def territories_of(
    communes: Iterable[Commune], day: date, *, instead: tuple[int, Area] | None = None
) -> dict[str, list[Territory]]:
    """Return for each commune (its code) the territories whose area holds it, by name, closed ones left out.

    ``instead`` is the key of a territory and the area to take for it. Two queries for any number of communes.
    """
    living = {t.pk: t for t in Territory.objects.with_stage_on(day).exclude(stage=StageKind.CLOSED)}
    held = _held(day, instead)
    return {commune.code: _holding(commune, held, living) for commune in communes}


def _held(day: date, instead: tuple[int, Area] | None) -> Places:
    held: Places = {}
    parts = area_parts_on(day).values_list("territory", "departement", "epci", "commune")
    for territory, *codes in parts:
        if instead is None or territory != instead[0]:
            place = next(pair for pair in zip(_KINDS, codes, strict=True) if pair[1])
            held.setdefault(place, set()).add(territory)
    if instead:
        territory, area = instead
        for place in area.places():
            held.setdefault(place, set()).add(territory)
    return held


_KINDS = ("departement", "epci", "commune")


def _holding(commune: Commune, held: Places, living: dict[int, Territory]) -> list[Territory]:
    codes = (commune.departement_id, commune.epci_id, commune.code)
    keys = set().union(*(held.get(place, ()) for place in zip(_KINDS, codes, strict=True)))
    return sorted((living[key] for key in keys if key in living), key=lambda territory: territory.name)
