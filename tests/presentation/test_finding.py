"""The directory finds companies by what they tell of themselves; staff and leads export what it found."""

from datetime import date

import pytest
from django.urls import reverse

from members.models import CompanyPage
from members.presentation.keywords import choose_keywords
from tests.factories.accounts import guest, lead_of, member, representative_of, staff
from tests.factories.commissions import CommissionFactory, CommissionMembershipFactory
from tests.factories.geography import CommuneFactory, DepartementFactory
from tests.factories.members import (
    CompanyFactory,
    CompanyFiguresFactory,
    CompanyPageFactory,
    MembershipFactory,
    RepresentativeFactory,
)
from tests.factories.territories import AffiliationFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
LIST = "/entreprises/"
EXPORT = "members:company-directory-export"


@pytest.fixture
def clerk(client):
    client.force_login(staff())
    return client


def search(client, **query):
    return [company.name for company in client.get(LIST, query).context["page"]]


def company(name, **told):
    found = CompanyFactory(member=True, name=name, **{k: v for k, v in told.items() if k in {"city", "commune"}})
    choose_keywords(found, told.get("keywords", []))
    CompanyPageFactory(company=found, seeks=told.get("seeks", ""), offers=told.get("offers", ""))
    return found


def test_a_search_finds_keywords_and_each_word_where_it_stands(clerk):
    company("Soleil du Sud", city="Alès", keywords=["Énergie solaire"])
    company("Autre soleil", city="Mende", keywords=["énergie solaire"])
    company("Énergie de Mende", city="Mende")

    assert search(clerk, q="ENERGIE") == ["Autre soleil", "Énergie de Mende", "Soleil du Sud"]
    assert search(clerk, q="energie ales") == ["Soleil du Sud"]
    assert search(clerk, q="solaire mende") == ["Autre soleil"]
    assert search(clerk, q="eolien") == []


def test_a_keyword_narrows_to_those_that_chose_it_whole(clerk):
    company("Une", keywords=["Énergie"])
    company("Deux", keywords=["énergie solaire"])

    assert search(clerk, keyword="energie") == ["Une"]


def test_what_is_sought_and_what_is_offered_are_found_apart(clerk):
    company("Cherche", seeks="Un fournisseur d’étiquettes")
    company("Propose", offers="Étiquettes adhésives")

    assert search(clerk, seeks="etiquette") == ["Cherche"]
    assert search(clerk, offers="etiquette") == ["Propose"]


def test_a_commission_narrows_to_the_companies_whose_people_sit_there_today(client):
    commission = CommissionFactory(slug="rd")
    sitting, gone = RepresentativeFactory(company__member=True), RepresentativeFactory(company__member=True)
    CommissionMembershipFactory(commission=commission, person=sitting.person)
    CommissionMembershipFactory(commission=commission, person=gone.person, ends_on=date(2020, 12, 31))
    client.force_login(member())

    assert search(client, commission="rd") == [sitting.company.name]


def test_a_lead_finds_by_a_commission_the_companies_whose_people_they_administer_and_no_other(client):
    commission = CommissionFactory(slug="rd")
    sitting, idle = RepresentativeFactory(company__member=True), RepresentativeFactory(company__member=True)
    elsewhere = RepresentativeFactory(company__member=True)
    for seated in [sitting, elsewhere]:
        CommissionMembershipFactory(commission=commission, person=seated.person)
    territory = AffiliationFactory(company=sitting.company).territory
    AffiliationFactory(company=idle.company, territory=territory)
    AffiliationFactory(company=elsewhere.company)
    client.force_login(lead_of(territory))

    assert set(search(client)) == {sitting.company.name, idle.company.name}
    assert search(client, commission="rd") == [sitting.company.name]


def test_a_lead_of_elsewhere_learns_nothing_from_the_commission_filter(client):
    commission = CommissionFactory(slug="rd")
    sitting, own = RepresentativeFactory(company__member=True), AffiliationFactory(company__member=True)
    AffiliationFactory(company=sitting.company)
    CommissionMembershipFactory(commission=commission, person=sitting.person)
    client.force_login(lead_of(own.territory))

    assert search(client) == [own.company.name]
    assert search(client, commission="rd") == []


def test_the_map_counts_the_companies_found_and_its_links_narrow_the_list(clerk):
    gard = CommuneFactory(departement=DepartementFactory(code="30", name="Gard"))
    tarn = CommuneFactory(code="81004", departement=DepartementFactory(code="81", name="Tarn"))
    company("Une", commune=gard, keywords=["verre"])
    company("Deux", commune=gard)
    company("Trois", commune=tarn, keywords=["verre"])
    company("Ailleurs", commune=None)

    response = clerk.get(LIST, {"keyword": "verre", "map": "1"})
    counts = {place.outline.code: place.count for place in response.context["map"].places if place.count}

    assert counts == {"30": 1, "81": 1}
    assert 'href="?keyword=verre&amp;map=1&amp;departement=30"' in response.content.decode()
    assert 'aria-label="Gard : 1 entreprise"' in response.content.decode()
    assert search(clerk, departement="30") == ["Deux", "Une"]
    assert search(clerk, departement="ailleurs") == ["Ailleurs"]
    assert clerk.get(LIST, {"map": "1"}).context["map"].elsewhere == 1
    # Narrowed to one, the map still tells the others.
    assert (
        len([p for p in clerk.get(LIST, {"departement": "30", "map": "1"}).context["map"].places if p.count]) == 2
    )


def test_each_criterion_is_told_and_can_be_taken_away(clerk):
    territory = TerritoryFactory(name="LeadeR Sète")

    response = clerk.get(
        LIST, {"territory": territory.slug, "keyword": "verre", "letter": "v", "page": "1", "q": ""}
    )

    told = {chosen.value: chosen.without for chosen in response.context["form"].chosen()}
    assert told == {
        "LeadeR Sète": "keyword=verre&letter=v",
        "verre": f"territory={territory.slug}&letter=v",
        "V": f"territory={territory.slug}&keyword=verre",
    }


def test_the_list_is_ordered_as_asked(clerk):
    for name, year, heads in [("Ancienne", 2016, 5), ("Récente", 2025, 50), ("Moyenne", 2020, 500)]:
        found = MembershipFactory(company__name=name, starts_on=date(year, 1, 1), ends_on=None).company
        CompanyFiguresFactory(company=found, headcount=heads)

    assert search(clerk) == ["Ancienne", "Moyenne", "Récente"]
    assert search(clerk, sort="arrivee") == ["Récente", "Moyenne", "Ancienne"]
    assert search(clerk, sort="effectif") == ["Moyenne", "Récente", "Ancienne"]


@pytest.mark.parametrize(
    "query",
    [
        {"commission": "'"},
        {"departement": "99"},
        {"sort": "; drop"},
        {"keyword": "\u202e" * 90},
        {"seeks": "%_\\"},
    ],
)
def test_a_criterion_that_makes_no_sense_breaks_nothing(clerk, query):
    assert clerk.get(LIST, query).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_directory_with_every_criterion_costs_the_same_for_one_company_and_for_three(
    client, count, django_assert_max_num_queries
):
    gard = CommuneFactory()
    for number in range(count):
        company(f"Verre {number}", keywords=["verre", "four"], seeks="sable", offers="vitres", commune=gard)
    client.force_login(member())

    query = {
        "q": "verre",
        "keyword": "four",
        "seeks": "sable",
        "offers": "vitres",
        "departement": "30",
        "map": "1",
    }
    with django_assert_max_num_queries(12):
        found = search(client, **query, sort="effectif")

    assert len(found) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_that_everybody_has_costs_the_same_for_one_company_and_for_three(
    client, count, django_assert_max_num_queries
):
    for _ in range(count):
        CompanyPageFactory(public=True)
    client.force_login(guest())

    with django_assert_max_num_queries(10):
        assert len(client.get(LIST).context["companies"]) == count


# The export


def exported(client, **query):
    lines = b"".join(client.get(reverse(EXPORT), query)).decode("utf-8-sig").splitlines()
    place = lines[0].split(";").index("nom")
    return [line.split(";")[place] for line in lines[1:]]


def test_staff_export_what_the_directory_found(clerk):
    company("Une", keywords=["verre"])
    company("Deux")
    CompanyFactory(name="Jamais membre")

    assert exported(clerk, keyword="verre") == ["Une"]
    assert exported(clerk) == ["Une", "Deux"]
    assert clerk.get(reverse(EXPORT), {"format": "xlsx"}).status_code == 200
    assert clerk.get(reverse(EXPORT), {"format": "exe"})["Content-Type"].startswith("text/csv")


def test_a_lead_exports_of_what_is_found_the_companies_of_the_territory_alone(client):
    here, elsewhere = company("Ici"), company("Ailleurs")
    territory = AffiliationFactory(company=here).territory
    lead = lead_of(territory)
    RepresentativeFactory(person=lead.person, company=elsewhere)  # and so a member, who sees them all
    client.force_login(lead)

    assert search(client) == ["Ailleurs", "Ici"]
    assert exported(client) == ["Ici"]


@pytest.mark.parametrize("who", [guest, member])
def test_nobody_else_exports(client, who):
    client.force_login(who())

    assert client.get(reverse(EXPORT)).status_code == 404
    assert EXPORT not in client.get(LIST).content.decode()


def test_a_formula_in_a_name_does_not_run_in_a_spreadsheet(clerk):
    company("=1+1")

    assert exported(clerk) == ["'=1+1"]


# The public


@pytest.fixture
def shown():
    """A member that tells everything there is to tell."""
    found = company("Verrerie", city="Sète", keywords=["verre soufflé"], seeks="Du sable", offers="Des vitres")
    type(found).objects.filter(pk=found.pk).update(
        description="Nous soufflons.", website="https://verrerie.example/", email="maison@verrerie.example"
    )
    CompanyFiguresFactory(company=found, headcount=987654)
    return found


def publish(shown, *parts):
    page = CompanyPage.objects.get(company=shown)
    page.decide(is_public=True, parts=list(parts), by=None, at="2026-01-01T12:00Z")
    page.save()


PRIVATE = ["Du sable", "Des vitres", "maison@verrerie.example", "987654", "987 654"]


@pytest.mark.parametrize("who", ["stranger", "guest"])
def test_nothing_is_public_unless_the_company_decides_it(client, shown, who):
    if who == "guest":
        client.force_login(guest())

    listed = client.get(LIST)
    single = client.get(shown.get_absolute_url())

    assert listed.status_code == 200
    assert "Verrerie" not in listed.content.decode()
    assert "L’annuaire complet est réservé aux membres." in listed.content.decode()
    assert single.status_code == (404 if who == "guest" else 302)


def test_a_stranger_cannot_tell_a_company_that_is_hidden_from_one_that_is_none(client, shown):
    hidden, none = client.get(f"/entreprises/{shown.pk}/"), client.get("/entreprises/999999/")

    assert (hidden.status_code, none.status_code) == (302, 302)
    assert hidden["Location"].replace(str(shown.pk), "") == none["Location"].replace("999999", "")


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ([], []),
        (["description"], ["Nous soufflons."]),
        (["website"], ["https://verrerie.example/"]),
        (["keywords"], ["verre soufflé"]),
        (
            ["description", "website", "keywords"],
            ["Nous soufflons.", "https://verrerie.example/", "verre soufflé"],
        ),
    ],
)
@pytest.mark.parametrize("who", ["stranger", "guest"])
def test_the_public_reads_name_town_and_the_parts_chosen_and_nothing_else(client, shown, parts, told, who):
    publish(shown, *parts)
    if who == "guest":
        client.force_login(guest())

    page = client.get(shown.get_absolute_url()).content.decode()

    everything = ["Nous soufflons.", "https://verrerie.example/", "verre soufflé", *PRIVATE]
    assert [text for text in ["Verrerie", "Sète"] if text not in page] == []
    assert [text for text in everything if text in page] == told
    assert "Verrerie" in client.get(LIST).content.decode()


def test_the_public_finds_a_keyword_only_where_it_is_shown(client, shown):
    publish(shown)
    assert client.get(LIST, {"q": "souffle"}).context["companies"] == []

    publish(shown, "keywords")
    assert [row["name"] for row in client.get(LIST, {"q": "souffle sete"}).context["companies"]] == ["Verrerie"]


def test_who_is_a_member_no_more_is_shown_no_more(client, shown):
    publish(shown, "description")
    shown.memberships.update(ends_on=date(2020, 12, 31))

    assert client.get(shown.get_absolute_url()).status_code == 302
    assert "Verrerie" not in client.get(LIST).content.decode()


def test_the_decision_is_kept_with_who_and_when_and_can_be_taken_back(client, shown):
    user = representative_of(shown)
    client.force_login(user)
    address = reverse("members:company-public-edit", args=[shown.pk])
    page = CompanyPage.objects.get(company=shown)

    typed = {"version": page.version, "is_public": "on", "public_parts": ["description"]}
    assert client.post(address, typed).status_code == 302
    page.refresh_from_db()
    assert (page.is_public, page.public_parts, page.public_decided_by) == (True, ["description"], user)
    assert page.public_decided_at

    assert client.post(address, {"version": page.version, "public_parts": ["description"]}).status_code == 302
    page.refresh_from_db()
    assert (page.is_public, page.public_parts) == (False, [])
    assert list(page.changes.order_by("pgh_id").values_list("is_public", flat=True)) == [False, True, False]


def test_a_part_that_does_not_exist_is_refused(client, shown):
    client.force_login(representative_of(shown))
    address = reverse("members:company-public-edit", args=[shown.pk])

    response = client.post(address, {"version": 1, "is_public": "on", "public_parts": ["email"]})

    assert "public_parts" in response.context["form"].errors


def test_a_member_reads_the_whole_page_of_a_company_that_is_public(client, shown):
    publish(shown)
    client.force_login(member())

    page = client.get(shown.get_absolute_url()).content.decode()

    assert [text for text in PRIVATE[:3] if text not in page] == []
