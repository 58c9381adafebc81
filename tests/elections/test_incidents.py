"""The register of incidents: voters report, polling station and trustees read and answer, minutes hold all."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from elections import box, incidents, minutes
from elections.holding import RefusedActError
from elections.models import Election, Incident, IncidentAnswer
from tests.elections import online
from tests.elections.rooms import AT, Room
from tests.elections.test_hours import page
from tests.elections.trustees import TrusteeAt
from tests.factories.elections import KeyCeremonyFactory, TrusteeFactory

pytestmark = pytest.mark.django_db
SAID = "Le code est refusé, la page dit qu’il n’est pas sur la liste."


@pytest.fixture
def vote():
    return online.opened(3)


def report(client, vote, number, text=SAID, *, by=None):
    client.force_login(vote.room.voters[number if by is None else by])
    return client.post(page("report", vote.election, vote.entries[number].pk), {"text": text})


def with_trustee(vote, number):
    """Let the voter of this number hold a part of the key; the database takes a ceremony before the vote only."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        TrusteeFactory(ceremony=KeyCeremonyFactory(election=vote.election), account=vote.room.voters[number])
        cursor.execute("SET LOCAL session_replication_role = origin")
    return vote.room.voters[number]


def test_a_voter_reports_from_the_booth_and_reads_the_answer(client, vote):
    client.force_login(vote.room.voters[0])
    assert page("report", vote.election, vote.entries[0].pk) in client.get(
        page("vote", vote.election, vote.entries[0].pk)
    ).content.decode()  # fmt: skip
    assert report(client, vote, 0).status_code == 302
    incident = Incident.objects.get()
    client.force_login(vote.room.lead)
    assert "1 signalement" in client.get(page("conduct", vote.election)).content.decode()
    shown = client.get(page("incidents", vote.election)).content.decode()
    assert SAID in shown
    assert str(vote.entries[0].company) in shown

    answer = client.post(
        page("incidents", vote.election),
        {"act": "repondre", "target": incident.pk, "text": "Les capitales comptent."},
    )

    assert answer.status_code == 302
    client.force_login(vote.room.voters[0])
    own = client.get(page("report", vote.election, vote.entries[0].pk)).content.decode()
    assert SAID in own
    assert "Les capitales comptent." in own


def test_trustees_read_and_answer_and_check_the_box(client, vote):
    trustee = with_trustee(vote, 2)
    report(client, vote, 0)
    client.force_login(trustee)

    assert SAID in client.get(page("incidents", vote.election)).content.decode()
    typed = {"act": "repondre", "target": Incident.objects.get().pk, "text": "Vu."}
    assert client.post(page("incidents", vote.election), typed).status_code == 302
    assert client.post(page("box-check", vote.election)).status_code == 302
    assert client.get(page("box-check", vote.election)).status_code == 200
    assert client.get(page("conduct", vote.election)).status_code == 404


def test_nobody_else_reads_the_register_or_reports_for_a_company(client, vote):
    report(client, vote, 0)
    typed = {"act": "noter", "text": "?"}
    for user in [vote.room.voters[1], online.Room.with_companies(1, "Nîmes").lead]:
        client.force_login(user)
        assert client.get(page("incidents", vote.election)).status_code == 404
        assert client.post(page("incidents", vote.election), typed).status_code == 404
    assert report(client, vote, 0, by=1).status_code == 404
    assert SAID not in client.get(page("report", vote.election, vote.entries[1].pk)).content.decode()
    client.logout()
    assert SAID not in client.get(vote.election.get_absolute_url()).content.decode()
    assert Incident.objects.count() == 1


def test_what_is_in_the_register_stands_in_the_minutes(client, vote):
    report(client, vote, 0)
    client.force_login(vote.room.lead)
    client.post(page("incidents", vote.election), {"act": "noter", "text": "Coupure de cinq minutes."})
    incidents.answer(Incident.objects.get(kind="reported"), "Code donné au bureau de vote.")
    vote.election.refresh_from_db()

    sections = minutes.contents(vote.election, [], "", None, AT)["sections"]

    told = "\n".join(" ".join(line) for line in sections[-1]["lines"])
    for said in [SAID, str(vote.entries[0].company), "Coupure de cinq minutes.", "Code donné au bureau de vote."]:
        assert said in told


def test_a_code_or_a_receipt_is_not_written_into_the_register(client, vote):
    code = vote.codes[0]
    for secret in [code, code.replace("-", ""), code.replace("-", " "), "A1b2" * 10 + "xyz"]:
        answer = report(client, vote, 0, f"Mon code {secret} est refusé")
        assert answer.status_code == 200
        assert "ressemble à un code" in answer.content.decode()
    assert not Incident.objects.exists()
    assert report(client, vote, 0, "Anticonstitutionnellement, l’isoloir ne répond plus.").status_code == 302


def test_the_head_of_the_box_is_written_down_whole_and_nothing_beside_it(client, vote):
    head = box.head(vote.election)
    client.force_login(vote.room.lead)
    register = page("incidents", vote.election)
    for text in (f"Empreinte lue à voix haute : {head}.", head.upper()):
        assert client.post(register, {"act": "noter", "text": text}).status_code == 302
    refused = client.post(register, {"act": "noter", "text": f"{head} {vote.codes[0]}"})
    assert "ressemble à un code" in refused.content.decode()
    assert "ressemble à un code" in report(client, vote, 0, f"{head} A1b2{'xY+/' * 9}xyz").content.decode()
    assert Incident.objects.count() == 2


def test_a_code_or_a_receipt_is_taken_from_no_field_that_is_read_by_others(client, vote):
    secret = vote.codes[0]
    client.force_login(vote.room.lead)
    later = f"{timezone.localtime() + timedelta(hours=3):%Y-%m-%dT%H:%M}"
    for name, typed in [
        ("hours", {"act": "prolonger", "until": later, "reason": secret}),
        ("hours", {"act": "suspendre", "reason": f"Code {secret}"}),
        ("conduct", {"act": "abandonner", "reason": "A1b2" * 10 + "xyz"}),
    ]:
        assert "ressemble à un code" in client.post(page(name, vote.election), typed).content.decode(), name
    vote.election.refresh_from_db()
    assert (vote.election.state, vote.election.suspended_at) == ("open", None)
    assert not Incident.objects.exists()


def test_nor_from_the_incidents_of_a_proclamation(client):
    room = Room.with_companies(3)
    election = room.prepared()
    (candidacy,) = room.standing(election, 0)
    room.voted(election)
    room.counted(election, {candidacy.pk: 3})
    client.force_login(room.lead)
    typed = {
        "act": "proclamer",
        f"accepts_{candidacy.pk}": "yes",
        "incidents": "Un code lu : " + "A1b2" * 10 + "xyz",
    }
    assert "ressemble à un code" in client.post(page("proclaim", election), typed).content.decode()
    election.refresh_from_db()
    assert election.state == "counted"


def test_nobody_floods_the_minutes(client, vote):
    for _number in range(7):
        report(client, vote, 0)
    assert Incident.objects.count() == 5
    assert "signalé 5 incidents" in report(client, vote, 0).content.decode()
    assert report(client, vote, 1).status_code == 302


def test_a_trustee_who_sends_decryptions_too_early_a_hundred_times_is_one_incident(vote):
    trustee = TrusteeAt(with_trustee(vote, 0), vote.election)
    for _number in range(3):
        assert trustee.send("decrypt", {}).status_code == 409
    assert Incident.objects.count() == 1


def test_an_incident_is_answered_once_and_neither_changes(vote):
    incidents.note(vote.election, "Coupure.")
    incident = Incident.objects.get()
    incidents.answer(incident, "Vu.")
    with pytest.raises(RefusedActError):
        incidents.answer(incident, "Encore.")
    for row in [incident, IncidentAnswer.objects.get()]:
        with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(text="Autre.")


def test_nothing_is_added_once_the_minutes_are_made_or_the_election_is_given_up(client, vote):
    report(client, vote, 0)
    Election.objects.filter(pk=vote.election.pk).update(state="void", void_reason="Panne.")

    assert "on n’ajoute plus rien" in report(client, vote, 0).content.decode()
    with pytest.raises(RefusedActError):
        incidents.note(vote.election, "?")
    with pytest.raises(RefusedActError):
        incidents.answer(Incident.objects.get(), "?")
    assert Incident.objects.count() == 1


def test_the_register_costs_the_same_for_one_incident_and_for_three(client, vote):
    client.force_login(vote.room.lead)
    counts = []
    for number in range(3):
        incidents.report(vote.entries[number], SAID)
        client.get(page("incidents", vote.election))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(page("incidents", vote.election))
        counts.append(len(queries))
    assert counts[0] == counts[-1]


def test_the_register_of_a_vote_in_the_room_is_kept_too(client):
    room = online.Room.with_companies(3)
    election = room.prepared()
    room.standing(election, 0)
    client.force_login(room.lead)
    client.post(reverse("elections:election-conduct", args=[election.pk]), {"act": "sceller"})

    assert client.post(page("incidents", election), {"act": "noter", "text": "Urne renversée."}).status_code == 302
    assert Incident.objects.get().text == "Urne renversée."
