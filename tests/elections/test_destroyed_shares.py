"""The site's share of a key: destroyed once nobody can contest, never before; seen when a backup brings it."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from elections import ceremonies, destroying, evidence, reconciliation, shares
from elections.holding import RefusedActError
from elections.models import Election, Incident, KeyCeremony
from elections.tasks import destroy_shares
from tests.elections import online
from tests.elections.rooms import AT

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_FOLDER = tmp_path


@pytest.fixture
def vote():
    return online.sealed(3, contest_days=20, contest_article="article 9")


@pytest.fixture
def ceremony(vote):
    return ceremonies.name_trustees(vote.election, vote.room.voters, threshold=2)


def moved(ceremony, *states, **stamps):
    for state in states:
        Election.objects.filter(pk=ceremony.election_id).update(state=state, closes_at=AT, **stamps)


def proclaimed(ceremony, ago):
    moved(ceremony, "open", "closed", "counted", "proclaimed", proclaimed_at=timezone.now() - ago)


def share(ceremony):
    return KeyCeremony.objects.get(pk=ceremony.pk).server_share


def test_a_share_goes_when_the_time_to_contest_is_over_and_the_act_is_recorded(
    ceremony, django_capture_on_commit_callbacks
):
    proclaimed(ceremony, 20 * DAY + timedelta(minutes=1))

    with django_capture_on_commit_callbacks(execute=True):
        destroy_shares(0)

    kept = KeyCeremony.objects.get(pk=ceremony.pk)
    assert (kept.server_share, timezone.now() - kept.share_destroyed_at < DAY) == ("", True)
    assert kept.changes.filter(share_destroyed_at__isnull=False).count() == 1
    with pytest.raises(RefusedActError):
        shares.take_out(kept.server_share)
    assert destroying.run(at=timezone.now()) == 0
    assert destroying.file().read_text().count("\n") == 1
    assert reconciliation.shares_that_should_be_gone() == []


def test_a_share_stays_until_the_last_day_of_the_setting(ceremony):
    proclaimed(ceremony, 20 * DAY - timedelta(minutes=5))
    assert destroying.run(at=timezone.now()) == 0
    assert share(ceremony)


@pytest.mark.parametrize("state", ["sealed", "open", "closed", "counted"])
def test_a_share_is_never_destroyed_before_the_proclamation(ceremony, state):
    order = ["open", "closed", "counted"]
    moved(ceremony, *order[: order.index(state) + 1 if state in order else 0])
    assert destroying.run(at=timezone.now() + 10_000 * DAY) == 0
    with pytest.raises(DatabaseError, match="stays"), transaction.atomic():
        KeyCeremony.objects.filter(pk=ceremony.pk).update(server_share="", share_destroyed_at=timezone.now())
    assert share(ceremony)


def test_the_database_itself_keeps_the_time_and_that_it_is_once_for_good(ceremony):
    before = share(ceremony)
    rows = KeyCeremony.objects.filter(pk=ceremony.pk)
    proclaimed(ceremony, 19 * DAY)
    for change in (
        {"server_share": "", "share_destroyed_at": timezone.now()},
        {"server_share": ""},
        {"server_share": "y"},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
    Election.objects.filter(pk=ceremony.election_id).update(proclaimed_at=timezone.now() - 21 * DAY)
    for change in ({"server_share": ""}, {"share_destroyed_at": timezone.now()}):  # the one not without the other
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
    assert destroying.run(at=timezone.now()) == 1
    for change in ({"server_share": before}, {"share_destroyed_at": None}, {"share_destroyed_at": timezone.now()}):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)


def test_the_share_of_a_ceremony_that_was_given_up_goes_at_once_and_of_a_void_election_in_time(ceremony):
    ceremonies.begin_again(ceremony.election, at=timezone.now())
    assert destroying.run(at=timezone.now()) == 1
    other = online.sealed(3, name="Sète", contest_days=20)
    void = ceremonies.name_trustees(other.election, other.room.voters, threshold=2)
    Election.objects.filter(pk=other.election.pk).update(state="void", void_reason="Report")
    assert destroying.run(at=timezone.now()) == 0
    assert destroying.run(at=timezone.now() + 21 * DAY) == 1
    assert share(void) == ""


@contextmanager
def as_restored():
    """Write as the restore of a backup does: no trigger is fired."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")


def restored(ceremony, of_before):
    """Put the share back as a backup of before would."""
    with as_restored():
        KeyCeremony.objects.filter(pk=ceremony.pk).update(server_share=of_before, share_destroyed_at=None)


def test_a_share_that_a_backup_brings_back_is_told_and_destroyed_again(
    ceremony, django_capture_on_commit_callbacks
):
    before = share(ceremony)
    proclaimed(ceremony, 21 * DAY)
    with django_capture_on_commit_callbacks(execute=True):
        destroying.run(at=timezone.now())
    restored(ceremony, before)

    assert reconciliation.shares_that_should_be_gone() == [f"election {ceremony.election_id}"]
    assert destroying.run(at=timezone.now()) == 1

    assert share(ceremony) == ""
    assert "sauvegarde" in Incident.objects.get(election=ceremony.election).text
    assert reconciliation.shares_that_should_be_gone() == []


def test_a_share_that_comes_back_with_a_backup_of_before_the_proclamation_is_told_once_and_not_used(
    ceremony, django_capture_on_commit_callbacks
):
    proclaimed(ceremony, 21 * DAY)
    before = share(ceremony)
    with django_capture_on_commit_callbacks(execute=True):
        destroying.run(at=timezone.now())
    restored(ceremony, before)
    with as_restored():  # the election as it stood in that backup
        Election.objects.filter(pk=ceremony.election_id).update(state="closed", proclaimed_at=None)

    for _night in range(2):
        assert destroying.run(at=timezone.now()) == 0

    assert Incident.objects.filter(election=ceremony.election).count() == 1
    assert reconciliation.shares_that_should_be_gone() == [f"election {ceremony.election_id}"]


def test_a_share_whose_time_is_long_over_is_told_when_one_reconciles(ceremony):
    proclaimed(ceremony, 22 * DAY)
    assert reconciliation.shares_that_should_be_gone() == [f"election {ceremony.election_id}"]


def test_the_minutes_and_the_page_of_the_key_say_when_and_by_which_article(vote, ceremony, client):
    (told,) = [line[1] for line in evidence._key(vote.election) if line[0] == "La part du site"]
    assert told.startswith("détruite 20 jours après la proclamation")
    assert told.endswith("(article 9)")
    proclaimed(ceremony, 21 * DAY)
    client.force_login(vote.room.lead)
    address = reverse("elections:election-keys", args=[vote.election.pk])
    assert "sera détruite le" in client.get(address).content.decode()
    destroying.run(at=timezone.now())
    assert "a été détruite le" in client.get(address).content.decode()
