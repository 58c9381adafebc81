"""The commissions: the list, the page of each, and who sees who sits there."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.accounts import guest, lead_of, member, staff
from tests.factories.commissions import CommissionFactory, CommissionMembershipFactory
from tests.factories.members import RepresentativeFactory
from tests.factories.territories import AffiliationFactory

pytestmark = pytest.mark.django_db

ADDRESS = "commissions:commission-list"


def seat(commission, name, **fields):
    """Seat a person of that name, for a company of theirs."""
    membership = CommissionMembershipFactory(commission=commission, person__family_name=name, **fields)
    RepresentativeFactory(person=membership.person, company__member=True, company__name=f"Maison {name}")
    return membership


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_commission_and_for_three(client, count, django_assert_max_num_queries):
    for commission in CommissionFactory.create_batch(count):
        seat(commission, "Arnaud", chair=True)
        seat(commission, "Blanc")
    client.force_login(staff())

    # session, account, context twice, membership; commissions, who sits, people, their companies; dissolved,
    # planned; recastings, invitations
    with django_assert_max_num_queries(13):
        response = client.get(reverse("commissions:commission-list"))

    assert len(response.context["commissions"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_for_one_person_and_for_three(client, count, django_assert_max_num_queries):
    commission = CommissionFactory()
    for number in range(count):
        seat(commission, f"Arnaud{number}")
    client.force_login(member())

    # session, account, context twice, leads, membership; the commission, milestones, absorbed, who sits, people,
    # their companies; the own seat, the own request; the invitations to open
    with django_assert_max_num_queries(15):
        response = client.get(commission.get_absolute_url())

    assert response.content.decode().count("Maison Arnaud") == count


def test_everybody_sees_the_theme_and_only_members_see_who_sits_there(client):
    commission = CommissionFactory(theme="Innovation ouverte")
    seat(commission, "Discret", chair=True)
    addresses = [commission.get_absolute_url(), reverse(ADDRESS)]

    strangers = [client.get(address).content.decode() for address in addresses]
    client.force_login(guest())
    guests = [client.get(address).content.decode() for address in addresses]
    client.force_login(member())
    members = [client.get(address).content.decode() for address in addresses]

    assert all("Innovation ouverte" in page for page in strangers + guests + members)
    assert not any("Discret" in page for page in strangers + guests)
    assert all("Discret" in page for page in members)


def test_the_chair_stands_first_and_who_left_is_not_there(client):
    commission = CommissionFactory()
    seat(commission, "Arnaud")
    seat(commission, "Zola", chair=True)
    seat(commission, "Parti", ends_on=timezone.localdate() - timedelta(days=1))
    client.force_login(member())

    page = client.get(commission.get_absolute_url()).content.decode()

    assert 0 < page.index("Zola") < page.index("Arnaud")
    assert "Parti" not in page


def test_a_dissolved_commission_is_history_and_one_to_come_is_told(client):
    today = timezone.localdate()
    CommissionFactory(name="Ancienne", dissolved_on=today - timedelta(days=1))
    CommissionFactory(name="Future", founded_on=today + timedelta(days=1))
    CommissionFactory(name="Vivante", dissolved_on=today)

    shown = client.get(reverse(ADDRESS)).context

    assert [c.name for c in shown["commissions"]] == ["Vivante"]
    assert [c.name for c in shown["dissolved"]] == ["Ancienne"]
    assert [c.name for c in shown["planned"]] == ["Future"]


def test_a_commission_younger_than_a_year_is_said_to_be_new(client):
    today = timezone.localdate()
    young = CommissionFactory(founded_on=today - timedelta(days=365))
    old = CommissionFactory(founded_on=today - timedelta(days=366))

    assert "nouvelle" in client.get(young.get_absolute_url()).content.decode()
    assert "nouvelle" not in client.get(old.get_absolute_url()).content.decode()


def test_what_people_typed_is_shown_as_typed_and_never_run(client):
    commission = CommissionFactory(name="<script>alert(1)</script>", purpose="<b>gras</b>\n\n\u202eافتح 🙂")

    page = client.get(commission.get_absolute_url()).content.decode()

    assert "<script>alert" not in page
    assert "&lt;b&gt;gras&lt;/b&gt;" in page


def test_a_commission_that_does_not_exist_is_not_found(client):
    assert client.get("/commissions/nulle-part/").status_code == 404


def test_a_lead_who_is_no_member_sees_the_people_of_the_territory_there_and_is_told_so(client):
    commission = CommissionFactory()
    own, _other = seat(commission, "Arnaud"), seat(commission, "Discret", chair=True)
    company = own.person.representations.get().company
    client.force_login(lead_of(AffiliationFactory(company=company).territory))

    page = client.get(commission.get_absolute_url()).content.decode()

    assert "Arnaud" in page
    assert "Discret" not in page
    assert "les personnes que votre rôle vous donne à voir" in page
    assert "Membres de la commission" not in page  # the number would count who is not seen
    assert "Discret" not in client.get(reverse(ADDRESS)).content.decode()


def test_somebody_on_record_who_is_no_member_is_not_told_that_nobody_sits_there(client):
    commission = CommissionFactory()
    seat(commission, "Discret", chair=True)
    client.force_login(guest())  # an account with a person, without a company

    page, cards = (
        client.get(address).content.decode() for address in [commission.get_absolute_url(), reverse(ADDRESS)]
    )

    assert "Les membres voient qui siège dans les commissions" in page
    assert "Personne n’y siège aujourd’hui" not in page
    assert "0 membre" not in page + cards
