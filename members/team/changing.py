"""Changing the team of a company: one at a time, on what was shown, and never so that nobody votes."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Company, Representative, User


class RefusedError(Exception):
    """An act on the team that cannot be done; its text says why."""


def spells_of(company: Company) -> list[Representative]:
    """Return the spells of the team, past, present and to come, in the order in which they are told."""
    spells = Representative.objects.filter(company=company).select_related("person")
    return list(spells.order_by("-starts_on", "person__family_name", "pk"))


def version_of(spells: list[Representative]) -> str:
    """Return what tells whether the team has changed since it was shown: a short digest of its spells."""
    told = sorted((s.pk, s.person_id, s.vote, s.function, str(s.starts_on), str(s.ends_on)) for s in spells)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


@contextmanager
def changing(company: Company, *, by: Any, seen: str | None = None) -> Iterator[None]:
    """Hold the team of ``company`` while it is changed by ``by`` (an account); raise RefusedError.

    ``seen`` is the version that was shown: of two hand-overs at once the second is told. A change after which a
    day has nobody to vote, that had somebody before, is for the staff alone.
    """
    today = timezone.localdate()
    try:
        with transaction.atomic():
            Company.objects.select_for_update(no_key=True).get(pk=company.pk)
            before = spells_of(company)
            if seen is not None and seen != version_of(before):
                raise RefusedError(
                    _("The team has changed meanwhile: read it again below, then do what is still to do.")
                )
            yield
            _refuse_a_silent_company(before, spells_of(company), today, by)
    except IntegrityError as error:
        raise RefusedError(
            _("On these days the person represents the company already, or another has the vote.")
        ) from error


def first_day_without_vote(spells: list[Representative], day: date) -> date | None:
    """Return the first day from ``day`` on which nobody votes for the company; None when somebody always does."""
    voting = sorted((s for s in spells if s.vote == Representative.Vote.VOTING), key=lambda s: s.starts_on)
    for spell in voting:
        if spell.starts_on > day:
            break
        if spell.ends_on is None:
            return None
        day = max(day, spell.ends_on + timedelta(days=1))
    return day


def _refuse_a_silent_company(
    before: list[Representative], after: list[Representative], today: date, by: User
) -> None:
    was, now = first_day_without_vote(before, today), first_day_without_vote(after, today)
    if now is None or by.is_staff or (was is not None and was <= now):
        return
    said = _("From %(day)s on nobody would vote for the company: hand the vote over first.")
    raise RefusedError(said % {"day": f"{now:%d/%m/%Y}"})
