"""Two people decide about one difference at once, or the register answers meanwhile: one of them is told no."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from members.models import Company, RegisterDifference, RegisterSnapshot
from members.register.answers import RegisteredCompany
from members.register.deciding import ConflictError, decide
from members.register.recording import record
from members.register.told import Told
from tests.factories.accounts import staff
from tests.factories.members import CompanyFactory
from tests.factories.refresh import RegisterDifferenceFactory, RegisterSnapshotFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    def run(act):
        try:
            return act()
        except ConflictError as error:
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
