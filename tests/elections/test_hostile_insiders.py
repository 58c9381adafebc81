"""What voters, trustees, a code officer and who conducts could try with the rights that they have."""

import pytest
from django.urls import reverse

from elections import codes, conduct, officers
from elections.models import Incident
from leader.shared.limits import Attempts
from tests.elections import online
from tests.elections.officers import OfficerAt
from tests.elections.rooms import AT
from tests.elections.test_decrypting import closed, plain, verified
from tests.elections.test_online_vote import cast, counted

pytestmark = pytest.mark.django_db


def page(name, election):
    return reverse(f"elections:election-{name}", args=[election.pk])


def test_a_voter_does_not_keep_the_site_busy_with_true_ballots_that_are_not_cast(client):
    """Proofs that hold cost as much to check as false ones: the code of another company is an attempt too."""
    vote = online.opened(3, weights={2: 5})
    Attempts.objects.all().delete()

    assert cast(client, vote, 0, vote.ballot(0, code=2)).status_code == 403
    assert Attempts.objects.get().count == 1
    assert cast(client, vote, 1, vote.ballot(1, code=0)).status_code == 200
    assert Attempts.objects.get().count == 1  # what is cast is not counted: its hour would tell who voted when
    assert cast(client, vote, 0, vote.ballot(0)).status_code == 409
    assert Attempts.objects.get().count == 2
    Attempts.objects.update(count=60)
    assert cast(client, vote, 0, vote.ballot(0)).status_code == 429


def test_a_trustee_who_comes_after_the_result_is_no_incident_in_the_minutes(client):
    vote, (first, second, third) = closed(client)
    message = third.message()
    first.go_on()
    second.go_on()

    answer = third.send("decrypt", message)

    assert answer.status_code == 409
    assert "déjà" in plain(answer.json()["message"])
    assert not Incident.objects.filter(election=vote.election).exists()


def test_who_conducts_does_not_make_a_result_vanish_by_giving_it_up(client):
    """Counted and displeasing: it may be given up, with its reason; voters and everybody still read the box."""
    vote, (first, second, _third) = closed(client)
    first.go_on()
    second.go_on()
    verified(vote.election)
    client.force_login(vote.room.lead)
    client.post(page("conduct", vote.election), {"act": "abandonner", "reason": "Le résultat déplaît."})
    client.logout()

    vote.election.refresh_from_db()
    assert vote.election.state == "void"
    assert "Le résultat déplaît." in client.get(vote.election.get_absolute_url()).content.decode()
    assert '"Result"' in client.get(page("archive", vote.election)).content.decode()
    draft = vote.room.prepared()
    conduct.give_up(draft, reason="Une erreur de date.")
    assert client.get(draft.get_absolute_url(), follow=True).status_code == 404


def test_codes_that_all_change_stand_in_the_register(client):
    """An officer, or the site, that makes the codes worthless which everybody holds leaves a trace."""
    said = "Tous les codes de vote ont été refaits avant l’ouverture ; les précédents ne valent plus rien."
    vote = online.sealed(4, codes_by="officer")
    officers.name(vote.election, vote.room.voters[2])
    officer = OfficerAt(vote.room.voters[2], vote.election)
    officer.send("all", officer.message())
    assert not Incident.objects.exists()

    assert officer.send("all", officer.message()).status_code == 200

    assert [plain(one.text) for one in Incident.objects.all()] == [said]
    officers.name(vote.election, vote.room.voters[3])
    assert Incident.objects.count() == 2
    simple = online.ready(2, name="Nîmes")
    assert not Incident.objects.filter(election=simple.election).exists()
    codes.send(simple.election, at=AT)
    assert [plain(one.text) for one in Incident.objects.filter(election=simple.election)] == [said]


def test_the_archive_is_made_anew_only_when_it_has_grown(client):
    """A stranger who asks for it again and again costs a hash, not a file of megabytes."""
    vote = online.opened(2)
    given = client.get(page("archive", vote.election))

    again = client.get(page("archive", vote.election), headers={"if-none-match": given["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert cast(client, vote, 0).status_code == 200
    assert counted(vote) == (1, 1)
    client.logout()
    grown = client.get(page("archive", vote.election), headers={"if-none-match": given["ETag"]})
    assert grown.status_code == 200
    assert len(grown.content) > len(given.content)
