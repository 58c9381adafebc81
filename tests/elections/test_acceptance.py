"""Acceptance tests of elections that fit nowhere else; the numbers are those of tests/elections/test_index.py."""

import json
from functools import partial

import pytest
from django.db import connection
from django.utils import timezone

from elections import box, closing, conduct, presences, results, rounds
from elections.counting import outcome
from elections.crypto import verify
from elections.crypto.credentials import write_roll
from elections.crypto.verification import Rules, verify_archive
from elections.holding import RefusedActError
from elections.models import Box, Elected, Election, Minutes, SignOff
from elections.opening import open_online
from elections.proclamation import proclaim
from elections.results import results_of
from leader.shared import backup
from leader.shared.limits import Attempts
from members.models import User
from territories.models import Mandate
from tests.elections import online
from tests.elections.crypto import belenios
from tests.elections.crypto.boxes import keys
from tests.elections.crypto.test_belenios_tool import GROUP, codes_in, write
from tests.elections.rooms import AT, Room
from tests.elections.test_decrypting import BLANK, FIRST, SECOND, cast, closed, kinds, verified, with_trustees
from tests.elections.test_online_vote import cast as send
from tests.elections.test_online_vote import counted
from tests.elections.test_rooms import texts

pytestmark = pytest.mark.django_db


@belenios.needs_tool
def test_03_a_ballot_that_belenios_tool_made_is_cast_through_our_address(client, tmp_path):
    """Version 2.0 makes ballots from its own codes of 15 characters alone: one is put on the roll instead of ours.

    The rest is the site's own: the archive as anybody downloads it, the address, the act of casting.
    """
    vote = online.sealed(3)
    kept = Box.objects.get(election=vote.election)
    said = partial(belenios.said, tmp_path)
    said("setup", "generate-credentials", "--uuid", kept.uuid, *GROUP, "--count", "3")
    lines = json.loads(next(tmp_path.glob("*.pubcreds")).read_text())
    box.take_keys(vote.election, keys().text)
    roll = {int(line.partition(",")[0]): 1 for line in lines}
    Box.objects.filter(pk=kept.pk).update(credentials=write_roll(roll), codes_sent_at=AT)
    open_online(vote.election, closes_at=timezone.now() + online.HOUR, at=timezone.now())
    (tmp_path / "e.bel").write_bytes(client.get(f"/elections/{vote.election.pk}/urne.bel").content)
    write(tmp_path, "code", codes_in(tmp_path)[0])
    write(tmp_path, "votes", "[[0,0,1]]")
    text = said("election", "generate-ballot", "--privcred", "code", "--ballot", "votes").strip()

    client.force_login(vote.room.voters[0])
    answer = client.post(vote.address(0), {"ballot": text})

    assert answer.status_code == 200, answer.content
    assert counted(vote) == (1, 1)
    content = client.get(f"/elections/{vote.election.pk}/urne.bel").content
    assert verify_archive(content, Rules(revote=False)).trackers == [answer.json()["tracker"]]
    assert belenios.accepts(content, tmp_path)


def test_attack_10_and_11_nothing_is_counted_by_one_trustee_nor_before_the_site_adds_its_share(client):
    vote, (first, second, _third) = closed(client)

    first.go_on()

    assert Election.objects.get(pk=vote.election.pk).state == "closed"
    assert kinds(vote.election)[-2:] == ["EncryptedTally", "PartialDecryption"]
    with pytest.raises(RefusedActError):
        proclaim(vote.election, accepting={}, at=AT)
    second.go_on()
    owners = [part.owner for part in verify_archive(box.archive(vote.election)).decryptions]
    assert sorted(owners) == [1, 2, 3]  # 1 is the share of the site, without which nobody knows a sum


@pytest.mark.django_db(transaction=True)
def test_15_no_row_of_any_table_was_written_or_locked_by_the_transaction_of_a_ballot(client):
    """PostgreSQL notes on a row who wrote it (xmin) and who locked it last (xmax), for a foreign key as well."""
    vote = online.opened(4)
    for number in (2, 0, 3, 1):
        assert send(client, vote, number).status_code == 200
    assert {"elections_signoff", "elections_rollentry"} <= _touched_with_a_ballot()

    closing.close_online(vote.election, at=AT)
    closing.forget_the_order()

    assert _touched_with_a_ballot() == {"elections_boxevent"}


@pytest.mark.django_db(transaction=True)
def test_15_an_open_vote_that_is_given_up_forgets_the_order_as_a_closed_one(client):
    vote = online.opened(3)
    for number in (2, 0, 1):
        assert send(client, vote, number).status_code == 200
    before = _jobs_that_forget()

    conduct.give_up(vote.election, reason="Le réseau de la salle est tombé.")

    assert _jobs_that_forget() == before + 1
    closing.forget_the_order()
    assert _touched_with_a_ballot() == {"elections_boxevent"}
    assert SignOff.objects.filter(roll_entry__election=vote.election).count() == 3


def _jobs_that_forget():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'forget_the_order'")
        return cursor.fetchone()[0]


def _touched_with_a_ballot():
    """Return the tables of which a row names the transaction in which a ballot was cast."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT xmin::text FROM elections_boxevent WHERE type = 'Ballot'")
        ballots = [xmin for (xmin,) in cursor.fetchall()]
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        found = set()
        for (table,) in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" WHERE xmin::text = ANY(%s) OR xmax::text = ANY(%s)',
                [ballots, ballots],
            )
            if cursor.fetchone()[0]:
                found.add(table)
    return found


def test_15_no_count_of_attempts_tells_who_has_voted_when(client):
    vote = online.opened(2)
    Attempts.objects.all().delete()

    assert send(client, vote, 0).status_code == 200
    assert not Attempts.objects.exists()
    assert send(client, vote, 1, "{}").status_code == 400
    assert Attempts.objects.get().count == 1


def test_false_ballots_are_refused_without_work_after_sixty(client):
    vote = online.opened(2)
    send(client, vote, 1, "{}")
    Attempts.objects.update(count=60)
    assert send(client, vote, 1).status_code == 429
    assert send(client, vote, 0).status_code == 200


def test_21_a_single_candidate_is_elected_with_a_voice_and_by_none_without():
    assert outcome({7: 1}, seats=1, majority_of=None).elected == [7]
    assert outcome({7: 0}, seats=1, majority_of=None).elected == []


def test_21_when_all_vote_blank_nobody_is_elected_and_a_second_round_follows():
    room = Room.with_companies(3)
    election = room.prepared()
    (only,) = room.standing(election, 0)
    room.voted(election)
    room.counted(election, {only.pk: 0}, blank=3)

    _told, following = proclaim(election, accepting={}, at=AT)

    assert following.round == 2
    assert not Mandate.objects.exists()
    assert not Elected.objects.exists()


def test_21_when_nobody_voted_online_the_trustees_count_zero_and_nobody_is_elected(client, tmp_path):
    vote, (first, second, _third) = with_trustees(3, rounds=1)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE elections_election SET closes_at = clock_timestamp()")
        cursor.execute("SET LOCAL session_replication_role = origin")
    closing.close_online(vote.election, at=AT)
    first.go_on()
    second.go_on()

    vote.election.refresh_from_db()
    assert vote.election.state == "counted"
    verdict = verify_archive(box.archive(vote.election))
    assert (verdict.ballots, verdict.result) == (0, [[0, 0, 0]])
    assert verified(vote.election).failed_check == ""
    assert proclaim(vote.election, accepting={}, at=AT)[1] is None
    assert not Mandate.objects.exists()


def test_21_a_tie_is_broken_by_a_lot_drawn_in_the_room_and_the_minutes_say_so():
    """The site draws no lot, so that no trustee and no server can grind one."""
    room = Room.with_companies(4)
    election = room.prepared(rounds=1, tie_rule="lot")
    one, two = room.standing(election, 0, 1)
    room.voted(election)
    room.counted(election, {one.pk: 2, two.pk: 2})
    assert results_of(election)[0].elected == []

    results.break_tie(election, election.contests.get(), [two.pk], how="lot")
    proclaim(election, accepting={two.pk: True}, at=AT)

    assert Mandate.objects.get().person == two.person
    assert "tirage au sort" in texts(Minutes.objects.get())


def test_22_a_quorum_lost_because_companies_left_before_voting_counts_nothing():
    room = Room.with_companies(5)
    election = room.prepared(quorum_percent=60)
    winner, other = room.standing(election, 0, 1)
    conduct.seal(election, at=AT)
    conduct.open_vote(election, at=AT)
    lines = list(election.roll.by_name().values_list("pk", flat=True))
    conduct.sign_off(election, lines[:3])
    assert results.has_quorum(election, results.turnout(election))
    conduct.sign_off(election, lines[:2])  # the third has left without voting
    conduct.close_vote(election, at=AT)

    with pytest.raises(RefusedActError, match="quorum"):
        room.counted(election, {winner.pk: 1, other.pk: 1})
    assert rounds.call_again(election, at=AT).is_second_call


def test_22_without_quorum_no_trustee_decrypts_an_online_vote(client):
    vote, (trustee, *_others) = with_trustees(3, quorum_percent=100)
    cast(client, vote, FIRST, SECOND)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE elections_election SET closes_at = clock_timestamp()")
        cursor.execute("SET LOCAL session_replication_role = origin")
    closing.close_online(vote.election, at=AT)

    assert trustee.state["step"] == "without_quorum"
    assert trustee.send("decrypt", {"owner": 2, "text": "{}", "owned": "{}"}).status_code == 409
    assert kinds(vote.election)[-1] == "EndBallots"


def test_22_online_in_the_room_those_present_make_the_quorum_whether_they_vote_or_not(client):
    vote = online.opened(5, from_afar=False, remote_article="", quorum_percent=60)
    presences.record(vote.election, [entry.pk for entry in vote.entries[:3]])
    assert send(client, vote, 0, vote.ballot(0)).status_code == 200

    seen = results.turnout(vote.election)

    assert (seen.companies_there, seen.companies_taking_part) == (3, 1)
    assert results.has_quorum(vote.election, seen)


def test_25_the_minutes_of_an_online_vote_hold_every_item_under_one_and_a_half_megabytes(client):
    vote, (first, second, _third) = with_trustees(
        5, weights={1: 3}, proxies={4: 3}, article="article 11", convened_how="lettre", convened_on=AT.date()
    )
    for number, choice in enumerate([FIRST, FIRST, SECOND, BLANK, SECOND]):
        assert send(client, vote, number, vote.ballot(number, *choice), by=min(number, 3)).status_code == 200
    closing.close_online(vote.election, at=AT)
    first.go_on()
    second.go_on()
    vote.election.refresh_from_db()
    verdict = verified(vote.election)
    (winner,) = results_of(vote.election)[0].elected
    proclaim(vote.election, accepting={winner.candidacy_id: True}, incidents="Micro en panne.", at=AT)

    minutes = Minutes.objects.get()
    told = texts(minutes)

    entries = vote.entries
    expected = [
        "LeadeR Alès", "Mairie", "lettre", "article 11", "article 12", "vote secret en ligne",
        "Ouverture du vote", "Clôture du vote", "Voix inscrites 7", "Entreprises présentes 4",
        "Entreprises représentées 1", f"{entries[4].company} est représentée par {entries[3].company}",
        "Quorum", "Majorité requise", "la personne la plus âgée", vote.election.roll_sha256,
        "Voix dans l’urne : 7", "blancs : 1", "suffrages exprimés : 6", str(winner.candidacy.person),
        "élu(e), accepte", "Tours 2", "Micro en panne.", first.state["fingerprint"], "a déchiffré la somme",
        vote.election.box.script_sha256, "Bulletins dans l’urne 5", box.head(vote.election),
        verdict.archive_sha256,
        "Notre vérificateur accepte l’archive", "belenios-tool, vérificateur indépendant", "Nom et signature",
    ]  # fmt: skip
    assert [item for item in expected if item not in told] == [], told
    assert len(minutes.pdf) < 1_500_000


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
def test_29_a_backup_restored_during_an_open_vote_continues_every_copy_made_before_it(client, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    vote = online.opened(3)
    assert send(client, vote, 0).status_code == 200
    before = box.archive(vote.election)
    place = backup.make(tmp_path / "backups", at=AT)
    assert send(client, vote, 1).status_code == 200
    lost = box.archive(vote.election)

    assert backup.restore(place, at=AT) == []

    vote.election = Election.objects.get(pk=vote.election.pk)
    vote.room.voters = [User.objects.get(pk=voter.pk) for voter in vote.room.voters]
    assert box.archive(vote.election) == before
    assert send(client, vote, 2).status_code == 200
    now = box.archive(vote.election)
    assert verify_archive(now, Rules(revote=False)).ballots == 2
    names = {"before": before, "lost": lost, "now": now}
    for name, content in names.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "e.bel").write_bytes(content)
    said = partial(belenios.run, tmp_path, "election", "verify-diff", "--dir2", "now", "--dir1")
    for earlier, is_continued in [("before", True), ("lost", False)]:  # the ballot cast after the backup is missed
        file = tmp_path / earlier / "e.bel"
        assert (verify.main([f"--earlier={file}", str(tmp_path / "now" / "e.bel")]) == 0) is is_continued
        if belenios.TOOL:
            assert (said(earlier).returncode == 0) is is_continued
    assert send(client, vote, 1).status_code == 200  # whoever looked the receipt up in vain votes again
