"""From the closing of a vote online to its minutes: what trustees decrypt, what the site adds, what is refused."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from elections import (
    box,
    ceremonies,
    closing,
    codes,
    conduct,
    evidence,
    losing,
    minutes,
    opening,
    results,
    verdicts,
)
from elections.crypto.decryption import write_owned
from elections.holding import RefusedActError
from elections.models import CeremonyMessage, Election, Incident, Minutes, Trustee
from elections.proclamation import proclaim
from elections.results import results_of
from elections.templatetags.booth import script_hash
from leader.shared.locked import unlock
from leader.shared.mails import Letter
from tests.elections import online
from tests.elections.crypto import belenios
from tests.elections.crypto.verdicts import accepted
from tests.elections.rooms import AT
from tests.elections.test_rooms import texts
from tests.elections.trustees import TrusteeAt, make_key
from tests.jobs import queued_jobs

pytestmark = pytest.mark.django_db
FIRST, SECOND, BLANK = [[0, 1, 0]], [[0, 0, 1]], [[1, 0, 0]]


def plain(text):
    """Return French with common spaces."""
    return text.replace("\xa0", " ")


def with_trustees(count=5, *, named=3, threshold=2, **rules):
    """Return an open vote and its trustees, who made its key and have rehearsed."""
    vote = online.sealed(count, **rules)
    holders = vote.room.voters[:named]
    ceremonies.name_trustees(vote.election, holders, threshold=threshold)
    trustees = [TrusteeAt(holder, vote.election) for holder in holders]
    make_key(trustees)
    codes.send(vote.election, at=AT)
    vote.codes = [unlock(letter.secret) for letter in Letter.objects.exclude(secret="").order_by("pk")]
    now = timezone.now()
    opening.open_online(vote.election, closes_at=now + timedelta(hours=1), at=now)
    vote.election.refresh_from_db()
    return vote, trustees


def cast(client, vote, *choices):
    for number, choice in enumerate(choices):
        client.force_login(vote.room.voters[number])
        answer = client.post(vote.address(number), {"ballot": vote.ballot(number, *choice)})
        assert answer.status_code == 200, answer.content


def closed(client, *, weights=None, **rules):
    vote, trustees = with_trustees(weights=weights or {1: 3}, **rules)
    cast(client, vote, FIRST, FIRST, SECOND, BLANK, SECOND)
    closing.close_online(vote.election, at=AT)
    vote.election.refresh_from_db()
    return vote, trustees


def voices(election):
    (result,) = results_of(election)
    return [candidacy.votes.voices for candidacy in result.candidacies], result.count.blank


def kinds(election):
    return [step.event.type for step in box.steps(election)]


def test_attack_31_two_of_three_count_when_a_seed_is_lost_and_all_verifiers_accept(client, tmp_path):
    vote, (first, _lost, third) = closed(client)
    losing.mark(Trustee.objects.get(index=2), at=AT)
    assert first.go_on()["step"] == "done"
    vote.election.refresh_from_db()
    assert vote.election.state == "closed"
    assert accepted(box.archive(vote.election), tmp_path).result is None

    third.go_on()

    vote.election.refresh_from_db()
    assert vote.election.state == "counted"
    assert voices(vote.election) == ([4, 2], 1)
    assert kinds(vote.election)[-6:] == ["EndBallots", "EncryptedTally", *["PartialDecryption"] * 3, "Result"]
    verdict = accepted(box.archive(vote.election), tmp_path)
    assert verdict.result == [[1, 4, 2]]
    assert [part.owner for part in verdict.decryptions] == [2, 4, 1]


def test_three_of_five_count_and_the_others_are_told_that_it_is_done(client, tmp_path):
    vote, trustees = closed(client, named=5, threshold=3)
    for trustee in trustees[2:]:
        assert trustee.state["step"] == "decrypt"
        trustee.go_on()
    assert accepted(box.archive(vote.election), tmp_path).result == [[1, 4, 2]]
    assert trustees[0].state["step"] == "done"
    assert trustees[0].send("decrypt", {}).status_code == 409


def test_attack_18_a_decryption_before_the_closing_is_refused_and_is_an_incident(client):
    vote, (trustee, *_others) = with_trustees()
    cast(client, vote, FIRST)
    assert trustee.state["step"] == "wait"
    message = {"owner": 2, "text": "{}", "owned": "{}"}

    assert trustee.send("decrypt", message).status_code == 409

    (incident,) = Incident.objects.filter(election=vote.election)
    assert plain(incident.text) == "Le dépositaire n° 1 a envoyé un déchiffrement avant l’heure : refusé."
    assert not CeremonyMessage.objects.filter(step="decrypt").exists()
    assert kinds(vote.election) == ["Setup", "Ballot"]


def test_attack_31_one_seed_too_many_lost_makes_the_election_void_with_minutes_that_say_so(client):
    vote, (trustee, *_others) = closed(client)
    losing.mark(Trustee.objects.get(index=2), at=AT)
    with pytest.raises(RefusedActError):
        losing.give_up(vote.election, at=AT)
    losing.mark(Trustee.objects.get(index=3), at=AT)
    trustee.go_on()
    client.force_login(vote.room.lead)
    address = reverse("elections:election-keys", args=[vote.election.pk])
    assert "Constater la nullité" in client.get(address).content.decode()
    assert "encore à l’œuvre" in client.post(address, {"act": "carence"}).content.decode()
    verified(vote.election)

    client.post(address, {"act": "carence"})

    vote.election.refresh_from_db()
    assert vote.election.state == "void"
    assert plain(vote.election.void_reason) == (
        "Carence de dépouillement : 2 graines sur 3 sont indiquées comme perdues, et il en faut 2."
    )
    told = texts(Minutes.objects.get(election=vote.election))
    assert f"par {vote.room.lead.person} : {plain(vote.election.void_reason)}" in told
    assert "Result" not in kinds(vote.election)


def test_the_minutes_tell_the_script_of_the_vote_and_another_one_of_the_decryption(client):
    vote, (first, second, _third) = closed(client)
    with connection.cursor() as cursor:  # as if the site had been updated since the opening
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE elections_box SET script_sha256 = %s", ["a" * 64])
        cursor.execute("SET LOCAL session_replication_role = origin")
    first.go_on()
    second.go_on()

    told = str(evidence.sections_of(vote.election))
    assert "a" * 64 in told
    assert script_hash() not in told
    (incident,) = Incident.objects.filter(election=vote.election)
    assert script_hash() in incident.text


def test_a_false_decryption_is_refused_and_the_box_keeps_nothing_of_it(client):
    vote, (first, second, _third) = closed(client)
    right, other = first.message(), second.message()
    before = kinds(vote.election)
    assert first.send("decrypt", other).json()["check"] == "F1"
    assert first.send("decrypt", {**right, "text": other["text"]}).json()["check"] == "F3"
    lied = {"owner": 2, "text": other["text"], "owned": write_owned(2, other["text"])}
    assert first.send("decrypt", lied).json()["check"] == "F5"
    assert kinds(vote.election) == before
    assert first.send("decrypt", right).status_code == 200


def test_nobody_types_or_takes_back_a_count_that_was_decrypted(client):
    vote, (first, second, _third) = closed(client)
    client.force_login(vote.room.lead)
    address = reverse("elections:election-count", args=[vote.election.pk])
    assert client.get(address).url == reverse("elections:election-keys", args=[vote.election.pk])
    first.go_on()
    second.go_on()
    with pytest.raises(RefusedActError):
        results.take_back(vote.election)


def verified(election):
    """Let the verifiers read the box, as the job does, and return what they say."""
    verdicts.ask(election, at=AT)
    verdicts.verify_box(election_id=election.pk)
    return verdicts.verdict_of(election)


def told(election):
    content = minutes.contents(election, results_of(election), "", None, AT)
    return {
        label: plain(value)
        for section in content["sections"]
        for label, *rest in section["lines"]
        for value in rest
    }


def test_the_minutes_hold_the_trustees_the_box_and_both_verdicts(client, monkeypatch):
    vote, (first, second, _third) = closed(client)
    first.go_on()
    second.go_on()
    vote.election.refresh_from_db()
    verified(vote.election)
    said = told(vote.election)
    assert said["Dépositaire 1"].endswith("a déchiffré la somme")
    assert said["Dépositaire 3"].endswith("n’a pas déchiffré : pas nécessaire, ou pas venu")
    assert said["Empreinte lue à voix haute par les dépositaires"] == first.state["fingerprint"]
    assert said["Bulletins dans l’urne"] == "5"
    assert said["Empreinte de l’urne (SHA-256)"] == box.head(vote.election)
    assert said["Notre vérificateur"] == "accepte l’archive"
    if belenios.TOOL:
        assert said["belenios-tool, vérificateur indépendant"] == "accepte l’archive"

    monkeypatch.setenv("PATH", "")
    verified(vote.election)
    assert told(vote.election)["belenios-tool, vérificateur indépendant"].startswith("pas installé sur le site")

    winner = next(result.elected[0] for result in results_of(vote.election))
    proclaimed, following = proclaim(vote.election, accepting={winner.candidacy_id: True}, at=AT)
    assert (proclaimed.state, following) == ("proclaimed", None)
    assert len(bytes(proclaimed.minutes.pdf)) < 1_500_000


def test_verifiers_refuse_what_is_false_and_wait_no_longer_than_allowed(client, tmp_path, monkeypatch):
    vote, _trustees = closed(client)
    content = box.archive(vote.election)
    flipped = content.replace(b"EndBallots", b"EndBallotz")
    assert verdicts.of_our_verifier(content) == ""
    assert verdicts.of_our_verifier(flipped) == "A3"
    if belenios.TOOL:
        assert verdicts.of_belenios(flipped) == "refuses"
    slow = tmp_path / "belenios-tool"
    slow.write_text("#!/bin/sh\nread never < /dev/zero\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert verdicts.of_belenios(content, limit=0.3) == "late"


def test_a_proclamation_waits_for_the_verifiers_and_the_page_says_so(client):
    vote, (first, second, _third) = closed(client)
    for trustee in (first, second):
        trustee.go_on()
    jobs = [args for name, args in queued_jobs() if name == "verify_box"]
    assert jobs == [{"election_id": vote.election.pk}] * 3  # the closing, and each decryption
    client.force_login(vote.room.lead)
    address = reverse("elections:election-proclaim", args=[vote.election.pk])
    (winner,) = results_of(vote.election)[0].elected
    typed = {"act": "proclamer", f"accepts_{winner.candidacy_id}": "yes", "incidents": ""}

    waiting = client.get(address).content.decode()
    assert "Deux vérificateurs lisent toute l’urne" in waiting
    assert "Proclamer le résultat" not in waiting
    assert "encore à l’œuvre" in client.post(address, typed).content.decode()
    assert not Minutes.objects.exists()

    for job in jobs:
        verdicts.verify_box(**job)
    shown = client.get(address).content.decode()
    assert "accepte l’archive" in shown
    assert client.post(address, typed).status_code == 302
    assert Minutes.objects.filter(election=vote.election).exists()


def test_what_was_said_of_a_smaller_box_is_no_verdict_and_a_lost_job_is_asked_again(client):
    vote, (first, second, _third) = closed(client)
    assert verified(vote.election).failed_check == ""
    first.go_on()
    assert verdicts.verdict_of(vote.election) is None
    second.go_on()
    ProcrastinateJob.objects.all()._raw_delete("default")
    client.force_login(vote.room.lead)
    address = reverse("elections:election-proclaim", args=[vote.election.pk])
    assert client.post(address, {"act": "verifier"}).status_code == 302
    (job,) = [args for name, args in queued_jobs() if name == "verify_box"]
    verdicts.verify_box(**job)
    assert verdicts.verdict_of(vote.election).head == box.head(vote.election)


def test_a_box_that_our_verifier_refuses_is_not_proclaimed(client):
    vote, (first, second, _third) = closed(client)
    for trustee in (first, second):
        trustee.go_on()
    with connection.cursor() as cursor:  # somebody with the rights of the database writes another result
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            """UPDATE elections_boxevent SET data = '{"{\\"result\\":[[0,5,2]]}"}' WHERE type = 'Result'"""
        )
        cursor.execute("SET LOCAL session_replication_role = origin")
    verdict = verified(vote.election)
    assert verdict.failed_check
    (winner,) = results_of(vote.election)[0].elected

    with pytest.raises(RefusedActError, match="refuse"):
        proclaim(vote.election, accepting={winner.candidacy_id: True}, at=AT)
    client.force_login(vote.room.lead)
    shown = client.get(reverse("elections:election-proclaim", args=[vote.election.pk])).content.decode()
    assert "Ce résultat ne peut pas être proclamé" in shown


def test_21_a_second_round_keeps_trustees_and_codes_and_is_rehearsed_again(client, tmp_path):
    vote, trustees = with_trustees()
    cast(client, vote, FIRST, FIRST, SECOND, SECOND, BLANK)
    closing.close_online(vote.election, at=AT)
    for trustee in trustees[:2]:
        trustee.go_on()
    verified(vote.election)
    _proclaimed, second = proclaim(vote.election, accepting={}, at=AT)
    conduct.seal(second, at=AT)
    again = online.OnlineVote(vote.room, Election.objects.get(pk=second.pk), vote.codes)
    holders = [TrusteeAt(voter, again.election) for voter in vote.room.voters[:3]]
    for holder, trustee in zip(holders, trustees, strict=True):
        holder.seed = trustee.seed
        assert holder.state["step"] == "rehearse"
        holder.go_on()
    now = timezone.now()
    opening.open_online(again.election, closes_at=now + timedelta(hours=1), at=now)
    again.election.refresh_from_db()
    assert box.setup(again.election).trustees.keys[1] != box.setup(vote.election).trustees.keys[1]
    cast(client, again, FIRST, FIRST, SECOND, FIRST, BLANK)
    closing.close_online(again.election, at=AT)
    holders[1].go_on()
    holders[2].go_on()
    assert accepted(box.archive(again.election), tmp_path).result == [[1, 3, 1]]


@pytest.mark.django_db(transaction=True)
def test_two_trustees_who_decrypt_at_the_same_moment_count_once(client):
    vote, trustees = closed(client)
    messages = [trustee.message() for trustee in trustees]
    answers = []

    def send(trustee, message):
        answers.append(trustee.send("decrypt", message).status_code)
        connection.close()

    threads = [threading.Thread(target=send, args=pair) for pair in zip(trustees, messages, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [200, 200, 409]
    assert Election.objects.get(pk=vote.election.pk).state == "counted"
    assert kinds(vote.election).count("Result") == 1
    assert kinds(vote.election).count("PartialDecryption") == 3


def test_who_conducts_names_the_trustees_on_the_page_and_sees_who_is_waited_for(client):
    vote = online.sealed(5)
    client.force_login(vote.room.lead)
    address = reverse("elections:election-keys", args=[vote.election.pk])
    people = [voter.pk for voter in vote.room.voters]
    twice = {"act": "designer", "size": 3, "trustee_1": people[0], "trustee_2": people[0], "trustee_3": people[1]}
    assert "Une personne ne détient qu’une part de la clé." in client.post(address, twice).content.decode()
    few = {"act": "designer", "size": 5, "trustee_1": people[0], "trustee_2": people[1], "trustee_3": people[2]}
    assert "Désignez aussi ce dépositaire." in client.post(address, few).content.decode()
    stranger = online.sealed(3, name="Nîmes").room.voters[0]
    assert client.post(address, {**twice, "trustee_2": stranger.pk}).status_code == 200
    assert not Trustee.objects.exists()

    answer = client.post(address, {**twice, "trustee_2": people[2]})

    assert answer.status_code == 302
    assert [trustee.account_id for trustee in Trustee.objects.all()] == [people[0], people[2], people[1]]
    page = client.get(address).content.decode()
    for number in range(3):
        assert str(vote.room.voters[number].person) in page
    first = TrusteeAt(vote.room.voters[0], vote.election)
    first.go_on()
    assert "certificat" in client.get(address).content.decode()
    assert client.post(address, {"act": "recommencer"}).status_code == 302
    assert first.client.get(first.address).status_code == 404
