"""The page of an edition for members: who comes, where one sits, what is told to members alone."""

import pytest
from django.urls import reverse

from tests.factories.accounts import guest, lead_of, member, representative_of, staff
from tests.factories.events import (
    AdmissionFactory,
    AttendeeFactory,
    EventFactory,
    PhotoFactory,
    RegistrationFactory,
    SeatFactory,
    TableFactory,
)
from tests.factories.members import CompanyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admission():
    return AdmissionFactory(event=EventFactory(name="Gala", members_note="Le vestiaire est à gauche."))


def page_of(admission):
    return reverse("events:event-members", args=[admission.event.slug])


def test_it_opens_to_members_leads_and_staff_alone(client, admission):
    def status(user):
        client.force_login(user)
        return client.get(page_of(admission)).status_code

    assert client.get(page_of(admission)).status_code == 302
    former = representative_of(CompanyFactory())
    assert [status(user) for user in (guest(), former, member(), lead_of(), staff())] == [404, 404, 200, 200, 200]


def test_a_member_reads_who_comes_where_they_sit_and_what_is_told_to_members(client, admission):
    company = CompanyFactory(member=True, name="Atelier des Causses")
    party = RegistrationFactory(admission=admission, company=company)
    zoe = AttendeeFactory(registration=party, given_name="Zoé", family_name="Noël")
    SeatFactory(attendee=zoe, table=TableFactory(admission=admission, name="Table Aubrac"))
    other = RegistrationFactory(admission=admission, company=CompanyFactory(member=True, name="Verrerie d’Alès"))
    AttendeeFactory(registration=other, given_name="Lou", family_name="Secret")
    waiting = RegistrationFactory(
        admission=admission, waiting=True, company=CompanyFactory(member=True, name="Attend Encore")
    )
    photo = PhotoFactory(event=admission.event)
    client.force_login(representative_of(company))

    shown = client.get(page_of(admission)).content.decode()

    for text in ("Le vestiaire est à gauche.", "Zoé Noël", "Table Aubrac", "Verrerie d’Alès", photo.small_url):
        assert text in shown
    assert "Secret" not in shown
    assert waiting.company.name not in shown
    assert "Le vestiaire" not in client.get(admission.event.get_absolute_url()).content.decode()
    assert page_of(admission) in client.get(admission.event.get_absolute_url()).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_for_one_company_and_for_three(client, admission, count, django_assert_num_queries):
    own = CompanyFactory(member=True)
    party = RegistrationFactory(admission=admission, company=own, places=3)
    for number in range(count):
        RegistrationFactory(admission=admission, company=CompanyFactory(member=True))
        SeatFactory(attendee=AttendeeFactory(registration=party, number=number + 1))
        PhotoFactory(event=admission.event)
    client.force_login(representative_of(own))
    client.get(page_of(admission))

    # Session, user, the savepoint and its end; the header; whether one is a member; the event, the own parties
    # with their people, how many companies, those of the page, the photos.
    with django_assert_num_queries(13):
        client.get(page_of(admission))
