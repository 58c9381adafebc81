"""The page of a company: who sees what of it, at which address, at which cost."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from members.models import Representative
from tests.factories.accounts import guest, lead_of, member, representative_of, staff
from tests.factories.members import (
    ActivityFactory,
    CompanyFactory,
    CompanyFiguresFactory,
    MembershipFactory,
    RepresentativeFactory,
)
from tests.factories.territories import AffiliationFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    """A member of Sète's territory with a representative who has an address and a phone."""
    company = CompanyFactory(
        member=True, name="Œnologie d’Été", activity=ActivityFactory(), email="maison@example.org"
    )
    AffiliationFactory(company=company, territory__name="LeadeR Sète")
    RepresentativeFactory(
        company=company,
        person__family_name="Vigneron",
        person__email="vigneron@example.org",
        person__phone="01 99 00 40 00",
    )
    return company


def text_for(client, user, company):
    """Return what ``user`` reads on the page of ``company``."""
    client.force_login(user)
    return client.get(company.get_absolute_url()).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_a_company_page_costs_the_same_for_one_representative_and_for_three(
    client, count, django_assert_max_num_queries
):
    company = CompanyFactory(member=True)
    for number in range(count):
        RepresentativeFactory(company=company, vote=Representative.Vote.NONE)
        AffiliationFactory(company=company, is_home=number == 0)
        CompanyFiguresFactory(company=company, year=2020 + number)
    client.force_login(member())

    with django_assert_max_num_queries(12):
        response = client.get(company.get_absolute_url())

    assert len(response.context["representatives"]) == len(response.context["figures"]) == count


def test_another_member_reads_the_file_and_who_represents_it_without_their_address_or_phone(client, company):
    page = text_for(client, member(), company)

    told = ["Œnologie d’Été", "maison@example.org", "Vigneron", "LeadeR Sète", "Information et communication"]
    assert [words for words in told if words not in page] == []
    assert "vigneron@example.org" not in page
    assert "01 99 00 40 00" not in page
    assert "modifier/" not in page


@pytest.mark.parametrize("reader", ["colleague", "clerk", "lead"])
def test_colleagues_staff_and_the_lead_see_how_to_reach_the_representatives(client, company, reader):
    users = {
        "colleague": lambda: representative_of(company, vote=Representative.Vote.NONE),
        "clerk": staff,
        "lead": lambda: lead_of(company.affiliations.get().territory),
    }

    page = text_for(client, users[reader](), company)

    assert "vigneron@example.org" in page
    assert "01 99 00 40 00" in page


@pytest.mark.parametrize("reader", ["guest", "neighbour"])
def test_who_is_no_member_and_the_lead_of_another_territory_find_nothing(client, company, reader):
    client.force_login(guest() if reader == "guest" else lead_of(TerritoryFactory()))

    assert client.get(company.get_absolute_url()).status_code == 404


def test_a_stranger_is_asked_to_sign_in(client, company):
    assert client.get(company.get_absolute_url())["Location"].startswith("/compte/")


def test_a_member_does_not_find_a_company_that_is_merely_known(client):
    client.force_login(member())

    assert client.get(CompanyFactory().get_absolute_url()).status_code == 404


def test_whoever_represents_a_company_that_left_still_reads_its_file_and_where_it_belongs(client):
    company = MembershipFactory(lapsed=True).company
    AffiliationFactory(company=company, territory__name="LeadeR Sète")

    page = text_for(client, representative_of(company), company)

    assert "Non membre à ce jour" in page
    assert "LeadeR Sète" in page


def test_who_represented_the_company_once_is_not_shown(client, company):
    RepresentativeFactory(
        company=company, person__family_name="Ancienne", vote=Representative.Vote.NONE, ended=True
    )

    assert "Ancienne" not in text_for(client, member(), company)


@pytest.mark.parametrize("typed", ["{pk}", "{pk}-ancien-nom"])
def test_the_number_alone_or_an_old_name_leads_to_the_address_of_today(client, company, typed):
    client.force_login(member())

    response = client.get(f"/entreprises/{typed.format(pk=company.pk)}/")

    assert response.status_code == 302
    assert response["Location"] == f"/entreprises/{company.pk}-oenologie-d-ete/"


def test_the_address_of_a_company_one_may_not_see_does_not_tell_its_name(client):
    company = CompanyFactory(name="Secrète")
    client.force_login(member())

    response = client.get(f"/entreprises/{company.pk}/")

    assert response.status_code == 404
    assert "secrete" not in response.content.decode().lower()


def test_a_number_too_long_is_not_found(client):
    client.force_login(staff())

    assert client.get(f"/entreprises/{'9' * 18}/").status_code == 404
    assert client.get(f"/entreprises/{'9' * 40}/").status_code == 404


def test_a_membership_without_gap_counts_from_its_first_day(client, company):
    company.memberships.all().delete()
    today = timezone.localdate()
    MembershipFactory(company=company, starts_on=today - timedelta(days=99), ends_on=today - timedelta(days=10))
    MembershipFactory(company=company, starts_on=today - timedelta(days=9), ends_on=None)
    client.force_login(staff())

    assert client.get(company.get_absolute_url()).context["member_since"] == today - timedelta(days=99)


def test_a_website_that_a_browser_should_not_follow_is_no_link(client, company):
    # An import brings what it likes: only http and https become a link.
    type(company).objects.filter(pk=company.pk).update(website="javascript:alert(1)")

    assert "javascript:" not in text_for(client, member(), company)


def test_what_people_typed_is_shown_as_typed_and_never_run(client, company):
    type(company).objects.filter(pk=company.pk).update(description="<script>alert(1)</script>\n\n\u202eافتح 🙂")

    page = text_for(client, member(), company)

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "\u202eافتح 🙂" in page


def test_the_chart_shows_the_years_whose_headcount_is_known(client, company):
    for year, headcount in [(2022, 40), (2023, None), (2024, 80)]:
        CompanyFiguresFactory(company=company, year=year, headcount=headcount)
    client.force_login(member())

    response = client.get(company.get_absolute_url())

    [chart] = response.context["charts"]
    assert [(bar.year, bar.value) for bar in chart.bars] == [(2022, 40), (2024, 80)]
    assert 2 * chart.bars[0].height == chart.bars[1].height
    assert (chart.growth.since, chart.growth.percent) == (2022, 100)


@pytest.mark.parametrize(
    "who", [partial(representative_of, vote="none"), lambda company: staff()], ids=["its own", "staff"]
)
def test_a_company_page_with_its_periods_costs_no_more(client, company, who, django_assert_max_num_queries):
    client.force_login(who(company))

    with django_assert_max_num_queries(12):
        response = client.get(company.get_absolute_url())

    assert len(response.context["periods"]) == 1


def test_the_size_by_the_decree_and_that_of_insee_stand_side_by_side(client):
    company = CompanyFactory(member=True, insee_size_class="eti", insee_size_class_year=2023)
    CompanyFiguresFactory(company=company, headcount=60, turnover=9_000_000, balance_total=None)

    page = text_for(client, member(), company)

    assert "PME" in page.partition("Taille selon l’INSEE")[0]
    assert "ETI (2023)" in page.partition("Taille selon l’INSEE")[2]
