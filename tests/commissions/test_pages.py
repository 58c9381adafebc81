"""The commissions: the list, the page of each, and who sees who sits there."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.accounts import guest, lead_of, member, staff
from tests.factories.commissions import (
    AnnouncementFactory,
    CommissionFactory,
    CommissionMembershipFactory,
    DocumentFactory,
    MeetingFactory,
    SeatProposalFactory,
)
from tests.factories.members import RepresentativeFactory
from tests.factories.territories import AffiliationFactory, TerritoryFactory

pytestmark = pytest.mark.django_db

ADDRESS = "commissions:commission-list"


def seat(commission, name, **fields):
    """Seat a person of that name, for a company of theirs."""
    membership = CommissionMembershipFactory(commission=commission, person__family_name=name, **fields)
    RepresentativeFactory(person=membership.person, company__member=True, company__name=f"Maison {name}")
    return membership


def names(client, **asked):
    """Return the names in the list, as it is asked for."""
    return [commission.name for commission in client.get(reverse(ADDRESS), asked).context["page"].object_list]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_commission_and_for_three(client, count, django_assert_max_num_queries):
    for commission in CommissionFactory.create_batch(count):
        seat(commission, "Arnaud", chair=True)
        seat(commission, "Blanc")
    client.force_login(staff())

    # session, account, context twice; territories to choose, how many, the commissions, their chairs; invitations
    with django_assert_max_num_queries(10):
        response = client.get(reverse("commissions:commission-list"))
    with django_assert_max_num_queries(12):  # more: what was kept and added when the commissions were recast
        client.get(reverse("commissions:commission-list"), {"etat": "archives"})
    client.force_login(member())
    for state in ("", "archives"):
        with django_assert_max_num_queries(12):  # more: leads, membership, openings of the navigation
            client.get(reverse("commissions:commission-list"), {"etat": state})

    assert len(response.context["page"].object_list) == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_for_one_person_and_for_three(client, count, django_assert_max_num_queries):
    commission, chair = CommissionFactory(), member()
    CommissionMembershipFactory(commission=commission, person=chair.person, chair=True)
    for number in range(count):
        seat(commission, f"Arnaud{number}")
        CommissionFactory(merged_into=commission, dissolved_on=timezone.localdate())
        DocumentFactory(commission=commission)
        AnnouncementFactory(commission=commission)
    client.force_login(chair)

    # session, account, membership, leads; the commission with its documents and what it took over, milestones, who
    # sits, people; the invitations to open, announcements; what begins and ends the transaction
    with django_assert_max_num_queries(12):
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

    shown = {state: names(client, etat=state) for state in ["", "archives", "a-venir", "n’importe quoi"]}

    assert shown == {
        "": ["Vivante"],
        "archives": ["Ancienne"],
        "a-venir": ["Future"],
        "n’importe quoi": ["Vivante"],
    }


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


def test_members_read_when_a_commission_meets_and_how_alive_it_is_and_others_do_not(client):
    now, commission = timezone.now(), CommissionFactory(name="Export")
    MeetingFactory(commission=commission, starts_at=now + timedelta(days=40))
    following = MeetingFactory(commission=commission, starts_at=now + timedelta(days=20))
    MeetingFactory(
        commission=commission, starts_at=now + timedelta(days=5), cancelled_at=now, cancel_reason="Grève"
    )
    for days in (30, 200, 400):
        MeetingFactory(commission=commission, starts_at=now - timedelta(days=days))
    address = reverse("commissions:meeting-detail", args=[following.pk])

    client.force_login(member())
    (card,) = client.get(reverse(ADDRESS)).context["page"].object_list
    pages = [client.get(each).content.decode() for each in [reverse(ADDRESS), commission.get_absolute_url()]]
    rows = b"".join(client.get(reverse(ADDRESS), {"format": "csv"}).streaming_content).decode()
    client.force_login(guest())
    others = [client.get(each).content.decode() for each in [reverse(ADDRESS), commission.get_absolute_url()]]
    other_rows = b"".join(client.get(reverse(ADDRESS), {"format": "csv"}).streaming_content).decode()

    assert (card.next_meeting, card.met_count) == (following.pk, 2)
    assert all(address in page and "Prochaine réunion" in page for page in pages)
    assert f"{timezone.localtime(following.starts_at):%d/%m/%Y}" in rows
    assert not any("/reunions/" in page.partition("<main")[2] or "Prochaine" in page for page in others[:1])
    assert not any(address in page or "Dernière réunion" in page for page in others)
    assert f"{timezone.localtime(following.starts_at):%d/%m/%Y}" not in other_rows


def test_the_list_is_narrowed_by_what_one_chooses(client):
    territory, user = TerritoryFactory(slug="lozere"), member()
    own = CommissionFactory(name="Énergie", theme="Sobriété", joining="open")
    CommissionFactory(name="Achats", territory=territory, kind="working_group", joining="invited")
    CommissionMembershipFactory(commission=own, person=user.person)
    client.force_login(user)

    assert names(client) == ["Achats", "Énergie"]
    assert names(client, q="sobriete energie") == ["Énergie"]
    assert names(client, territory="lozere") == names(client, kind="working_group") == ["Achats"]
    assert names(client, territory="federation") == names(client, joining="open") == ["Énergie"]
    assert names(client, mine="on") == ["Énergie"]
    assert names(client, territory="nulle-part", kind="x") == ["Achats", "Énergie"]
    assert names(client, q="introuvable") == []


def test_the_list_is_ordered_by_the_next_meeting_or_by_activity(client):
    now = timezone.now()
    quiet, soon, busy = (CommissionFactory(name=name) for name in ["Calme", "Proche", "Zélée"])
    MeetingFactory(commission=soon, starts_at=now + timedelta(days=1))
    MeetingFactory(commission=busy, starts_at=now + timedelta(days=9))
    MeetingFactory(commission=busy, starts_at=now - timedelta(days=9))
    MeetingFactory(commission=quiet, starts_at=now - timedelta(days=900))
    client.force_login(member())

    assert names(client) == ["Calme", "Proche", "Zélée"]
    assert names(client, sort="prochaine") == ["Proche", "Zélée", "Calme"]
    assert names(client, sort="activite") == ["Zélée", "Calme", "Proche"]
    client.logout()
    assert names(client, sort="activite") == ["Calme", "Proche", "Zélée"]  # nothing of the meetings shows through


def test_the_archive_says_what_a_commission_was_merged_into(client):
    today = timezone.localdate()
    heir = CommissionFactory(name="Héritière")
    CommissionFactory(name="Ancienne", dissolved_on=today - timedelta(days=9), merged_into=heir)
    CommissionFactory(name="Fermée", dissolved_on=today - timedelta(days=8))

    page = client.get(reverse(ADDRESS), {"etat": "archives"}).content.decode()

    assert page.index("Fermée") < page.index("dissoute le") < page.index("Ancienne") < page.index("réunie le")
    assert heir.get_absolute_url() in page


def test_a_long_list_has_pages_and_keeps_its_criteria(client):
    CommissionFactory.create_batch(25, kind="initiative")

    second = client.get(reverse(ADDRESS), {"kind": "initiative", "page": "2"})

    assert len(second.context["page"].object_list) == 1
    assert "?kind=initiative&amp;page=1" in second.content.decode()


@pytest.mark.parametrize("invited", [True, False])
def test_the_page_offers_what_fits_ones_own_place(client, invited):
    commission, user = CommissionFactory(), member()
    client.force_login(user)
    assert "Demander à rejoindre" in client.get(commission.get_absolute_url()).content.decode()

    SeatProposalFactory(commission=commission, person=user.person, invited=invited)
    waiting = client.get(commission.get_absolute_url()).content.decode()
    CommissionMembershipFactory(commission=commission, person=user.person)
    seated = client.get(commission.get_absolute_url()).content.decode()

    assert ("Répondre à l’invitation" if invited else "Ma demande") in waiting
    assert "Ma place" in seated
