"""Two people decide about one difference at once, or the register answers meanwhile: one of them is told no."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.models import Company, RegisterDifference, RegisterSnapshot
from members.register.answers import RegisteredCompany
from members.register.deciding import ConflictError, ImpossibleError, decide
from members.register.recording import record
from members.register.told import Told
from tests.duplicates.acts import merged
from tests.factories.accounts import staff
from tests.factories.members import CompanyFactory
from tests.factories.refresh import RegisterDifferenceFactory, RegisterSnapshotFactory
from tests.shared.waiting import until_somebody_waits_for_a_lock

SIREN = "732829320"

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    def run(act):
        try:
            return act()
        except (ConflictError, ImpossibleError) as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.fixture
def row():
    company = CompanyFactory(name="Ancien nom")
    RegisterSnapshotFactory(company=company, told={"siren": company.siren, "name": "NOUVEAU NOM"})
    return RegisterDifferenceFactory(company=company)


def test_of_two_decisions_one_is_recorded(row):
    users = [staff(), staff()]

    ended = at_once(
        lambda: decide(row.pk, "taken", by=users[0], at=timezone.now(), version=row.version),
        lambda: decide(row.pk, "kept", by=users[1], at=timezone.now(), version=row.version, note="non"),
    )

    assert [isinstance(each, ConflictError) for each in ended].count(True) == 1
    state = RegisterDifference.objects.get(pk=row.pk).state
    assert (Company.objects.get(pk=row.company_id).name == "NOUVEAU NOM") is (state == "taken")


def test_many_answers_at_once_leave_one_row_of_a_kind(row):
    company = row.company
    told = Told(RegisterSnapshot.Outcome.FOUND, RegisteredCompany(siren=company.siren, name="TROISIEME NOM"))

    def tell():
        record(company.pk, company.siren, told, source="open", at=timezone.now())

    at_once(*[tell] * 6)

    rows = RegisterDifference.objects.filter(company=company)
    assert [(each.theirs, each.state) for each in rows] == [("TROISIEME NOM", "open")]
    assert RegisterSnapshot.objects.filter(company=company).count() == 1


@pytest.mark.parametrize("is_there_too", [False, True], ids=["it goes over", "the kept one has its own"])
def test_who_decides_about_a_company_that_is_merged_meanwhile_is_led_to_the_kept_one(row, is_there_too):
    clerk, kept = staff(), CompanyFactory(name="Reste")
    if is_there_too:
        RegisterSnapshotFactory(company=kept, told={"siren": kept.siren, "name": "RESTE"})
        RegisterDifferenceFactory(company=kept)
    client = Client()
    client.force_login(clerk)
    url = reverse("pages:register-decide", args=[row.company_id, row.pk])
    typed = {"decision": "taken", "version": row.version, "ours": row.ours, "note": ""}

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            merged(kept, row.company, by=clerk)
            answer = pool.submit(at_once, lambda: client.post(url, typed, follow=True))
            until_somebody_waits_for_a_lock()
        [answer] = answer.result()

    assert answer.redirect_chain[-1][0] == reverse("pages:register-company", args=[kept.pk])
    assert "rien n’a été enregistré" in answer.content.decode()
    assert Company.objects.get().name == "Reste"
    assert not RegisterDifference.objects.filter(decided_by__isnull=False).exists()
    again = client.post(url, typed, follow=True)  # from a page read before
    assert again.redirect_chain[-1][0] == reverse("pages:register-company", args=[kept.pk])
    assert "rien n’a été enregistré" in again.content.decode()


def test_an_answer_about_a_company_that_is_merged_meanwhile_is_not_kept(row):
    clerk, kept, company = staff(), CompanyFactory(name="Reste"), row.company
    told = Told(RegisterSnapshot.Outcome.FOUND, RegisteredCompany(siren=company.siren, name="TROISIEME NOM"))

    def tell():
        record(company.pk, company.siren, told, source="open", at=timezone.now())

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            merged(kept, company, by=clerk)
            answer = pool.submit(at_once, tell)
            until_somebody_waits_for_a_lock()
        assert answer.result() == [None]

    assert not RegisterDifference.objects.filter(theirs="TROISIEME NOM").exists()


def test_of_two_companies_that_take_one_siren_over_at_once_one_is_told_why_not():
    rows, clerk = [], staff()
    for _number in range(2):
        company = CompanyFactory()
        RegisterSnapshotFactory(company=company, outcome="duplicate", told=None, other_siren=SIREN)
        rows.append(RegisterDifferenceFactory(company=company, kind="siren", ours=company.siren, theirs=SIREN))

    ended = at_once(
        *[
            lambda row=row: decide(row.pk, "taken", by=clerk, at=timezone.now(), version=row.version)
            for row in rows
        ]
    )

    assert [isinstance(each, ImpossibleError) for each in ended].count(True) == 1
    assert Company.objects.filter(siren=SIREN).count() == 1
