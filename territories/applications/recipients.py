"""Who hears of an application: the leads of its territory, else the staff."""

import logging
from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from members.models import Person, User
from territories.models import Application, TerritoryLead

logger = logging.getLogger(__name__)


def those_who_answer(application: Application, day: date) -> list[str]:
    """Return the addresses of the leads of the territory on ``day``; of the staff where no lead can be reached."""
    return of_leads(application.territory_id, day) or of_staff()


def of_leads(territory: int | None, day: date) -> list[str]:
    """Return the addresses of those who lead the territory of that key on ``day``."""
    leads = TerritoryLead.objects.running_on(day).filter(territory=territory)
    people = Person.objects.filter(pk__in=leads.values("person")).exclude(email="")
    return _reachable(people.values_list("pk", "email"))


def of_staff() -> list[str]:
    """Return the addresses of the staff."""
    return _reachable(User.objects.filter(is_staff=True, is_active=True).values_list("pk", "email"))


def _reachable(rows: Iterable[tuple[int, str]]) -> list[str]:
    """Leave out an address that cannot be one: of many recipients it would stop the letters to all."""
    found = []
    for pk, email in rows:
        try:
            validate_email(email)
        except ValidationError:
            logger.warning("No letter about an application: the address of recipient %s is not valid.", pk)
        else:
            found.append(email)
    return found
