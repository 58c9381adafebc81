"""Opening an online vote: what is asked is written down for good, with keys and codes, as the first event."""

from collections import Counter
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from elections import box, codes, letters, officers
from elections.crypto.canonical import compact
from elections.crypto.election import Question, write_election
from elections.crypto.group import Number
from elections.crypto.hashing import sha_hex
from elections.crypto.trustees import read_trustees
from elections.crypto.verification import read_setup
from elections.holding import RefusedActError, hold
from elections.models import Box, Candidacy, Contest, Election
from elections.templatetags.booth import script_hash

State = Election.State
LONGEST = timedelta(days=30)
IN_THE_ROOM, STEP = timedelta(hours=1), 300


def missing_before_opening(election: Election) -> list[str]:
    """Return what must be done before an online vote can be opened."""
    kept = Box.objects.get(election=election)
    said = []
    if not kept.trustees:
        said.append(_("The trustees have not made their keys and rehearsed yet."))
    if not kept.credentials:
        said.append(
            _("The code officer has not made the voting codes yet.")
            if election.has_code_officer
            else _("The voting codes have not been sent yet.")
        )
    return [*said, *officers.missing_before_opening(election)]


def suggested_end(election: Election, *, at: datetime) -> datetime | None:
    """Return when a vote in the room may well end: in an hour, in steps of five minutes; from afar none."""
    if election.from_afar or timezone.localdate(at) < election.held_on:
        return None
    return datetime.fromtimestamp(-(-(at + IN_THE_ROOM).timestamp() // STEP) * STEP, tz=at.tzinfo)


@transaction.atomic
def open_online(election: Election, *, closes_at: datetime, at: datetime) -> None:
    """Begin an online vote that ends at ``closes_at``; raise RefusedActError when something is missing."""
    locked = hold(election, State.SEALED)
    if timezone.localdate(at) < locked.held_on:
        said = _("The vote is held on %(day)s: it does not open before.")
        raise RefusedActError(said % {"day": date_format(locked.held_on)})
    if not at < closes_at <= at + LONGEST:
        raise RefusedActError(_("The vote ends after it begins, within 30 days."))
    if missing := missing_before_opening(locked):
        raise RefusedActError(missing[0])
    texts = _setup_texts(locked)
    read_setup(texts)
    codes.forget_pairs(locked)
    box.append(locked, "Setup", texts)
    Box.objects.filter(election=locked).update(script_sha256=script_hash())
    locked.state, locked.opened_at, locked.closes_at = State.OPEN, at, closes_at
    locked.save(update_fields=["state", "opened_at", "closes_at"])
    letters.tell_the_end(locked)


def _setup_texts(election: Election) -> list[str]:
    kept = Box.objects.get(election=election)
    public_key = read_trustees(kept.trustees).public_key
    texts = [_election_text(election, kept.uuid, public_key), kept.trustees, kept.credentials]
    names = ("election", "trustees", "credentials")
    return [*texts, compact(dict(zip(names, map(sha_hex, texts), strict=True)))]


def _election_text(election: Election, uuid: str, public_key: Number) -> str:
    questions = [question_of(contest) for contest in contests_of(election)]
    return write_election(uuid, str(election), election.place, public_key, questions)


def contests_of(election: Election) -> list[Contest]:
    """Return the contests in the order of the questions."""
    return list(election.contests.select_related("office").order_by("rank", "pk"))


def question_of(contest: Contest) -> Question:
    """Return what is asked: whom to choose for an office, or which list; a blank vote is always possible."""
    standing = list(
        Candidacy.objects.standing().filter(contest=contest).select_related("person", "company", "contest")
    )
    often = Counter(candidacy.label for candidacy in standing)
    answers = tuple(f"{c.label} ({c.company})" if often[c.label] > 1 and c.company else c.label for c in standing)
    at_most = min(contest.chosen_at_most, len(answers))
    return Question(contest.title, answers, 1, at_most, blank=True)
