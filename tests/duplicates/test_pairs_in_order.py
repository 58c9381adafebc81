"""A wish to sit together is of two people, whichever stands first: a merge keeps it, or ends it between both."""

import pytest
from django.utils import timezone

from events.models import SeatWish
from members.duplicates.undoing import undo
from tests.duplicates.acts import merged
from tests.factories import accounts
from tests.factories.events import AdmissionFactory, AttendeeFactory, RegistrationFactory, SeatWishFactory
from tests.factories.members import CompanyFactory

pytestmark = pytest.mark.django_db


def three_parties():
    """Return three companies and the guest at the first place of each, at one event."""
    admission, companies = AdmissionFactory(), CompanyFactory.create_batch(3)
    parties = [RegistrationFactory(admission=admission, company=company) for company in companies]
    return companies, [AttendeeFactory(registration=party) for party in parties]


def wishes():
    return list(SeatWish.objects.values_list("one", "other"))


def test_a_wish_between_the_two_ends_and_comes_back():
    (kept, removed, _third), (one, other, _guest) = three_parties()
    SeatWishFactory(one=one, other=other)

    record = merged(kept, removed)

    assert wishes() == []
    undo(record.pk, by=accounts.staff(), at=timezone.now())
    assert wishes() == [(one.pk, other.pk)]


def test_the_lower_key_stands_first_after_the_merge_too():
    (removed, _third, kept), (one, third, last) = three_parties()
    SeatWishFactory(one=one, other=third)

    record = merged(kept, removed)

    assert wishes() == [(third.pk, last.pk)]
    undo(record.pk, by=accounts.staff(), at=timezone.now())
    assert wishes() == [(one.pk, third.pk)]
