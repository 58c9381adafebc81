"""A dossier is begun by who may and submitted when it is complete; the right people hear of it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from leader.shared.mails import Letter
from territories.models import Opening
from territories.opening import acts
from tests.factories.accounts import guest, lead_of, member, staff
from tests.factories.territories import (
    OpeningAreaFactory,
    OpeningFactory,
    OpeningInvitationFactory,
    OpeningProspectFactory,
    OpeningTeamMemberFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [staff, lead_of])
def test_staff_and_leads_begin_a_dossier(role):
    user = role()

    assert acts.begin(user).author == user


@pytest.mark.parametrize("role", [guest, member])
def test_nobody_else_begins_one(role):
    with pytest.raises(PermissionDenied):
        acts.begin(role())
    assert Opening.objects.count() == 0


def test_an_invitation_serves_for_one_dossier():
    user = guest()
    OpeningInvitationFactory(accepted_by=user, accepted_at=timezone.now())

    acts.begin(user)

    with pytest.raises(PermissionDenied):
        acts.begin(user)
    assert Opening.objects.count() == 1


def test_a_complete_dossier_is_submitted_and_active_staff_are_told():
    clerk, dismissed = staff(), staff()
    dismissed.is_active = False
    dismissed.save()
    opening = OpeningFactory(full=True)
    OpeningAreaFactory(opening=opening)
    OpeningProspectFactory(opening=opening)
    OpeningTeamMemberFactory(opening=opening, is_lead=True)

    assert acts.submit(opening, at=timezone.now()) == []

    opening.refresh_from_db()
    assert opening.state == Opening.State.SUBMITTED
    assert [letter.recipient for letter in Letter.objects.all()] == [clerk.email]


def test_an_incomplete_dossier_is_not_submitted_and_nobody_is_told():
    staff()
    opening = OpeningFactory()

    blocking = acts.submit(opening, at=timezone.now())

    assert {problem.step for problem in blocking} == {"territory", "launch", "prospects", "team"}
    assert Letter.objects.count() == 0


def test_one_person_gets_one_letter_however_the_address_is_written():
    opening = OpeningFactory(submitted=True)
    OpeningTeamMemberFactory(opening=opening, email=opening.author.email.upper())

    acts.tell("opening_returned", opening)

    assert Letter.objects.count() == 1
