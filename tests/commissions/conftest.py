"""A commission with its chair, and somebody who may join it."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from tests.factories.accounts import member
from tests.factories.commissions import CommissionFactory, CommissionMembershipFactory, MeetingFactory


@pytest.fixture
def sitting(db):
    """Return a commission where members ask, its chair and a member with an account, and the addresses."""
    commission = CommissionFactory(name="Export", slug="export")
    chair, asker = member(), member()
    CommissionMembershipFactory(commission=commission, person=chair.person, chair=True)
    return SimpleNamespace(
        commission=commission,
        chair=chair,
        asker=asker,
        place=reverse("commissions:commission-place", args=["export"]),
        seats=reverse("commissions:commission-seats", args=["export"]),
        edit=reverse("commissions:commission-edit", args=["export"]),
        life=reverse("commissions:commission-life", args=["export"]),
    )


@pytest.fixture
def meeting(sitting):
    """Return a meeting of that commission, not convened, of which the chair and a member know each other."""
    CommissionMembershipFactory(commission=sitting.commission, person=sitting.asker.person)
    return MeetingFactory(commission=sitting.commission, title="Marché japonais")


def page_of(meeting, name):
    """Return the address of a page of ``meeting``."""
    return reverse(f"commissions:meeting-{name}", args=[meeting.pk])
