"""The companies are asked about in turn, the oldest answer first, and nobody's turn is lost or taken twice."""

from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from members.models import RegisterDifference, RegisterSnapshot
from members.register import gate
from members.register.refreshing import refresh
from tests.factories.members import CompanyFactory
from tests.factories.refresh import TOLD_AT, RegisterSnapshotFactory
from tests.jobs import forget_all_jobs, run_queued_jobs
from tests.register.servers import says

pytestmark = pytest.mark.django_db


def asked_about(server):
    return [path.partition("q=")[2][:9] for path, _headers in server.asked]


def test_those_never_asked_about_come_first_then_the_oldest_answers_and_nobody_before_their_turn(register):
    old = RegisterSnapshotFactory(company=CompanyFactory(siren="000100024"), next_at=TOLD_AT)
    RegisterSnapshotFactory(company=CompanyFactory(siren="000100032"), next_at=TOLD_AT - timedelta(days=1))
    RegisterSnapshotFactory(company=CompanyFactory(siren="000100040"), next_at=timezone.now() + timedelta(days=1))
    CompanyFactory(siren="000100016")
    CompanyFactory(siren=None)

    assert refresh(limit=2) == 2
    assert asked_about(register) == ["000100016", "000100032"]
    assert refresh(limit=2) == 1
    assert asked_about(register)[2:] == ["000100024"]
    assert refresh() == 0
    old.refresh_from_db()
    assert timedelta(days=29) < old.next_at - timezone.now() < timedelta(days=31)
    assert RegisterSnapshot.objects.get(company__siren="000100016").told["name"] == "AERO EXEMPLE OCCITANIE"


def test_an_unknown_company_is_a_difference(register):
    company = CompanyFactory(siren="000000018")

    refresh()

    row = RegisterDifference.objects.get()
    assert (row.company, row.kind, row.theirs) == (company, "siren", "")


def test_a_company_that_the_register_fails_on_is_asked_about_the_day_after_and_keeps_nobody_waiting(scripted):
    good = b'{"results": [{"siren": "000100024", "nom_complet": "GROUPE"}]}'
    scripted(says(500), says(200, good))
    first, second = CompanyFactory(siren="000100016"), CompanyFactory(siren="000100024")

    assert refresh() == 1

    failed = RegisterSnapshot.objects.get(company=first)
    assert failed.outcome == "waiting"
    assert timedelta(hours=23) < failed.next_at - timezone.now() < timedelta(hours=25)
    assert RegisterSnapshot.objects.get(company=second).outcome == "found"


def test_a_shut_gate_ends_the_batch_and_costs_nobody_their_turn(scripted):
    server = scripted(says(429, Retry_After="600"))
    for siren in ["000100016", "000100024", "000100032"]:
        CompanyFactory(siren=siren)

    assert refresh() == 0
    assert refresh() == 0

    assert len(server.asked) == 1
    assert not RegisterSnapshot.objects.filter(next_at__gt=timezone.now()).exists()


def test_a_turn_that_another_process_took_is_not_asked_twice(register, monkeypatch):
    snapshot = RegisterSnapshotFactory(company=CompanyFactory(siren="000100016"))
    monkeypatch.setattr(
        "members.register.refreshing._due", lambda limit: [(snapshot.company_id, "000100016", seen)]
    )
    seen = snapshot.next_at

    assert refresh() == 1
    assert refresh() == 0
    assert len(register.asked) == 1


def test_without_a_register_nobody_is_asked(db, settings):
    settings.COMPANY_REGISTER_URL = ""
    CompanyFactory()

    assert refresh() == 0
    assert not RegisterSnapshot.objects.exists()


def test_a_batch_ends_with_its_time(register):
    CompanyFactory(siren="000100016")

    assert refresh(seconds=-1) == 0
    assert register.asked == []


@pytest.mark.django_db(transaction=True)
def test_the_job_asks_and_two_of_them_share_a_lock(register):
    CompanyFactory(siren="000100016")
    forget_all_jobs()
    task = app.tasks["refresh_from_register"]
    task.defer(timestamp=0)

    assert list(ProcrastinateJob.objects.values_list("lock", flat=True)) == ["refresh_from_register"]
    run_queued_jobs()

    assert asked_about(register) == ["000100016"]
    assert RegisterSnapshot.objects.get().outcome == "found"
    assert gate.enter() < 1
    forget_all_jobs()
