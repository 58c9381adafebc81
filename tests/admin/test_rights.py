"""Who finds what in the admin: staff everything, a lead the own territory's rows, anybody else nothing."""

import pytest
from django.contrib import admin
from django.urls import reverse

from leader.geography.models import Commune, Departement, Epci
from members.models import Company, Person, Representative, User
from territories.models import Prospect, Territory
from tests.factories import accounts
from tests.factories.geography import CommuneFactory
from tests.factories.members import CompanyFactory

from .conftest import DESKS, LEADS_MODELS

pytestmark = pytest.mark.django_db
OBJECT_PAGES = ["change", "delete", "history"]


def url(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.mark.parametrize("model", DESKS, ids=lambda m: m._meta.label_lower)
def test_staff_opens_every_list_and_every_record(client, staff, records, model):
    client.force_login(staff)
    CommuneFactory()
    record = records.get(model) or model._default_manager.first()

    assert client.get(url(model, "changelist"), follow=True).status_code == 200
    assert client.get(url(model, "change", record.pk)).status_code == 200
    history = client.get(url(model, "history", record.pk))
    assert history.status_code == (200 if hasattr(record, "changes") else 404)


@pytest.mark.parametrize("model", DESKS, ids=lambda m: m._meta.label_lower)
def test_a_lead_finds_no_record_of_the_neighbour_at_any_address(client, sides, records, model):
    client.force_login(sides.ours.lead)
    CommuneFactory()
    record = records.get(model) or model._default_manager.first()

    answers = {page: client.get(url(model, page, record.pk)).status_code for page in OBJECT_PAGES}
    posted = {page: client.post(url(model, page, record.pk), {"post": "yes"}).status_code for page in OBJECT_PAGES}

    assert answers == dict.fromkeys(OBJECT_PAGES, 404)
    assert posted == dict.fromkeys(OBJECT_PAGES, 404)
    listed = client.get(url(model, "changelist"))
    if model._meta.model_name in LEADS_MODELS:
        assert str(record) not in listed.content.decode()
        assert listed.status_code == 200
    else:
        assert listed.status_code == 404
        assert client.get(url(model, "add")).status_code == 404


@pytest.mark.parametrize("model", DESKS, ids=lambda m: m._meta.label_lower)
@pytest.mark.parametrize("who", ["member", "guest"])
def test_somebody_without_a_desk_finds_nothing_at_all(client, records, model, who):
    client.force_login(getattr(accounts, who)())

    assert client.get(url(model, "changelist")).status_code == 404
    assert client.get(url(model, "add")).status_code == 404


def test_a_stranger_is_sent_to_the_sign_in_page_of_the_site(client):
    for address in [reverse("admin:index"), reverse("admin:login"), url(Company, "changelist")]:
        answer = client.get(address)
        if answer.url.startswith(reverse("admin:login")):
            answer = client.get(answer.url)
        assert answer.url.startswith(reverse("account_login"))


def test_a_lead_finds_the_own_companies_prospects_and_people(client, sides):
    client.force_login(sides.ours.lead)
    ours = sides.ours

    found = {
        model: client.get(url(model, "changelist")).context["cl"].queryset
        for model in [Company, Person, Prospect, Representative]
    }

    assert {c.name for c in found[Company]} == {"Atelier Nord", "Fabrique Nord"}
    assert set(found[Person]) == {ours.person, ours.lead.person}
    assert set(found[Prospect]) == {ours.prospect}
    assert set(found[Representative]) == {ours.representative}
    assert client.get(url(Company, "change", ours.company.pk)).status_code == 200


def test_the_index_shows_a_lead_the_own_desks_only(client, sides):
    client.force_login(sides.ours.lead)

    shown = client.get(reverse("admin:index")).context["app_list"]

    assert {m["object_name"].lower() for app in shown for m in app["models"]} == LEADS_MODELS


def test_a_lead_of_yesterday_finds_the_door_closed(client, sides):
    sides.ours.territory.leads.update(ends_on="2020-12-31")
    client.force_login(sides.ours.lead)

    assert client.get(reverse("admin:index")).status_code == 404


@pytest.mark.parametrize(
    ("app", "model", "field"),
    [
        ("territories", "prospect", "company"),
        ("territories", "prospect", "owner"),
        ("territories", "prospect", "territory"),
        ("territories", "mandate", "person"),
        ("members", "representative", "person"),
        ("members", "user", "person"),
        ("events", "announcement", "opening"),
    ],
)
def test_autocompletion_never_offers_what_is_the_neighbours(client, sides, records, app, model, field):
    client.force_login(sides.ours.lead)
    asked = {"app_label": app, "model_name": model, "field_name": field, "term": ""}

    answer = client.get(reverse("admin:autocomplete"), asked)

    if field == "opening":
        assert answer.status_code == 404
        return
    offered = {row["id"] for row in answer.json()["results"]}
    ours = {"company": {sides.ours.company.pk, sides.ours.prospect.company_id},
            "territory": {sides.ours.territory.pk}}  # fmt: skip
    people = {sides.ours.person.pk, sides.ours.lead.person_id}
    assert offered == {str(pk) for pk in ours.get(field, people)}


def test_a_foreign_key_posted_by_hand_is_refused(client, sides):
    client.force_login(sides.ours.lead)
    typed = {"company": sides.theirs.company.pk, "territory": sides.ours.territory.pk, "state": "identified"}

    stolen_company = client.post(url(Prospect, "add"), typed)
    typed = {"company": sides.ours.company.pk, "territory": sides.theirs.territory.pk, "state": "identified"}
    foreign_territory = client.post(url(Prospect, "add"), typed)

    assert set(stolen_company.context["adminform"].form.errors) == {"company"}
    assert set(foreign_territory.context["adminform"].form.errors) == {"territory"}
    assert Prospect.objects.count() == 2


@pytest.mark.parametrize("query", ["territory={}", "territory__id__exact={}", "territory__slug__startswith=e"])
def test_a_filter_by_the_neighbour_finds_nothing(client, sides, query):
    client.force_login(sides.ours.lead)

    answer = client.get(url(Prospect, "changelist") + "?" + query.format(sides.theirs.territory.pk))

    if answer.status_code == 200:
        assert list(answer.context["cl"].queryset) == []
    else:
        assert answer.status_code == 400


def test_the_filters_offer_a_lead_the_own_territory_only(client, sides):
    client.force_login(sides.ours.lead)

    page = client.get(url(Company, "changelist")).content.decode()

    assert "LeadeR Nord" in page
    assert "LeadeR Sud" not in page


def test_a_search_of_a_lead_stays_at_home(client, sides):
    client.force_login(sides.ours.lead)

    found = client.get(url(Company, "changelist"), {"q": "durandsud"}).context["cl"].queryset

    assert list(found) == []


def test_an_action_reaches_no_row_of_the_neighbour(client, sides):
    client.force_login(sides.ours.lead)
    typed = {"action": "attach", "index": "0", "_selected_action": [sides.theirs.company.pk]}

    client.post(url(Company, "changelist"), typed)

    assert sides.theirs.company.affiliations.count() == 1


def test_a_lead_adds_a_company_and_it_is_a_prospect_of_the_territory_led(client, sides):
    client.force_login(sides.ours.lead)
    empty = {
        f"{prefix}-{n}": "0"
        for prefix in ["representatives", "affiliations", "figures", "memberships"]
        for n in ["TOTAL_FORMS", "INITIAL_FORMS"]
    }
    typed = {"name": "Verrerie", "country": "FR", **empty}

    refused = client.post(url(Company, "add"), {**typed, "territory": sides.theirs.territory.pk})
    accepted = client.post(url(Company, "add"), {**typed, "territory": sides.ours.territory.pk})

    assert "territory" in refused.context["adminform"].form.errors
    assert accepted.status_code == 302
    assert Prospect.objects.get(company__name="Verrerie").territory == sides.ours.territory


def test_a_lead_adds_a_person_only_for_an_own_company(client, sides):
    client.force_login(sides.ours.lead)
    rows = {"representations-TOTAL_FORMS": "1", "representations-INITIAL_FORMS": "0"}

    def post(company):
        row = {"representations-0-company": company, "representations-0-vote": "none",
               "representations-0-starts_on": "01/01/2026"}  # fmt: skip
        return client.post(url(Person, "add"), {"family_name": "Nouvelle", **rows, **(row if company else {})})

    for company in ["", sides.theirs.company.pk]:
        assert post(company).status_code == 200
    assert not Person.objects.filter(family_name="Nouvelle").exists()
    assert post(sides.ours.company.pk).status_code == 302


@pytest.mark.parametrize(
    "query",
    ["p=-1", "p=999999999999999999999", "p=x", "o=99", "o=-x", "q=%25%5C_", "status=zz", "size=zz", "commune=%27",
     "territory=zz", "id__exact=1", "e=1", "all=", "_to_field=name", "_to_field=zz", "_popup=1", "foo__bar=1",
     "name__regex=(((", "activity__section=%C3%A9"],
)  # fmt: skip
def test_a_hostile_query_is_never_an_error_of_the_server(client, staff, query):
    CompanyFactory.create_batch(2)
    client.force_login(staff)

    assert client.get(url(Company, "changelist") + "?" + query).status_code < 500


@pytest.mark.parametrize("key", ["999999999999999999999", "x", "1_5F2", "%27"])
def test_a_key_that_is_none_is_not_found(client, staff, key):
    client.force_login(staff)

    for page in OBJECT_PAGES:
        assert client.get(f"/admin/members/company/{key}/{page}/").status_code == 404


def test_no_desk_of_a_library_is_shown(db):
    ours = {"commissions", "elections", "events", "geography", "members", "territories"}

    assert {model._meta.app_label for model in admin.site._registry} == ours
    assert {Commune, Departement, Epci, User, Territory} <= set(admin.site._registry)
