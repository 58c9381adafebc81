"""The export page gives what the person administers, and nothing else."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse

from members.models import Company
from territories.models import ImportRow
from tests.factories import accounts
from tests.factories.members import CompanyFactory
from tests.factories.territories import AffiliationFactory, ProspectFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def neighbour():
    territory = TerritoryFactory(slug="ales")
    AffiliationFactory(company=CompanyFactory(name="Voisine"), territory=territory)
    return territory


@pytest.fixture
def companies(territory):
    AffiliationFactory(company=CompanyFactory(name="Chez nous"), territory=territory)
    ProspectFactory(company=CompanyFactory(name="Pressentie"), territory=territory)


def exported(client, **asked):
    answer = client.get(reverse("territories:company-export"), {"format": "csv", **asked})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return sorted(row["nom"] for row in csv.DictReader(io.StringIO(text), delimiter=";"))


def test_staff_export_every_company_or_those_of_a_territory(client, staff, companies, neighbour):
    CompanyFactory(name="Nulle part")
    client.force_login(staff)

    assert exported(client) == sorted(Company.objects.values_list("name", flat=True))
    assert exported(client, territory="ales") == ["Voisine"]
    assert exported(client, territory="toulouse") == ["Chez nous", "Pressentie"]


def test_a_lead_exports_the_companies_that_the_desk_shows(client, lead, companies, neighbour):
    client.force_login(lead)

    administered = Company.objects.administered_by(lead).values_list("name", flat=True)
    assert exported(client) == sorted(administered) == ["Chez nous", "Pressentie"]


def test_a_lead_who_names_the_neighbour_gets_a_sentence_and_no_file(client, lead, companies, neighbour):
    client.force_login(lead)

    answer = client.get(reverse("territories:company-export"), {"format": "csv", "territory": "ales"})

    assert answer["Content-Type"].startswith("text/html")
    assert answer.context["form"].errors["territory"]


def test_without_a_kind_of_file_the_page_asks(client, staff, territory):
    client.force_login(staff)
    shown = client.get(reverse("territories:company-export")).content.decode()

    assert "LeadeR Toulouse" in shown
    assert client.get(reverse("territories:company-export"), {"format": "exe"}).context["form"].errors["format"]


def test_a_member_does_not_export(client):
    client.force_login(accounts.member())

    assert client.get(reverse("territories:company-export"), {"format": "csv"}).status_code == 404


def test_a_founding_before_excel_counts_days_comes_back_from_the_workbook(client, staff, hand_in):
    CompanyFactory(name="Vieille maison", founded_on=date(1888, 7, 4))
    client.force_login(staff)
    answer = client.get(reverse("territories:company-export"), {"format": "xlsx"})

    company_import = hand_in(staff, b"".join(answer.streaming_content), name="entreprises.xlsx")

    row = ImportRow.objects.get(import_id=company_import.pk)
    assert (row.founded_on, row.problems) == (date(1888, 7, 4), [])
