"""What is counted for every territory on a day: each question one query, whatever the number of territories.

Members are counted by their period, as in the other figures of the members: days of grace prolong rights, not
figures. What was at each stage of the pipeline on a past day is read from the history of changes.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from leader.shared.periods import on_day
from members.models import Membership
from territories.area import area_parts_on
from territories.mandates.months import months_after
from territories.models import Affiliation, Prospect, Stage, StageKind
from territories.models.prospects import stage_on

POINTS = 13  # every three months over three years, the day itself the last
A_YEAR_BEFORE = POINTS - 1 - 4  # the place among the points of the day a year before
UNKNOWN = ""  # the size of a company without figures


def points_until(day: date) -> list[date]:
    """Return the days of the trend: every three months, ``day`` the last."""
    return [months_after(day, -3 * back) for back in reversed(range(POINTS))]


def territories_on(territories: QuerySet[Any], day: date) -> QuerySet[Any]:
    """Annotate ``territories`` with their stage on ``day``, and the days of announcement and first bureau."""

    def done(kind: StageKind) -> Subquery:
        stages = Stage.objects.filter(territory=OuterRef("pk"), kind=kind, done_on__lte=day)
        return Subquery(stages.order_by().values("territory").annotate(first=Min("done_on")).values("first"))

    return territories.with_stage_on(day).annotate(  # type: ignore[attr-defined]
        announced_on=done(StageKind.ANNOUNCED), bureau_on=done(StageKind.BUREAU_ELECTED)
    )


def members_by_territory(days: list[date], keys: list[int] | None = None) -> dict[int, tuple[list[int], int]]:
    """Return for each territory its members on each of ``days``, and how many are at home there on the last.

    ``keys`` keeps those territories alone: many days are counted only for the few that are shown.
    """
    last = days[-1]
    reach = "company__memberships__"
    near = Q(starts_on__lte=last) & (Q(ends_on__isnull=True) | Q(ends_on__gte=days[0]))
    near &= Q(**{f"{reach}starts_on__lte": last})
    near &= Q(**{f"{reach}ends_on__isnull": True}) | Q(**{f"{reach}ends_on__gte": days[0]})

    def on(day: date, *more: Q) -> Count:
        return Count("pk", filter=Q(on_day(day), on_day(day, reach), *more))

    counts = {f"on_{place}": on(day) for place, day in enumerate(days)}
    kept = Affiliation.objects.all() if keys is None else Affiliation.objects.filter(territory__in=keys)
    rows = kept.filter(near).order_by().values("territory")
    found = rows.annotate(**counts, home=on(last, Q(is_home=True)))
    return {row["territory"]: ([row[name] for name in counts], row["home"]) for row in found}


def members_of_the_federation(days: list[date]) -> list[int]:
    """Return how many companies are members on each of ``days``, wherever they belong."""
    counts = {f"on_{place}": Count("pk", filter=on_day(day)) for place, day in enumerate(days)}
    found = Membership.objects.aggregate(**counts)
    return [found[name] for name in counts]


def prospects_by_territory(day: date) -> dict[int, dict[str, int]]:
    """Return for each territory how many prospects were at each stage at the end of ``day``."""
    rows = Prospect.objects.all() if day >= timezone.localdate() else _prospects_then(day)
    counted: dict[int, dict[str, int]] = defaultdict(dict)
    staged = rows.annotate(shown=stage_on(day)).order_by()
    for territory, stage, number in staged.values_list("territory", "shown").annotate(Count("pk")):
        counted[territory][stage] = number
    return counted


def _prospects_then(day: date) -> QuerySet[Any]:
    """Return the last change of each prospect until the end of ``day``; those deleted by then are left out."""
    history: Any = Prospect._meta.get_field("changes").related_model
    midnight = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    until = history.objects.filter(pgh_created_at__lt=midnight)
    last = until.order_by("pgh_obj_id", "-pgh_created_at", "-pgh_id").distinct("pgh_obj_id")
    rows: QuerySet[Any] = history.objects.filter(pk__in=last.values("pk")).exclude(pgh_label="delete")
    return rows


Sizes = dict[str, tuple[int, int]]  # by size: members, companies known


def companies_by_area(keys: Collection[int], day: date) -> dict[int, Sizes]:
    """Return by territory (its key) the companies known in its area on ``day``, by size, and the members there."""
    held = _areas(keys, day)
    counted: dict[int, Sizes] = defaultdict(dict)
    for commune, epci, departement, size, known, members in _companies_by_commune(held, day):
        places = held[("commune", commune)] | held[("epci", epci)] | held[("departement", departement)]
        for territory in places:
            before = counted[territory].get(size or UNKNOWN, (0, 0))
            counted[territory][size or UNKNOWN] = (before[0] + members, before[1] + known)
    return {key: counted.get(key, {}) for key in keys}


Held = dict[tuple[str, Any], set[int]]  # by part of an area: the territories that hold it
_KINDS = ("commune", "epci", "departement")


def _areas(keys: Collection[int], day: date) -> Held:
    """Return by part of an area those of the territories that hold it on ``day``."""
    held: Held = defaultdict(set)
    rows = area_parts_on(day).filter(territory__in=keys).values_list("territory", *_KINDS)
    for territory, *parts in rows:
        for kind, part in zip(_KINDS, parts, strict=True):
            if part is not None:
                held[kind, part].add(territory)
    return held


# The latest size of every company and every member are read once each and joined: asked company by company, as a
# queryset asks, they take half as long again over 200,000 companies. Few areas read the companies of these alone.
_BY_COMMUNE = """
WITH company AS (
    SELECT company.id, seat.code, seat.epci_id, seat.departement_id
    FROM members_company AS company JOIN geography_commune AS seat ON seat.code = company.commune_id
    WHERE seat.code = ANY(%(commune)s) OR seat.epci_id = ANY(%(epci)s)
        OR seat.departement_id = ANY(%(departement)s)
)
SELECT company.code, company.epci_id, company.departement_id, figures.size_class,
    count(*), count(member.company_id)
FROM company
LEFT JOIN (
    SELECT DISTINCT ON (company_id) company_id, size_class FROM members_companyfigures
    WHERE size_class IS NOT NULL AND year <= %(year)s AND company_id IN (SELECT id FROM company)
    ORDER BY company_id, year DESC
) AS figures ON figures.company_id = company.id
LEFT JOIN (
    SELECT DISTINCT company_id FROM members_membership
    WHERE starts_on <= %(day)s AND (ends_on IS NULL OR ends_on >= %(day)s)
    AND company_id IN (SELECT id FROM company)
) AS member ON member.company_id = company.id
GROUP BY company.code, company.epci_id, company.departement_id, figures.size_class"""


def _companies_by_commune(held: Held, day: date) -> list[Any]:
    """Return commune, EPCI, département, size, companies known and members on ``day``, of the parts ``held``."""
    places = {kind: [code for held_kind, code in held if held_kind == kind] for kind in _KINDS}
    with connection.cursor() as cursor:
        cursor.execute(_BY_COMMUNE, {"day": day, "year": day.year, **places})
        return cursor.fetchall()


def declared_by_territory(day: date, figures: QuerySet[Any]) -> dict[int | None, list[Any]]:
    """Return for each territory (None: the federation) what sources had told by ``day``, the latest first."""
    told = figures.filter(told_on__lte=day).order_by(F("territory").asc(nulls_first=True), "-told_on", "-pk")
    by_territory: dict[int | None, list[Any]] = defaultdict(list)
    for figure in told.select_related("territory"):
        by_territory[figure.territory_id].append(figure)
    return by_territory
