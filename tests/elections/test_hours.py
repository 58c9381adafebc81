"""The hours of an open vote: its end moves later only, before it has come; a suspended vote takes no ballot."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from elections import box, closing, hours
from elections.holding import RefusedActError
from elections.models import Election, Incident
from tests.elections import online
from tests.elections.rooms import AT
from tests.elections.test_kept_by_the_database import refused
from tests.elections.test_online_vote import cast, counted

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def vote():
    return online.opened(3)


def page(name, election, *more):
    return reverse(f"elections:election-{name}", args=[election.pk, *more])


def typed_hour(at):
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")


def end_now(election):
    """Let the end be past: the rule that it only moves later is put aside for this statement alone."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        past = "clock_timestamp() - interval '1 millisecond'"
        cursor.execute(f"UPDATE elections_election SET closes_at = {past} WHERE id = %s", [election.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")
    election.refresh_from_db()


def test_the_end_moves_later_with_its_reason_and_voters_see_it(client, vote):
    before, later = vote.election.closes_at, vote.election.closes_at + 30 * MINUTE
    client.force_login(vote.room.lead)

    answer = client.post(
        page("hours", vote.election),
        {"act": "prolonger", "until": typed_hour(later), "reason": "Panne du Wi-Fi de la salle."},
    )

    assert answer.status_code == 302
    vote.election.refresh_from_db()
    assert vote.election.closes_at == later.replace(second=0, microsecond=0) > before
    (entry,) = Incident.objects.filter(election=vote.election)
    assert entry.kind == "hours"
    assert "Panne du Wi-Fi de la salle." in entry.text
    client.logout()
    assert "Panne du Wi-Fi de la salle." in client.get(vote.election.get_absolute_url()).content.decode()
    client.force_login(vote.room.voters[0])
    booth = client.get(page("vote", vote.election, vote.entries[0].pk)).content.decode()
    assert "Panne du Wi-Fi de la salle." in booth
    assert timezone.localtime(vote.election.closes_at).strftime("%H:%M") in booth


def test_the_end_never_moves_earlier_nor_beyond_thirty_days_nor_once_it_has_come(client, vote):
    end = vote.election.closes_at
    for until in [end - MINUTE, end, end + timedelta(days=31)]:
        with pytest.raises(RefusedActError):
            hours.extend(vote.election, until=until, reason="?")
    with refused("election_end_only_moves_later"), transaction.atomic():
        Election.objects.filter(pk=vote.election.pk).update(closes_at=end - MINUTE)
    end_now(vote.election)
    with pytest.raises(RefusedActError):
        hours.extend(vote.election, until=timezone.now() + MINUTE, reason="?")
    with refused("election_end_only_moves_later"), transaction.atomic():
        Election.objects.filter(pk=vote.election.pk).update(closes_at=timezone.now() + MINUTE)
    with pytest.raises(RefusedActError):
        hours.suspend(vote.election, reason="?")
    with refused("election_is_suspended_while_open"), transaction.atomic():
        Election.objects.filter(pk=vote.election.pk).update(suspended_at=timezone.now())
    assert not Incident.objects.exists()


def test_a_change_without_a_reason_says_so_beside_the_field(client, vote):
    client.force_login(vote.room.lead)
    for act in ["prolonger", "suspendre"]:
        typed = {"act": act, "until": typed_hour(vote.election.closes_at + MINUTE * 5), "reason": " "}
        answer = client.post(page("hours", vote.election), typed)
        assert answer.status_code == 200
        assert "Ce champ est obligatoire" in answer.content.decode()
    vote.election.refresh_from_db()
    assert vote.election.suspended_at is None
    assert not Incident.objects.exists()


def test_a_suspended_vote_takes_no_ballot_and_gives_its_time_back(client, vote):
    end = vote.election.closes_at
    assert cast(client, vote, 0).status_code == 200
    client.force_login(vote.room.lead)
    assert client.post(page("hours", vote.election), {"act": "suspendre", "reason": "Coupure."}).status_code == 302

    answer = cast(client, vote, 1)

    assert (answer.status_code, "suspendu" in answer.json()["message"]) == (409, True)
    with refused("box_waits_while_the_vote_is_suspended"), transaction.atomic():
        box.append(vote.election, "Ballot", [vote.ballot(1)], credential="7")
    assert counted(vote) == (1, 1)
    client.force_login(vote.room.voters[1])
    assert "suspendu" in client.get(page("vote", vote.election, vote.entries[1].pk)).content.decode()
    client.force_login(vote.room.lead)
    assert client.post(page("hours", vote.election), {"act": "reprendre"}).status_code == 302
    vote.election.refresh_from_db()
    assert vote.election.closes_at > end
    assert vote.election.suspended_at is None
    assert cast(client, vote, 1).status_code == 200
    assert [entry.kind for entry in Incident.objects.all()] == ["hours", "hours"]


def test_a_vote_suspended_over_its_end_does_not_close_before_it_goes_on(client, vote):
    for number in range(3):
        cast(client, vote, number)
    hours.suspend(vote.election, reason="Panne.")
    end_now(vote.election)

    assert closing.due() == []
    with pytest.raises(RefusedActError):
        closing.close_online(vote.election, at=AT)
    with refused("election_resumes_before_it_ends"), transaction.atomic():
        Election.objects.filter(pk=vote.election.pk).update(state="closed")
    hours.resume(vote.election)
    vote.election.refresh_from_db()
    closing.close_online(vote.election, at=AT)


def test_only_who_conducts_changes_the_hours(client, vote):
    typed = {"act": "suspendre", "reason": "?"}
    for user in [vote.room.voters[0], online.Room.with_companies(1, "Nîmes").lead]:
        client.force_login(user)
        assert client.post(page("hours", vote.election), typed).status_code == 404
    vote.election.refresh_from_db()
    assert vote.election.suspended_at is None


def test_there_are_no_hours_before_the_opening(client):
    sealed = online.sealed(2)
    client.force_login(sealed.room.lead)
    assert client.get(page("hours", sealed.election)).status_code == 404
