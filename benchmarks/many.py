"""A federation of thousands of territories, each with an area, stages, pressenties and its companies."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle, islice
from typing import Any

from django.db import connection, transaction

from benchmarks import crowd
from leader.demonstration.invented.writing import copy_rows, draw_keys
from leader.geography.models import Commune, Epci
from members.models import Company, Membership
from territories.models import Affiliation, AreaPart, Prospect, Stage, Territory

FIRST = date(2012, 1, 1)
PROSPECTS = 20  # of each territory
EACH_EPCI = 12  # every twelfth territory holds an EPCI besides its communes


def fill(territories: int, affiliations: int) -> None:
    """Add territories and affiliations until there are as many; every company is a member then."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        _write_territories(territories - Territory.objects.count())
    crowd.fill(0, Membership.objects.count() + Company.objects.filter(memberships=None).count())
    with transaction.atomic():
        _write_secondary(affiliations - Affiliation.objects.count())


def _write_territories(missing: int) -> None:
    keys = draw_keys(Territory, max(0, missing))
    copy_rows(
        Territory, ["id", "slug", "name"], [(key, f"banc-{n}", f"LeadeR Banc {n}") for n, key in enumerate(keys)]
    )
    copy_rows(AreaPart, ["territory", "epci", "commune"], list(_parts(keys)))
    copy_rows(Stage, ["territory", "kind", "done_on"], list(_stages(keys)))
    companies = cycle(Company.objects.order_by("pk").values_list("pk", flat=True))
    courted = [(key, company, "") for key in keys for company in islice(companies, PROSPECTS)]
    copy_rows(Prospect, ["territory", "company", "reason"], courted)


def _parts(keys: list[int]) -> Iterator[tuple[Any, ...]]:
    communes = cycle(Commune.objects.order_by("code").values_list("code", flat=True))
    epcis = cycle(Epci.objects.order_by("siren").values_list("siren", flat=True))
    for number, key in enumerate(keys):
        yield from ((key, None, code) for code in islice(communes, 2))
        if number % EACH_EPCI == 0:
            yield key, next(epcis), None


def _stages(keys: list[int]) -> Iterator[tuple[Any, ...]]:
    for number, key in enumerate(keys):
        announced = FIRST + timedelta(days=number * 2)
        yield key, "announced", announced
        yield key, "open", announced + timedelta(days=60)
        yield key, "bureau_elected", announced + timedelta(days=90)


def _write_secondary(missing: int) -> None:
    """Let the first companies belong to a second territory, where homes are not enough."""
    homes = Affiliation.objects.filter(is_home=True, ends_on=None).order_by("company")
    taken = list(homes.values_list("company", "territory")[: max(0, missing)])
    keys = crowd.living_territories()
    others = [(company, keys[keys.index(home) - 1], False, FIRST, None) for company, home in taken]
    copy_rows(Affiliation, crowd.HOME, others)
