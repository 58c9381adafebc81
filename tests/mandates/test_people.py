"""The history of mandates of a person, and the offices that the federation names itself."""

from datetime import date

import pytest
from django.urls import reverse

from territories.models import Office, OutsideMandate
from tests.factories.accounts import guest, lead_of, member, staff
from tests.factories.members import CompanyFactory, PersonFactory
from tests.factories.territories import FederationFactory, MandateFactory, OfficeFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    """Somebody at both levels, for two companies, and elsewhere; a member of none today."""
    FederationFactory()
    person = PersonFactory(given_name="Julien", family_name="Exemple")
    territory = TerritoryFactory(name="LeadeR Gard")
    MandateFactory(
        person=person, territory=territory, mission="budget",
        office=OfficeFactory(code="treasurer", name="trésorerie"), company=CompanyFactory(name="Première SA"),
        starts_on=date(2018, 1, 1), ends_on=date(2021, 4, 14),
    )  # fmt: skip
    MandateFactory(
        person=person, territory=None, office=OfficeFactory(name="présidence de la fédération"),
        company=CompanyFactory(name="Seconde SA"), starts_on=date(2021, 4, 15), ends_on=date(2023, 5, 31),
        expected_end_on=date(2024, 4, 15), ending_reason="élection avant le terme", beginning="cooptation",
    )  # fmt: skip
    OutsideMandate.objects.create(
        person=person, territory=territory, body="Agence économique", role="administrateur",
        starts_on=date(2020, 1, 1), source="Procès-verbal",
    )  # fmt: skip
    return person


def test_the_page_of_a_person_tells_every_mandate_with_its_body_company_and_end(client, person):
    client.force_login(staff())

    page = client.get(person.get_absolute_url(), follow=True).content.decode()

    for told in [
        "Trésorerie</b> (budget)", "LeadeR Gard", "Première SA", "Présidence de la fédération", "Seconde SA",
        "élection avant le terme", "cooptation", "Agence économique</b>, administrateur", "pour LeadeR Gard",
    ]:  # fmt: skip
        assert told in page
    assert page.index("Présidence de la fédération") < page.index("Trésorerie")  # the latest first


@pytest.mark.parametrize("role", [None, guest, member, lead_of])
def test_whoever_does_not_know_the_person_reads_none_of_it(client, person, role):
    if role:
        client.force_login(role())

    answer = client.get(person.get_absolute_url(), follow=True)

    assert "Seconde SA" not in answer.content.decode()
    assert "Agence économique" not in answer.content.decode()


def test_an_office_named_at_the_desk_is_offered_where_mandates_are_recorded(client, person):
    client.force_login(staff())
    named = {"code": "numerique", "name": "mission transition numérique", "rank": 40}

    client.post(reverse("admin:territories_office_add"), named)
    page = client.get(reverse("territories:mandate-appoint", args=["federation"])).content.decode()

    assert Office.objects.filter(code="numerique").exists()
    assert "mission transition numérique" in page
