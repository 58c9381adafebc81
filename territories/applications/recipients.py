"""Who hears of what happens in a territory, such as an application: its leads, else the staff."""

import logging
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet

from members.models import Person, User
from territories.models import Application, TerritoryLead

logger = logging.getLogger(__name__)


def those_who_answer(application: Application, day: date) -> list[str]:
    """Return the addresses of the leads of the territory on ``day``; of the staff where no lead can be reached."""
    return of_leads(application.territory_id, day) or of_staff()


def of_leads(territory: int | None, day: date) -> list[str]:
    """Return the addresses of those who lead the territory of that key on ``day``."""
    return who_lead(TerritoryLead.objects.running_on(day).filter(territory=territory))


def who_lead(leads: QuerySet[Any]) -> list[str]:
    """Return the addresses of those of these ``leads`` (rows of TerritoryLead), each once."""
    people = Person.objects.filter(pk__in=leads.values("person")).exclude(email="")
    return reachable(people.values_list("pk", "email"))


def of_staff() -> list[str]:
    """Return the addresses of the staff."""
    return reachable(User.objects.filter(is_staff=True, is_active=True).values_list("pk", "email"))


def reachable(rows: Iterable[tuple[int, str]]) -> list[str]:
    """Return the addresses of ``rows`` (key, address); one that cannot be right would stop the letters to all."""
    found = []
    for pk, email in rows:
        try:
            validate_email(email)
        except ValidationError:
            logger.warning("No letter: the address of recipient %s is not valid.", pk)
        else:
            found.append(email)
    return found
