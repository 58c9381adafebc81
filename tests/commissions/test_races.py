"""Two who want the last seat, or answer the same request, at the same moment, on two real connections."""

import pytest

from commissions.models import Commission, CommissionMembership, SeatProposal
from tests.factories.accounts import member, staff
from tests.factories.commissions import SeatProposalFactory
from tests.team.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_six_who_want_the_last_two_seats_two_sit_there(sitting):
    Commission.objects.update(joining="open", seat_limit=3)  # the chair has one

    answers = at_once(*[(member(), sitting.place, {"act": "demander"}) for _number in range(6)])

    assert sorted(status for status, _page in answers) == [200] * 4 + [302] * 2
    assert all("Toutes les places" in page for status, page in answers if status == 200)
    assert CommissionMembership.objects.count() == 3


def test_the_last_seat_is_taken_once_when_the_chair_accepts_while_another_takes_an_invitation(sitting):
    Commission.objects.update(seat_limit=2)
    invited = member()
    SeatProposalFactory(commission=sitting.commission, person=invited.person, invited=True)
    asked = SeatProposalFactory(commission=sitting.commission, person=sitting.asker.person)

    at_once(
        (invited, sitting.place, {"act": "accepter"}),
        (sitting.chair, sitting.seats, {"act": "accepter", "target": asked.pk}),
    )

    assert CommissionMembership.objects.count() == 2
    assert sorted(SeatProposal.objects.values_list("state", flat=True)) == ["accepted", "waiting"]


def test_a_request_is_answered_once(sitting):
    asked = SeatProposalFactory(commission=sitting.commission, person=sitting.asker.person)
    target = {"target": asked.pk, "reason": "Voici pourquoi."}

    answers = at_once(
        (sitting.chair, sitting.seats, {"act": "accepter", **target}),
        (staff(), sitting.seats, {"act": "refuser", **target}),
    )

    assert sorted(status for status, _page in answers) == [200, 302]
    asked.refresh_from_db()
    seated = CommissionMembership.objects.filter(person=sitting.asker.person).exists()
    assert seated == (asked.state == "accepted")


def test_two_merges_that_cross_end_one_and_never_wait_for_each_other(sitting):
    other = Commission.objects.create(slug="monde", name="Monde")
    there = sitting.life.replace("export", "monde")
    day = "2024-05-02"

    answers = at_once(
        (staff(), sitting.life, {"act": "fusionner", "into": other.pk, "on": day}),
        (staff(), there, {"act": "fusionner", "into": sitting.commission.pk, "on": day}),
    )

    assert sorted(status for status, _page in answers) == [200, 302]
    assert Commission.objects.filter(dissolved_on__isnull=False).count() == 1
