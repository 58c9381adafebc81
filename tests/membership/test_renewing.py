"""Renewal: one period each, however many ask, in one INSERT however many companies."""

from datetime import date

import pytest
from django.db import connection, transaction

from members.models import Membership
from territories.membership import acts
from territories.membership.renewing import StaleError, renew
from territories.membership.states import renewable, seen
from territories.models import Federation
from tests.factories.members import MembershipFactory
from tests.shared.waiting import pool, until_somebody_waits_for_a_lock

TODAY = date(2026, 11, 20)


def run(terms, *, day=TODAY, shown=None):
    rows = Membership.objects.all()
    if shown is None:
        shown = seen(renewable(rows, day, terms).values_list("pk", flat=True))
    return renew(rows, day=day, terms=terms, shown=shown)


@pytest.mark.django_db
def test_each_gets_the_period_that_follows_its_own(due, terms):
    december = due("Décembre")
    partner = due("Octobre", ends_on=date(2026, 10, 14), category="partner")

    made = run(terms)

    rows = Membership.objects.filter(pk__in=made).order_by("starts_on")
    assert list(rows.values_list("company", "category", "starts_on", "ends_on", "covered_until")) == [
        (partner.company_id, "partner", date(2026, 10, 15), date(2026, 12, 31), date(2027, 3, 1)),
        (december.company_id, "member", date(2027, 1, 1), date(2027, 12, 31), date(2028, 2, 29)),
    ]
    assert december.company.member_since(date(2027, 6, 1)) == date(2026, 1, 1)


@pytest.mark.django_db
def test_rolling_periods_meet_29_february(due, federation):
    Federation.objects.update(membership_period="rolling")
    federation.refresh_from_db()
    due(starts_on=date(2027, 3, 1), ends_on=date(2028, 2, 29))

    (made,) = run(federation.terms, day=date(2028, 2, 29))

    period = Membership.objects.get(pk=made)
    assert (period.starts_on, period.ends_on) == (date(2028, 3, 1), date(2029, 2, 28))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "renews"),
    [
        (date(2026, 10, 31), False), (date(2026, 11, 1), True), (date(2026, 12, 31), True),
        (date(2027, 1, 1), True), (date(2027, 3, 1), True), (date(2027, 3, 2), False),
    ],
)  # fmt: skip
def test_renewal_is_open_from_its_first_day_to_the_last_of_grace(due, terms, day, renews):
    due()

    assert renewable(Membership.objects.all(), day, terms).exists() == renews
    if not renews:
        with pytest.raises(StaleError):
            run(terms, day=day)


@pytest.mark.django_db
def test_what_was_renewed_is_not_renewed_again(due, terms):
    due()
    run(terms)

    with pytest.raises(StaleError):
        run(terms)
    assert Membership.objects.count() == 2


@pytest.mark.django_db
def test_what_is_not_what_was_shown_is_not_renewed(due, terms):
    shown = seen([due("Vue").pk])
    due("Arrivée depuis")

    with pytest.raises(StaleError):
        run(terms, shown=shown)
    assert Membership.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_a_renewal_costs_the_same_for_one_and_for_three(due, terms, count, django_assert_num_queries):
    for number in range(count):
        due(f"Essai {number}")
    shown = seen(Membership.objects.values_list("pk", flat=True))

    with django_assert_num_queries(5):  # the savepoint (2), the lock, what is due, the INSERT
        made = renew(Membership.objects.all(), day=TODAY, terms=terms, shown=shown)

    assert len(made) == count


def _in_thread(act):
    try:
        return act()
    except (StaleError, acts.RefusedError):
        return "told no"
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_renew_at_once_one_makes_the_period(due, terms):
    membership = due()

    with pool(2) as threads:
        with transaction.atomic():
            Membership.objects.select_for_update().get()
            asked = [threads.submit(_in_thread, lambda: len(run(terms))) for _ in range(2)]
            until_somebody_waits_for_a_lock(2)
        told = sorted((answer.result(30) for answer in asked), key=str)

    assert told == [1, "told no"]
    assert membership.company.memberships.count() == 2


@pytest.mark.django_db(transaction=True)
def test_who_leaves_while_somebody_renews_ends_without_a_later_period(due, terms):
    membership = due()
    company, shown = membership.company, membership.pk

    def leave():
        acts.leave(company, on=TODAY, ending="resignation", reason="", shown=shown, today=TODAY)
        return "left"

    with pool(2) as threads:
        with transaction.atomic():
            Membership.objects.select_for_update().get()
            asked = [threads.submit(_in_thread, leave)]
            until_somebody_waits_for_a_lock(1)
            asked.append(threads.submit(_in_thread, lambda: len(run(terms))))
            until_somebody_waits_for_a_lock(2)
        told = {answer.result(30) for answer in asked}

    rows = company.memberships.order_by("starts_on")
    if told == {"left", "told no"}:
        assert [row.ending for row in rows] == ["resignation"]
    else:  # the renewal came first: whoever ended the other period is told that it has changed
        assert told == {1, "told no"}
        assert [row.ending for row in rows] == ["", ""]


@pytest.mark.django_db
def test_a_period_recorded_meanwhile_stays_the_only_one(due, terms):
    membership = due()
    own = MembershipFactory(company=membership.company, starts_on=date(2027, 1, 1), ends_on=date(2027, 6, 30))

    with pytest.raises(StaleError):
        run(terms, shown=seen([membership.pk]))
    assert list(membership.company.memberships.order_by("starts_on")) == [membership, own]
