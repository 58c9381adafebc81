"""An election online, with a real ceremony of keys, real codes and real ballots."""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from elections import box, codes, conduct, opening, presences
from elections.crypto.ballots import make_ballot
from elections.crypto.credentials import private_exponent
from elections.models import Candidacy, Contest, Election, RollEntry
from leader.shared.locked import unlock
from leader.shared.mails import Letter
from members.models import Company, Person
from territories.models import Office, Territory
from tests.elections.crypto.boxes import keys
from tests.elections.rooms import AT, Room

HOUR = timedelta(hours=1)


@dataclass
class OnlineVote:
    """An online election with the room that votes and the codes, in the order of the names of the companies."""

    room: Room
    election: Election
    codes: list[str]

    @property
    def entries(self) -> list[RollEntry]:
        """The roll, in the order of the names."""
        return list(self.election.roll.by_name().select_related("company"))

    def ballot(self, number: int, *votes: list[int], code: int | None = None) -> str:
        """Return a ballot of the company ``number``: for its first candidate, unless ``votes`` say otherwise."""
        text = box.setup(self.election).election
        exponent = private_exponent(text.uuid, self.codes[number if code is None else code])
        return make_ballot(text, exponent, votes or [[0, 1] + [0] * (q.slots - 2) for q in text.questions])

    def address(self, number: int) -> str:
        """Return where the ballot of the company ``number`` is sent."""
        return reverse("elections:election-cast", args=[self.election.pk, self.entries[number].pk])


def sealed(
    count: int = 3, *, proxies: dict[int, int] | None = None, weights=None, name="Alès", **rules
) -> OnlineVote:
    """Return a sealed election of ``count`` companies; ``proxies``: giver → holder; ``weights``: by number."""
    room = Room.with_companies(count, name)
    election = room.prepared(**{"way": "online", "from_afar": True, "remote_article": "article 12", **rules})
    room.standing(election, *range(min(count, 2)))
    entries = list(election.roll.by_name())
    for number, weight in (weights or {}).items():
        election.roll.filter(pk=entries[number].pk).update(weight=weight)
    for giver, holder in (proxies or {}).items():
        entries[giver].proxies_held.model.objects.create(giver=entries[giver], holder=entries[holder], given_at=AT)
    conduct.seal(election, at=AT)
    election.refresh_from_db()
    return OnlineVote(room, election, [])


def ready(count: int = 3, **rules) -> OnlineVote:
    """Return a sealed election with keys and codes: only the opening is missing."""
    vote = sealed(count, **rules)
    box.take_keys(vote.election, keys().text)
    codes.send(vote.election, at=AT)
    vote.codes = [unlock(letter.secret) for letter in Letter.objects.exclude(secret="").order_by("pk")][-count:]
    return vote


def opened(count: int = 3, *, lasts: timedelta = HOUR, **rules) -> OnlineVote:
    """Return an open vote."""
    vote = ready(count, **rules)
    now = timezone.now()
    opening.open_online(vote.election, closes_at=now + lasts, at=now)
    vote.election.refresh_from_db()
    if not vote.election.from_afar:
        presences.record(vote.election, [entry.pk for entry in vote.entries])
    return vote


def vote_of(territory: Territory, company: Company, person: Person) -> Election:
    """Return an open vote in the room, in which ``person`` votes for ``company``, which is present."""
    now = timezone.now()
    election = Election.objects.create(
        territory=territory, way="online", held_on=timezone.localdate(), roll_on=timezone.localdate()
    )
    office = Office.objects.get_or_create(code="president", defaults={"name": "president"})[0]
    contest = Contest.objects.create(election=election, office=office)
    entry = RollEntry.objects.create(election=election, company=company, representative=person)
    Candidacy.objects.create(contest=contest, person=person, company=company)
    conduct.seal(election, at=now)
    box.take_keys(election, keys().text)
    codes.send(election, at=now)
    opening.open_online(election, closes_at=now + HOUR, at=now)
    presences.record(election, [entry.pk])
    election.refresh_from_db()
    return election
