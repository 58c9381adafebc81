"""Asking about a company by its SIREN: INSEE where the settings hold a key, else the open register."""

from django.conf import settings

from members.models import RegisterSnapshot
from members.register import insee
from members.register.look_up import NotUnderstoodError, asked_now
from members.register.told import Told

Outcome, Source = RegisterSnapshot.Outcome, RegisterSnapshot.Source


def source() -> RegisterSnapshot.Source | None:
    """Return the register that is asked; None: there is none."""
    if settings.INSEE_API_KEY:
        return Source.INSEE
    return Source.OPEN if settings.COMPANY_REGISTER_URL else None


def ask(siren: str) -> Told:
    """Return what the register tells of ``siren`` now; raise UnavailableError. Call it outside a transaction."""
    if source() == Source.INSEE:
        return insee.ask(siren)
    try:
        companies = asked_now(siren)
    except NotUnderstoodError:
        return Told(Outcome.REFUSED)
    found = next((company for company in companies if company.siren == siren), None)
    return Told(Outcome.FOUND, found) if found else Told(Outcome.UNKNOWN)
