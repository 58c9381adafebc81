"""The mark of a company's first period, kept by the database whatever is written, and the list by arrival."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.urls import reverse

from members.models import Membership
from members.reconciliation import wrong_first_periods
from tests.factories import accounts
from tests.factories.members import CompanyFactory, MembershipFactory
from tests.shared.waiting import pool, until_somebody_waits_for_a_lock

pytestmark = pytest.mark.django_db


def period(company, year, **told):
    days = {"starts_on": date(year, 1, 1), "ends_on": date(year, 12, 31)}
    return MembershipFactory(company=company, **{**days, **told})


def marked(*companies):
    """Return the years of the periods that are marked, of all companies or of these."""
    rows = Membership.objects.filter(is_first=True)
    rows = rows.filter(company__in=companies) if companies else rows
    return [day.year for day in rows.order_by("starts_on").values_list("starts_on", flat=True)]


def test_the_first_is_marked_in_whichever_order_they_are_written():
    company = CompanyFactory()
    for year in [2022, 2024, 2020, 2021]:
        period(company, year)

    assert marked() == [2020]


def test_many_at_once_are_marked_each_by_its_company():
    companies = [CompanyFactory() for _number in range(3)]
    Membership.objects.bulk_create(
        Membership(company=company, starts_on=date(year, 1, 1), ends_on=date(year, 12, 31))
        for year in [2023, 2021]
        for company in companies
    )

    assert marked() == [2021, 2021, 2021]


def test_the_mark_follows_a_period_that_moves_goes_or_changes_its_day():
    one, other = CompanyFactory(), CompanyFactory()
    first, second = period(one, 2020), period(one, 2022)
    period(other, 2021)

    first.delete()
    assert marked(one) == [2022]
    Membership.objects.filter(pk=second.pk).update(company=other)
    assert marked(one) == []
    assert marked(other) == [2021]
    Membership.objects.filter(pk=second.pk).update(starts_on=date(2019, 1, 1), ends_on=date(2019, 12, 31))
    assert marked(other) == [2019]


def test_an_update_of_all_days_at_once_leaves_one_mark_a_company():
    companies = [CompanyFactory() for _number in range(3)]
    for company in companies:
        period(company, 2020)
        period(company, 2023)

    Membership.objects.update(starts_on=F("starts_on") + timedelta(days=1))

    assert marked() == [2020, 2020, 2020]


def test_a_mark_that_is_wrong_is_told_by_the_reconciliation():
    company = CompanyFactory()
    wrong = [period(company, 2020), period(company, 2022)]
    assert wrong_first_periods() == []

    Membership.objects.filter(pk=wrong[0].pk).update(is_first=False)
    Membership.objects.filter(pk=wrong[1].pk).update(is_first=True)

    assert wrong_first_periods() == [f"membership {one.pk}" for one in wrong]


def test_to_mark_a_period_is_no_change_in_its_history():
    company = CompanyFactory()
    later = period(company, 2022)
    period(company, 2020)

    assert later.changes.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_add_a_period_before_the_first_in_one_moment_leave_one_mark():
    company = CompanyFactory()
    period(company, 2022)

    def add():
        try:
            period(company, 2019)
        finally:
            connection.close()

    with pool(1) as threads:
        with transaction.atomic():
            period(company, 2020)
            other = threads.submit(add)
            until_somebody_waits_for_a_lock()
        other.result(30)

    assert marked() == [2019]


def test_the_directory_lists_the_newest_first_and_who_was_recorded_last_of_one_day(client):
    for name, year in [("Ancienne", 2016), ("Première", 2024), ("Seconde", 2024)]:
        MembershipFactory(company__name=name, starts_on=date(year, 1, 1), ends_on=None)
    renewed = Membership.objects.get(company__name="Ancienne")
    period(renewed.company, 2014)
    client.force_login(accounts.staff())

    listed = client.get(reverse("members:company-list"), {"sort": "arrivee"}).context["page"]

    assert [company.name for company in listed] == ["Seconde", "Première", "Ancienne"]
