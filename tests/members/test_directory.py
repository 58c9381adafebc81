"""The directory: who reads it, what it costs, how one searches it."""

import pytest
from django.urls import reverse

from tests.factories.accounts import lead_of, member, staff
from tests.factories.members import ActivityFactory, CompanyFactory, MembershipFactory
from tests.factories.territories import AffiliationFactory, TerritoryFactory

pytestmark = pytest.mark.django_db

ADDRESS = "members:company-list"


def names(response):
    """Return the names of the companies shown, in their order."""
    return [company.name for company in response.context["page"]]


def search(client, **query):
    return names(client.get(reverse("members:company-list"), query))


@pytest.fixture
def clerk(client):
    client.force_login(staff())
    return client


@pytest.mark.parametrize("count", [1, 3])
def test_the_directory_costs_the_same_for_one_company_and_for_three(clerk, count, django_assert_num_queries):
    for company in CompanyFactory.create_batch(count, member=True, pme=True, activity=ActivityFactory()):
        AffiliationFactory(company=company)

    # session, account, choices of the form, count, companies with their territories; and the
    # savepoints of the request (one pair)
    with django_assert_num_queries(7):
        response = clerk.get(reverse(ADDRESS))

    assert len(names(response)) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_directory_of_a_member_costs_the_same_for_one_company_and_for_three(
    client, count, django_assert_max_num_queries
):
    for company in CompanyFactory.create_batch(count, member=True):
        AffiliationFactory(company=company)
    client.force_login(member())

    with django_assert_max_num_queries(12):
        response = client.get(reverse(ADDRESS))

    assert len(names(response)) == count + 1  # and the member's own


def test_a_lead_reads_the_companies_of_the_territory_and_no_other(client):
    territory = TerritoryFactory()
    AffiliationFactory(company=CompanyFactory(member=True, name="Ici"), territory=territory)
    AffiliationFactory(company=CompanyFactory(member=True, name="Ailleurs"))
    client.force_login(lead_of(territory))

    assert search(client) == ["Ici"]


def test_only_the_members_of_today_are_listed(clerk):
    CompanyFactory(name="Jamais")
    MembershipFactory(company__name="Partie", lapsed=True)
    CompanyFactory(member=True, name="Membre")

    assert search(clerk) == ["Membre"]


def test_a_search_counts_neither_accents_nor_case_and_takes_a_siren_with_its_spaces(clerk):
    company = CompanyFactory(member=True, name="Œnologie d’Été", city="Lunel")
    CompanyFactory(member=True, name="Autre", city="Alès")
    siren = company.siren

    assert search(clerk, q="OENO ete") == ["Œnologie d’Été"]
    assert search(clerk, q="lunel") == ["Œnologie d’Été"]
    assert search(clerk, q=f"{siren[:3]} {siren[3:6]} {siren[6:]}") == ["Œnologie d’Été"]
    assert search(clerk, q="introuvable") == []


def test_the_filters_narrow_together(clerk):
    territory = TerritoryFactory()
    here = CompanyFactory(member=True, name="Ici", pme=True, activity=ActivityFactory())
    big = CompanyFactory(member=True, name="Grande", eti=True)
    AffiliationFactory(company=here, territory=territory)
    AffiliationFactory(company=big, territory=territory)
    CompanyFactory(member=True, name="Ailleurs", pme=True)

    assert search(clerk, territory=territory.slug) == ["Grande", "Ici"]
    assert search(clerk, territory=territory.slug, size="pme") == ["Ici"]
    assert search(clerk, section="J") == ["Ici"]
    assert search(clerk, size="eti") == ["Grande"]


def test_a_letter_keeps_the_names_that_begin_with_it_accents_aside(clerk):
    for name in ["Écu", "Eau", "Zoé", "3D Sud"]:
        CompanyFactory(member=True, name=name)

    assert search(clerk, letter="e") == ["Eau", "Écu"]
    assert search(clerk, letter="z") == ["Zoé"]
    assert search(clerk, letter="#") == ["3D Sud"]


@pytest.mark.parametrize(
    "query",
    [
        {"territory": "nulle-part"},
        {"size": "énorme"},
        {"letter": "ab"},
        {"section": "'; drop table"},
        {"q": "x" * 300},
        {"page": "-1"},
        {"page": "x"},
        {"q": "\u202e🙂<script>"},
    ],
)
def test_a_value_that_makes_no_sense_is_answered_and_breaks_nothing(clerk, query):
    CompanyFactory(member=True)

    response = clerk.get(reverse(ADDRESS), query)

    assert response.status_code == 200
    assert "<script>" not in response.content.decode().replace('<script src="', "")


def test_twenty_five_companies_make_a_page_and_the_rest_of_the_query_goes_along(clerk):
    CompanyFactory.create_batch(26, member=True, city="Alès")

    first = clerk.get(reverse(ADDRESS), {"q": "ales"})
    second = clerk.get(reverse(ADDRESS), {"q": "ales", "page": 2})

    assert (len(names(first)), len(names(second))) == (25, 1)
    assert not set(names(first)) & set(names(second))
    assert "?q=ales&amp;page=2" in first.content.decode()


def test_htmx_gets_the_results_alone(clerk):
    CompanyFactory(member=True, name="Membre")

    response = clerk.get(reverse(ADDRESS), headers={"HX-Request": "true"})

    assert "Membre" in response.content.decode()
    assert "<html" not in response.content.decode()
    assert "HX-Request" in response["Vary"]
