"""The state of a membership and the rights it gives, day by day; all of it follows from its dates."""

from datetime import date, timedelta

import pytest

from leader.pages.cohorts.forms import FiguresForm
from leader.pages.cohorts.questions import those_who
from members.models import Company, Membership
from territories.membership.states import State, conditions, falling_due, history, state_on
from territories.models import Federation
from tests.factories.members import CompanyFactory, MembershipFactory
from tests.factories.territories import AffiliationFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
DAYS = [
    (date(2025, 12, 31), State.TO_COME, False),
    (date(2026, 1, 1), State.CURRENT, True),
    (date(2026, 10, 31), State.CURRENT, True),
    (date(2026, 11, 1), State.TO_RENEW, True),
    (date(2026, 12, 31), State.TO_RENEW, True),
    (date(2027, 1, 1), State.GRACE, True),
    (date(2027, 3, 1), State.GRACE, True),
    (date(2027, 3, 2), State.LAPSED, False),
]


@pytest.mark.parametrize(("day", "state", "has_rights"), DAYS)
def test_a_membership_goes_from_state_to_state_and_its_rights_last_until_the_end_of_grace(
    due, terms, day, state, has_rights
):
    membership = due()
    membership.refresh_from_db()

    assert membership.covered_until == date(2027, 3, 1)
    assert state_on(membership, day, terms) == state
    asked = {s for s, condition in conditions(day, terms).items() if Membership.objects.filter(condition).exists()}
    assert asked == {state}  # SQL and Python say the same
    assert membership.company.is_member_on(day) == has_rights


def test_grace_reaches_29_february_where_there_is_one(due):
    membership = due(starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31))

    assert membership.company.is_member_on(date(2028, 2, 29))
    assert not membership.company.is_member_on(date(2028, 3, 1))


def test_figures_count_the_period_and_not_the_days_of_grace(due):
    membership = due()

    def counted(today):
        return list(those_who("members", FiguresForm({}).counted(Membership.objects.all(), today), 2027, today))

    assert counted(date(2027, 1, 20)) == []
    renewed = MembershipFactory(company=membership.company, starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31))
    assert counted(date(2027, 1, 20)) == [renewed]


def test_a_change_of_the_grace_counts_for_the_periods_made_later(due, federation):
    membership = due()
    Federation.objects.update(grace_days=0)

    assert membership.company.is_member_on(date(2027, 3, 1))


def test_who_left_falls_due_no_more_nor_does_an_honorary_member(due):
    due("Partie", ending="resignation")
    due("Honneur", category="honorary", ends_on=None)
    stays = due("Reste")

    assert list(falling_due(Membership.objects.all())) == [stays]


def test_the_history_shows_what_each_period_became_and_the_gaps(terms):
    company = CompanyFactory()
    for first, last, ending in [
        (date(2020, 1, 1), date(2020, 12, 31), ""),
        (date(2021, 1, 1), date(2021, 12, 31), ""),
        (date(2023, 1, 1), date(2023, 6, 30), "resignation"),
        (date(2025, 1, 1), date(2026, 12, 31), ""),
    ]:
        MembershipFactory(company=company, starts_on=first, ends_on=last, ending=ending)

    periods = history(company.memberships.all(), date(2026, 5, 4), terms)

    assert [(p.state, p.gap_days) for p in periods] == [
        (State.CURRENT, 550), (State.LEFT, 365), (State.LAPSED, 0), (State.RENEWED, 0),
    ]  # fmt: skip


def test_seniority_runs_through_renewals_and_transfers_and_breaks_with_a_gap(due, terms):
    nimes, ales = TerritoryFactory(), TerritoryFactory()
    company = due().company
    before = [(date(2022, 1, 1), date(2022, 12, 31)), (date(2024, 1, 1), date(2025, 12, 31))]
    for first, last in before:
        MembershipFactory(company=company, starts_on=first, ends_on=last, grace_days=60)
    AffiliationFactory(company=company, territory=nimes, starts_on=date(2022, 1, 1), ends_on=date(2025, 3, 3))
    AffiliationFactory(company=company, territory=ales, starts_on=date(2025, 3, 4))

    assert company.member_since(date(2026, 5, 4)) == date(2024, 1, 1)
    assert company.member_since(date(2027, 3, 1)) == date(2024, 1, 1)  # the last day of grace
    assert company.member_since(date(2027, 3, 2)) is None
    assert company.member_since(date(2023, 1, 20)) == date(2022, 1, 1)


def test_members_on_any_past_day_are_told_apart(due):
    company = due(starts_on=date(2024, 2, 29), ends_on=date(2025, 2, 28), grace_days=0).company

    def members(day):
        return list(Company.objects.members_on(day))

    first, last = date(2024, 2, 29), date(2025, 2, 28)
    one = timedelta(days=1)
    assert [members(day) for day in (first - one, first, last, last + one)] == [[], [company], [company], []]
