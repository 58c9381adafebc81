"""A merge, a refresh and an erasure read and write the rows that they are about, however many others there are.

PostgreSQL counts them itself, by table, in the transaction of the test. Reading is that of a planner who knows the
tables: with thousands of rows a table is read whole only where no index answers.
"""

from collections import Counter
from contextlib import contextmanager
from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from leader.shared.personal_data import declared, erasing
from leader.shared.personal_data.subjects import subject
from members.duplicates.undoing import undo
from members.models import Company, CompanyFigures, Membership, Person, Representative
from members.register.answers import RegisteredCompany
from members.register.recording import record
from members.register.told import Told
from territories.models import Affiliation, Prospect
from tests.duplicates.acts import merged
from tests.factories import accounts
from tests.factories.members import CompanyFactory, PersonFactory, fictitious_siren
from tests.factories.territories import TerritoryFactory

pytestmark = pytest.mark.django_db

MANY = 3000
SINCE = date(2015, 1, 1)
COUNTED = """
    SELECT relname, seq_tup_read + idx_tup_fetch, n_tup_ins + n_tup_upd + n_tup_del
    FROM pg_stat_xact_user_tables"""


@pytest.fixture
def clerk(settings, tmp_path):
    settings.DATA_FOLDER = tmp_path
    return accounts.staff()


@pytest.fixture
def crowd(clerk):
    """Fill the tables with others, and let PostgreSQL look at them."""
    territory = TerritoryFactory()
    numbers = range(10_000, 10_000 + MANY)
    companies = Company.objects.bulk_create(
        Company(siren=fictitious_siren(n), name=f"Foule {n}", phone=f"05 61 {n % 90 + 10} 44 {n % 70 + 10}")
        for n in numbers
    )
    people = Person.objects.bulk_create(
        Person(given_name="Foule", family_name=f"Numéro {n}", email=f"foule{n}@example.org") for n in numbers
    )
    both = list(zip(companies, people, strict=True))
    Membership.objects.bulk_create(Membership(company=c, starts_on=SINCE) for c in companies)
    Representative.objects.bulk_create(
        Representative(company=c, person=p, vote="voting", starts_on=SINCE) for c, p in both
    )
    CompanyFigures.objects.bulk_create(CompanyFigures(company=c, year=2024, headcount=9) for c in companies)
    Affiliation.objects.bulk_create(
        Affiliation(company=c, territory=territory, starts_on=SINCE) for c in companies
    )
    Prospect.objects.bulk_create(Prospect(company=c, territory=territory) for c in companies)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    connection.check_constraints()  # the foreign keys of the crowd, which the act would wait for otherwise


def counts():
    with connection.cursor() as cursor:
        cursor.execute(COUNTED)
        return {name: Counter(read=read, written=written) for name, read, written in cursor.fetchall()}


@contextmanager
def touching():
    """Give a table by table account of the rows that are read and written within the block."""
    touched: dict[str, Counter[str]] = {}
    before = counts()
    yield touched
    for name, now in counts().items():
        now.subtract(before.get(name, Counter()))
        if now["read"] or now["written"]:
            touched[name] = now


def crowded(touched, what="read", more_than=100):
    return {name: each[what] for name, each in touched.items() if each[what] > more_than}


def full_company(name):
    company = CompanyFactory(name=name, phone="")
    Membership.objects.create(company=company, starts_on=SINCE)
    Representative.objects.create(company=company, person=PersonFactory(), vote="voting", starts_on=SINCE)
    CompanyFigures.objects.create(company=company, year=2024, headcount=9)
    Affiliation.objects.create(company=company, territory=TerritoryFactory(), starts_on=SINCE)
    return company


@pytest.mark.parametrize("kind", ["company", "person"])
def test_a_merge_and_its_undoing_touch_their_rows_alone(crowd, clerk, kind):
    one, other = full_company("Verrerie"), full_company("VERRERIE")
    if kind == "person":
        one, other = (each.representatives.get().person for each in (one, other))

    with touching() as touched:
        done = merged(one, other, kind, by=clerk)
        undo(done.pk, by=clerk, at=timezone.now())

    assert crowded(touched) == {}
    assert sum(each["written"] for each in touched.values()) < 100


def test_a_refresh_touches_the_rows_of_its_company_alone(crowd):
    company = full_company("Verrerie")
    told = Told("found", RegisteredCompany(siren=company.siren, name="AUTRE NOM"))

    with touching() as touched:
        record(company.pk, company.siren, told, source="open", at=timezone.now())

    assert crowded(touched) == {}
    assert {name for name, each in touched.items() if each["written"]} == {
        "members_registersnapshot", "members_registersnapshotchange", "members_registerdifference",
        "members_registerdifferencechange",
    }  # fmt: skip


def test_an_erasure_writes_the_rows_of_the_person_alone_and_reads_whole_what_may_name_anybody(crowd, clerk):
    person = PersonFactory(given_name="Zoé", family_name="Zorglub", email="zoe@zorglub.example")
    Representative.objects.create(
        company=CompanyFactory(), person=person, starts_on=SINCE, ends_on=date(2016, 1, 1)
    )

    with touching() as touched:
        erasing.erase(subject(person.pk), at=timezone.now())

    may_name_anybody = {
        f"{place.model._meta.db_table}{of}"
        for place in declared()
        if place.free or place.addresses
        for of in ("", "change")
    }
    assert set(crowded(touched)) <= may_name_anybody
    assert sum(each["written"] for each in touched.values()) < 20
