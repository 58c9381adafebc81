"""After an event: who came by territory and party, who did not, which members have never come."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse

from tests.factories.accounts import guest, lead_of, member, staff
from tests.factories.events import (
    AdmissionFactory,
    AttendeeFactory,
    CheckInFactory,
    EventFactory,
    EventInvitationFactory,
    RegistrationFactory,
)
from tests.factories.members import CompanyFactory, MembershipFactory
from tests.factories.territories import AffiliationFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 15)


@pytest.fixture
def nimes():
    return TerritoryFactory(name="LeadeR Nîmes")


@pytest.fixture
def admission(nimes):
    return AdmissionFactory(event=EventFactory(held_on=DAY, territory=nimes))


@pytest.fixture
def party(admission, nimes):
    """Return three places of a company of Nîmes; Zoé came, her badge was shown again; Léo did not."""
    company = CompanyFactory(name="Atelier des Causses")
    MembershipFactory(company=company, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
    AffiliationFactory(company=company, territory=nimes, is_home=True, starts_on=date(2020, 1, 1))
    party = RegistrationFactory(admission=admission, company=company, places=3)
    zoe = AttendeeFactory(registration=party, given_name="Zoé", family_name="Noël")
    AttendeeFactory(registration=party, number=2, given_name="Léo", family_name="Abadie")
    CheckInFactory(attendee=zoe)
    CheckInFactory(attendee=zoe, is_repeat=True)
    return party


def page_of(admission, view=""):
    return reverse("events:attendance", args=[admission.event.slug]) + f"?voir={view}"


def rows_of(client, url):
    content = b"".join(client.get(f"{url}&format=csv").streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content), delimiter=";"))[1:]


def test_the_figures_count_who_came_once_and_walk_ins_apart(client, admission, party):
    press = RegistrationFactory(
        admission=admission, company=None, invitation=EventInvitationFactory(admission=admission), places=2
    )
    CheckInFactory(attendee=None, admission=admission, way="walk_in", name="Passant")
    client.force_login(staff())

    context = client.get(page_of(admission)).context

    assert (context["count"].arrived, context["count"].walk_ins, context["missing"]) == (2, 1, 4)
    told = [(share.territory, share.parties, share.places, share.arrived) for share in context["shares"]]
    assert told == [("LeadeR Nîmes", 1, 3, 1), ("", 1, 2, 0)]
    assert [(row[0], row[3], row[4]) for row in rows_of(client, page_of(admission))] == [
        ("Atelier des Causses", "3", "1"), (str(press), "2", "0"),
    ]  # fmt: skip


def test_who_did_not_come_is_listed_and_an_arrival_that_was_undone_is_none(client, admission, party):
    lou = AttendeeFactory(registration=party, number=3, given_name="Lou", family_name="Zola")
    CheckInFactory(attendee=lou, undone_at=CheckInFactory().at)
    client.force_login(staff())

    assert [row[:2] for row in rows_of(client, page_of(admission, "absents"))] == [
        ["Abadie", "Léo"],
        ["Zola", "Lou"],
    ]


def test_a_member_has_never_come_until_somebody_of_it_was_seen_at_a_door(client, admission, party, nimes):
    idle = CompanyFactory(name="Jamais Venue")
    MembershipFactory(company=idle, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
    AffiliationFactory(company=idle, territory=nimes, is_home=True, starts_on=date(2020, 1, 1))
    elsewhere = CompanyFactory(name="D’ailleurs")
    MembershipFactory(company=elsewhere, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
    CompanyFactory(name="Plus membre")
    url = page_of(admission, "jamais")

    client.force_login(staff())
    assert sorted(row[0] for row in rows_of(client, url)) == ["D’ailleurs", "Jamais Venue"]
    client.force_login(lead_of(nimes))
    assert [row[0] for row in rows_of(client, url)] == ["Jamais Venue"]


def test_attendance_is_for_the_staff_and_the_leads_of_the_host(client, admission, nimes):
    def status(user):
        client.force_login(user)
        return client.get(page_of(admission)).status_code

    assert client.get(page_of(admission)).status_code == 302
    assert [status(user) for user in (guest(), member(), lead_of(), staff(), lead_of(nimes))] == [
        404, 404, 404, 200, 200,
    ]  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("view", "asked"), [("groupes", 10), ("absents", 9), ("jamais", 9)])
def test_attendance_costs_the_same_for_one_and_for_three(
    client, admission, view, asked, count, django_assert_num_queries
):
    for _number in range(count):
        attendee = AttendeeFactory(registration=RegistrationFactory(admission=admission))
        CheckInFactory(attendee=attendee)
        AttendeeFactory(registration=attendee.registration, number=2)
        CompanyFactory(member=True)
    client.force_login(staff())
    client.get(page_of(admission, view))

    # Session, user, the savepoint of the page, the event, what the header asks, two counts; the rows with theirs.
    with django_assert_num_queries(asked):
        client.get(page_of(admission, view))
