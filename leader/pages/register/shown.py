"""How the values of a difference are read: codes with what they mean, communes by their name."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from leader.geography.models import Commune
from leader.pages.register.homes import territories_of
from members.models import Activity, Activity2025, Company, LegalCategory, RegisterDifference, SizeClass
from members.register.deciding import HARMLESS, closed_since
from territories.models import Affiliation

Kind = RegisterDifference.Kind
_LISTS: dict[str, Any] = {Kind.NAF: Activity, Kind.NAF_2025: Activity2025, Kind.LEGAL_CATEGORY: LegalCategory}


def prepare(differences: Iterable[RegisterDifference], day: date) -> list[Any]:
    """Return ``differences`` with what a reader sees: ``shown_ours``, ``shown_theirs``, ``moves_to``.

    Each brings its company and the snapshot of it (``select_related``).
    """
    rows: list[Any] = list(differences)
    labels = _labels(rows)
    communes = _communes(rows)
    areas = territories_of(communes.values(), day) if communes else {}
    homes = _homes(rows, day)
    for row in rows:
        row.shown_ours, row.shown_theirs = (_shown(row, v, labels, communes) for v in (row.ours, row.theirs))
        row.is_harmless = row.kind in HARMLESS
        if row.kind == Kind.SEAT:
            row.home, row.proposed = homes.get(row.company_id), areas.get(row.theirs, [])
            row.moves_to = [t for t in row.proposed if row.home not in row.proposed]
            row.leaves = row.home is not None and not row.proposed
    return rows


def _labels(rows: list[Any]) -> dict[tuple[str, str], str]:
    wanted: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.kind in _LISTS:
            wanted[row.kind] |= {row.ours, row.theirs}
    return {
        (kind, code): label
        for kind, codes in wanted.items()
        for code, label in _LISTS[kind].objects.filter(pk__in=codes).values_list("code", "label")
    }


def _communes(rows: list[Any]) -> dict[str, Commune]:
    codes = {code for row in rows if row.kind == Kind.SEAT for code in [row.ours, row.theirs] if code}
    return Commune.objects.select_related("departement", "epci").in_bulk(codes) if codes else {}


def _homes(rows: list[Any], day: date) -> dict[int, Any]:
    moved = [row.company_id for row in rows if row.kind == Kind.SEAT]
    if not moved:
        return {}
    spells = (
        Affiliation.objects.running_on(day).filter(company__in=moved, is_home=True).select_related("territory")
    )
    return {spell.company_id: spell.territory for spell in spells}


def _shown(row: Any, value: str, labels: dict[tuple[str, str], str], communes: dict[str, Commune]) -> str:
    if row.kind == Kind.CLOSED:
        return _closure(row, value)
    if row.kind == Kind.SEAT:
        return _seat(row, value, communes)
    if row.kind == Kind.SIZE:
        return str(SizeClass(value).label) if value in SizeClass.values else value
    if row.kind == Kind.SIREN and not value:
        return _("unknown to the register")
    label = labels.get((row.kind, value))
    return f"{value} – {label}" if label else value


def _closure(row: Any, value: str) -> str:
    if not value:
        return _("in activity")
    since = closed_since(row)
    return _("closed since %(day)s") % {"day": date_format(since, "j F Y")} if since else _("closed")


def _seat(row: Any, value: str, communes: dict[str, Commune]) -> str:
    commune = communes.get(value)
    if commune:
        return f"{commune}, {commune.epci}" if commune.epci else str(commune)
    told = (row.company.register_snapshot.told or {}) if value and value == row.theirs else {}
    return f"{told.get('postal_code', '')} {told.get('city', '')}".strip() or value


def value_of(company: Company, kind: str) -> str:
    """Return what our file says today about ``kind``, as a difference would keep it."""
    values = {Kind.SEAT: company.commune_id, Kind.NAF: company.activity_id, Kind.CLOSED: ""}
    value = values[Kind(kind)] if kind in values else getattr(company, kind)
    return value or ""
