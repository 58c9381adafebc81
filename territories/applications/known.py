"""Which known company an application may be: matched, so that nothing is recorded twice."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from leader.shared.names import Folded
from members.models import Company, Membership
from territories.models import Application
from territories.models.applications import OPEN_STATES

SHOWN_AT_MOST = 10


def same_register_number(application: Application) -> Q | None:
    """Return the condition that a company has the number of ``application``; None where it gives none."""
    if application.siren:
        return Q(siren=application.siren)
    if application.foreign_number:
        return Q(country=application.country, foreign_number=application.foreign_number)
    return None


def certain_company(application: Application) -> Company | None:
    """Return the one known company with the number of ``application``."""
    number = same_register_number(application)
    return None if number is None else Company.objects.filter(number).first()


def known_companies(application: Application, day: date) -> list[Company]:
    """Return the companies that ``application`` may be: the one with its number, else those of its name and town.

    Each has ``is_certain`` and ``member_today``.
    """
    number, alike = same_register_number(application), _same_name_and_town(application)
    running = Membership.objects.covering_on(day).filter(company=OuterRef("pk"))
    rows = Company.objects.annotate(member_today=Exists(running)).select_related("commune").order_by("pk")
    certain = list(rows.filter(number)) if number is not None else []
    found = certain or list(rows.filter(pk__in=alike.values("pk"))[:SHOWN_AT_MOST])
    for company in found:
        company.is_certain = bool(certain)
    return found


def _same_name_and_town(application: Application) -> QuerySet[Company]:
    words = Value(f"{application.name} {application.city} ")
    alike = Company.objects.filter(q__startswith=Folded(words), country=application.country)
    # Two different numbers are two companies, whatever they are called.
    return alike.filter(Q(siren=None) | Q(siren=application.siren)) if application.siren else alike


def others_under_way(application: Application) -> QuerySet[Application]:
    """Return the other applications with the number of ``application`` that wait for an answer."""
    rows, number = Application.objects.filter(state__in=OPEN_STATES), same_register_number(application)
    return rows.none() if number is None else rows.filter(number).exclude(pk=application.pk)


def is_member_already(application: Application, day: date) -> bool:
    """Tell whether the company with this number is a member on ``day``, or will be."""
    number = same_register_number(application)
    if number is None:
        return False
    to_come = Membership.objects.filter(Q(covered_until=None) | Q(covered_until__gte=day), company=OuterRef("pk"))
    return Company.objects.filter(number).filter(Exists(to_come)).exists()
