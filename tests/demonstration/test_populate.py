"""An invented federation of any size: coherent, the same for the same arguments, harmless to what is there."""

import os
import re
import subprocess
import sys
from datetime import date, timedelta
from io import StringIO

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db.models import Count, Exists, F, OuterRef, Q

from commissions.models import Commission, CommissionMembership
from elections.models import Assembly
from events.models import Event
from leader.demonstration.invented.days import AS_OF
from leader.demonstration.population import FILLED
from leader.shared.periods import on_day
from leader.shared.reconciliation import questions
from members.models import Company, CompanyFigures, Membership, Person, Representative
from members.siren import validate_siren
from territories.area import communes_of
from territories.models import Affiliation, Mandate, Prospect, Stage, Territory, TerritoryLead

pytestmark = pytest.mark.django_db
COMPANIES = 600


def run(companies=COMPANIES, seed=7):
    said = StringIO()
    call_command("populate", companies=companies, seed=seed, stdout=said)
    return said.getvalue()


@pytest.fixture
def federation():
    run()


def counts():
    return {model.__name__: model.objects.count() for model in FILLED}


def test_every_rule_of_the_database_holds(federation):
    assert {rule: broken for rule, broken in questions() if broken} == {}


def test_it_has_everything_that_a_federation_has(federation):
    assert Company.objects.count() == COMPANIES
    assert min(counts().values()) > 0
    assert set(Prospect.objects.values_list("state", flat=True)) == set(Prospect.State.values)
    assert set(Membership.objects.values_list("ending", flat=True)) == set(Membership.Ending.values) - {
        "other"
    } | {""}
    assert Commission.objects.alive_on(AS_OF).count() == 6
    assert Event.objects.galas().filter(held_on__gt=AS_OF, is_published=True).exists()
    assert Assembly.objects.filter(territory=None, decisions__mandates__isnull=False).exists()


def test_no_company_can_be_taken_for_a_real_one(federation):
    known = Company.objects.exclude(siren=None)
    for siren in known.values_list("siren", flat=True):
        validate_siren(siren)
        assert siren.startswith("29")
    assert not Company.objects.exclude(email__endswith=".example").exists()
    assert not Person.objects.exclude(email__endswith=".example").exists()
    assert not Company.objects.filter(siren=None, country="FR").exists()


def test_an_address_agrees_with_its_commune(federation):
    for company in Company.objects.exclude(commune=None).select_related("commune"):
        assert company.city == company.commune.name
        assert company.postal_code in company.commune.postal_codes


def test_figures_agree_with_the_size_class_and_come_after_the_founding(federation):
    figures = CompanyFigures.objects.exclude(company__insee_size_class="")

    assert figures.exists()
    assert not figures.exclude(size_class=F("company__insee_size_class")).exists()
    assert not CompanyFigures.objects.filter(year__lte=F("company__founded_on__year")).exists()
    assert Company.objects.annotate(years=Count("figures")).filter(years__lt=2).count() == 0


def test_a_home_holds_the_seat_of_its_companies_while_it_is_open(federation):
    seen = 0
    for territory in Territory.objects.filter(country="FR"):
        seats = territory.affiliations.values_list("company__commune", flat=True)
        seen += len(seats)
        assert set(seats) <= set(communes_of(territory, AS_OF).values_list("pk", flat=True))
    assert seen > COMPANIES / 5
    openings = dict(Stage.objects.filter(kind="open").values_list("territory", "done_on"))
    for spell in Affiliation.objects.all():
        assert spell.starts_on >= openings[spell.territory_id]


def test_an_affiliation_stands_within_a_membership(federation):
    for spell in Affiliation.objects.select_related("company"):
        memberships = spell.company.memberships.filter(on_day(spell.starts_on))
        assert memberships.filter(Q(ends_on=None) | Q(ends_on__gte=spell.ends_on or spell.starts_on)).exists()


def test_some_members_left_and_came_back(federation):
    later = Membership.objects.filter(company=OuterRef("company"), starts_on__gt=OuterRef("ends_on"))
    returned = Membership.objects.filter(Exists(later)).exclude(ending="")

    assert returned.exists()
    for left in returned.select_related("company"):
        assert left.company.member_since(AS_OF) > left.ends_on + timedelta(days=1)


def test_one_member_in_three_or_so_has_periods_of_a_year_and_falls_due_with_it(federation):
    members = Membership.objects.running_on(AS_OF)
    due = members.filter(ends_on=date(AS_OF.year, 12, 31), ending="")

    assert 0.2 < due.count() / members.count() < 0.45
    for membership in due.filter(starts_on__month=1, starts_on__day=1).select_related("company"):
        assert membership.company.member_since(AS_OF) < membership.starts_on


def test_every_member_of_the_day_has_one_who_votes(federation):
    members = Company.objects.members_on(AS_OF)
    voting = Representative.objects.running_on(AS_OF).filter(vote="voting")

    assert members.exists()
    assert voting.filter(company__in=members).count() == members.count()


def test_bureaux_leads_and_commissions_are_of_people_of_the_members(federation):
    voting = Representative.objects.filter(vote="voting").values("person")

    assert Mandate.objects.of_the_federation().presidents_on(AS_OF).count() == 1
    assert not Mandate.objects.exclude(person__in=voting).exists()
    assert not TerritoryLead.objects.exclude(person__in=voting).exists()
    assert CommissionMembership.objects.filter(role="chair", ends_on=None).count() == 6
    for mandate in Mandate.objects.filter(territory__isnull=False, ends_on=None):
        assert mandate.company.affiliations.filter(territory=mandate.territory).exists()


def test_no_courted_company_is_a_member_unless_it_says_so(federation):
    members = Company.objects.members_on(AS_OF).values("pk")

    assert not Prospect.objects.exclude(state="member").filter(company__in=members).exists()
    assert not Prospect.objects.filter(state="member").exclude(company__in=members).exists()


def test_each_record_tells_that_the_command_made_it(federation):
    change = Company.objects.order_by("pk").last().changes.get()

    assert change.pgh_label == "insert"
    assert change.pgh_context.metadata == {"command": "populate", "companies": COMPANIES, "seed": 7}


def test_a_second_run_says_so_and_changes_nothing(federation):
    before, changes = counts(), Company.changes.rel.related_model.objects.count()

    assert "nothing was changed" in run()
    assert counts() == before
    assert Company.changes.rel.related_model.objects.count() == changes


def test_another_federation_is_refused_where_one_is(federation):
    before = counts()

    with pytest.raises(CommandError, match="populate --companies 600 --seed 7"):
        run(seed=8)
    assert counts() == before


def test_it_stands_beside_the_demonstration_and_leaves_it_as_it_is():
    call_command("load_demonstration", stdout=StringIO())
    kept = list(Company.objects.order_by("pk").values())
    people = list(Person.objects.order_by("pk").values())
    territories = list(Territory.objects.order_by("pk").values())

    run()

    assert list(Company.objects.order_by("pk").values()[: len(kept)]) == kept
    assert list(Person.objects.order_by("pk").values()[: len(people)]) == people
    assert list(Territory.objects.order_by("pk").values()[: len(territories)]) == territories
    assert Company.objects.count() == COMPANIES + len(kept)
    assert {rule: broken for rule, broken in questions() if broken} == {}


def test_it_refuses_where_a_record_stands_in_its_place_and_writes_nothing():
    Territory.objects.create(slug="bigorre", name="LeadeR Bigorre")

    with pytest.raises(CommandError, match="LeadeR Bigorre"):
        run()
    assert Company.objects.count() == 0
    assert Territory.objects.count() == 1


@pytest.mark.parametrize("companies", [0, -5, 10_000_000])
def test_a_number_out_of_range_is_refused(companies):
    with pytest.raises(CommandError, match="from 1 to"):
        run(companies)


@pytest.mark.parametrize("companies", [1, 5, 40])
def test_a_tiny_federation_holds_together(companies):
    run(companies)

    assert Company.objects.count() == companies
    assert {rule: broken for rule, broken in questions() if broken} == {}


def dumped(url):
    """Return every row of the tables filled, as text, in the order of their keys."""
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        tables = {}
        for model in FILLED:
            with cursor.copy(f"COPY (SELECT * FROM {model._meta.db_table} ORDER BY id) TO STDOUT") as copy:
                tables[model.__name__] = b"".join(bytes(block) for block in copy)
        return tables


def test_two_databases_get_the_same_federation_byte_for_byte_and_another_seed_another(make_database):
    dumps = {}
    for name, seed in (("populated_once", 3), ("populated_again", 3), ("populated_otherwise", 4)):
        url = make_database(name, migrated=True)
        command = [sys.executable, "manage.py", "populate", "--companies", "300", "--seed", str(seed)]
        environment = {**os.environ, "DATABASE_URL": url, "PYTHONHASHSEED": str(len(name))}
        subprocess.run(command, env=environment, cwd=settings.BASE_DIR, check=True, capture_output=True)
        dumps[name] = dumped(url)

    assert dumps["populated_once"] == dumps["populated_again"]
    assert dumps["populated_once"]["Company"] != dumps["populated_otherwise"]["Company"]


def test_it_needs_no_more_than_the_rights_of_a_plain_account(make_database):
    url = make_database("populated_by_owner", migrated=True)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS plain")
        connection.execute("CREATE ROLE plain LOGIN")
        connection.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO plain")
        connection.execute("GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO plain")
        environment = {**os.environ, "DATABASE_URL": re.sub("//[^@]*@", "//plain@", url)}
        command = [sys.executable, "manage.py", "populate", "--companies", "50"]

        subprocess.run(command, env=environment, cwd=settings.BASE_DIR, check=True, capture_output=True)

        assert connection.execute("SELECT count(*) FROM members_company").fetchone() == (50,)
        connection.execute("DROP OWNED BY plain")
        connection.execute("DROP ROLE plain")
