"""The pages of the pipeline: board, list, file, acts; for the lead of the territory and staff, nobody else."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.models import Company
from territories.models import Prospect, ProspectExchange
from territories.models.prospects import COURTED
from territories.pipeline.forms import MoveForm
from tests.factories import accounts
from tests.factories.members import CompanyFactory, MembershipFactory, PersonFactory, RepresentativeFactory
from tests.factories.refresh import RegisterSnapshotFactory
from tests.factories.territories import AffiliationFactory, ProspectFactory, TerritoryFactory
from tests.shared.waiting import pool, until_somebody_waits_for_a_lock

pytestmark = pytest.mark.django_db
State = Prospect.State
TOO_LONG = ".".join(["a" * 60] * 4) + ".example.fr"  # a valid domain that no column of addresses holds


@pytest.fixture
def territory():
    return TerritoryFactory(slug="toulouse", name="LeadeR Toulouse")


@pytest.fixture
def lead(client, territory):
    user = accounts.lead_of(territory)
    client.force_login(user)
    return user


def board(query="", slug="toulouse"):
    return reverse("territories:prospect-board", args=[slug]) + query


def act(name, prospect):
    return reverse(f"territories:prospect-{name}", args=[prospect.pk])


def shown(client, url):
    return client.get(url).content.decode()


# The board and the list


def test_the_board_shows_each_company_in_the_column_of_its_stage(client, lead, territory):
    for state in [State.IDENTIFIED, State.MET, State.MET]:
        ProspectFactory(territory=territory, state=state)
    ProspectFactory(territory=territory, state=State.MEMBER, company__member=True)
    ProspectFactory(territory=territory, state=State.DECLINED, reason="Trop loin")
    ProspectFactory(state=State.MET)  # another territory's

    context = client.get(board()).context

    assert {c.state: (c.count, len(c.cards)) for c in context["columns"]} == {
        State.IDENTIFIED: (1, 1), State.CONTACTED: (0, 0), State.MET: (2, 2),
        State.ENGAGED: (0, 0), State.MEMBER: (1, 1),
    }  # fmt: skip
    assert [(state, count) for state, _label, count in context["beside"]] == [("declined", 1), ("dormant", 0)]


def test_a_column_shows_what_is_due_soonest_and_says_how_many_more(client, lead, territory):
    today = timezone.localdate()
    for days in range(30):
        ProspectFactory(territory=territory, next_action_on=today + timedelta(days=30 - days))

    answer = client.get(board())

    column = answer.context["columns"][0]
    assert column.cards[0].next_action_on == today + timedelta(days=1)
    assert (len(column.cards), column.hidden) == (12, 18)
    assert "18 autres dans la liste" in answer.content.decode()


def test_what_is_asked_narrows_board_list_and_file_alike(client, lead, territory):
    wanted = ProspectFactory(
        territory=territory, company=CompanyFactory(name="Œnologie d'Oc"), owner=lead.person,
        next_action_on=timezone.localdate() - timedelta(days=3),
    )  # fmt: skip
    ProspectFactory(territory=territory, company=CompanyFactory(name="Verrerie"))

    for query in ["?q=oeno", f"?owner={lead.person_id}", "?late=on"]:
        columns = client.get(board(query)).context["columns"]
        assert [card for column in columns for card in column.cards] == [wanted]
        assert list(client.get(board(f"{query}&vue=liste")).context["page"]) == [wanted]
        assert [row["entreprise"] for row in exported(client, query)] == ["Œnologie d'Oc"]


def exported(client, query=""):
    answer = client.get(board(f"{query or '?'}&vue=liste&format=csv"))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_the_file_holds_what_the_list_shows_and_no_formula(client, lead, territory):
    ProspectFactory(territory=territory, company=CompanyFactory(name="=1+1"), notes="secret")
    ProspectFactory()

    [row] = exported(client)

    assert row["entreprise"] == "'=1+1"
    assert "secret" not in row.values()


# Moving


def test_one_click_takes_a_card_to_the_next_stage(client, lead, territory):
    prospect = ProspectFactory(territory=territory)
    assert 'value="contacted"' in shown(client, board())

    answer = client.post(act("move", prospect), {"seen": "identified", "to": "contacted", "back": "board"})

    prospect.refresh_from_db()
    assert prospect.state == State.CONTACTED
    assert answer["Location"] == board()


def test_a_card_that_somebody_moved_stays_where_it_is(client, lead, territory):
    prospect = ProspectFactory(territory=territory, state=State.MET)

    answer = client.post(act("move", prospect), {"seen": "identified", "to": "contacted"}, follow=True)

    prospect.refresh_from_db()
    assert prospect.state == State.MET
    assert "déplacé cette pressentie entre-temps" in answer.content.decode()


@pytest.mark.parametrize("to", ["declined", "dormant"])
def test_without_a_reason_nothing_stops_and_the_form_comes_back_filled(client, lead, territory, to):
    prospect = ProspectFactory(territory=territory)

    answer = client.post(act("move", prospect), {"seen": "identified", "to": to})

    assert "Dites pourquoi" in answer.content.decode()
    assert answer.context["move"]["to"].value() == to
    client.post(act("move", prospect), {"seen": "identified", "to": to, "reason": "Pas cette année"})
    prospect.refresh_from_db()
    assert (prospect.state, prospect.reason) == (to, "Pas cette année")


@pytest.mark.parametrize(
    "typed",
    [{"seen": "member", "to": "declined", "reason": "x"}, {"seen": "member", "to": "met"},
     {"seen": "former", "to": "met"}],
)  # fmt: skip
def test_a_member_is_taken_to_no_other_stage(client, lead, territory, typed):
    prospect = ProspectFactory(territory=territory, state=State.MEMBER, company__member=True)
    assert "Autre étape" not in shown(client, prospect.get_absolute_url())

    client.post(act("move", prospect), typed)
    client.post(act("member", prospect), {"seen": "member"})

    prospect.refresh_from_db()
    assert prospect.state == State.MEMBER
    assert prospect.company.memberships.count() == 1


# A member of before


def former(territory, **membership):
    """Return a prospect that joined, and whose membership is over."""
    prospect = ProspectFactory(territory=territory, state=State.MEMBER)
    MembershipFactory(
        company=prospect.company, **{"starts_on": "2024-01-01", "ends_on": "2025-12-31"} | membership
    )
    return prospect


def test_a_member_of_before_is_courted_again_from_its_page_and_from_the_board(client, lead, territory):
    prospect, other = former(territory), former(territory)
    page = shown(client, prospect.get_absolute_url())
    assert "adhésion terminée le 31 décembre 2025" in page
    assert [code for code, _label in MoveForm(initial={"seen": "former"}).fields["to"].choices] == list(COURTED)

    client.post(act("move", prospect), {"seen": "former", "to": "met"})
    client.post(act("move", other), {"seen": "former", "to": "identified", "back": "board"})
    client.post(act("member", prospect), {"seen": "met"})

    for each in (prospect, other):
        each.refresh_from_db()
    assert (prospect.state, other.state) == (State.MEMBER, State.IDENTIFIED)
    assert prospect.company.is_member_on(timezone.localdate())
    assert "adhésion terminée" not in shown(client, prospect.get_absolute_url())


@pytest.mark.parametrize(
    ("ends", "grace", "is_over"),
    [(-1, 0, True), (0, 0, False), (-30, 30, False), (-31, 30, True), (None, 0, False)],
)
def test_grace_counts_as_a_membership(client, lead, territory, ends, grace, is_over):
    today = timezone.localdate()
    last = None if ends is None else today + timedelta(days=ends)
    prospect = former(territory, ends_on=last, grace_days=grace)

    columns = {c.state: [*c.cards] for c in client.get(board()).context["columns"]}

    assert columns[State.MEMBER] == ([] if is_over else [prospect])
    assert columns.get("former", []) == ([prospect] if is_over else [])


def test_whoever_left_and_comes_back_later_is_a_member_to_come(client, lead, territory):
    prospect = former(territory)
    MembershipFactory(company=prospect.company, starts_on="2199-01-01", ends_on=None)

    client.post(act("move", prospect), {"seen": "former", "to": "met"})

    prospect.refresh_from_db()
    assert prospect.state == State.MEMBER


@pytest.mark.parametrize("to", ["declined", "dormant", "member"])
def test_a_member_of_before_goes_to_no_stage_where_nobody_courts_it(client, lead, territory, to):
    prospect = former(territory)

    answer = client.post(act("move", prospect), {"seen": "former", "to": to, "reason": "x"})

    assert answer.context["move"].errors["to"]
    prospect.refresh_from_db()
    assert prospect.state == State.MEMBER


def test_a_member_of_before_is_found_counted_and_exported_as_one(client, lead, territory):
    prospect = former(territory)
    member = ProspectFactory(territory=territory, state=State.MEMBER, company__member=True)

    answer = client.get(board())
    listed = {s: list(client.get(board(f"?vue=liste&state={s}")).context["page"]) for s in ["former", "member"]}
    [row] = exported(client, "?state=former")
    tasks = client.get(reverse("territories:territory-tasks", args=["toulouse"]))
    client.force_login(accounts.staff())
    [counted] = client.get(reverse("territories:prospect-overview")).context["territories"]

    assert {c.state: c.count for c in answer.context["columns"] if c.count} == {"member": 1, "former": 1}
    assert "adhésion terminée le 31 décembre 2025" in answer.content.decode()
    assert listed == {"former": [prospect], "member": [member]}
    assert (row["étape"], row["adhésion terminée le"]) == ("adhésion terminée", "31/12/2025")
    assert tasks.context["joined"] == 1
    assert (counted.count_member, counted.count_former) == (1, 1)


def test_a_member_of_before_that_is_added_again_is_shown_where_it_stands(client, lead, territory):
    prospect = former(territory)
    AffiliationFactory(company=prospect.company, territory=territory)

    typed = {"name": "x", "siren": prospect.company.siren}
    page = client.post(reverse("territories:prospect-add", args=["toulouse"]), typed).content.decode()

    assert f'<a href="{prospect.get_absolute_url()}">' in page
    assert "a été membre" in page


@pytest.mark.parametrize(
    ("told", "is_warned"), [({"told": {"is_partial": True}}, True), ({"outcome": "withheld", "told": None}, True),
                            ({"told": {"is_partial": False}}, False), ({}, False)],
)  # fmt: skip
def test_a_company_that_is_not_to_be_canvassed_says_so_everywhere(client, lead, territory, told, is_warned):
    company = CompanyFactory(siren="732829320")
    RegisterSnapshotFactory(company=company, **told)
    AffiliationFactory(company=company, territory=territory)

    typed = {"name": "x", "siren": "732829320"}
    added = client.post(reverse("territories:prospect-add", args=["toulouse"]), typed, follow=True)
    page = shown(client, territory.prospects.get().get_absolute_url())

    assert ("doit pas être démarchée" in added.content.decode()) is is_warned
    assert ("doit pas être démarchée" in page) is is_warned
    for place in [page, shown(client, board()), shown(client, board("?vue=liste"))]:
        assert (">à ne pas démarcher</span>" in place) is is_warned
    assert [row["à ne pas démarcher"] for row in exported(client)] == ["oui" if is_warned else "non"]


def test_a_member_is_not_made_by_the_form_of_stages(client, lead, territory):
    prospect = ProspectFactory(territory=territory)

    answer = client.post(act("move", prospect), {"seen": "identified", "to": "member"})

    assert answer.context["move"].errors["to"]


def test_one_click_makes_a_member_once(client, lead, territory):
    prospect = ProspectFactory(territory=territory, state=State.ENGAGED, contact_name="Anne Vic")
    for _click in range(2):
        client.post(act("member", prospect), {"seen": "engaged"})

    prospect.refresh_from_db()
    company = prospect.company
    assert prospect.state == State.MEMBER
    assert [company.memberships.count(), company.affiliations.count(), company.representatives.count()] == [
        1,
        1,
        1,
    ]
    assert company in Company.objects.members_on(timezone.localdate())


# The file


def test_the_file_is_changed_and_its_history_tells_by_whom(client, lead, territory):
    prospect = ProspectFactory(territory=territory)
    typed = {
        "next_action": "Inviter au gala",
        "next_action_on": "2026-06-01",
        "owner": str(lead.person),
        "version": 1,
    }

    client.post(prospect.get_absolute_url(), typed)

    prospect.refresh_from_db()
    assert (prospect.next_action, prospect.owner) == ("Inviter au gala", lead.person)
    page = shown(client, act("history", prospect))
    assert '<ins class="new-value">Inviter au gala</ins>' in page
    assert str(lead.person) in page


def test_an_edit_that_crosses_another_shows_both(client, lead, territory):
    prospect = ProspectFactory(territory=territory, notes="avant")
    Prospect.objects.filter(pk=prospect.pk).update(notes="entre-temps")

    answer = client.post(prospect.get_absolute_url(), {"notes": "après", "version": 1})

    assert "entre-temps" in answer.content.decode()
    assert answer.context["form"]["notes"].value() == "après"
    prospect.refresh_from_db()
    assert prospect.notes == "entre-temps"


def two_durands(territory, *given_names):
    """Return leads of the territory who bear these names, each with a company of the same name."""
    people = []
    for given_name in given_names:
        person = accounts.lead_of(territory).person
        person.given_name, person.family_name = given_name, "Durand"
        person.save()
        RepresentativeFactory(person=person, company=CompanyFactory(name=f"Maison {len(people) + 1}"))
        people.append(person)
    return people


@pytest.mark.parametrize(
    ("name", "said"),
    [("Durand", "Plusieurs personnes correspondent"), ("Personne", "Personne de ce nom"),
     ("Étranger", "Personne de ce nom"), ("example.org", "Personne de ce nom")],
)  # fmt: skip
def test_a_name_that_is_not_one_persons_is_refused(client, lead, territory, name, said):
    PersonFactory(family_name="Étranger")
    two_durands(territory, "Anne", "Paul")
    prospect = ProspectFactory(territory=territory)

    answer = client.post(prospect.get_absolute_url(), {"owner": name, "version": 1})

    assert said in answer.content.decode()
    assert answer.context["form"]["owner"].value() == name


@pytest.mark.parametrize(
    ("typed", "place"), [("anne durand", 0), ("Anne-Marie", 1), ("Anne-Marie Durand – Maison 2", 1)]
)
def test_the_whole_name_is_enough_where_part_of_it_is_not(client, lead, territory, typed, place):
    people = two_durands(territory, "Anne", "Anne-Marie")
    prospect = ProspectFactory(territory=territory)

    client.post(prospect.get_absolute_url(), {"owner": typed, "version": 1})

    prospect.refresh_from_db()
    assert prospect.owner == people[place]


def test_two_people_of_one_name_are_told_apart_by_their_company(client, lead, territory):
    people = two_durands(territory, "Anne", "Anne")
    prospect = ProspectFactory(territory=territory)
    page = shown(client, prospect.get_absolute_url())
    assert '<option value="Anne Durand – Maison 2">' in page

    client.post(prospect.get_absolute_url(), {"owner": "Anne Durand – Maison 2", "version": 1})

    prospect.refresh_from_db()
    assert prospect.owner == people[1]


def test_who_followed_it_may_stay_though_a_lead_no_more(client, lead, territory):
    before = PersonFactory(given_name="Ancien", family_name="Responsable")
    prospect = ProspectFactory(territory=territory, owner=before)

    answer = client.post(prospect.get_absolute_url(), {"owner": str(before), "notes": "x", "version": 1})

    assert answer.status_code == 302
    prospect.refresh_from_db()
    assert (prospect.owner, prospect.notes) == (before, "x")
    assert list(client.get(board(f"?owner={before.pk}&vue=liste")).context["page"]) == [prospect]


def test_somebody_of_a_company_that_left_the_territory_sponsors_no_more(client, lead, territory):
    company = CompanyFactory(member=True)
    AffiliationFactory(company=company, territory=territory, ends_on=timezone.localdate() - timedelta(days=30))
    person = RepresentativeFactory(company=company).person

    assert str(person) not in shown(client, ProspectFactory(territory=territory).get_absolute_url())


def test_a_question_that_cannot_be_answered_shows_and_exports_nothing(client, lead, territory):
    ProspectFactory(territory=territory)

    assert exported(client, "?state=met&owner=999999") == []
    assert list(client.get(board("?vue=liste&owner=abc")).context["page"]) == []


def test_an_exchange_is_noted_with_its_author_and_not_for_a_day_to_come(client, lead, territory):
    prospect = ProspectFactory(territory=territory)
    tomorrow = timezone.localdate() + timedelta(days=1)

    refused = client.post(act("exchange", prospect), {"on": tomorrow, "kind": "call", "summary": "Bientôt"})
    client.post(act("exchange", prospect), {"on": "2026-03-01", "kind": "call", "summary": "Ils viennent"})

    assert "prochaine action" in refused.content.decode()
    assert refused.context["exchange"]["summary"].value() == "Bientôt"
    exchange = ProspectExchange.objects.get()
    assert (exchange.summary, exchange.author) == ("Ils viennent", lead)


def test_an_exchange_sent_twice_is_noted_once(client, lead, territory):
    prospect = ProspectFactory(territory=territory)
    for summary in ["Ils viennent", "Ils viennent", "Ils ne viennent plus"]:
        client.post(act("exchange", prospect), {"on": "2026-03-01", "kind": "call", "summary": summary})

    noted = ProspectExchange.objects.order_by("pk").values_list("summary", flat=True)
    assert list(noted) == ["Ils viennent", "Ils ne viennent plus"]


def test_the_oldest_exchanges_are_read_on_a_page_of_their_own(client, lead, territory):
    prospect = ProspectFactory(territory=territory)
    for number in range(51):
        ProspectExchange.objects.create(prospect=prospect, on="2026-03-01", summary=f"Échange n° {number}.")

    page = shown(client, prospect.get_absolute_url())
    older = shown(client, f"{prospect.get_absolute_url()}?page=3")

    assert "Échange n° 50." in page
    assert "Échange n° 0." not in page
    assert "?page=2" in page
    assert "Échange n° 0." in older
    assert "Échange n° 50." not in older


# A new one


def test_a_company_is_added_by_its_name(client, lead, territory):
    client.post(reverse("territories:prospect-add", args=["toulouse"]), {"name": "Verrerie", "city": "Albi"})

    prospect = Prospect.objects.get()
    assert (prospect.company.name, prospect.company.siren, prospect.territory) == ("Verrerie", None, territory)


def test_a_company_that_the_lead_has_is_recognised_by_its_siren(client, lead, territory):
    company = CompanyFactory(siren="732829320")
    AffiliationFactory(company=company, territory=territory)

    client.post(reverse("territories:prospect-add", args=["toulouse"]), {"name": "x", "siren": "732 829 320"})

    assert Prospect.objects.get().company == company


@pytest.mark.parametrize("begins_in", [-400, 1])
@pytest.mark.parametrize("by_name", [False, True])
def test_a_member_of_today_or_to_come_is_not_added_to_be_courted(client, lead, territory, begins_in, by_name):
    company = CompanyFactory(siren="732829320", name="Verrerie")
    begins_on = timezone.localdate() + timedelta(days=begins_in)
    MembershipFactory(company=company, starts_on=begins_on, ends_on=None)
    AffiliationFactory(company=company, territory=territory)
    url = reverse("territories:prospect-add", args=["toulouse"])
    meant = {"same": str(company.pk)} if by_name else {"siren": "732829320"}

    page = client.post(url, {"name": "Verrerie", "city": "Albi", **meant}).content.decode()

    assert "est déjà adhérente, ou son adhésion est enregistrée" in page
    assert 'value="Albi"' in page
    assert not Prospect.objects.exists()


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"name": ""}, "name"), ({"name": "x", "siren": "732829321"}, "siren"),
     ({"name": "x", "siren": "732829320"}, "siren"), ({"name": "x", "contact_email": "a(at)b"}, "contact_email"),
     ({"name": "x" * 201}, "name"), ({"name": "x", "contact_email": f"a@{TOO_LONG}"}, "contact_email")],
)  # fmt: skip
def test_a_wrong_entry_is_said_beside_its_field_and_adds_nothing(client, lead, typed, field):
    CompanyFactory(siren="732829320")  # outside the territory

    answer = client.post(reverse("territories:prospect-add", args=["toulouse"]), typed)

    assert answer.context["form"].errors[field]
    assert not Prospect.objects.exists()


def test_a_company_of_the_same_name_is_asked_about(client, lead, territory):
    known = CompanyFactory(name="Œnologie d'Oc", siren=None, city="Albi")
    AffiliationFactory(company=known, territory=territory)
    url = reverse("territories:prospect-add", args=["toulouse"])

    asked = client.post(url, {"name": "OENOLOGIE D'OC", "city": "Gaillac"})
    assert "Est-ce la même" in asked.content.decode()
    assert not Prospect.objects.exists()
    client.post(url, {"name": "OENOLOGIE D'OC", "same": str(known.pk)})
    again = client.post(url, {"name": "OENOLOGIE D'OC", "same": str(known.pk)})
    client.post(url, {"name": "OENOLOGIE D'OC", "same": "0"})

    assert "déjà" in again.content.decode()
    assert Prospect.objects.filter(company=known).count() == 1
    assert Prospect.objects.count() == 2


def test_the_answer_can_name_no_other_company(client, lead, territory):
    AffiliationFactory(company=CompanyFactory(name="Verrerie", siren=None), territory=territory)
    foreign = CompanyFactory(name="Verrerie")

    client.post(
        reverse("territories:prospect-add", args=["toulouse"]), {"name": "Verrerie", "same": str(foreign.pk)}
    )

    assert not Prospect.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_add_one_new_company_at_once_one_is_told(territory):
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(accounts.lead_of(territory))
    url = reverse("territories:prospect-add", args=["toulouse"])

    def add(client):
        try:
            return client.post(url, {"name": "Verrerie", "siren": "732829320"}, secure=True).status_code
        finally:
            connection.close()

    with pool(2) as threads:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("LOCK TABLE members_company IN SHARE MODE")  # who has looked cannot write yet
            answers = [threads.submit(add, client) for client in clients]
            until_somebody_waits_for_a_lock(2)
        told = sorted(answer.result(30) for answer in answers)

    assert told == [200, 302]
    assert Company.objects.count() == Prospect.objects.count() == 1


# Who may


def test_the_neighbour_a_member_and_a_guest_find_nothing(client, territory):
    prospect = ProspectFactory(territory=territory)
    users = [accounts.lead_of(TerritoryFactory()), accounts.member(), accounts.guest()]
    for user in users:
        client.force_login(user)
        urls = [
            board(),
            prospect.get_absolute_url(),
            act("history", prospect),
            reverse("territories:prospect-add", args=["toulouse"]),
        ]
        assert [client.get(url).status_code for url in urls] == [404] * 4
        acts = [act(name, prospect) for name in ["move", "member", "exchange"]]
        assert [client.post(url).status_code for url in acts] == [404] * 3
    prospect.refresh_from_db()
    assert prospect.state == State.IDENTIFIED


def test_staff_see_every_territory_counted_by_stage(client, territory):
    client.force_login(accounts.staff())
    ProspectFactory(territory=territory, state=State.MET, next_action_on=timezone.localdate() - timedelta(days=1))
    old = timezone.localdate() - timedelta(days=120)
    ProspectFactory(territory=territory, state_since=old)
    ProspectFactory(territory=TerritoryFactory(name="LeadeR Albi"), state=State.MEMBER, company__member=True)

    rows = client.get(reverse("territories:prospect-overview")).context["territories"]

    told = {r.name: ([count for _s, _l, count in r.cells], r.count_late, r.count_stale) for r in rows}
    assert told == {
        "LeadeR Albi": ([0, 0, 0, 0, 1, 0, 0, 0], 0, 0),
        "LeadeR Toulouse": ([1, 0, 1, 0, 0, 0, 0, 0], 1, 1),
    }


def test_a_lead_of_one_territory_goes_straight_to_its_board(client, lead):
    assert client.get(reverse("territories:prospect-overview"))["Location"] == board()


# What a page costs


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("query", "queries"), [("", 9), ("?vue=liste", 9)])
def test_board_and_list_cost_the_same_for_one_prospect_and_for_three(
    client, lead, territory, count, query, queries, django_assert_num_queries
):
    ProspectFactory.create_batch(count, territory=territory, owner=lead.person)

    # the transaction (2), session, user, leads one?, territory, people to choose, counts, rows
    with django_assert_num_queries(queries):
        client.get(board(query))


@pytest.mark.parametrize("count", [1, 3])
def test_a_file_costs_the_same_for_one_exchange_and_for_three(
    client, lead, territory, count, django_assert_num_queries
):
    prospect = ProspectFactory(territory=territory, owner=lead.person)
    for _ in range(count):
        ProspectExchange.objects.create(prospect=prospect, summary="x", author=lead)

    # the transaction (2), session, user, leads one?, prospect, who may follow (2), sponsor, exchanges (2), others
    with django_assert_num_queries(13):
        client.get(prospect.get_absolute_url())


@pytest.mark.parametrize("count", [1, 3])
def test_the_overview_costs_the_same_for_one_territory_and_for_three(client, count, django_assert_num_queries):
    client.force_login(accounts.staff())
    for _ in range(count):
        ProspectFactory()

    with django_assert_num_queries(6):  # the transaction (2), session, user, count, territories with all counts
        client.get(reverse("territories:prospect-overview"))
