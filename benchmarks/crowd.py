"""The most that the register is meant to hold: every company a member for years, with two people each."""

from collections.abc import Iterator
from datetime import date
from itertools import cycle, islice
from typing import Any

from django.db import connection, transaction

from leader.demonstration.invented import words
from leader.demonstration.invented.draws import Draw
from leader.demonstration.invented.writing import copy_rows, draw_keys
from members.models import Company, Membership, Person, Representative
from territories.models import Affiliation, Stage, StageKind, Territory

AT_ONCE = 50_000
LAST_YEAR = 2026
SPELL = ["person", "company", "function", "vote", "starts_on", "ends_on"]
HOME = ["company", "territory", "is_home", "starts_on", "ends_on"]
PERIOD = ["company", "category", "starts_on", "ends_on", "ending", "ending_reason"]


def fill(people: int, memberships: int) -> None:
    """Add people and memberships until there are as many, for the companies that have none yet."""
    idle = list(Company.objects.filter(memberships=None).order_by("pk").values_list("pk", flat=True))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        _write_periods(idle, memberships - Membership.objects.count())
        copy_rows(Affiliation, HOME, list(_homes(idle)))
        _write_people(idle, people - Person.objects.count())


def _write_periods(companies: list[int], missing: int) -> None:
    """Write one calendar year after the other, the present one first, until ``missing`` periods are there."""
    for back in range(missing // max(len(companies), 1) + 1):
        first, last = date(LAST_YEAR - back, 1, 1), date(LAST_YEAR - back, 12, 31)
        ending = "term" if back else ""
        of_year = islice(companies, max(missing - back * len(companies), 0))
        copy_rows(Membership, PERIOD, ((key, "member", first, last, ending, "") for key in of_year))


def living_territories() -> list[int]:
    """Return the keys of the territories that never closed: no company belongs to the others."""
    closed = Stage.objects.filter(kind=StageKind.CLOSED, done_on__isnull=False)
    living = Territory.objects.exclude(pk__in=closed.values("territory"))
    return list(living.order_by("pk").values_list("pk", flat=True))


def _homes(companies: list[int]) -> Iterator[tuple[Any, ...]]:
    territories = living_territories()  # read before the COPY begins
    for key, territory in zip(companies, cycle(territories), strict=False):
        yield key, territory, True, date(LAST_YEAR - 4, 1, 1), None


def _write_people(companies: list[int], missing: int) -> None:
    """Give the companies a voting representative each, then others in turn, until ``missing`` people are there."""
    draw = Draw(1, "crowd")
    seats = zip(range(missing), cycle(companies), strict=False)
    while some := list(islice(seats, AT_ONCE)):
        keys = draw_keys(Person, len(some))
        copy_rows(Person, ["id", "given_name", "family_name", "email", "phone"], _named(draw, keys))
        copy_rows(Representative, SPELL, _seated(keys, some, len(companies)))


def _named(draw: Draw, keys: list[int]) -> Iterator[tuple[Any, ...]]:
    for key in keys:
        given, family = words.person_name(draw)
        yield key, given, family, f"p{key}@leader.example", ""


def _seated(keys: list[int], seats: list[tuple[int, int]], companies: int) -> Iterator[tuple[Any, ...]]:
    for key, (number, company) in zip(keys, seats, strict=True):
        vote = "voting" if number < companies else "none"
        yield key, company, "direction", vote, date(LAST_YEAR - 4, 1, 1), None
