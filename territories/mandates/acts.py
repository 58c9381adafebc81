"""The acts on mandates: appoint, end, renew, ratify, correct. Real life warns and never blocks."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from territories.mandates import registry
from territories.models import Mandate


class AlreadyDoneError(Exception):
    """Somebody ended, renewed or ratified the mandate meanwhile."""


@transaction.atomic
def appoint(**said: Any) -> Mandate:
    """Record a new mandate, with the declaration it calls for."""
    mandate = Mandate.objects.create(**said)
    _declare(mandate, mandate.starts_on, mandate.ends_on)
    return mandate


@transaction.atomic
def end(mandate: Mandate, *, on: date, reason: str) -> None:
    """Record that ``mandate`` ended; raise AlreadyDoneError when it had."""
    locked = _locked(mandate)
    if locked.ends_on:
        raise AlreadyDoneError
    locked.ends_on, locked.ending_reason = on, reason
    locked.save(update_fields=["ends_on", "ending_reason"])
    _declare(locked, on)


@transaction.atomic
def renew(mandate: Mandate, *, on: date, expected_end_on: date | None, beginning: str) -> Mandate:
    """Begin a new mandate of the same person on ``on``; the old one ends the day before, if it runs still."""
    locked = _locked(mandate)
    same = Mandate.objects.of_body(locked.territory).filter(person=locked.person_id, office=locked.office_id)
    if same.filter(starts_on__gt=locked.starts_on).exists():
        raise AlreadyDoneError
    if locked.ends_on is None:
        locked.ends_on = max(on - timedelta(days=1), locked.starts_on)
        locked.ending_reason = locked.ending_reason or _("Re-elected")
        locked.save(update_fields=["ends_on", "ending_reason"])
    new = Mandate.objects.create(
        person=locked.person, office=locked.office, territory=locked.territory, company=locked.company,
        mission=locked.mission, beginning=beginning, is_renewal=True, starts_on=on,
        expected_end_on=expected_end_on,
    )  # fmt: skip
    _declare(new, on)
    return new


@transaction.atomic
def ratify(mandate: Mandate, *, on: date) -> None:
    """Record that an assembly ratified the co-optation."""
    locked = _locked(mandate)
    if not locked.waits_for_ratification:
        raise AlreadyDoneError
    locked.ratified_on = on
    locked.save(update_fields=["ratified_on"])


@transaction.atomic
def correct(mandate: Mandate) -> None:
    """Store a corrected mandate; a day that changed is to be declared."""
    before = _locked(mandate)
    mandate.save()
    moved = [
        new
        for old, new in [(before.starts_on, mandate.starts_on), (before.ends_on, mandate.ends_on)]
        if old != new
    ]
    _declare(mandate, *moved)


def _locked(mandate: Mandate) -> Mandate:
    return Mandate.objects.select_for_update(no_key=True, of=("self",)).get(pk=mandate.pk)


def _declare(mandate: Mandate, *days: date | None) -> None:
    if mandate.office.is_honorary:  # an honorary president administers nothing
        return
    for day in filter(None, days):
        registry.declare(mandate.territory, day)
