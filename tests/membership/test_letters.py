"""The letters about the end of a membership: each once, to who votes, in the days of Paris."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from leader.shared.mails import Letter
from members.models import Representative
from territories.membership import letters
from territories.models import Federation, RenewalNotice
from territories.tasks import write_about_renewals
from tests.factories.members import MembershipFactory, RepresentativeFactory

pytestmark = pytest.mark.django_db


def subjects():
    return [letter.subject for letter in Letter.objects.order_by("pk")]


def sent():
    return dict(RenewalNotice.objects.values_list("kind", "sent_on"))


def test_over_the_whole_way_each_letter_leaves_once_on_its_first_day(due):
    due()
    day = date(2026, 10, 1)
    while day < date(2027, 5, 1):
        letters.run(day)
        letters.run(day)
        day += timedelta(days=1)

    assert sent() == {
        "opens": date(2026, 11, 1), "last_day": date(2026, 12, 17),
        "grace_ends": date(2027, 2, 15), "lapsed": date(2027, 3, 2),
    }  # fmt: skip
    assert Counter(subjects()) == {
        "Votre adhésion à LeadeR Occitanie peut être renouvelée": 1,
        "Votre adhésion à LeadeR Occitanie prend bientôt fin": 1,
        "Vos droits de membre de LeadeR Occitanie prennent bientôt fin": 1,
        "Votre adhésion à LeadeR Occitanie est échue": 1,
    }


def test_a_letter_says_the_days_and_goes_to_who_votes(due):
    membership = due("Verrerie d’Albi")
    RepresentativeFactory(company=membership.company, vote=Representative.Vote.NONE)
    letters.run(date(2027, 2, 20))

    letter = Letter.objects.get()
    assert letter.recipient == f"{membership.company_id}@votes.example"
    assert "Verrerie d’Albi a pris fin le 31 décembre 2026" in letter.text
    assert "jusqu’au 1 mars 2027" in letter.text
    assert membership.company.get_absolute_url() in letter.text


def test_a_job_that_did_not_run_for_weeks_sends_what_is_true_today_alone(due):
    due()

    assert letters.run(date(2027, 2, 28)) == {"opens": 0, "last_day": 0, "grace_ends": 1, "lapsed": 0}


def test_who_renewed_or_left_and_who_lapsed_long_ago_hear_nothing(due):
    renewed = due("Renouvelée")
    MembershipFactory(company=renewed.company, starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31))
    due("Partie", ending="resignation")
    due("Ancienne", starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31))

    assert sum(letters.run(date(2026, 12, 20)).values()) == 0


def test_a_company_without_a_voter_hears_once_it_has_one(due):
    membership = due(voted=False)
    letters.run(date(2026, 11, 5))
    RepresentativeFactory(company=membership.company, person__email="enfin@votes.example")

    letters.run(date(2026, 11, 6))

    assert [letter.recipient for letter in Letter.objects.all()] == ["enfin@votes.example"]


def test_an_address_that_cannot_be_written_to_stops_nobody_else(due):
    wrong = due("Fausse")
    wrong.company.representatives.get().person.__class__.objects.update(email="pas une adresse")
    due("Bonne")

    assert letters.run(date(2026, 11, 5))["opens"] == 1
    assert sent() == {"opens": date(2026, 11, 5)}


def test_without_grace_a_membership_lapses_the_day_after_its_last(due):
    Federation.objects.update(grace_days=0)
    due(grace_days=0)

    assert letters.run(date(2026, 12, 31))["last_day"] == 1
    assert letters.run(date(2027, 1, 1))["lapsed"] == 1


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        (datetime(2026, 10, 31, 22, 59, tzinfo=UTC), False),  # 23:59 in Paris, a week after the change of hour
        (datetime(2026, 10, 31, 23, 1, tzinfo=UTC), True),
    ],
)
def test_the_day_is_that_of_paris(due, moment, opens):
    due()

    with time_machine.travel(moment, tick=False):
        write_about_renewals(0)

    assert RenewalNotice.objects.exists() == opens


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2027, 3, 28, 0, 59, tzinfo=UTC), date(2027, 3, 28)),
        (datetime(2027, 3, 28, 21, 59, tzinfo=UTC), date(2027, 3, 28)),
        (datetime(2027, 3, 28, 22, 1, tzinfo=UTC), date(2027, 3, 29)),
    ],
)
def test_on_the_day_of_23_hours_the_letter_is_dated_right(due, moment, day):
    due(starts_on=date(2026, 4, 1), ends_on=date(2027, 4, 5))

    with time_machine.travel(moment, tick=False):
        write_about_renewals(0)

    assert sent() == {"last_day": day}
