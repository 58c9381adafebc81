"""The days of an election that follows another: it is held after the one before, not on its day by oversight."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from elections.models import Election


def to_settle(election: Election) -> list[str]:
    """Return what must be settled among the rules before ``election`` is sealed, for the sake of its days."""
    return [said for said in [_day_that_was_copied(election)] if said]


def _day_that_was_copied(election: Election) -> str:
    """Ask for the day of a second round, a second call or a vote on paper: it was copied, and may be past.

    Where the vote before was typed in after its day, this one is too.
    """
    before = election.in_place_of or election.first_round
    if before is None or election.held_on >= timezone.localdate():
        return ""
    if before.is_typed_in_later and election.held_on >= before.held_on:
        return ""
    said = _("The day of the vote, %(day)s, is past: give among the rules the day on which this vote is held.")
    return said % {"day": date_format(election.held_on)}
