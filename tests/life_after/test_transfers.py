"""A company is transferred: asked by one side, agreed by the other or by staff, told to both, seniority kept."""

from datetime import timedelta

import pytest
from django.urls import reverse

from elections.models import Election
from elections.rolls import fill, voters_of
from leader.shared.mails import Letter
from territories.models import Federation, Transfer
from tests.factories import accounts
from tests.factories.territories import AffiliationFactory, TerritoryFactory, TransferFactory
from tests.life_after.conftest import SINCE, homes

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask_url(sides):
    return reverse("territories:transfer-ask", args=[sides.ales.company.pk])


@pytest.fixture
def wanted(sides, today):
    return {
        "destination": sides.nimes.territory.pk,
        "way": "moves",
        "wanted_on": today,
        "reason": "Le siège bouge",
    }


def asked(client, sides, ask_url, wanted, **more):
    """The lead of the home asks; return the transfer."""
    client.force_login(sides.ales.lead)
    answer = client.post(ask_url, {**wanted, **more})
    assert answer.status_code == 302, answer.context["form"].errors
    return Transfer.objects.get()


def answer(client, user, transfer, decision="accepter", **more):
    client.force_login(user)
    url = reverse("territories:transfer-answer", args=[transfer.pk])
    return client.post(url, {"decision": decision, "version": transfer.version, **more})


def test_the_lead_of_the_home_asks_from_the_page_of_the_company(client, sides, ask_url, wanted):
    client.force_login(sides.ales.lead)
    assert ask_url in client.get(sides.ales.company.get_absolute_url()).content.decode()

    transfer = asked(client, sides, ask_url, wanted)

    assert (transfer.state, transfer.asked_for) == ("waiting", sides.ales.territory)
    assert homes(sides.ales.company) == [("ales", True, SINCE, None)]
    told = set(Letter.objects.values_list("recipient", flat=True))
    assert told == {sides.ales.lead.person.email, sides.nimes.lead.person.email}


@pytest.mark.parametrize("who", ["lead", "staff"])
def test_the_other_side_or_staff_agrees_and_seniority_is_kept(client, sides, ask_url, wanted, today, who):
    transfer = asked(client, sides, ask_url, wanted)
    since = sides.ales.company.member_since(today)
    Letter.objects.all().delete()

    answer(client, sides.nimes.lead if who == "lead" else accounts.staff(), transfer)

    transfer.refresh_from_db()
    eve = today - timedelta(days=1)
    assert (transfer.state, transfer.effective_on) == ("agreed", today)
    assert homes(sides.ales.company) == [("ales", True, SINCE, eve), ("nimes", True, today, None)]
    assert sides.ales.company.member_since(today) == since == SINCE
    assert sides.ales.company.memberships.count() == 1
    assert Letter.objects.count() == 2
    assert sides.ales.company in voters_of(sides.ales.territory, eve)
    assert sides.ales.company not in voters_of(sides.ales.territory, today)


def test_the_lead_who_asked_does_not_answer(client, sides, ask_url, wanted):
    transfer = asked(client, sides, ask_url, wanted)
    assert not client.get(transfer.get_absolute_url()).context["may_answer"]
    assert answer(client, sides.ales.lead, transfer).status_code == 404
    assert Transfer.objects.get().state == "waiting"


@pytest.mark.parametrize("role", ["neighbour", "member", "guest"])
def test_neighbour_and_member_find_neither_request_nor_answer(client, sides, ask_url, wanted, role):
    transfer = asked(client, sides, ask_url, wanted)
    users = {"neighbour": lambda: sides.third.lead, "member": accounts.member, "guest": accounts.guest}
    user = users[role]()
    client.force_login(user)

    urls = [transfer.get_absolute_url(), ask_url]
    assert [client.get(url).status_code for url in urls] == [404, 404]
    assert client.post(ask_url, wanted).status_code == 404
    assert answer(client, user, transfer).status_code == 404
    assert client.post(reverse("territories:transfer-withdraw", args=[transfer.pk])).status_code == 404
    assert Transfer.objects.get().state == "waiting"


def test_a_stranger_is_asked_to_sign_in(client, sides, ask_url):
    assert reverse("account_login") in client.get(ask_url)["Location"]


def test_a_member_who_sees_the_company_finds_no_button_and_no_form(client, sides, ask_url):
    client.force_login(accounts.member())
    page = client.get(sides.ales.company.get_absolute_url())
    assert (page.status_code, page.context["may_transfer"]) == (200, False)
    assert client.get(ask_url).status_code == 404


def test_a_lead_without_the_right_to_edit_reads_and_does_not_answer(client, sides, ask_url, wanted):
    transfer = asked(client, sides, ask_url, wanted)
    Federation.objects.update_or_create(pk=1, defaults={"name": "LeadeR", "lead_rights": ["create"]})

    client.force_login(sides.nimes.lead)
    assert client.get(transfer.get_absolute_url()).context["may_answer"] is False
    assert answer(client, sides.nimes.lead, transfer).status_code == 404


def test_a_refusal_says_why_and_changes_nothing(client, sides, ask_url, wanted):
    transfer = asked(client, sides, ask_url, wanted)

    mute = answer(client, sides.nimes.lead, transfer, "refuser")
    answer(client, sides.nimes.lead, transfer, "refuser", answer="Trop loin")

    assert "answer" in mute.context["form"].errors
    transfer.refresh_from_db()
    assert (transfer.state, transfer.answer) == ("refused", "Trop loin")
    assert homes(sides.ales.company) == [("ales", True, SINCE, None)]
    assert Letter.objects.filter(text__contains="Trop loin").count() == 2


def test_whoever_asked_takes_it_back(client, sides, ask_url, wanted):
    transfer = asked(client, sides, ask_url, wanted)
    url = reverse("territories:transfer-withdraw", args=[transfer.pk])
    client.force_login(sides.nimes.lead)
    assert client.post(url).status_code == 404  # the other side answers, it does not take back

    client.force_login(sides.ales.lead)
    client.post(url)

    transfer.refresh_from_db()
    assert transfer.state == "withdrawn"
    assert answer(client, sides.nimes.lead, transfer).status_code == 302  # told that it was answered
    assert homes(sides.ales.company) == [("ales", True, SINCE, None)]


def test_what_staff_ask_takes_effect_without_waiting(client, staff, sides, ask_url, wanted, today):
    client.post(ask_url, wanted)
    assert Transfer.objects.get().state == "agreed"
    assert homes(sides.ales.company)[-1] == ("nimes", True, today, None)


def test_one_request_at_a_time(client, sides, ask_url, wanted):
    asked(client, sides, ask_url, wanted)
    again = client.post(ask_url, wanted)
    assert again.context["form"].non_field_errors()
    assert again.context["form"]["reason"].value() == "Le siège bouge"
    assert Transfer.objects.count() == 1


def test_a_transfer_for_a_day_to_come_leaves_today_as_it_is(client, sides, ask_url, wanted, today):
    later = today + timedelta(days=60)
    transfer = asked(client, sides, ask_url, wanted, wanted_on=later)
    answer(client, sides.nimes.lead, transfer)
    eve = later - timedelta(days=1)
    assert homes(sides.ales.company) == [("ales", True, SINCE, eve), ("nimes", True, later, None)]
    assert sides.ales.company in voters_of(sides.ales.territory, today)


def test_a_company_that_moved_meanwhile_is_not_transferred(client, sides, ask_url, wanted, today):
    transfer = asked(client, sides, ask_url, wanted)
    sides.ales.company.affiliations.update(is_home=False)
    AffiliationFactory(company=sides.ales.company, territory=TerritoryFactory(), starts_on=today)

    page = answer(client, sides.nimes.lead, transfer)

    assert page.context["form"].non_field_errors()
    assert Transfer.objects.get().state == "waiting"


@pytest.mark.parametrize(("way", "home", "other"), [("stays", "nimes", "ales"), ("joins", "ales", "nimes")])
def test_a_company_in_two_territories_votes_once_at_home(
    client, staff, sides, ask_url, wanted, today, way, home, other
):
    client.post(ask_url, {**wanted, "way": way})

    company = sides.ales.company
    running = company.affiliations.running_on(today).order_by("-is_home")
    assert list(running.values_list("territory__slug", "is_home")) == [(home, True), (other, False)]
    shown = client.get(company.get_absolute_url()).context["company"].listed_territories
    assert [(each["slug"], each["is_home"]) for each in shown] == [(home, True), (other, False)]
    rolls = {}
    for side in (sides.ales, sides.nimes):
        election = Election.objects.create(territory=side.territory, held_on=today, roll_on=today)
        fill(election)
        rolls[side.territory.slug] = election.roll.filter(company=company).count()
    assert rolls == {home: 1, other: 0}
    of_all = Election.objects.create(held_on=today, roll_on=today)
    fill(of_all)
    assert of_all.roll.filter(company=company).count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_transfer_and_for_three(
    client, staff, count, django_assert_max_num_queries
):
    TransferFactory.create_batch(count)
    client.get(reverse("territories:transfer-list"))

    with django_assert_max_num_queries(7):  # session, user, savepoint twice, count, transfers
        page = client.get(reverse("territories:transfer-list"))

    assert len(page.context["page"].object_list) == count
    assert client.get(reverse("territories:transfer-list"), {"format": "csv"}).status_code == 200


def test_each_lead_lists_the_transfers_of_the_own_side_alone(client, sides):
    own = TransferFactory(destination=sides.ales.territory)
    TransferFactory()
    client.force_login(sides.ales.lead)
    assert list(client.get(reverse("territories:transfer-list")).context["page"].object_list) == [own]
    client.force_login(accounts.member())
    assert client.get(reverse("territories:transfer-list")).status_code == 404
