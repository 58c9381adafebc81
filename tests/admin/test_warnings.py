"""Real life warns and never blocks: mandates and areas out of the ordinary are kept, and said."""

import pytest
from django.contrib.messages import get_messages

from territories.models import Mandate, Territory
from tests.factories.geography import CommuneFactory, EpciFactory
from tests.factories.members import CompanyFactory, RepresentativeFactory
from tests.factories.territories import AreaPartFactory, MandateFactory, OfficeFactory, TerritoryFactory

from .test_history import posted
from .test_rights import url

pytestmark = pytest.mark.django_db
SAVED = 302


def save(client, record, **typed):
    """Save the page of ``record`` with what is typed; return the status and the sentences told."""
    address = url(type(record), "change", record.pk)
    answer = client.post(address, posted(client.get(address)) | typed)
    return answer.status_code, [m.message for m in get_messages(answer.wsgi_request) if m.level_tag == "warning"]


def test_a_second_president_is_kept_and_named(client, staff):
    client.force_login(staff)
    first = MandateFactory(person__given_name="Ada", person__family_name="Première")
    second = MandateFactory(territory=first.territory)

    status, warnings = save(client, second, mission="Ensemble")

    second.refresh_from_db()
    assert (status, second.mission) == (SAVED, "Ensemble")
    assert len(warnings) == 1
    assert str(first.person) in warnings[0]


def test_two_honorary_presidents_are_nothing_unusual(client, staff):
    client.force_login(staff)
    honorary = OfficeFactory(code="honneur", name="présidence d’honneur", is_honorary=True)
    first = MandateFactory(office=honorary)

    assert save(client, MandateFactory(office=honorary, territory=first.territory)) == (SAVED, [])


def test_a_mandate_that_outlives_its_term_is_kept_and_said(client, staff):
    client.force_login(staff)
    mandate = MandateFactory(starts_on="2020-01-01")

    status, warnings = save(client, mandate, expected_end_on="31/12/2022", ends_on="01/01/2023")
    _status, on_time = save(client, mandate, ends_on="31/12/2022")

    assert (status, len(warnings), on_time) == (SAVED, 1, [])
    assert Mandate.objects.get().ends_on == Mandate.objects.get().expected_end_on


@pytest.mark.parametrize("part", ["commune", "epci", "departement"])
def test_an_area_that_overlaps_with_another_is_kept_and_the_other_named(client, staff, part):
    client.force_login(staff)
    commune = CommuneFactory(epci=EpciFactory())
    whole = {"commune": commune, "epci": commune.epci, "departement": commune.departement}
    other = AreaPartFactory(**{"commune": None, part: whole[part]}, territory__name="LeadeR Voisin").territory
    ours = AreaPartFactory(commune=commune).territory

    assert save(client, ours) == (SAVED, [f"Le territoire recoupe celui de {other}. Enregistré malgré tout."])


def test_areas_side_by_side_or_of_another_time_warn_of_nothing(client, staff):
    client.force_login(staff)
    ours = AreaPartFactory().territory
    AreaPartFactory(commune=CommuneFactory())
    AreaPartFactory(commune=ours.area_parts.get().commune, ends_on="2020-12-31")

    assert save(client, ours) == (SAVED, [])


def test_a_territory_without_area_overlaps_with_nothing(client, staff):
    client.force_login(staff)
    AreaPartFactory()

    assert save(client, TerritoryFactory()) == (SAVED, [])
    assert Territory.objects.count() == 2


def test_a_company_left_without_a_vote_is_named_with_the_day(client, staff):
    client.force_login(staff)
    company = CompanyFactory(member=True)
    spell = RepresentativeFactory(company=company, vote="voting", starts_on="2020-01-01")

    assert save(client, spell, function="Gérante") == (SAVED, [])
    told = [f"À partir du 01/06/2150, personne ne vote pour {company}."]
    assert save(client, spell, ends_on="31/05/2150") == (SAVED, told)
    assert save(client, spell.person, public_function="Élue") == (SAVED, told)
    assert save(client, company, city="Alès") == (SAVED, told)
    spell.refresh_from_db()
    assert str(spell.ends_on) == "2150-05-31"


def test_a_company_that_is_no_member_may_be_without_a_vote(client, staff):
    client.force_login(staff)
    spell = RepresentativeFactory(vote="voting", starts_on="2020-01-01")

    assert save(client, spell, ends_on="31/05/2150") == (SAVED, [])
