"""The dashboard of a territory: what is late, what comes, who came and went; for its leads and for staff alone."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from territories.models import StageKind
from tests.factories.accounts import guest, lead_of, member, staff
from tests.factories.applications import ApplicationFactory
from tests.factories.commissions import MeetingFactory
from tests.factories.elections import AssemblyFactory
from tests.factories.events import EventFactory
from tests.factories.members import CompanyFactory, MembershipFactory
from tests.factories.territories import (
    AffiliationFactory,
    FederationFactory,
    MandateFactory,
    OfficeFactory,
    ProspectFactory,
    TaskFactory,
    TerritoryFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2030, 6, 15)
QUERIES = {"lead": 17, "staff": 16}


@pytest.fixture(autouse=True)
def in_june():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def territory():
    FederationFactory()
    return TerritoryFactory(name="LeadeR Alès", slug="ales")


@pytest.fixture
def lead(client, territory):
    user = lead_of(territory)
    client.force_login(user)
    return user


def page(client, territory):
    return client.get(reverse("pages:territory-dashboard", args=[territory.slug]))


def days(number):
    return TODAY + timedelta(days=number)


def joined(territory, *, starts_on, ends_on=None, name=None, company=None):
    company = company or CompanyFactory(name=name or "Verrerie")
    if not company.affiliations.exists():
        AffiliationFactory(company=company, territory=territory)
    MembershipFactory(company=company, starts_on=starts_on, ends_on=ends_on)
    return company


def test_the_next_stage_counts_down_and_what_is_late_stands_first(client, lead, territory):
    territory.plan(StageKind.ANNOUNCED, planned_for=days(-10))
    territory.plan(StageKind.OPEN, planned_for=days(40))

    context = page(client, territory).context

    assert context["next_stage"].kind == StageKind.OPEN
    assert [stage.kind for stage in context["late_stages"]] == [StageKind.ANNOUNCED]
    assert "40 jours" in page(client, territory).content.decode()


def test_nothing_late_is_said(client, lead, territory):
    assert "Rien n’est en retard." in page(client, territory).content.decode()


def test_prospects_stand_by_stage_each_leading_to_its_list(client, lead, territory):
    for state, number in {"identified": 3, "met": 1}.items():
        ProspectFactory.create_batch(number, territory=territory, state=state)
    ProspectFactory.create_batch(2, territory=territory, state="member", company__member=True)
    ProspectFactory(territory=territory, state="member")  # without a membership by now
    ProspectFactory(territory=territory, state="declined", reason="Trop tôt")
    ProspectFactory()  # the neighbour's

    shown = page(client, territory)
    counted = {stage.state: stage.count for stage in shown.context["pipeline"].stages}

    assert counted == {
        "identified": 3, "contacted": 0, "met": 1, "engaged": 0, "member": 2, "former": 1,
        "declined": 1, "dormant": 0,
    }  # fmt: skip
    assert shown.context["pipeline"].courted == 4
    links = re.findall(r'href="([^"]*vue=liste[^"]*state=[^"]*)"', shown.content.decode())
    found = [client.get(link.replace("&amp;", "&")).context["page"].paginator.count for link in links]
    assert found == list(counted.values())


def test_actions_late_or_due_within_two_weeks_are_listed_the_latest_due_last(client, lead, territory):
    for name, day, state in [("Retard", -3, "met"), ("Demain", 1, "met"), ("Loin", 15, "met"),
                             ("Fini", -9, "member")]:  # fmt: skip
        ProspectFactory(
            territory=territory, company__name=name, state=state, next_action="Appeler", next_action_on=days(day)
        )

    context = page(client, territory).context

    assert [p.company.name for p in context["actions"].rows] == ["Retard", "Demain"]
    assert context["pipeline"].late == 1


def test_applications_that_wait_are_those_to_this_territory(client, lead, territory):
    ApplicationFactory(territory=territory, confirmed=True, name="Candidate")
    ApplicationFactory(territory=territory, name="Non confirmée")
    ApplicationFactory(territory=TerritoryFactory(), confirmed=True)

    assert [a.name for a in page(client, territory).context["applications"].rows] == ["Candidate"]


def test_tasks_come_by_their_day_and_the_late_ones_are_counted_of_all(client, lead, territory):
    TaskFactory(territory=territory, what="Plus tard", due_on=days(9))
    TaskFactory(territory=territory, what="En retard", due_on=days(-1))
    TaskFactory(what="Du voisin", due_on=days(-1))

    context = page(client, territory).context

    assert [task.what for task in context["tasks"].rows] == ["En retard", "Plus tard"]
    assert (context["tasks"].late, context["tasks"].count) == (1, 2)


def test_who_joined_and_who_left_of_late_renewals_and_older_ones_apart(client, lead, territory):
    joined(territory, starts_on=days(-5), name="Nouvelle")
    joined(territory, starts_on=days(-400), ends_on=days(-20), name="Partie")
    joined(territory, starts_on=days(-400), ends_on=days(-100), name="Partie avant")
    renewed = joined(territory, starts_on=days(-400), ends_on=days(-31), name="Fidèle")
    joined(territory, starts_on=days(-30), company=renewed)
    joined(TerritoryFactory(), starts_on=days(-5), name="Voisine")

    context = page(client, territory).context
    names = {way: [c.membership.company.name for c in getattr(context["changes"], way)]
             for way in ["joined", "left"]}  # fmt: skip

    assert names == {"joined": ["Nouvelle"], "left": ["Partie"]}
    assert context["territory"].member_count == 2


def test_terms_over_terms_that_end_and_vacant_offices_are_told(client, lead, territory):
    treasurer = OfficeFactory(code="treasurer", name="trésorerie", is_presidency=False, rank=30)
    secretary = OfficeFactory(code="secretary", name="secrétariat", is_presidency=False, rank=20)
    over = MandateFactory(territory=territory, expected_end_on=days(-1))
    ends = MandateFactory(territory=territory, office=treasurer, expected_end_on=days(90))
    MandateFactory(territory=territory, office=secretary, ends_on=days(-30))
    MandateFactory(expected_end_on=days(90))

    bureau = page(client, territory).context["bureau"]

    assert (bureau.expired, bureau.ending) == ([over], [ends])
    assert [(office.name, office.empty_since) for office in bureau.vacant] == [("secrétariat", days(-29))]


def test_events_and_assemblies_to_come_are_the_territory_s(client, lead, territory):
    event = EventFactory(territory=territory, is_published=False, held_on=days(3))
    EventFactory(territory=territory, held_on=days(-3))
    EventFactory(territory=TerritoryFactory(), held_on=days(3))
    assembly = AssemblyFactory(territory=territory, held_on=days(8))
    at = datetime(2030, 6, 20, 16, tzinfo=UTC)
    meeting = MeetingFactory(commission__territory=territory, starts_at=at)
    MeetingFactory(commission__territory=territory, starts_at=at, cancelled_at=at, cancel_reason="Grève")
    MeetingFactory(starts_at=at)

    context = page(client, territory).context

    assert context["events"] == [event]
    assert [(g.day, g.url) for g in context["gatherings"]] == [
        (days(5), meeting.get_absolute_url()), (days(8), assembly.get_absolute_url()),
    ]  # fmt: skip


def fill(territory):
    """Give the territory one of everything that the page tells."""
    ProspectFactory(territory=territory, state="met", next_action="Appeler", next_action_on=days(-3))
    ApplicationFactory(territory=territory, confirmed=True)
    TaskFactory(territory=territory, due_on=days(-1))
    joined(territory, starts_on=days(-5))
    joined(territory, starts_on=days(-400), ends_on=days(-5))
    MandateFactory(territory=territory, expected_end_on=days(-1))
    MandateFactory(territory=territory, expected_end_on=days(9), ends_on=days(-9),
                   office=OfficeFactory(code="treasurer", name="trésorerie", is_presidency=False))  # fmt: skip
    EventFactory(territory=territory, held_on=days(3))
    AssemblyFactory(territory=territory, held_on=days(8 + territory.assemblies.count()))
    MeetingFactory(commission__territory=territory)


@pytest.mark.parametrize("role", ["lead", "staff"])
def test_every_line_leads_to_where_it_is_acted_on(client, territory, role):
    territory.plan(StageKind.ANNOUNCED, planned_for=days(-10))
    territory.plan(StageKind.OPEN, planned_for=days(40))
    fill(territory)
    client.force_login(lead_of(territory) if role == "lead" else staff())

    body = page(client, territory).content.decode().partition("<main")[2].partition("</main>")[0]
    links = set(re.findall(r'href="(/[^"]*)"', body))

    assert len(links) >= 20
    answers = {link: client.get(link.replace("&amp;", "&")).status_code for link in links}
    assert {link: status for link, status in answers.items() if status != 200} == {}


@pytest.mark.parametrize("role", ["lead", "staff"])
@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_for_one_row_and_for_three(client, territory, role, count):
    for _number in range(count):
        fill(territory)
        lead_of(territory)
    client.force_login(lead_of(territory) if role == "lead" else staff())
    page(client, territory)

    with CaptureQueriesContext(connection) as queries:
        assert page(client, territory).status_code == 200
    # session, user, own territories and whether one is a member (staff: the leads to see as), the transaction
    # begun and ended, territory, its stages, pipeline, actions, applications, tasks, who came and went, events,
    # assemblies and meetings, mandates
    assert len(queries) == QUERIES[role], [query["sql"][:90] for query in queries]


@pytest.mark.parametrize("role", [guest, member, lead_of])
def test_nobody_else_finds_it(client, territory, role):
    client.force_login(role())
    assert page(client, territory).status_code == 404


def test_a_stranger_is_sent_to_sign_in(client, territory):
    assert page(client, territory)["Location"].startswith(reverse("account_login"))


def test_a_past_lead_does_not_find_it(client, territory, lead):
    territory.leads.update(ends_on=days(-1), starts_on=days(-9))
    assert page(client, territory).status_code == 404


def test_home_and_the_page_of_the_territory_lead_there(client, lead, territory):
    address = reverse("pages:territory-dashboard", args=[territory.slug])
    for shown in ["/", territory.get_absolute_url()]:
        assert f'href="{address}"' in client.get(shown).content.decode()
