"""The operation of an online vote over HTTP and in the database; the numbers are those of our acceptance tests."""

import json
import logging
from contextlib import contextmanager
from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection, transaction
from django.utils import timezone

from elections import box, checking, closing, opening, presences
from elections.casting import cast
from elections.crypto.errors import RefusedError
from elections.crypto.events import Event, follow
from elections.crypto.verification import verify_archive
from elections.forms.preparing import RulesForm
from elections.holding import RefusedActError
from elections.models import BoxEvent, Election, Incident, RollEntry, SignOff
from leader.shared.idempotency import FIELD, SentForm
from leader.shared.mails import Letter, send_letter
from members.models import Membership
from tests.elections import online
from tests.elections.crypto.boxes import keys
from tests.elections.rooms import AT
from tests.elections.test_kept_by_the_database import refused
from tests.elections.test_online_vote import cast as send
from tests.elections.test_online_vote import counted
from tests.team.test_races import at_once

pytestmark = pytest.mark.django_db
COMMITTED = pytest.mark.django_db(transaction=True)


@COMMITTED
def test_07_fifty_requests_of_one_company_make_one_ballot():
    vote = online.opened(2)
    texts = [vote.ballot(0) for _ in range(5)]
    user = vote.room.voters[0]

    answers = at_once(*[(user, vote.address(0), {"ballot": texts[number % 5]}) for number in range(50)])

    assert counted(vote) == (1, 1)
    assert {status for status, _ in answers} == {200, 409}
    kept = {json.loads(body)["tracker"] for status, body in answers if status == 200}
    assert kept == set(verify_archive(box.archive(vote.election)).trackers)
    assert checking.problems(vote.election) == []


class CrashError(Exception):
    """The process stops here."""


@contextmanager
def crash_after(statements):
    """Let the connection run so many statements, then crash."""
    left = [statements]

    def run(execute, sql, params, many, context):
        if left[0] == 0:
            raise CrashError
        left[0] -= 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(run):
        yield


@COMMITTED
def test_08_a_crash_after_any_statement_leaves_a_whole_vote_or_none():
    vote = online.opened(2)
    text, user, entry = vote.ballot(0), vote.room.voters[0], vote.entries[0]
    box.setup(vote.election)
    crashes = 0
    for statements in range(100):
        try:
            with crash_after(statements):
                cast(RollEntry.objects.select_related("election", "proxy_given").get(pk=entry.pk), text, user)
            break
        except CrashError:
            crashes += 1
            assert counted(vote) == (0, 0)

    assert crashes > 10
    assert counted(vote) == (1, 1)


def test_09_a_lost_reply_and_the_same_ballot_again_give_the_same_receipt(client):
    vote = online.opened(2)
    text = vote.ballot(0)
    first = send(client, vote, 0, text, **{FIELD: "a-key"})

    again = send(client, vote, 0, text, **{FIELD: "another-key"})
    other = send(client, vote, 0, vote.ballot(0))

    assert (again.status_code, again.json()) == (200, first.json())
    assert other.status_code == 409
    assert "tracker" not in other.json()
    assert counted(vote) == (1, 1)
    assert not SentForm.objects.exists()


def test_09_the_same_ballot_again_after_the_end_gives_the_same_receipt(client):
    vote = online.opened(1)
    text = vote.ballot(0)
    first = send(client, vote, 0, text)
    closing.close_online(vote.election, at=AT)

    assert send(client, vote, 0, text).json() == first.json()


def test_09_a_ballot_of_one_company_is_no_receipt_for_another(client):
    vote = online.opened(3, proxies={1: 0})
    text = vote.ballot(0)
    assert send(client, vote, 0, text).status_code == 200

    assert send(client, vote, 1, text, by=0).status_code == 409
    assert counted(vote) == (1, 1)


@COMMITTED
def test_10_a_ballot_counts_until_the_end_by_the_clock_of_the_database(client):
    vote = online.opened(2)
    texts = [vote.ballot(0), vote.ballot(1)]
    assert send(client, vote, 0, texts[0]).status_code == 200
    _end_now(vote.election)

    assert send(client, vote, 1, texts[1]).status_code == 409
    with refused("box_closes_on_time"), transaction.atomic():
        box.append(vote.election, "Ballot", [texts[1]], credential="7")
    assert counted(vote) == (1, 1)


@COMMITTED
def test_10_a_ballot_that_the_end_overtakes_on_its_way_in_is_answered_as_after_the_end(client, caplog):
    """The clock is asked before the ballot is written and again as it is: here the hour comes in between."""
    caplog.set_level(logging.DEBUG)
    vote = online.opened(2, lasts=timedelta(seconds=2))
    text = vote.ballot(0)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE elections_boxevent IN SHARE MODE")  # it is read, and waits to be written
        answers = []
        sending = Thread(target=_send_apart, args=(client, vote, text, answers))
        sending.start()
        cursor.execute("SELECT pg_sleep(greatest(0, extract(epoch FROM %s - clock_timestamp())) + 0.1)", [
            vote.election.closes_at,
        ])  # fmt: skip
    sending.join()

    assert answers == [(409, {"message": "Le vote n’est pas ouvert."})]
    assert counted(vote) == (0, 0)
    told = "\n".join(f"{r.getMessage()} {r.exc_info}" for r in caplog.records if not _is_sql_of_the_box(r))
    assert text[:100] not in told
    assert json.loads(text)["credential"] not in told


def _send_apart(client, vote, text, answers):
    try:
        answer = send(client, vote, 0, text)
        answers.append((answer.status_code, answer.json()))
    finally:
        connection.close()


def _end_now(election):
    """Let the hour of the end be past: the rule that it stays is put aside for this statement alone."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE elections_election SET closes_at = clock_timestamp() - interval '1 millisecond' WHERE id = %s",
            [election.pk],
        )
    election.refresh_from_db()


@COMMITTED
def test_10_the_minutely_job_closes_what_is_over_and_nothing_else(client):
    vote = online.opened(2)
    assert closing.due() == []
    _end_now(vote.election)

    (due,) = closing.due()
    closing.close_online(due, at=timezone.now())

    vote.election.refresh_from_db()
    assert vote.election.state == "closed"
    assert verify_archive(box.archive(vote.election)).state == "EndBallots"


def test_10_a_vote_does_not_end_before_its_hour_while_a_company_has_not_voted(client):
    vote = online.opened(2)
    send(client, vote, 0)

    with pytest.raises(RefusedActError):
        closing.close_online(vote.election, at=AT)


def test_11_a_false_clock_of_the_browser_changes_nothing(client):
    vote = online.opened(2)
    client.force_login(vote.room.voters[0])
    typed = {"ballot": vote.ballot(0), "at": "1970-01-01T00:00:00Z"}

    answer = client.post(vote.address(0), typed, headers={"Date": "Thu, 01 Jan 1970 00:00:00 GMT"})

    assert answer.status_code == 200


def test_12_who_gave_a_proxy_does_not_vote_and_the_holder_does_with_its_code(client):
    vote = online.opened(3, proxies={2: 1})

    giver = send(client, vote, 2)
    holder = send(client, vote, 2, by=1)
    stranger = send(client, vote, 2, by=0)

    assert (giver.status_code, holder.status_code, stranger.status_code) == (404, 200, 404)
    assert SignOff.objects.get(pk=vote.entries[2].pk).by_proxy is True


def test_12_the_code_of_a_company_goes_to_who_votes_for_it():
    vote = online.ready(3, proxies={2: 1})

    letters = Letter.objects.order_by("pk")
    holder = vote.room.voters[1].person
    assert [str(holder) in letter.text for letter in letters] == [False, True, True]
    assert [str(e.company) in letter.text for e, letter in zip(vote.entries, letters, strict=True)] == [True] * 3


def test_13_a_code_of_another_weight_is_refused(client):
    vote = online.opened(3, weights={0: 3})

    assert send(client, vote, 1, vote.ballot(1, code=0)).status_code == 403
    assert send(client, vote, 0, vote.ballot(0, code=1)).status_code == 403
    assert counted(vote) == (0, 0)
    assert send(client, vote, 0).status_code == 200


def test_13_a_code_serves_once_whatever_company_uses_it(client):
    vote = online.opened(3)
    assert send(client, vote, 0, vote.ballot(0, code=1)).status_code == 200

    assert send(client, vote, 1).status_code == 409
    assert counted(vote) == (1, 1)


def test_14_who_was_struck_off_after_the_sealing_votes_and_who_came_later_does_not(client):
    vote = online.opened(2)
    Membership.objects.filter(company=vote.entries[0].company).delete()
    late = online.Room.with_companies(1, "Uzès").voters[0]

    assert send(client, vote, 0).status_code == 200
    client.force_login(late)
    assert client.post(vote.address(1), {"ballot": vote.ballot(1)}).status_code == 404


@COMMITTED
def test_15_no_column_id_time_or_order_ties_a_sign_off_to_a_ballot(client):
    vote = online.opened(12)
    for number in (7, 2, 11, 0, 5, 9, 1, 10, 3, 8, 4, 6):
        assert send(client, vote, number).status_code == 200
    before = _rows("SELECT xmin::text, roll_entry_id FROM elections_signoff ORDER BY ctid")

    closing.close_online(vote.election, at=AT)
    closing.forget_the_order()

    after = _rows("SELECT xmin::text, roll_entry_id FROM elections_signoff ORDER BY ctid")
    assert len({xmin for xmin, _ in after}) == 1
    assert not {x for x, _ in after} & {
        x for (x,) in _rows("SELECT xmin::text FROM elections_boxevent WHERE type = 'Ballot'")
    }
    assert sorted(key for _, key in after) == sorted(key for _, key in before)
    assert [key for _, key in after] != [key for _, key in before]  # once in 479,001,600
    columns = {f.name for f in BoxEvent._meta.fields} & {f.name for f in SignOff._meta.fields}
    assert columns == set()
    assert {f.get_internal_type() for f in SignOff._meta.fields} == {"OneToOneField", "BooleanField"}
    assert "DateTimeField" not in {f.get_internal_type() for f in BoxEvent._meta.fields}


def _rows(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def test_16_neither_logs_nor_tables_hold_a_code_a_tracker_or_a_ballot(client, caplog, mailoutbox):
    caplog.set_level(logging.DEBUG)
    vote = online.opened(2)
    letters = [letter.pk for letter in Letter.objects.all()]
    queued = json.dumps([list(map(str, row)) for row in _rows("SELECT * FROM shared_letter")])
    for key in letters:
        send_letter(letter_id=key)
    text = vote.ballot(0)
    tracker = send(client, vote, 0, text).json()["tracker"]
    send(client, vote, 0, vote.ballot(0))
    send(client, vote, 1, text.replace("answers", "answer5"))
    checking.check(vote.election, at=AT)

    told = "\n".join(f"{r.getMessage()} {r.exc_info}" for r in caplog.records if not _is_sql_of_the_box(r))
    credential = json.loads(text)["credential"]
    for secret in [*vote.codes, *(code.replace("-", "") for code in vote.codes), tracker, credential, text[:200]]:
        assert secret not in told
        assert secret not in queued
    assert not Letter.objects.exists()
    assert [code in mail.body for code, mail in zip(vote.codes, mailoutbox, strict=True)] == [True, True]
    tables = [row[0] for row in _rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
    everything = {name: str(_rows(f'SELECT * FROM "{name}"')) for name in tables}
    assert [name for name, rows in everything.items() for code in vote.codes if code in rows] == []
    assert sorted(name for name, rows in everything.items() if credential in rows) == [
        "elections_box",
        "elections_boxevent",
    ]
    assert [name for name, rows in everything.items() if tracker in rows] == []


def _is_sql_of_the_box(record):
    """Django logs statements while one develops (DEBUG), and never on a site in production."""
    return record.name == "django.db.backends"


@pytest.mark.parametrize("act", ["UPDATE elections_boxevent SET height = 9", "DELETE FROM elections_boxevent"])
def test_17_what_is_in_the_box_is_neither_changed_nor_taken_out(act):
    online.opened(2)

    with refused("box_only_grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act)


@pytest.mark.parametrize(
    ("name", "false"),
    [
        ("box_event_follows_the_last", {"parent": "0" * 64}),
        ("box_event_follows_the_last", {"height": 2}),
        ("box_event_names_its_text", {"payload": "0" * 64}),
        ("box_event_has_its_hash", {"sha256": "0" * 64}),
        ("box_grows_with_the_election", {"type": "Result"}),
    ],
)
def test_17_the_database_takes_no_event_that_does_not_follow(name, false):
    vote = online.opened(2)
    data = [vote.ballot(0)]
    last = BoxEvent.objects.get(election=vote.election)
    event = follow(Event(last.type, last.height, last.parent, last.payload), "Ballot", data)
    if "type" in false:
        event = Event("Result", event.height, event.parent, event.payload)
    row = {
        "height": event.height, "type": event.type, "parent": event.parent, "payload": event.payload,
        "sha256": event.hash, "data": data, "credential_sha256": None if event.type == "Result" else "1" * 64,
    }  # fmt: skip

    with refused(name), transaction.atomic():
        BoxEvent.objects.create(election=vote.election, **(row | false))


def test_17_the_box_is_fixed_once_the_vote_is_open():
    vote = online.opened(2)

    with refused("box_is_fixed_once_the_vote_is_open"), transaction.atomic():
        box.take_keys(vote.election, keys(2, 3).text)


def test_18_no_share_of_a_trustee_is_taken_while_the_box_is_open():
    vote = online.opened(2)

    with pytest.raises(RefusedError), transaction.atomic():
        box.append(vote.election, "PartialDecryption", ["{}", "{}"])


def test_27_nobody_votes_from_afar_without_an_article_of_the_statutes(client):
    vote = online.opened(3, from_afar=False, remote_article="", proxies={2: 1})
    presences.record(vote.election, [vote.entries[1].pk])

    absent, present, represented = send(client, vote, 0), send(client, vote, 1), send(client, vote, 2, by=1)

    assert (absent.status_code, present.status_code, represented.status_code) == (403, 200, 200)
    with refused("election_from_afar_names_its_article"), transaction.atomic():
        Election.objects.create(held_on=AT.date(), roll_on=AT.date(), way="online", from_afar=True)


def test_27_the_rules_say_that_an_article_is_missing():
    draft = online.Room.with_companies(1).prepared(way="online")
    form = RulesForm({**_typed(draft), "from_afar": "on", "remote_article": ""}, instance=draft)

    assert not form.is_valid()
    assert "statuts" in str(form.errors)


def _typed(election):
    form = RulesForm(instance=election)
    return {name: form[name].value() or "" for name in form.fields if form[name].value() is not False}


def test_a_vote_opens_with_keys_with_codes_and_on_its_day_only():
    vote = online.sealed(2)
    now, end = timezone.now(), timezone.now() + timedelta(hours=1)

    assert len(opening.missing_before_opening(vote.election)) == 2
    with pytest.raises(RefusedActError):
        opening.open_online(vote.election, closes_at=end, at=now)
    ready = online.ready(2, name="Sète")
    for at, closes_at in [(now - timedelta(days=1), end), (now, now), (now, now + timedelta(days=31))]:
        with pytest.raises(RefusedActError):
            opening.open_online(ready.election, closes_at=closes_at, at=at)


def test_a_check_tells_of_a_ballot_without_a_sign_off(client):
    vote = online.opened(2)
    assert send(client, vote, 0).status_code == 200
    assert checking.check(vote.election, at=AT).problem == ""
    SignOff.objects.all().delete()

    assert "émargements" in checking.check(vote.election, at=AT).problem
    checking.check(vote.election, at=AT)
    (incident,) = Incident.objects.filter(election=vote.election)  # once, and into the minutes
    assert "émargements" in incident.text


def test_a_check_tells_of_a_box_that_was_changed_underneath(client):
    vote = online.opened(2)
    assert send(client, vote, 0).status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM elections_boxevent WHERE height = 1")
        cursor.execute("SET LOCAL session_replication_role = origin")

    assert len(checking.problems(vote.election)) == 1
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE elections_boxevent SET data[2] = '[]' WHERE height = 0")
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert len(checking.problems(vote.election)) == 2


def test_a_second_round_uses_the_codes_of_the_first(client):
    vote = online.ready(2)
    following = Election.objects.create(
        way="online", from_afar=True, remote_article="article 12", held_on=vote.election.held_on,
        roll_on=vote.election.roll_on, round=2, first_round=vote.election,
    )  # fmt: skip
    second = box.prepare(following, at=AT, after=vote.election.box)
    vote.election.box.refresh_from_db()

    assert (second.uuid, second.credentials) == (vote.election.box.next_uuid, vote.election.box.next_credentials)
    assert second.credentials.count('"') == 4
