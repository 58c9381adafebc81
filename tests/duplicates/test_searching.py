"""What is suspected, with which score and why; what is not; and what a person said is remembered."""

from datetime import timedelta

import pytest
from django.utils import timezone

from members.duplicates.pairs import tell_apart
from members.duplicates.searching import search
from members.models import Company, DuplicatePair, DuplicateSearch
from tests.factories import accounts
from tests.factories.geography import CommuneFactory
from tests.factories.members import CompanyFactory, PersonFactory, RepresentativeFactory

pytestmark = pytest.mark.django_db


NOTHING = {"siren": None, "email": "", "phone": "", "website": "", "city": "", "postal_code": ""}


def found(kind="company"):
    search()
    return {(*pair.records, tuple(sorted(pair.reasons))) for pair in DuplicatePair.objects.filter(kind=kind)}


def company(name="Verrerie du Pont", **fields):
    return CompanyFactory(name=name, **{**NOTHING, **fields})


def person(given, family, **fields):
    return PersonFactory(given_name=given, family_name=family, **{"email": "", "phone": "", **fields})


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        ({"city": "Alès"}, {"name": "VERRERIE DU PONT SARL", "city": "ALES", "siren": "732829320"},
         ("name_and_town", "one_siren")),
        ({"postal_code": "30100"}, {"name": "Verrerie-du-Pont", "postal_code": "30100"}, ("name_and_town",)),
        ({"country": "MA", "foreign_number": "RC 12.34"},
         {"name": "X", "country": "MA", "foreign_number": "rc1234"}, ("foreign_number",)),
        ({"email": "Contact@verrerie.example"}, {"name": "X", "email": "contact@verrerie.example"}, ("email",)),
        ({"phone": "04 66 00 00 01"}, {"name": "X", "phone": "+33 4 66 00 00 01"}, ("phone",)),
        ({"website": "https://www.verrerie.example/a"}, {"name": "X", "website": "http://verrerie.example"},
         ("website",)),
    ],
)  # fmt: skip
def test_two_companies_that_look_like_one_are_listed_with_why(one, other, reasons):
    first, second = company(**one), company(**{"name": "Verrerie du Pont", **other})

    assert found() == {(first, second, reasons)}


def test_near_names_in_one_commune_are_listed():
    commune = CommuneFactory()
    first, second = (
        company("Verrerie du Pont Neuf", commune=commune),
        company("Verreries du Pont Neuf", commune=commune),
    )
    company("Verreries du Pont Neuf", commune=CommuneFactory())

    assert found() == {(first, second, ("near_name",))}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"city": "Alès"}, {"city": "Nîmes"}),
        ({"name": "A", "city": "Alès"}, {"name": "B", "city": "Alès"}),
        ({}, {}),
        ({"email": "a@b.example", "siren": "732829320", "name": "A"},
         {"email": "a@b.example", "siren": "552100554", "name": "B"}),
    ],
)  # fmt: skip
def test_others_are_not(one, other):
    company(**one)
    company(**other)

    assert found() == set()


def test_a_value_that_many_share_is_no_sign():
    for number in range(6):
        company(f"{number}", email="comptable@cabinet.example")

    assert found() == set()


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        (("Anne", "Dupuis", {"email": "a@b.example"}), ("A.", "Dupuis", {"email": "A@b.example"}), ("email",)),
        (("Anne", "Dupuis", {"phone": "0466000001"}), ("ANNE", "Dupuis", {"phone": "04 66 00 00 01"}),
         ("phone", "same_name")),
        (("Martin", "Paul", {}), ("Paul", "Martin", {}), ("swapped",)),
    ],
)  # fmt: skip
def test_two_people_who_look_like_one_are_listed_with_why(one, other, reasons):
    first, second = (person(given, family, **fields) for given, family, fields in (one, other))

    assert found("person") == {(first, second, reasons)}


def test_one_name_at_one_company_is_listed_and_homonyms_are_not():
    first, second, _homonym = person("Zoé", "Œuvrard"), person("Zoe", "OEUVRARD"), person("Zoé", "Œuvrard")
    shared = CompanyFactory()
    RepresentativeFactory(person=first, company=shared, vote="none")
    RepresentativeFactory(person=second, company=shared, vote="none")

    assert found("person") == {(first, second, ("name_and_company",))}


def test_what_was_told_apart_is_not_asked_again_and_what_was_mended_goes():
    first, second = company(email="a@b.example"), company("X", email="a@b.example")
    search()
    pair = DuplicatePair.objects.get()
    tell_apart(pair.pk, by=accounts.staff(), at=timezone.now(), version=pair.version)
    search()
    pair.refresh_from_db()
    assert pair.state == "distinct"

    third, fourth = company("Y", phone="0466000001"), company("Z", phone="0466000001")
    assert len(found()) == 2
    Company.objects.filter(pk=fourth.pk).update(phone="")
    assert found() == {(first, second, ("email",))}
    assert third


def test_a_search_twice_changes_nothing():
    company(email="a@b.example")
    company("X", email="a@b.example")
    assert search() == 1

    version = DuplicatePair.objects.get().version
    assert search() == 0
    assert DuplicatePair.objects.get().version == version


def test_near_names_go_on_where_the_time_ended():
    commune = CommuneFactory()
    company("Verrerie du Pont Neuf", commune=commune)
    company("Verreries du Pont Neuf", commune=commune)

    assert search(timedelta()) == 0
    assert not DuplicateSearch.objects.exists()
    assert search() == 1
    assert DuplicateSearch.objects.get().seen > 0
