"""The course of an election: sealed, opened, closed, given up. Each step is one act, and none is taken back."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from elections import box, candidacies, ceremonies, closing, codes, days, minutes, proxies, sheets, verdicts
from elections.holding import RefusedActError, hold
from elections.models import Election, RollEntry, SignOff
from elections.models.contests import Candidacy
from elections.results import has_quorum, presence_not_noted, results_of, turnout
from elections.rolls import hash_of

State = Election.State


@transaction.atomic
def seal(election: Election, *, at: datetime) -> None:
    """Freeze rules, roll, candidacies and proxies; raise RefusedActError when something is missing."""
    locked = hold(election, State.DRAFT)
    if missing := missing_before_sealing(locked):
        raise RefusedActError(missing[0])
    if locked.is_online:
        box.prepare(locked, at=at, after=box.of_codes_that_serve_again(locked))
    _move(locked, State.SEALED, sealed_at=at, roll_sha256=hash_of(locked))
    if locked.is_online and locked.first_round:
        ceremonies.carry_over(locked.in_place_of or locked.first_round, locked)


def missing_before_sealing(election: Election) -> list[str]:
    """Return what must be done before ``election`` can be sealed."""
    said = []
    if not election.roll.exists():
        said.append(_("The roll is empty: fill it from the members."))
    contests = list(election.contests.select_related("office"))
    if not contests:
        said.append(_("Say which offices are to be filled."))
    standing = set(
        Candidacy.objects.standing().filter(contest__election=election).values_list("contest", flat=True)
    )
    empty = [contest.title for contest in contests if contest.pk not in standing]
    if empty:
        said.append(_("Nobody stands for: %(offices)s.") % {"offices": ", ".join(empty)})
    if not election.first_round_id and (strangers := candidacies.of_nobody_on_the_roll(election)):
        names = ", ".join(strangers)
        said.append(
            _("They stand and represent no company on the roll: %(names)s. Withdraw them, or complete the roll.")
            % {"names": names}
        )
    if above := proxies.above_the_limit(election):
        said.append(above)
    return said + days.to_settle(election) + deadlines_to_come(election)


def deadlines_to_come(election: Election) -> list[str]:
    """Return the announced deadlines that have not come: nobody who leads ends them by sealing.

    A second round keeps the candidacies and proxies of the first.
    """
    if election.first_round_id:
        return []
    now, said = timezone.now(), []
    if election.candidacies_until and now < election.candidacies_until:
        said.append(
            _("One may stand until %(moment)s: seal after that, or move this deadline among the rules.")
            % {"moment": _moment(election.candidacies_until)}
        )
    if election.proxies_per_holder and election.proxies_until and now < election.proxies_until:
        said.append(
            _("Proxies may be given until %(moment)s: seal after that, or move this deadline among the rules.")
            % {"moment": _moment(election.proxies_until)}
        )
    return said


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j F Y, H:i")


@transaction.atomic
def open_vote(election: Election, *, at: datetime) -> None:
    """Begin to vote, on the day of the vote or later; raise RefusedActError before."""
    locked = hold(election, State.SEALED)
    if locked.is_online:
        raise RefusedActError(_("An online vote is opened with its end."))
    if timezone.localdate(at) < locked.held_on:
        said = _("The vote is held on %(day)s: it does not open before.")
        raise RefusedActError(said % {"day": date_format(locked.held_on)})
    _move(locked, State.OPEN, opened_at=at)


@transaction.atomic
def sign_off(election: Election, entries: Iterable[int], *, shown: set[int] | None = None) -> None:
    """Record which companies took part, in the room: those of ``entries`` did, the others did not.

    ``shown``: those that were ticked on the sheet before; then only what differs from it changes.
    """
    locked = hold(election, State.OPEN)
    if locked.is_online:
        raise RefusedActError(_("One signs off by voting: nobody does it for another."))
    rows = {e.pk: e for e in _with_proxies(locked)}
    signed = set(SignOff.objects.filter(roll_entry__election=locked).values_list("pk", flat=True))
    wanted = sheets.merged(signed, set(entries), shown)
    SignOff.objects.filter(roll_entry__election=locked, pk__in=signed - wanted).delete()
    SignOff.objects.bulk_create(
        SignOff(roll_entry=rows[key], by_proxy=hasattr(rows[key], "proxy_given"))
        for key in sorted((wanted & rows.keys()) - signed)
    )


def _with_proxies(election: Election) -> Any:
    return RollEntry.objects.filter(election=election).select_related("proxy_given")


@transaction.atomic
def close_vote(election: Election, *, at: datetime, nobody_came: bool = False) -> None:
    """End the vote: nobody signs off any more. ``nobody_came`` says that the sheet was not forgotten.

    Without a sign-off it ends only where a quorum is asked, which is then missing: a second call follows.
    """
    locked = hold(election, State.OPEN)
    if locked.is_online:
        raise RefusedActError(_("An online vote is closed with its box."))
    seen = turnout(locked)
    if nobody_came and seen.companies_taking_part:
        raise RefusedActError(_("A company has signed off meanwhile. Look at the page again."))
    # Without a quorum nobody votes: whoever is present is all that is recorded, and the vote ends for want of it.
    is_in_vain = not has_quorum(locked, seen) and (nobody_came or seen.companies_there)
    if not seen.companies_taking_part and not is_in_vain:
        raise RefusedActError(_("Nobody has signed off yet: record first who took part."))
    # Nobody is ticked any more once the vote is closed: what the majority is counted of must stand before.
    if not nobody_came and (said := presence_not_noted(locked, seen)):
        raise RefusedActError(said)
    _move(locked, State.CLOSED, closed_at=at)


@transaction.atomic
def give_up(election: Election, *, reason: str, by: str = "", at: datetime | None = None) -> None:
    """Give the election up for good, with the reason; a proclaimed one cannot be. ``by`` is the name of who does.

    Once its roll was sealed, minutes keep what there was: who came, what voters reported, what was counted. Once
    the box is closed they wait for the verifiers: nobody keeps an archive that is refused out of them.
    """
    locked = hold(election, State.DRAFT, State.SEALED, State.OPEN, State.CLOSED, State.COUNTED)
    if locked.state in {State.CLOSED, State.COUNTED} and (awaited := verdicts.still_awaited(locked)):
        raise RefusedActError(awaited)
    counted = results_of(locked) if locked.state == State.COUNTED else []
    codes.forget_pairs(locked)
    if locked.is_online and locked.state == State.OPEN:
        closing.forget_who_came_when(locked)
    _move(locked, State.VOID, void_reason=reason)
    if locked.sealed_at is not None:
        minutes.freeze(locked, counted, incidents="", following=None, at=at or timezone.now(), by=by)


def _move(election: Election, state: str, **stamps: Any) -> None:
    election.state = state
    for name, value in stamps.items():
        setattr(election, name, value)
    election.save(update_fields=["state", *stamps])
