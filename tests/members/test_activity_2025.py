"""A company known by a code of NAF 2025 alone, as from 2027: each page that sorts by activity finds it."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse

from members.models import Company
from members.models.sections import CODES_OF, SECTIONS
from tests.factories.accounts import lead_of, staff
from tests.factories.geography import CommuneFactory
from tests.factories.members import (
    Activity2025Factory,
    ActivityFactory,
    ActivitySectionFactory,
    CompanyFactory,
    MembershipFactory,
)
from tests.factories.territories import AffiliationFactory

pytestmark = pytest.mark.django_db
LABELS = {"J": "Information et communication", "K": "Activités financières et d'assurance"}


@pytest.fixture(autouse=True)
def in_2027():
    with time_machine.travel(date(2027, 2, 1), tick=False):
        yield


@pytest.fixture
def companies():
    """One known by both codes and one by the new alone, both software; one of insurance; one of nothing known."""
    sections = {code: ActivitySectionFactory(code=code, label=label) for code, label in LABELS.items()}
    software = ActivityFactory(code="62.01Z", section=sections["J"])
    Activity2025Factory(code="62.10Y", label="Programmation informatique", section="K")
    commune = CommuneFactory()
    told = {
        "Ancienne": {"activity": software, "activity_2025": "62.10Y"}, "Nouvelle": {"activity_2025": "62.10Y"},
        "Assureur": {"activity_2025": "65.12H"}, "Sans code": {},
    }  # fmt: skip
    for name, codes in told.items():
        company = CompanyFactory(name=name, commune=commune, **codes)
        MembershipFactory(company=company, starts_on=date(2027, 1, 5), ends_on=date(2027, 12, 31))


@pytest.fixture
def clerk(client, companies):
    client.force_login(staff())
    return client


def test_the_directory_finds_it_by_its_section_and_says_what_it_does(clerk):
    answer = clerk.get(reverse("members:company-list"), {"section": "J"})

    assert [company.name for company in answer.context["page"]] == ["Ancienne", "Nouvelle"]
    assert "Programmation informatique" in answer.content.decode()
    answer = clerk.get(reverse("members:company-list"), {"section": "K"})
    assert [company.name for company in answer.context["page"]] == ["Assureur"]


def test_a_lead_finds_those_of_the_territory_alone(client, companies):
    own = AffiliationFactory(company=Company.objects.get(name="Nouvelle")).territory
    client.force_login(lead_of(own))

    answer = client.get(reverse("members:company-list"), {"section": "J"})

    assert [company.name for company in answer.context["page"]] == ["Nouvelle"]


def test_its_page_says_what_it_does(clerk):
    page = clerk.get(Company.objects.get(name="Nouvelle").get_absolute_url()).content.decode()

    assert '<p class="kicker">Programmation informatique</p>' in page


def test_the_desk_finds_it_and_shows_its_code(clerk):
    answer = clerk.get(reverse("admin:members_company_changelist"), {"activity__section": "J"})

    assert {company.name for company in answer.context["cl"].queryset} == {"Ancienne", "Nouvelle"}
    assert "62.10Y" in answer.content.decode()


def test_the_figures_count_it_where_their_list_finds_it(clerk):
    answer = clerk.get(reverse("pages:member-breakdown", args=[2027]), {"par": "section"})
    counts = {row["label"]: row["joined"] for row in answer.context["rows"]}

    assert counts == {LABELS["J"]: 2, LABELS["K"]: 1, "non renseigné": 1}
    listed = clerk.get(reverse("pages:member-figures-list", args=[2027, "joined"]), {"section": "J"})
    assert {row.company.name: row.activity for row in listed.context["page"]} == {
        "Ancienne": ActivityFactory._meta.model.objects.get(pk="62.01Z").label, "Nouvelle": "62.10Y",
    }  # fmt: skip


def test_the_white_spots_count_it_where_their_filter_finds_it(clerk):
    page = clerk.get(reverse("territories:white-spot-list"))
    narrowed = clerk.get(reverse("territories:white-spot-list"), {"section": "J"})

    assert page.context["page"][0].leading == [("J", 2), ("K", 1)]
    assert narrowed.context["page"][0].known == 2


def test_the_divisions_leave_no_gap_and_meet_nowhere():
    ends = [tuple(int(code[:2]) for code in codes) for codes in CODES_OF.values()]

    assert list(CODES_OF) == [letter for _last, letter, _title in SECTIONS]
    assert [first for first, _last in ends[1:]] == [last + 1 for _first, last in ends[:-1]]


@pytest.mark.parametrize("code", ["6210Y", "62.01Z", "62.10y", "informatique"[:6]])
def test_what_is_no_code_of_naf_2025_is_refused_beside_its_field_and_by_the_database(code):
    company = CompanyFactory.build(activity_2025=code)

    with pytest.raises(ValidationError) as refused:
        company.full_clean()
    assert refused.value.message_dict["activity_2025"] == ["Un code NAF 2025 s’écrit comme 62.10Y."]
    with pytest.raises(IntegrityError, match="company_naf_2025_has_its_form"):
        CompanyFactory(activity_2025=code)
