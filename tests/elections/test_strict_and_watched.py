"""A strict vote whose hours change, with a register and a second round: what was made apart works together."""

from datetime import timedelta

import pytest
from django.utils import timezone

from elections import box, ceremonies, closing, conduct, hours, incidents, minutes, officers, opening, tasks
from elections.models import Election, Incident
from elections.proclamation import proclaim
from elections.results import results_of
from leader.shared.mails import Letter
from tests.elections import online
from tests.elections.crypto.verdicts import accepted
from tests.elections.officers import OfficerAt
from tests.elections.rooms import AT
from tests.elections.test_decrypting import BLANK, FIRST, SECOND, cast, plain, verified
from tests.elections.trustees import TrusteeAt, make_key

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def opened(election):
    now = timezone.now()
    opening.open_online(election, closes_at=now + HOUR, at=now)
    election.refresh_from_db()


def letters():
    """Return how often each letter was sent to each address, and forget them."""
    sent = list(Letter.objects.values_list("recipient", "subject", "text"))
    Letter.objects.all().delete()
    assert len(sent) == len(set(sent)), sent  # nobody is told the same thing twice
    return [(recipient, plain(subject)) for recipient, subject, _text in sent]


def about(sent, words):
    return [recipient for recipient, subject in sent if words in subject]


def minuted(election):
    return plain(str(minutes.contents(election, results_of(election), "", None, AT)["sections"]))


def test_two_strict_rounds_with_other_hours_incidents_and_minutes(client, tmp_path):
    vote = online.sealed(5, codes_by="officer", rounds=2)
    election, holders = vote.election, vote.room.voters[:3]
    emails = [holder.email for holder in holders]
    ceremonies.name_trustees(election, holders, threshold=2)
    officers.name(election, vote.room.voters[4])
    officer = OfficerAt(vote.room.voters[4], election)
    officer.send("all", officer.message())
    vote.codes = [officer.codes[entry.pk] for entry in vote.entries]
    trustees = [TrusteeAt(holder, election) for holder in holders]
    make_key(trustees)
    opened(election)
    letters()

    # The first round: its end moves, it is suspended and goes on, somebody reports, nobody has a majority.
    cast(client, vote, FIRST, FIRST)
    hours.extend(election, until=election.closes_at + HOUR, reason="Train en retard.")
    assert about(letters(), "se termine désormais") == emails  # they are to come then, and not at the first end
    hours.suspend(election, reason="Panne.")
    tasks.tend_boxes(0)
    tasks.tell_heads(0)
    tasks.tell_heads(0)
    assert about(letters(), "Urne de l’élection") == emails  # the head of two ballots, once
    hours.resume(election)
    election.refresh_from_db()
    assert about(letters(), "se termine désormais") == emails
    for number, choice in [(2, SECOND), (3, SECOND), (4, BLANK)]:
        client.force_login(vote.room.voters[number])
        assert client.post(vote.address(number), {"ballot": vote.ballot(number, *choice)}).status_code == 200
    incidents.report(vote.entries[2], "La page a mis du temps.")
    closing.close_online(election, at=AT)
    tasks.tell_heads(0)
    sent = letters()
    assert about(sent, "close") == about(sent, "déchiffrement") == emails
    for trustee in trustees[:2]:
        trustee.go_on()
    verified(election)
    election.refresh_from_db()
    lines = minuted(election)
    for said in (
        "Train en retard.",
        "Panne.",
        "La page a mis du temps.",
        "n’en a jamais vu",
        str(election.code_officer),
    ):
        assert plain(said) in lines, said
    _proclaimed, second = proclaim(election, accepting={}, at=AT)

    # The second: the same codes and seeds, a new share of the site, another rehearsal; nothing from the officer.
    conduct.seal(second, at=AT)
    again = online.OnlineVote(vote.room, Election.objects.get(pk=second.pk), vote.codes)
    assert about(letters(), "répétition") == emails
    for trustee in trustees:
        trustee.move_to(again.election)
        trustee.go_on()
    opened(again.election)
    cast(client, again, FIRST, FIRST, SECOND, FIRST, BLANK)
    closing.close_online(again.election, at=AT)
    for trustee in trustees[:2]:
        trustee.go_on()
    assert accepted(box.archive(again.election), tmp_path).result == [[1, 3, 1]]
    verified(again.election)
    again.election.refresh_from_db()
    lines = minuted(again.election)
    assert plain("n’en a jamais vu") in lines
    assert plain(str(election.code_officer)) in lines  # of the first round, whose codes serve again
    assert not Incident.objects.filter(election=again.election).exists()
