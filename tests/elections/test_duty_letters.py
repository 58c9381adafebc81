"""What trustees and the code officer are told by letter, each thing once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from elections import ceremonies, closing, conduct, letters, losing, officers, opening
from elections.evidence import sections_of
from elections.models import Election, Incident
from leader.shared.mails import Letter
from tests.elections import online
from tests.elections.officers import OfficerAt
from tests.elections.rooms import AT
from tests.elections.trustees import TrusteeAt, make_key

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
HOLDERS = slice(0, 3)


def sent(about):
    """Return who got a letter whose subject holds ``about``, in the order of the letters."""
    return [one.recipient for one in Letter.objects.filter(subject__contains=about).order_by("pk")]


def emails(vote, holders=HOLDERS):
    return [account.email for account in vote.room.voters[holders]]


@pytest.fixture
def vote():
    made = online.sealed(5, codes_by="officer")
    ceremonies.name_trustees(made.election, made.room.voters[HOLDERS], threshold=2)
    return made


def test_a_trustee_is_invited_called_to_rehearse_told_the_end_and_called_to_decrypt_once_each(client, vote):
    election = vote.election
    assert sent("part de la clé") == emails(vote)
    letter = Letter.objects.filter(subject__contains="part de la clé").first()
    assert reverse("elections:own-key", args=[election.pk]) in letter.text
    officers.name(election, vote.room.voters[4])
    officer = OfficerAt(vote.room.voters[4], election)
    officer.send("all", officer.message())
    trustees = [TrusteeAt(account, election) for account in vote.room.voters[HOLDERS]]
    make_key(trustees, until="deal")
    assert sent("répétition") == []
    make_key_further(trustees)
    assert sent("répétition") == emails(vote)

    now = timezone.now()
    opening.open_online(election, closes_at=now + HOUR, at=now)
    assert sent("se termine le") == emails(vote)
    losing.mark(ceremonies.ceremony_of(election).trustees.get(index=3), at=now)
    election.refresh_from_db()
    vote.codes = [officer.codes[entry.pk] for entry in vote.entries]
    for number in range(5):
        client.force_login(vote.room.voters[number])
        assert client.post(vote.address(number), {"ballot": vote.ballot(number)}).status_code == 200
    assert sent("déchiffrement") == []
    closing.close_online(election, at=AT)

    assert sent("déchiffrement") == emails(vote)[:2]  # the third has lost the seed
    for about in ("part de la clé", "répétition", "se termine le"):
        assert len(sent(about)) == 3


def test_a_trustee_whose_seed_somebody_else_marks_as_lost_is_told_and_the_register_says_who_did(client, vote):
    trustee = ceremonies.ceremony_of(vote.election).trustees.get(index=2)
    client.force_login(vote.room.lead)
    page = reverse("elections:election-keys", args=[vote.election.pk])

    client.post(page, {"act": "perdue", "target": trustee.pk})

    assert sent("indiquée comme perdue") == [trustee.account.email]
    client.post(page, {"act": "retrouvee", "target": trustee.pk})
    assert sent("indiquée comme retrouvée") == [trustee.account.email]
    assert [one.text.replace("\xa0", " ") for one in Incident.objects.order_by("pk")] == [
        "Qui conduit l’élection indique que le dépositaire n° 2 a perdu sa graine.",
        "Qui conduit l’élection indique que le dépositaire n° 2 a retrouvé sa graine.",
    ]
    trustee.lost_at = AT
    trustee.save()
    assert "indiquée comme perdue par qui conduit l’élection" in str(sections_of(vote.election))


def make_key_further(trustees):
    for _step in ("accept", "rehearse"):
        for trustee in trustees:
            trustee.go_on()


def test_who_is_waited_for_shortly_before_the_vote_is_reminded_once(vote):
    TrusteeAt(vote.room.voters[1], vote.election).go_on()
    early = AT - timedelta(days=4)
    letters.remind(at=early)
    assert sent("Rappel") == []
    letters.remind(at=AT - timedelta(days=3))
    letters.remind(at=AT)

    assert sent("Rappel") == [emails(vote)[0], emails(vote)[2]]


def test_an_officer_is_invited_and_reminded_once_unless_the_codes_are_made(vote):
    officers.name(vote.election, vote.room.voters[4])
    account = vote.room.voters[4].email
    assert sent("Vous faites les codes") == [account]
    letter = Letter.objects.get(subject__contains="Vous faites les codes")
    assert reverse("elections:own-codes", args=[vote.election.pk]) in letter.text
    letters.remind(at=AT)
    letters.remind(at=AT)
    assert sent("il manque les codes") == [account]

    officers.name(vote.election, vote.room.voters[3])
    officer = OfficerAt(vote.room.voters[3], vote.election)
    officer.send("all", officer.message())
    letters.remind(at=AT)
    assert sent("il manque les codes") == [account]


def closed(vote):
    Election.objects.filter(pk=vote.election.pk).update(state="closed", closed_at=timezone.now())


def test_a_trustee_reminded_before_the_vote_is_reminded_again_after_its_end(vote):
    letters.remind(at=AT)
    assert sent("Rappel") == emails(vote)
    Election.objects.filter(pk=vote.election.pk).update(state="open", closes_at=AT)
    closed(vote)
    for _twice in range(2):
        letters.remind(at=timezone.now() + timedelta(days=1))
    assert sent("votre déchiffrement") == emails(vote)


def test_nobody_is_reminded_of_an_election_that_was_given_up(vote):
    conduct.give_up(vote.election, reason="Report")
    letters.remind(at=timezone.now())
    assert sent("Rappel") == []
