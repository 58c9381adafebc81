"""Joining, leaving, coming back, undoing: what is written, and what is refused."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from members.models import Category, Membership
from territories.joining import join
from territories.membership import acts
from territories.models import Federation
from tests.factories.accounts import staff
from tests.factories.members import CompanyFactory, MembershipFactory
from tests.factories.territories import ProspectFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


def days_of(company):
    rows = company.memberships.order_by("starts_on")
    return list(rows.values_list("starts_on", "ends_on", "covered_until"))


def leave(membership, on, *, today=TODAY, ending="resignation"):
    shown = membership.company.memberships.order_by("starts_on").last().pk
    return acts.leave(membership.company, on=on, ending=ending, reason="Vendue", shown=shown, today=today)


def next_of(membership):
    return MembershipFactory(
        company=membership.company, starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31), grace_days=60
    )


@pytest.mark.parametrize(
    ("chosen", "days"),
    [
        ({}, (TODAY, date(2026, 12, 31), date(2027, 3, 1))),
        ({"late_joining_from_month": 10, "grace_days": 0}, (TODAY, date(2027, 12, 31), date(2027, 12, 31))),
        ({"membership_period": "rolling"}, (TODAY, date(2027, 11, 19), date(2028, 1, 18))),
    ],
)
def test_who_joins_gets_the_period_of_the_federation(federation, chosen, days):
    Federation.objects.update(**chosen)
    company = CompanyFactory()

    join(company, TODAY)

    assert days_of(company) == [days]


def test_who_joins_before_a_membership_to_come_has_no_gap_and_no_overlap(federation):
    company = CompanyFactory()
    MembershipFactory(company=company, starts_on=date(2026, 12, 1), ends_on=date(2027, 11, 30))

    join(company, TODAY)

    assert days_of(company)[0] == (TODAY, date(2026, 11, 30), date(2026, 11, 30))


def test_an_honorary_member_has_no_last_day(federation):
    company = CompanyFactory()

    join(company, TODAY, Category.HONORARY)

    assert days_of(company) == [(TODAY, None, None)]


def test_who_joins_in_the_days_of_grace_is_a_member_already(due):
    company = due(ends_on=date(2026, 10, 31)).company

    assert join(company, TODAY) is None
    assert company.memberships.count() == 1


def test_rights_end_with_the_day_of_leaving(due):
    membership = due()

    leave(membership, TODAY)

    membership.refresh_from_db()
    assert (membership.ends_on, membership.covered_until) == (TODAY, TODAY)
    assert (membership.ending, membership.ending_reason) == ("resignation", "Vendue")


def test_leaving_at_the_end_of_the_period_leaves_no_grace(due):
    membership = due()

    leave(membership, date(2026, 12, 31))

    assert membership.company.is_member_on(date(2026, 12, 31))
    assert not membership.company.is_member_on(date(2027, 1, 1))


def test_leaving_in_grace_ends_the_rights_that_day_and_leaves_the_period_as_it_was(due):
    membership, on = due(), date(2027, 1, 20)

    leave(membership, on, today=on)

    assert days_of(membership.company) == [(date(2026, 1, 1), date(2026, 12, 31), on)]


def test_leaving_takes_the_renewal_that_has_not_begun_with_it(due):
    membership = due()
    next_of(membership)

    leave(membership, TODAY)

    assert days_of(membership.company) == [(date(2026, 1, 1), TODAY, TODAY)]


def test_who_leaves_soon_after_a_renewal_has_no_rights_left_from_the_grace_before(due):
    membership = due()
    renewed, on = next_of(membership), date(2027, 1, 15)

    leave(renewed, on, today=on)

    assert membership.company.is_member_on(on)
    assert not membership.company.is_member_on(date(2027, 1, 16))


def test_an_older_membership_does_not_end_under_one_that_has_begun(due):
    membership, today = due(), date(2027, 2, 1)
    next_of(membership)

    with pytest.raises(acts.RefusedError):
        leave(membership, date(2026, 6, 30), today=today)


@pytest.mark.parametrize("on", [date(2025, 12, 31), date(2027, 3, 2)])
def test_nobody_leaves_on_a_day_without_membership(due, on):
    with pytest.raises(acts.RefusedError):
        leave(due(), on, today=on)


def test_coming_back_begins_a_period_and_leaves_the_gap(due):
    company = due(starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31)).company
    shown = company.memberships.get().pk

    acts.come_back(company, on=TODAY, category=Category.PARTNER, shown=shown)

    assert days_of(company)[1] == (TODAY, date(2026, 12, 31), date(2027, 3, 1))
    assert company.memberships.latest("starts_on").category == "partner"
    assert company.member_since(TODAY) == TODAY


def test_nobody_courts_a_company_that_comes_back(due):
    company, clerk = due(starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31)).company, staff()
    prospect = ProspectFactory(company=company, state="met", next_action="Appeler", next_action_on=TODAY)
    shown = company.memberships.get().pk

    acts.come_back(company, on=TODAY, category=Category.MEMBER, shown=shown, by=clerk)

    prospect.refresh_from_db()
    assert (prospect.state, prospect.next_action, prospect.next_action_on) == ("member", "", None)
    told = prospect.exchanges.get()
    assert (told.summary, told.author) == (f"Membre à compter du {TODAY:%d/%m/%Y}, par la fédération.", clerk)


def test_who_is_in_grace_renews_and_does_not_come_back(due):
    membership = due(ends_on=date(2026, 10, 31))

    with pytest.raises(acts.RefusedError):
        acts.come_back(membership.company, on=TODAY, category=Category.MEMBER, shown=membership.pk)


def test_an_act_on_what_has_changed_meanwhile_is_refused(due):
    membership = due()
    next_of(membership)

    with pytest.raises(acts.RefusedError, match="entre-temps"):
        acts.leave(membership.company, on=TODAY, ending="other", reason="", shown=membership.pk, today=TODAY)
    assert membership.company.memberships.count() == 2


@pytest.mark.parametrize(
    ("today", "undone"),
    [(TODAY, True), (date(2027, 3, 1), True), (date(2027, 3, 2), False)],
)
def test_a_renewal_is_undone_until_rights_come_from_it_alone(due, today, undone):
    membership = due()
    renewed = next_of(membership)

    if undone:
        acts.undo_renewal(membership.company, shown=renewed.pk, today=today)
    else:
        with pytest.raises(acts.RefusedError):
            acts.undo_renewal(membership.company, shown=renewed.pk, today=today)

    assert Membership.objects.filter(pk=renewed.pk).exists() != undone
    assert renewed.changes.model.objects.filter(pgh_obj=renewed.pk, pgh_label="delete").exists() == undone


def test_a_first_membership_is_no_renewal_to_undo(due):
    membership = due()

    with pytest.raises(acts.RefusedError):
        acts.undo_renewal(membership.company, shown=membership.pk, today=TODAY)


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends_on": None, "ending": "resignation"},
        {"grace_days": 367},
        {"starts_on": date(2026, 12, 31), "ends_on": date(2027, 12, 31)},
    ],
)
def test_the_database_refuses_what_cannot_be(due, wrong):
    membership = due()
    days = {"starts_on": date(2028, 1, 1), "ends_on": date(2028, 12, 31), **wrong}

    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.bulk_create([Membership(company=membership.company, **days)])


def test_a_last_day_beyond_every_calendar_is_refused_at_the_desk_in_words(client, due):
    membership = due()
    client.force_login(staff())
    address = reverse("admin:members_membership_change", args=[membership.pk])
    form = client.get(address).context["adminform"].form
    typed = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}

    answer = client.post(address, typed | {"ends_on": "31/12/9999", "grace_days": 30})

    assert "avant l’an 2300" in answer.content.decode()
    membership.refresh_from_db()
    assert membership.ends_on == date(2026, 12, 31)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(pk=membership.pk).update(ends_on=date(9999, 12, 31))
