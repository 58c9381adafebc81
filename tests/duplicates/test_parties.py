"""Two companies registered to one event become one party: nobody who was named is lost, no place either."""

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import Admission, Attendee, Registration, SeatWish
from members.duplicates.undoing import undo
from members.models import MergeRecord
from tests.duplicates.acts import merged, tables
from tests.duplicates.test_pages import merge
from tests.factories import accounts
from tests.factories.duplicates import DuplicatePairFactory
from tests.factories.events import (
    AdmissionFactory,
    AttendeeFactory,
    CheckInFactory,
    RegistrationFactory,
    SeatFactory,
    SeatWishFactory,
)
from tests.factories.members import CompanyFactory

pytestmark = pytest.mark.django_db


def parties(*terms, **admission):
    """Return two companies, and the party of each on ``terms``, at one event."""
    event = AdmissionFactory(**admission)
    companies = CompanyFactory.create_batch(2)
    made = [RegistrationFactory(admission=event, company=c, **t) for c, t in zip(companies, terms, strict=True)]
    return companies, made


def guests():
    return list(Attendee.objects.order_by("number").values_list("pk", "registration", "number"))


def test_on_the_page_both_parties_become_one_with_all_their_places_and_guests_and_come_back(client):
    (one, other), (kept, removed) = parties({"places": 3}, {"places": 2}, capacity=5)
    first, third = (AttendeeFactory(registration=kept, number=number) for number in (1, 3))
    again, second = (AttendeeFactory(registration=removed, number=number) for number in (1, 2))
    CheckInFactory(attendee=again)
    SeatFactory(attendee=again)
    SeatWishFactory(one=first, other=again)
    pair = DuplicatePairFactory(company=one, other_company=other)
    client.force_login(accounts.staff())
    before = tables()

    page = client.get(pair.get_absolute_url()).content.decode()
    merge(client, pair)

    assert "réunie à celle de la fiche gardée" in page
    party = Registration.objects.get()
    assert (party.pk, party.company, party.places) == (kept.pk, one, 5)
    assert guests() == [(guest.pk, kept.pk, at) for at, guest in enumerate([first, again, third, second], start=1)]
    assert Admission.objects.get().taken == 5
    assert again.check_ins.count() == 1
    assert SeatWish.objects.filter(one=first, other=again).exists()
    client.post(reverse("pages:merge-undo", args=[MergeRecord.objects.get().pk]))
    assert tables() | {"members.DuplicatePair": []} == before | {"members.DuplicatePair": []}


@pytest.mark.parametrize(
    ("terms", "stands", "places"),
    [
        (("waiting", "confirmed"), 1, 2),
        (("confirmed", "waiting"), 0, 3),
        (("waiting", "waiting"), 0, 5),
    ],
)
def test_a_party_that_holds_places_goes_before_one_that_waits(terms, stands, places):
    (one, other), made = parties({"places": 3, "state": terms[0]}, {"places": 2, "state": terms[1]})
    clerk = accounts.staff()
    before = tables()

    record = merged(one, other, by=clerk)

    party = Registration.objects.get()
    assert (party.pk, party.company, party.places, party.state) == (
        made[stands].pk,
        one,
        places,
        made[stands].state,
    )
    assert undo(record.pk, by=clerk, at=timezone.now()) == []
    assert tables() == before


def test_a_cancelled_party_stays_beside_the_other():
    (one, other), _made = parties({}, {"state": "cancelled"})

    merged(one, other)

    assert list(Registration.objects.filter(company=one).values_list("state", flat=True)) == [
        "confirmed",
        "cancelled",
    ]


@pytest.mark.parametrize(
    ("terms", "quotas", "said"),
    [
        (
            ({"places": 3}, {"places": 2, "category": "guest"}),
            {"member": 4, "guest": 2},
            "dépassent le contingent « membre » (4 places)",
        ),
        (({"places": 30}, {"places": 21}), {}, "51 places, plus que les 50"),
    ],
)
def test_two_parties_that_are_too_many_for_one_are_refused_with_a_sentence_and_nothing_is_done(
    client, terms, quotas, said
):
    (one, other), (kept, _removed) = parties(*terms)
    for category, places in quotas.items():
        kept.admission.quotas.create(category=category, places=places)
    pair = DuplicatePairFactory(company=one, other_company=other)
    client.force_login(accounts.staff())
    before = tables()

    page = client.get(pair.get_absolute_url())
    sent = merge(client, pair, confirmed="on")

    for answer in (page, sent):
        shown = " ".join(answer.content.decode().replace("\xa0", " ").replace("\u202f", " ").split())
        assert said in shown
        assert "rien n’est fusionné" in shown
    assert tables() == before
    assert not MergeRecord.objects.exists()


def test_two_parties_within_the_quota_of_the_one_that_stands_become_one():
    (one, other), (kept, _removed) = parties({"places": 3}, {"places": 2, "category": "guest"})
    quotas = [kept.admission.quotas.create(category=c, places=p) for c, p in (("member", 5), ("guest", 2))]

    merged(one, other)

    for quota in quotas:
        quota.refresh_from_db()
    assert (Registration.objects.get().places, [quota.taken for quota in quotas]) == (5, [5, 0])
