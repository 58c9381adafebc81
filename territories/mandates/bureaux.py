"""Who sits in a bureau on a day, and its page of history, with the days on which an office stood empty."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from leader.shared.scope import AnyUser
from members.disclosure import people_through
from territories.models import Mandate, Territory

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Vacancy:
    """Days on which nobody held an office; no end means that it stands empty."""

    starts_on: date
    ends_on: date | None


@dataclass
class OfficeHistory:
    """An office through the years and its vacancies; presidents and co-presidents stand together."""

    name: str
    mandates: list[Mandate] = field(default_factory=list)
    vacancies: list[Vacancy] = field(default_factory=list)

    @property
    def lines(self) -> list[Mandate | Vacancy]:
        """Return mandates and vacancies, the latest first."""
        return sorted([*self.mandates, *self.vacancies], key=lambda line: line.starts_on, reverse=True)

    @property
    def empty_since(self) -> date | None:
        """Return since when the office stands empty; None while somebody holds it."""
        return next((v.starts_on for v in self.vacancies if v.ends_on is None), None)


def bureau_on(user: AnyUser, territory: Territory | None, day: date) -> QuerySet[Any]:
    """Return the mandates of the bureau on ``day`` that ``user`` may see, in the order of the offices."""
    mandates = Mandate.objects.visible_to(user).of_body(territory).running_on(day)
    mandates = mandates.select_related("office", "company").prefetch_related(people_through("person", user))
    return mandates.order_by("office__rank", "starts_on", "pk")


def presidents_by_body(user: AnyUser, day: date) -> dict[int | None, list[Mandate]]:
    """Return who presides each body on ``day``, the honorary ones left out; None is the federation."""
    found: dict[int | None, list[Mandate]] = defaultdict(list)
    presiding = Mandate.objects.visible_to(user).presidents_on(day).filter(office__is_honorary=False)
    presiding = presiding.select_related("office", "company").prefetch_related(people_through("person", user))
    for mandate in presiding.order_by("starts_on", "pk"):
        found[mandate.territory_id].append(mandate)
    return found


def history(mandates: Iterable[Mandate], today: date) -> list[OfficeHistory]:
    """Return the offices of one body through the years, with what stood empty until ``today``."""
    offices: dict[str, OfficeHistory] = {}
    for mandate in sorted(mandates, key=lambda m: (m.office.rank, m.office.name, m.starts_on)):
        office = mandate.office
        presides = office.is_presidency and not office.is_honorary
        key = "presidency" if presides else office.code
        told = offices.setdefault(key, OfficeHistory(_("Presidency") if presides else office.name))
        told.mandates.append(mandate)
    for told in offices.values():
        if not told.mandates[0].office.is_honorary:
            told.vacancies = vacancies(told.mandates, today)
    return list(offices.values())


def vacancies(mandates: Iterable[Mandate], today: date) -> list[Vacancy]:
    """Return the days between the first mandate and ``today`` on which none of ``mandates`` ran."""
    empty, covered_until = [], None
    for mandate in sorted(mandates, key=lambda m: m.starts_on):
        if covered_until and mandate.starts_on > covered_until + DAY:
            empty.append(Vacancy(covered_until + DAY, mandate.starts_on - DAY))
        covered_until = max(covered_until or date.min, mandate.ends_on or date.max - DAY)
    if covered_until and covered_until < today:
        empty.append(Vacancy(covered_until + DAY, None))
    return empty


def vacant_offices(today: date) -> list[tuple[Territory | None, OfficeHistory]]:
    """Return the offices of every body that somebody held and nobody holds on ``today``."""
    by_body: dict[Territory | None, list[Mandate]] = defaultdict(list)
    for mandate in Mandate.objects.select_related("territory", "office"):
        by_body[mandate.territory].append(mandate)
    found = [(body, office) for body, rows in by_body.items() for office in history(rows, today)]
    empty = [(body, office) for body, office in found if office.empty_since]
    return sorted(empty, key=lambda pair: (pair[0] is not None, str(pair[0]), pair[1].name))
