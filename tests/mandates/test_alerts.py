"""The end of a term is announced six, three and one months before, each moment once."""

from datetime import date

import pytest

from leader.shared.mails import Letter
from territories.mandates import alerts
from territories.models import Mandate
from tests.factories.accounts import lead_of, staff
from tests.factories.territories import MandateFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def mandate():
    return MandateFactory(territory=TerritoryFactory(), expected_end_on=date(2030, 7, 31))


def letters():
    return set(Letter.objects.values_list("recipient", flat=True))


def test_three_letters_leave_however_often_the_job_runs(mandate):
    days = [date(2030, 1, 30), date(2030, 1, 31), date(2030, 2, 1), date(2030, 4, 30), date(2030, 5, 1),
            date(2030, 6, 30), date(2030, 7, 1), date(2030, 7, 31), date(2030, 8, 1)]  # fmt: skip
    staff()

    told = [(day, [alerts.run(day), alerts.run(day)]) for day in days]

    assert [day for day, (first, _second) in told if first] == [days[1], days[3], days[5]]
    assert not any(second for _day, (_first, second) in told)


def test_staff_and_the_leads_of_the_territory_are_told(mandate):
    told = {staff().email, lead_of(mandate.territory).person.email}
    lead_of()

    alerts.run(date(2030, 2, 1))

    assert letters() == told


def test_an_ended_mandate_is_silent_and_a_corrected_term_speaks_again(mandate):
    staff()
    assert alerts.run(date(2030, 7, 10)) == 1
    Mandate.objects.update(expected_end_on=date(2031, 7, 31))
    assert alerts.run(date(2030, 12, 1)) == 0
    assert alerts.run(date(2031, 2, 1)) == 1
    Mandate.objects.update(ends_on=date(2031, 3, 1))
    assert alerts.run(date(2031, 7, 15)) == 0
