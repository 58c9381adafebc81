"""The days of an election: when it was convened, and how soon it is held after the one that it follows."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from elections.ended import without_quorum
from elections.models import Election

# The version of a draft that ``rounds`` has copied from another election, until somebody saves its rules.
AS_COPIED = 2


def to_settle(election: Election) -> list[str]:
    """Return what must be settled among the rules before ``election`` is sealed, for the sake of its days."""
    told = [
        _day_after_another_vote(election),
        _convocation(election),
        *(_of_a_second_call(election) if election.is_second_call else []),
    ]
    return [said for said in told if said]


def _day_after_another_vote(election: Election) -> str:
    """Ask for the day of a second round, a second call or a vote on paper: it was copied, and may be past.

    A vote in the room may be typed in after its day, once somebody has saved that day among the rules. Where the
    vote before was typed in after its day, this one is too, and nothing is asked.
    """
    before = election.in_place_of or election.first_round
    if before is None or election.held_on >= timezone.localdate():
        return ""
    if before.is_typed_in_later and election.held_on >= before.held_on:
        return ""
    told = {"day": date_format(election.held_on)}
    if election.is_online:
        said = _("The day of the vote, %(day)s, is past: give among the rules the day on which this vote is held.")
        return said % told
    if election.held_on == before.held_on and election.version <= AS_COPIED:
        said = _(
            "The day of the vote, %(day)s, was copied from the vote before and is past: give among the rules the"
            " day on which this vote is held, or save them as they stand if it was held on that day."
        )
        return said % told
    if election.held_on >= (earliest := _end_of(before)) or before == _without_quorum_before(election):
        return ""  # the days after a missing quorum are told with the delay
    said = _("This vote follows another and is not held before %(earliest)s: correct its day among the rules.")
    return said % {"earliest": date_format(earliest)}


def _end_of(before: Election) -> date:
    """Return the first day on which what follows ``before`` may be held; one that never began ended no day."""
    if before.opened_at is None and before.sealed_at is not None:
        return timezone.localdate(before.sealed_at)
    return before.decided_on


def _convocation(election: Election) -> str:
    if election.convened_on and election.convened_on > election.held_on:
        said = _(
            "It is convened on %(convened)s, after the day of the vote, %(day)s: correct this among the rules."
        )
        return said % {"convened": date_format(election.convened_on), "day": date_format(election.held_on)}
    if election.is_second_call and not election.convened_on:
        return _("A second call is convened anew: give among the rules the day on which it was.")
    return ""


def _of_a_second_call(election: Election) -> list[str]:
    days, missed, told = election.second_call_days, _without_quorum_before(election), []
    if not days and not election.second_call_article:
        told.append(
            _("The rules set no time before a second call: name among them the article of the statutes about it.")
        )
    if missed and election.held_on < (earliest := missed.decided_on + timedelta(days=days)):
        told.append(_too_early(days) % {"days": days, "day": date_format(earliest)})
    return told


def _too_early(days: int) -> str:
    if not days:
        return _(
            "A second call is not held before the day on which the vote without a quorum ended, %(day)s: give its"
            " day."
        )
    return ngettext(
        "A second call is held at least %(days)s day after the vote without a quorum, from %(day)s on: give its"
        " day.",
        "A second call is held at least %(days)s days after the vote without a quorum, from %(day)s on: give its"
        " day.",
        days,
    )


def _without_quorum_before(election: Election) -> Election | None:
    """Return the vote without a quorum that this second call follows, past those that were given up on the way."""
    before: Election | None = election.in_place_of if election.is_second_call else None
    while before and before.is_second_call and not without_quorum(before):
        before = before.in_place_of
    return before
