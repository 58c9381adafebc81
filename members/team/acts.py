"""The smaller acts on a team: a function that changes, an end, a plan taken back."""

import itertools
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Company, Representative
from members.team import spells
from members.team.changing import RefusedError, changing


def change_function(spell: Representative, function: str, on: date, *, by: Any, seen: str | None = None) -> None:
    """Let the person of ``spell`` have ``function`` from ``on``; the function of before keeps its days.

    What is planned for the person, a vote handed over for example, goes on with the new function; a function
    planned for a later day stays.
    """
    with changing(spell.company, by=by, seen=seen):
        begun, *planned = spells.from_day(spell, on) or [spell]
        is_over = begun.ends_on is not None and begun.ends_on < on
        if is_over or (begun.starts_on > on and begun.pk != spell.pk):
            raise RefusedError(_("%(name)s does not represent the company on this day.") % {"name": spell.person})
        before = begun.function
        spells.change(begun, on, function=function)
        for later in itertools.takewhile(lambda later: later.function == before, planned):
            spells.change(later, on, function=function)


def end(spell: Representative, on: date | None, *, by: Any, seen: str | None = None) -> None:
    """Let ``on`` be the last day of the person of ``spell`` for the company; None: no end is known any more."""
    with changing(spell.company, by=by, seen=seen):
        if on and on < spell.starts_on:
            raise RefusedError(_("The last day is before the first day."))
        if on and on < timezone.localdate() and spell.vote != Representative.Vote.NONE and not by.is_staff:
            raise RefusedError(_("Days on which somebody had the vote are not changed afterwards."))
        spells.end(spell, on)


def cancel(company: Company, on: date, *, by: Any, seen: str | None = None) -> None:
    """Take back what is planned for the team to begin on ``on``, a day to come."""
    with changing(company, by=by, seen=seen):
        if on <= timezone.localdate():
            raise RefusedError(_("This change has taken effect already."))
        spells.cancel(company.pk, on)
