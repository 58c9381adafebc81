"""A last day for the memberships that have none: that of the period of today, by dry run and one act."""

import csv
import io
import re
from datetime import date

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members.models import Membership
from territories.membership.giving_terms import give_terms, last_days, told_by
from territories.membership.renewing import StaleError
from territories.membership.states import falling_due
from territories.models import Federation
from territories.terms import Terms
from tests.factories import accounts
from tests.factories.members import MembershipFactory
from tests.factories.territories import AffiliationFactory, FederationFactory, TerritoryFactory
from tests.shared.waiting import pool, until_somebody_waits_for_a_lock

TODAY = date(2026, 11, 20)
LIST, DRY_RUN, RUN = "pages:termless-list", "pages:termless-dry-run", "pages:termless-run"
CALENDAR = Terms(is_calendar=True, late_from_month=10, opens_days=60, grace_days=60)
ROLLING = Terms(is_calendar=False, late_from_month=None, opens_days=60, grace_days=60)


@pytest.fixture
def staff(client, db):
    user = accounts.staff()
    client.force_login(user)
    with time_machine.travel(TODAY, tick=False):
        yield user


@pytest.fixture
def termless(federation):
    def make(name="Verrerie", **told):
        return MembershipFactory(company__name=name, **{"starts_on": date(2019, 3, 5), "ends_on": None, **told})

    return make


def run(terms, *, day=TODAY, shown=None):
    rows = Membership.objects.all()
    shown = told_by(last_days(rows, day=day, terms=terms)) if shown is None else shown
    return give_terms(rows, day=day, terms=terms, shown=shown)


@pytest.mark.parametrize(
    ("terms", "starts_on", "last"),
    [
        (CALENDAR, date(2019, 3, 5), date(2026, 12, 31)),
        (CALENDAR, date(2025, 11, 2), date(2026, 12, 31)),  # late: its first period ran to the end of 2026
        (CALENDAR, date(2026, 10, 1), date(2027, 12, 31)),
        (CALENDAR, date(2027, 2, 1), date(2027, 12, 31)),  # to come
        (ROLLING, date(2019, 3, 5), date(2027, 3, 4)),
        (ROLLING, date(2019, 11, 20), date(2027, 11, 19)),
        (ROLLING, date(2019, 11, 21), date(2026, 11, 20)),  # today is its last day
        (ROLLING, date(2024, 2, 29), date(2027, 2, 28)),
    ],
)
def test_the_last_day_is_that_of_the_period_of_today(terms, starts_on, last):
    assert terms.last_day_running(starts_on, TODAY, is_first=True) == last


@pytest.mark.django_db
def test_each_gets_its_last_day_and_the_grace_of_the_federation(termless, federation):
    Federation.objects.update(late_joining_from_month=10)
    federation.refresh_from_db()
    old, recent = termless(), termless("Récente", starts_on=date(2026, 10, 5))

    assert run(federation.terms) == 2

    rows = Membership.objects.in_bulk([old.pk, recent.pk])
    assert (rows[old.pk].ends_on, rows[old.pk].covered_until) == (date(2026, 12, 31), date(2027, 3, 1))
    assert rows[recent.pk].ends_on == date(2027, 12, 31)
    assert old.company.member_since(TODAY) == date(2019, 3, 5)
    assert set(falling_due(Membership.objects)) == {old, recent}


@pytest.mark.django_db
def test_what_followed_a_period_without_a_gap_is_no_first_period(termless, federation):
    Federation.objects.update(late_joining_from_month=10)
    federation.refresh_from_db()
    following = termless(starts_on=date(2026, 10, 5))
    MembershipFactory(company=following.company, starts_on=date(2026, 1, 1), ends_on=date(2026, 10, 4))

    run(federation.terms)

    following.refresh_from_db()
    assert following.ends_on == date(2026, 12, 31)


@pytest.mark.django_db
def test_an_honorary_member_and_who_has_a_last_day_keep_theirs(termless, due, terms):
    honorary, ending = termless(category="honorary"), due(grace_days=10)
    termless("Autre")

    assert run(terms) == 1

    honorary.refresh_from_db()
    ending.refresh_from_db()
    assert honorary.ends_on is None
    assert (ending.ends_on, ending.grace_days) == (date(2026, 12, 31), 10)


@pytest.mark.django_db
def test_nothing_is_written_when_the_memberships_or_their_days_are_others_than_shown(termless, terms):
    termless()
    shown = told_by(last_days(Membership.objects.all(), day=TODAY, terms=terms))

    with pytest.raises(StaleError):
        run(terms, day=date(2027, 1, 1), shown=shown)  # the same company, another last day
    termless("Autre")
    with pytest.raises(StaleError):
        run(terms, shown=shown)

    assert not Membership.objects.filter(ends_on__isnull=False).exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_give_at_once_the_second_is_told():
    terms = FederationFactory().terms
    membership = MembershipFactory(starts_on=date(2019, 3, 5), ends_on=None)
    shown = told_by(last_days(Membership.objects.all(), day=TODAY, terms=terms))

    def second():
        try:
            return run(terms, shown=shown)
        except StaleError:
            return "told"
        finally:
            connection.close()

    with pool(1) as threads:
        with transaction.atomic():
            assert run(terms, shown=shown) == 1
            waiting = threads.submit(second)
            until_somebody_waits_for_a_lock()
        assert waiting.result(timeout=10) == "told"

    membership.refresh_from_db()
    assert membership.ends_on == date(2026, 12, 31)


def test_staff_find_them_try_and_give(client, staff, termless):
    membership = termless()
    AffiliationFactory(company=membership.company, territory=TerritoryFactory(slug="ales"))
    other = termless("Autre")

    assert reverse(LIST) in client.get(reverse("pages:renewal-list")).content.decode()
    shown = client.get(reverse(LIST), {"territory": "ales"}).context["page"]
    assert [row.company.name for row in shown] == ["Verrerie"]
    page = client.get(reverse(DRY_RUN), {"territory": "ales"})
    assert page.context["run"].days == [(date(2026, 12, 31), 1, True)]
    digest = re.search(r'name="shown" value="([^"]+)"', page.content.decode())[1]

    client.post(f"{reverse(RUN)}?territory=ales", {"shown": digest})

    membership.refresh_from_db()
    other.refresh_from_db()
    assert (membership.ends_on, other.ends_on) == (date(2026, 12, 31), None)


def test_the_dry_run_of_the_chosen_ones_without_a_tick_is_not_that_of_all(client, staff, termless):
    termless()

    answer = client.get(reverse(DRY_RUN), {"choix": "1"}, follow=True)

    assert [address.rstrip("?") for address, _status in answer.redirect_chain] == [reverse(LIST)]
    assert "Cochez d’abord au moins une entreprise" in answer.content.decode()


def test_a_page_of_yesterday_gives_nothing_and_shows_what_is_true_now(client, staff, termless):
    membership = termless()

    page = client.post(reverse(RUN), {"shown": "of yesterday"})

    membership.refresh_from_db()
    assert membership.ends_on is None
    assert "La liste a changé depuis l’essai" in page.content.decode()


def test_the_page_of_one_company_leads_to_its_dry_run(client, staff, termless):
    membership = termless()
    termless("Autre")

    page = client.get(reverse("pages:membership-detail", args=[membership.company_id])).content.decode()

    address = f"{reverse(DRY_RUN)}?m={membership.pk}"
    assert address in page
    assert client.get(address).context["run"].count == 1


def test_the_list_goes_away_as_a_file(client, staff, termless):
    termless("=Fabrique")

    text = b"".join(client.get(reverse(LIST), {"format": "csv"}).streaming_content).decode("utf-8-sig")

    (row,) = csv.DictReader(io.StringIO(text), delimiter=";")
    assert (row["entreprise"], row["du"]) == ("'=Fabrique", "05/03/2019")


def test_the_list_costs_the_same_for_one_membership_and_for_three(client, staff, termless):
    termless()
    client.get(reverse(LIST))

    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(LIST))
        return len(asked)

    of_one = queries()
    termless("Deux")
    termless("Trois")
    assert queries() == of_one


@pytest.mark.django_db
@pytest.mark.parametrize("role", [accounts.member, accounts.lead_of, accounts.guest])
def test_nobody_else_finds_them(client, termless, role):
    membership = termless()
    client.force_login(role())

    assert client.get(reverse(LIST)).status_code == 404
    assert client.post(reverse(RUN), {"shown": told_by({membership.pk: date(2026, 12, 31)})}).status_code == 404
