"""The invented territories: their areas over the loaded geography, and the dated stages of their lives."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from leader.demonstration.invented.days import AS_OF, gala_day
from leader.demonstration.invented.places import Place, epci_by_departement
from leader.demonstration.invented.writing import copy_rows, draw_keys
from territories.models import AreaPart, Stage, StageKind, Territory

TO_OPEN_ON, BUREAU_DUE_ON = date(2027, 2, 11), date(2027, 4, 15)  # of the territories still to come
_TOLD = ["slug", "name", "kind", "predecessor_name", "predecessor_founded_on", "country"]


@dataclass
class Area:
    """A territory: when it was opened and closed, what its area is made of, who may hold an office there."""

    row: dict[str, Any]
    departements: list[str]
    epci: list[str]
    communes: list[str]
    key: int = 0
    roster: list[Any] = field(default_factory=list)  # Seated people (see people.py)
    lead: int | None = None

    @property
    def opened(self) -> date | None:
        """Return the day it was opened, None: not yet."""
        return self.row.get("opened")

    @property
    def closed(self) -> date | None:
        """Return the day it was closed, None: not."""
        return self.row.get("closed")

    @property
    def announced(self) -> date:
        """Return the day on which its opening was announced: that of the gala before it."""
        return gala_day((self.opened or AS_OF).year)

    @property
    def elected(self) -> date:
        """Return the day on which its first bureau was elected."""
        return (self.opened or TO_OPEN_ON) + timedelta(days=56)

    def is_open_on(self, day: date) -> bool:
        """Tell whether it is open on ``day``."""
        return bool(self.opened and self.opened <= day and (self.closed is None or day <= self.closed))

    def holds(self, place: Place) -> bool:
        """Tell whether ``place`` lies in its area."""
        return place.departement in self.departements or place.epci in self.epci or place.code in self.communes


def areas() -> list[Area]:
    """Return the territories as their file tells them, those of older standing first."""
    told: list[dict[str, Any]] = yaml.safe_load(
        (Path(__file__).parent / "territories.yaml").read_text(encoding="utf-8")
    )
    of_departement = epci_by_departement()
    taken: set[str] = set()
    found = []
    for row in told:
        rest = [epci for epci in of_departement.get(row.get("rest_of", ""), []) if epci not in taken]
        area = Area(row, row.get("departements", []), row.get("epci", rest), row.get("communes", []))
        taken |= set(area.epci)
        found.append(area)
    return found


def write_territories(found: list[Area]) -> None:
    """Write ``found`` with their areas and stages, giving each its key."""
    for area, key in zip(found, draw_keys(Territory, len(found)), strict=True):
        area.key = key
    defaults = {"predecessor_name": "", "predecessor_founded_on": None, "country": "FR"}
    rows = [(area.key, *({**defaults, **area.row}[name] for name in _TOLD)) for area in found]
    copy_rows(Territory, ["id", *_TOLD], rows)
    copy_rows(AreaPart, ["territory", "departement", "epci", "commune"], _parts(found))
    copy_rows(
        Stage, ["territory", "kind", "planned_for", "done_on"],
        ((area.key, *stage) for area in found for stage in _stages(area)),
    )  # fmt: skip


def _parts(found: Iterable[Area]) -> Iterator[tuple[Any, ...]]:
    for area in found:
        yield from ((area.key, code, None, None) for code in area.departements)
        yield from ((area.key, None, siren, None) for siren in area.epci)
        yield from ((area.key, None, None, code) for code in area.communes)


def _stages(area: Area) -> Iterator[tuple[StageKind, date | None, date | None]]:
    yield StageKind.ANNOUNCED, area.announced, area.announced
    if area.opened:
        yield StageKind.OPEN, area.opened - timedelta(days=area.opened.day % 3 * 7), area.opened
        yield StageKind.BUREAU_ELECTED, area.opened + timedelta(days=60), area.elected
    else:
        yield StageKind.OPEN, TO_OPEN_ON, None
        yield StageKind.BUREAU_ELECTED, BUREAU_DUE_ON, None
    for kind in (StageKind.DORMANT, StageKind.RELAUNCHED, StageKind.CLOSED):
        if day := area.row.get(kind.value):
            yield kind, None, day
