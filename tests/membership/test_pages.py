"""The pages of the renewals: the campaign and the membership of a company; staff alone."""

import csv
import io
import re
from datetime import date

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from members.models import Membership
from tests.factories import accounts
from tests.factories.members import CompanyFactory, MembershipFactory
from tests.factories.refresh import RegisterDifferenceFactory
from tests.factories.territories import AffiliationFactory, TerritoryFactory
from tests.shared.waiting import pool, until_somebody_waits_for_a_lock

pytestmark = pytest.mark.django_db
LIST, DRY_RUN, RUN = "pages:renewal-list", "pages:renewal-dry-run", "pages:renewal-run"


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(date(2026, 11, 20), tick=False):
        yield


@pytest.fixture
def staff(client):
    user = accounts.staff()
    client.force_login(user)
    return user


@pytest.fixture
def campaign(due):
    """Two companies of Alès to renew, one in grace without home or voter, one lapsed, one not open yet."""
    ales = TerritoryFactory(slug="ales", name="LeadeR Alès")
    due("Verrerie", territory=ales)
    due("=Fabrique", territory=ales, category="partner")
    due("Grâce", ends_on=date(2026, 10, 31), voted=False)
    due("Échue", ends_on=date(2026, 9, 30), grace_days=10)
    due("Plus tard", ends_on=date(2027, 6, 30))
    return ales


def names(client, **asked):
    return [row.company.name for row in client.get(reverse(LIST), asked).context["page"]]


def hidden(page, name="shown"):
    return re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())[1]


def test_the_list_holds_who_ends_between_the_days(client, staff, campaign):
    assert names(client) == ["Échue", "Grâce", "Verrerie", "=Fabrique"]
    assert names(client, first="2026-12-31", last="2027-06-30") == ["Verrerie", "=Fabrique", "Plus tard"]
    assert names(client, first="2027-07-01", last="2027-12-31") == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"territory": "ales"}, ["Verrerie", "=Fabrique"]),
        ({"territory": "aucun"}, ["Échue", "Grâce"]),
        ({"category": "partner"}, ["=Fabrique"]),
        ({"state": "grace"}, ["Grâce"]),
        ({"state": "lapsed"}, ["Échue"]),
        ({"state": "to_renew"}, ["Verrerie", "=Fabrique"]),
        (
            {"first": "n’importe quoi", "territory": "nulle-part", "m": "x"},
            ["Échue", "Grâce", "Verrerie", "=Fabrique"],
        ),
    ],
)
def test_the_list_is_narrowed(client, staff, campaign, asked, found):
    assert names(client, **asked) == found


def test_the_list_is_exported_as_it_is_narrowed_and_no_cell_is_a_formula(client, staff, campaign):
    asked = {"territory": "ales", "format": "csv"}
    text = b"".join(client.get(reverse(LIST), asked).streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))

    assert [row["entreprise"] for row in rows] == ["Verrerie", "'=Fabrique"]
    assert rows[0]["au"] == "31/12/2026"
    assert rows[0]["état"] == "à renouveler"
    xlsx = b"".join(client.get(reverse(LIST), asked | {"format": "xlsx"}).streaming_content)
    assert load_workbook(io.BytesIO(xlsx)).active.max_row == 3


def test_the_dry_run_tells_what_would_be_made_and_writes_nothing(client, staff, campaign):
    run = client.get(reverse(DRY_RUN)).context["run"]

    assert run.count == 3
    assert run.periods == [
        (date(2026, 11, 1), date(2026, 12, 31), 1), (date(2027, 1, 1), date(2027, 12, 31), 2),
    ]  # fmt: skip
    assert run.territories == [("LeadeR Alès", 2), (None, 1)]
    assert [(state.value, count) for state, count in run.left_out] == [("lapsed", 1)]
    assert (run.unvoiced, run.homeless, [row.company.name for row in run.examples]) == (1, 1, ["Grâce"])
    assert Membership.objects.count() == 5


def test_the_dry_run_warns_of_a_company_that_the_register_calls_closed(client, staff, campaign):
    company = Membership.objects.get(company__name="Verrerie").company
    RegisterDifferenceFactory(company=company, kind="closed", ours="", theirs="2026-10-01")

    page = client.get(reverse(DRY_RUN), {"territory": "ales"})

    assert [row.company.name for row in page.context["run"].examples] == ["Verrerie"]
    assert "fermée d’après le registre" in page.content.decode()


def test_the_act_renews_what_the_dry_run_showed(client, staff, campaign):
    page = client.get(reverse(DRY_RUN), {"territory": "ales"})
    action = re.search(r'action="([^"]*renouveler/[^"]*)"', page.content.decode())[1].replace("&amp;", "&")
    typed = {"shown": hidden(page), "idempotency_key": "a" * 32}

    answers = [client.post(action, typed) for _ in range(2)]

    assert [answer["Location"] for answer in answers] == [reverse(LIST)] * 2
    made = Membership.objects.filter(starts_on=date(2027, 1, 1)).order_by("company__name")
    assert [row.company.name for row in made] == ["=Fabrique", "Verrerie"]
    assert Membership.objects.count() == 7


def test_the_dry_run_of_the_chosen_ones_without_a_tick_is_not_that_of_all(client, staff, campaign):
    page = client.get(reverse(LIST)).content.decode()
    assert '<button class="button" name="choix" value="1">' in page

    answer = client.get(reverse(DRY_RUN), {"choix": "1", "category": "member"}, follow=True)

    assert answer.redirect_chain == [(f"{reverse(LIST)}?category=member", 302)]
    assert "Cochez d’abord au moins une entreprise" in answer.content.decode()
    assert answer.context["page"].object_list


def test_only_the_ticked_ones_are_renewed(client, staff, campaign):
    key = Membership.objects.get(company__name="Verrerie").pk
    query = f"?m={key}"
    page = client.get(reverse(DRY_RUN) + query)

    client.post(reverse(RUN) + query, {"shown": hidden(page)})

    assert [row.company.name for row in Membership.objects.filter(starts_on=date(2027, 1, 1))] == ["Verrerie"]


def test_an_act_on_another_list_than_the_one_shown_is_refused_with_the_dry_run_of_now(
    client, staff, campaign, due
):
    page = client.get(reverse(DRY_RUN))
    due("Nouvelle")

    answer = client.post(reverse(RUN), {"shown": hidden(page)})

    assert answer.context["run"].count == 4
    assert "La liste a changé depuis l’essai à blanc" in answer.content.decode()
    assert Membership.objects.count() == 6


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("pages:renewal-list", 9), (DRY_RUN, 12)])
def test_a_page_costs_the_same_for_one_membership_and_for_three(
    client, staff, due, count, name, queries, django_assert_num_queries
):
    for number in range(count):
        due(f"Essai {number}", territory=TerritoryFactory())

    # the transaction (2), session, user, federation, territories to choose, then what the page asks
    with django_assert_num_queries(queries):
        client.get(reverse(name))


@pytest.mark.django_db(transaction=True)
def test_of_two_staff_who_start_one_campaign_at_once_one_renews(campaign):
    clients = [Client(), Client()]
    for one in clients:
        one.force_login(accounts.staff())
    shown = hidden(clients[0].get(reverse(DRY_RUN)))

    def start(one):
        try:
            return one.post(reverse(RUN), {"shown": shown}).status_code
        finally:
            connection.close()

    with pool(2) as threads:
        with transaction.atomic():
            list(Membership.objects.select_for_update())
            answers = [threads.submit(start, one) for one in clients]
            until_somebody_waits_for_a_lock(2)
        told = sorted(answer.result(30) for answer in answers)

    assert told == [200, 302]
    assert Membership.objects.count() == 8


# The membership of one company


def page_of(name, membership):
    return reverse(f"pages:membership-{name}", args=[membership.company_id])


def test_staff_renews_a_company_and_undoes_it(client, staff, due):
    membership = due()
    page = client.get(page_of("detail", membership))
    assert "1 janvier 2027" in page.content.decode()

    client.post(page_of("renew", membership), {"shown": hidden(page)})
    renewed = membership.company.memberships.latest("starts_on")
    assert renewed.starts_on == date(2027, 1, 1)

    with time_machine.travel(date(2027, 1, 5), tick=False):
        client.force_login(staff)  # the session of November is over
        page = client.get(page_of("detail", membership)).content.decode()
    assert ">renouvelée</span>" in page  # of a membership: feminine, and one

    client.post(page_of("undo", membership), {"shown": renewed.pk})
    assert list(membership.company.memberships.all()) == [membership]


@pytest.mark.django_db(transaction=True)
def test_a_renewal_that_another_way_recorded_in_the_same_moment_is_not_told_as_done(client, staff, due):
    membership = due()
    shown = hidden(client.get(page_of("detail", membership)))

    def renew():
        try:
            return client.post(page_of("renew", membership), {"shown": shown}, follow=True).content.decode()
        finally:
            connection.close()

    with pool(1) as threads:
        with transaction.atomic():
            MembershipFactory(
                company=membership.company, starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31)
            )  # written, and not yet to be seen by others
            later = threads.submit(renew)
            until_somebody_waits_for_a_lock()
        page = later.result(30)

    assert "ont changé entre-temps" in page
    assert "est renouvelée" not in page
    assert membership.company.memberships.count() == 2


def test_who_left_today_is_told_from_when_it_may_come_back(client, staff, due):
    membership = due()
    typed = {"shown": membership.pk, "on": "2026-11-20", "ending": "resignation", "reason": ""}
    client.post(page_of("leave", membership), typed)

    page = client.get(page_of("detail", membership))
    assert page.context["coming_back"]["on"].value() == date(2026, 11, 21)
    typed = {"shown": membership.pk, "on": "2026-11-20", "category": "member"}
    refused = client.post(page_of("return", membership), typed).content.decode()

    assert "garde ses droits jusqu’au 20/11/2026" in refused


def test_staff_records_that_a_company_leaves_and_comes_back(client, staff, due):
    membership = due()
    typed = {"shown": membership.pk, "on": "2026-11-20", "ending": "resignation", "reason": "A changé de métier"}

    assert client.post(page_of("leave", membership), typed).status_code == 302
    page = client.get(page_of("detail", membership)).content.decode()
    assert "A changé de métier" in page
    with time_machine.travel(date(2026, 12, 1), tick=False):
        typed = {"shown": membership.pk, "on": "2026-12-01", "category": "member"}
        assert client.post(page_of("return", membership), typed).status_code == 302
        page = client.get(page_of("detail", membership)).content.decode()

    assert "10 jours sans adhésion" in page
    assert "Membre sans interruption depuis le 1 décembre 2026" in page


def test_a_period_said_to_come_to_its_term_is_not_renewed_and_the_company_comes_back_after_it(client, staff, due):
    membership = due(ends_on=date(2026, 10, 31), grace_days=60, ending="term")

    page = client.get(page_of("detail", membership))
    typed = {"shown": membership.pk, "category": "member"}
    refused = client.post(page_of("return", membership), typed | {"on": "2026-11-20"}).content.decode()

    assert page.context["next_period"] is None
    assert page.context["coming_back"]["on"].value() == date(2026, 12, 31)
    assert "garde ses droits jusqu’au 30/12/2026" in refused
    assert client.post(page_of("return", membership), typed | {"on": "2026-12-31"}).status_code == 302


def test_staff_records_the_first_membership_of_a_known_company(client, staff, federation):
    company = CompanyFactory(name="Verrerie")
    detail, come = (reverse(f"pages:membership-{name}", args=[company.pk]) for name in ["detail", "return"])

    assert detail in client.get(company.get_absolute_url()).content.decode()
    page = client.get(detail).content.decode()
    assert "Jamais membre jusqu’ici" in page
    assert client.post(reverse("pages:membership-renew", args=[company.pk])).status_code == 302
    answer = client.post(come, {"on": "2026-11-20", "category": "member"}, follow=True).content.decode()
    again = client.post(come, {"on": "2026-11-20", "category": "member"}).content.decode()

    made = company.memberships.get()
    assert (made.starts_on, made.ends_on) == (
        date(2026, 11, 20),
        federation.terms.last_day(made.starts_on, is_first=True),
    )
    assert "est membre." in answer
    assert "de nouveau" not in answer
    assert "ont changé entre-temps" in again


@pytest.mark.parametrize("who", ["lead", "member"])
def test_nobody_else_records_the_first_membership_of_a_company(client, who):
    company = AffiliationFactory().company
    client.force_login(
        accounts.lead_of(company.affiliations.get().territory) if who == "lead" else accounts.member()
    )

    for name in ["detail", "return"]:
        address = reverse(f"pages:membership-{name}", args=[company.pk])
        answer = client.get(address) if name == "detail" else client.post(address, {"on": "2026-11-20"})
        assert answer.status_code in {403, 404}
    assert not company.memberships.exists()


@pytest.mark.parametrize(
    ("act", "typed", "said"),
    [
        ("leave", {"on": "", "ending": "resignation"}, "Ce champ est obligatoire"),
        ("leave", {"on": "2030-01-01", "ending": "resignation"}, "trop éloignée"),
        ("leave", {"on": "2025-12-31", "ending": "closure"}, "n’est pas membre ce jour-là"),
        ("leave", {"on": "2026-11-20", "ending": "term"}, "Sélectionnez un choix valide"),
        ("return", {"on": "2026-11-20", "category": "member"}, "renouvelez celle-ci"),
    ],
)
def test_what_cannot_be_is_told_beside_what_was_typed(client, staff, due, act, typed, said):
    membership = due()

    answer = client.post(page_of(act, membership), {"shown": membership.pk, "reason": "Tapée", **typed})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert said in page
    assert act != "leave" or "Tapée" in page
    membership.refresh_from_db()
    assert (membership.ending, membership.company.memberships.count()) == ("", 1)


def test_an_act_on_a_membership_renewed_meanwhile_changes_nothing(client, staff, due):
    membership = due()
    page = client.get(page_of("detail", membership))
    MembershipFactory(company=membership.company, starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31))

    client.post(page_of("renew", membership), {"shown": hidden(page)})
    leaving = {"shown": membership.pk, "on": "2026-11-20", "ending": "resignation"}
    answer = client.post(page_of("leave", membership), leaving)

    assert "ont changé entre-temps" in answer.content.decode()
    assert membership.company.memberships.count() == 2


def test_a_company_that_was_never_a_member_has_no_such_page(client, staff, due):
    due().company.memberships.all().delete()

    assert client.get(reverse("pages:membership-detail", args=[10**9])).status_code == 404


@pytest.mark.parametrize("reader", ["lead", "represented"])
def test_the_lead_and_the_company_see_the_history_and_change_nothing(client, due, reader):
    territory = TerritoryFactory()
    membership = due(ends_on=date(2026, 10, 31))
    AffiliationFactory(company=membership.company, territory=territory)
    user = (
        accounts.lead_of(territory)
        if reader == "lead"
        else accounts.representative_of(membership.company, vote="none")
    )
    client.force_login(user)

    page = client.get(membership.company.get_absolute_url()).content.decode()

    assert "en délai de grâce" in page
    assert "Membre depuis" in page
    assert "adhesions/" not in page
    for act in ["renew", "leave", "return", "undo"]:
        assert client.post(page_of(act, membership)).status_code == 404


def test_another_member_does_not_see_the_history(client, due):
    membership = due(ends_on=date(2026, 10, 31))
    client.force_login(accounts.member())

    assert "en délai de grâce" not in client.get(membership.company.get_absolute_url()).content.decode()


@pytest.mark.parametrize("who", ["lead_of", "member", "guest"])
def test_nobody_but_staff_finds_the_campaign(client, campaign, who):
    client.force_login(getattr(accounts, who)())

    answers = [client.get(reverse(LIST)), client.get(reverse(DRY_RUN)), client.post(reverse(RUN))]

    assert {answer.status_code for answer in answers} == {404}


def test_who_represents_a_company_in_grace_sees_the_other_members_and_of_one_that_lapsed_does_not(client, due):
    other, shown = CompanyFactory(member=True), {}
    for name, days in {"grace": 60, "lapsed": 0}.items():
        membership = due(name, ends_on=date(2026, 10, 31), grace_days=days)
        client.force_login(accounts.representative_of(membership.company, vote="none"))
        shown[name] = client.get(other.get_absolute_url()).status_code

    assert shown == {"grace": 200, "lapsed": 404}
