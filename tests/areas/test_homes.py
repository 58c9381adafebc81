"""A company whose commune lies in two areas is asked: by staff, by the leads of both, never guessed."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from territories.models import Affiliation, HomeQuestion
from tests.factories.accounts import guest, lead_of, member, staff
from tests.factories.areas import HomeQuestionFactory
from tests.factories.territories import AffiliationFactory, FederationFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
TODAY = date(2030, 6, 15)
QUERIES = 15


@pytest.fixture(autouse=True)
def in_june():
    with time_machine.travel(TODAY, tick=False):
        FederationFactory()
        yield


@pytest.fixture
def sides():
    return TerritoryFactory(name="LeadeR Nord"), TerritoryFactory(name="LeadeR Sud")


@pytest.fixture
def question(sides):
    asked = HomeQuestionFactory(between=sides)
    AffiliationFactory(company=asked.company, territory=sides[1])
    return asked


def answer(client, question, home, *, word="M. Roux, au téléphone le 12 juin", version=None):
    sent = {
        "home": home.pk,
        "answer": word,
        "version": version or HomeQuestion.objects.get(pk=question.pk).version,
    }
    return client.post(question.get_absolute_url(), sent, follow=True)


def home_of(question):
    return Affiliation.objects.running_on(TODAY).get(company=question.company, is_home=True).territory


def test_staff_record_the_answer_with_who_gave_it(client, sides, question):
    user = staff()
    client.force_login(user)

    answer(client, question, sides[0])

    question.refresh_from_db()
    assert (question.state, question.home, question.decided_by) == ("decided", sides[0], user)
    assert home_of(question) == sides[0]
    page = client.get(question.get_absolute_url()).content.decode()
    assert "M. Roux, au téléphone le 12 juin" in page
    assert "<form class" not in page.split("<main")[1]
    assert question in client.get(reverse("territories:home-question-list"), {"etat": "decided"}).context["page"]


def test_an_answer_needs_a_home_and_a_word(client, sides, question):
    client.force_login(staff())

    refused = answer(client, question, sides[0], word="")
    elsewhere = answer(client, question, TerritoryFactory())

    assert set(refused.context["form"].errors) == {"answer"}
    assert refused.context["form"]["home"].value() == str(sides[0].pk)
    assert set(elsewhere.context["form"].errors) == {"home"}
    assert home_of(question) == sides[1]


def test_one_lead_alone_decides_nothing_and_both_that_agree_do(client, sides, question):
    client.force_login(lead_of(sides[0]))
    answer(client, question, sides[0])
    question.refresh_from_db()
    assert (question.state, home_of(question)) == ("open", sides[1])

    client.force_login(lead_of(sides[1]))
    page = client.get(question.get_absolute_url()).content.decode()
    answer(client, question, sides[0])

    question.refresh_from_db()
    assert "M. Roux" in page
    assert (question.state, question.home, home_of(question)) == ("decided", sides[0], sides[0])


def test_leads_that_disagree_leave_it_to_staff(client, sides, question):
    for territory in sides:
        client.force_login(lead_of(territory))
        answer(client, question, territory)

    question.refresh_from_db()
    assert (question.state, home_of(question)) == ("open", sides[1])
    client.force_login(staff())
    answer(client, question, sides[1])
    question.refresh_from_db()
    assert (question.state, question.home, home_of(question)) == ("decided", sides[1], sides[1])


def test_a_page_that_is_stale_and_a_question_that_is_decided_change_nothing(client, sides, question):
    client.force_login(staff())
    version = question.version
    answer(client, question, sides[0])
    spells = list(Affiliation.objects.order_by("pk").values())

    stale = answer(client, question, sides[1], version=version)

    assert "réglée entre-temps" in stale.content.decode()
    assert list(Affiliation.objects.order_by("pk").values()) == spells


def test_the_dashboard_tells_a_lead_of_companies_to_ask_and_leads_there(client, sides, question):
    client.force_login(lead_of(sides[0]))

    board = client.get(reverse("pages:territory-dashboard", args=[sides[0].slug])).content.decode()
    page = client.get(reverse("territories:home-question-list"))

    assert "1 entreprise se trouve dans plusieurs périmètres" in board
    assert reverse("territories:home-question-list") in board
    assert list(page.context["page"]) == [question]


@pytest.mark.parametrize("who", ["other lead", "member", "guest", "stranger"])
def test_nobody_else_finds_the_question(client, sides, question, who):
    users = {"other lead": lead_of, "member": member, "guest": guest}
    if who in users:
        client.force_login(users[who]())

    page = client.get(question.get_absolute_url())
    sent = client.post(question.get_absolute_url(), {"home": sides[0].pk, "answer": "a", "version": 1})
    rows = client.get(reverse("territories:home-question-list"))

    assert page.status_code == sent.status_code == (302 if who == "stranger" else 404)
    assert list(rows.context["page"]) == [] if who == "other lead" else rows.status_code in {302, 404}
    assert home_of(question) == sides[1]


def test_a_lead_without_the_right_to_edit_reads_and_does_not_answer(client, sides, question):
    federation = FederationFactory()
    federation.lead_rights = [right for right in federation.lead_rights if right != "edit"]
    federation.save()
    client.force_login(lead_of(sides[0]))

    page = client.get(question.get_absolute_url())

    assert page.status_code == 200
    assert "<textarea" not in page.content.decode()
    assert answer(client, question, sides[0]).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("role", ["staff", "lead"])
def test_the_list_costs_the_same_for_one_company_and_for_three(client, sides, count, role):
    for _each in range(count):
        HomeQuestionFactory(between=sides)
    client.force_login(staff() if role == "staff" else lead_of(sides[0]))

    with CaptureQueriesContext(connection) as captured:
        page = client.get(reverse("territories:home-question-list"))

    assert len(page.context["page"]) == count
    assert len(captured) == {"staff": 9, "lead": 10}[role]  # with BEGIN and COMMIT
