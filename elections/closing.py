"""Closing an online vote, and forgetting in which order companies signed off."""

import secrets
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from elections import box, heads, letters, verdicts
from elections.casting import clock
from elections.codes import destinations
from elections.holding import RefusedActError, hold
from elections.models import Election, SignOff
from elections.results import has_quorum, turnout
from leader.shared.jobs import app, backing_off

State = Election.State


@transaction.atomic
def close_online(election: Election, *, at: datetime) -> None:
    """End an online vote, at its hour or once everybody has voted; raise RefusedActError before."""
    locked = hold(election, State.OPEN)
    if locked.suspended_at:
        raise RefusedActError(_("The vote is suspended: resume it first. Its end then moves by itself."))
    if not (is_over(locked) or all_have_voted(locked)):
        raise RefusedActError(_("The vote ends at its hour, or once every company has voted: not before."))
    box.append(locked, "EndBallots", [])
    forget_who_came_when(locked)
    locked.state, locked.closed_at = State.CLOSED, at
    locked.save(update_fields=["state", "closed_at"])
    heads.tell(locked)
    verdicts.ask(locked, at=at)
    if has_quorum(locked, turnout(locked)):
        letters.call_to_decrypt(locked)


def is_over(election: Election) -> bool:
    """Tell whether the hour of the end has come, by the clock of the database."""
    return bool(election.closes_at and not election.suspended_at and clock() >= election.closes_at)


def all_have_voted(election: Election) -> bool:
    """Tell whether every company that somebody votes for has signed off."""
    signed = set(SignOff.objects.filter(roll_entry__election=election).values_list("pk", flat=True))
    return {line.entry.pk for line in destinations(election)} <= signed


def forget_who_came_when(election: Election) -> None:
    """Let rows, transactions and places in the file tell nothing of who voted when; the vote is still open."""
    _shuffle(election)
    forget_the_order.defer()


def _shuffle(election: Election) -> None:
    """Write the sign-offs anew, in one statement and a random order: rows then tell nothing of who came when."""
    rows = list(SignOff.objects.filter(roll_entry__election=election))
    SignOff.objects.filter(pk__in=[row.pk for row in rows]).delete()
    secrets.SystemRandom().shuffle(rows)
    SignOff.objects.bulk_create(rows)


@app.task(name="forget_the_order", queue="house", retry=backing_off)
def forget_the_order() -> None:
    """Rewrite the table of sign-offs, so that the rows of before do not lie about in its file."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM FULL elections_signoff")


def due() -> list[Election]:
    """Return the online votes whose hour has come, by the clock of the database."""
    running = Election.objects.filter(way=Election.Way.ONLINE, state=State.OPEN, suspended_at__isnull=True)
    return list(running.filter(closes_at__lte=clock()))
