"""Companies found by what people type."""

from datetime import date

import pytest

from leader.shared.names import numbered
from members.models import Company

pytestmark = pytest.mark.django_db


@pytest.fixture
def wine():
    return Company.objects.create(name="Œnologie d’Été", city="Béziers", siren="552100554")


@pytest.mark.parametrize(
    "typed",
    [
        "oeno",
        "ŒNOLOGIE",
        "ete oenologie",
        "d'été",
        "beziers œno",
        "552100554",
        "552 100 554",
        "552\u202f100\u00a0554",
        "552.100.554",
        "552 100 554 00013",
        "œnologie 552 100 554",
        "  ",
        "oeno\0logie",
    ],
)
def test_a_company_is_found_by_every_word_whatever_accents_case_and_spaces(wine, typed):
    assert list(Company.objects.matching(typed)) == [wine]


@pytest.mark.parametrize("typed", ["oeno perpignan", "%", "_eno", "\\", "552 100 555", "' OR 1=1 --", "-"])
def test_a_company_is_not_found_when_one_word_is_missing(wine, typed):
    assert list(Company.objects.matching(typed)) == []


def test_a_siren_typed_in_groups_finds_no_other_that_holds_the_groups(wine):
    Company.objects.create(name="Autre", siren="100552554")

    assert list(Company.objects.matching("552 100 554")) == [wine]


def test_the_directory_orders_names_as_a_reader_does():
    for name in ["Zoé", "écu", "abri", "Œuvre", "Eau"]:
        Company.objects.create(name=name)

    assert [company.name for company in Company.objects.by_name()] == ["abri", "Eau", "écu", "Œuvre", "Zoé"]


@pytest.mark.parametrize(
    ("letter", "found"), [("e", ["Écu", "Eau"]), ("o", ["Œuvre"]), ("#", ["3D", "شركة", "🚀 Fusée"]), ("z", [])]
)
def test_a_letter_keeps_the_names_that_begin_with_it(letter, found):
    for name in ["Écu", "Eau", "Œuvre", "3D", "شركة", "🚀 Fusée"]:
        Company.objects.create(name=name)

    assert {company.name for company in Company.objects.beginning_with(letter)} == set(found)


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Œnologie d’Été", "7-oenologie-d-ete"),
        ("A", "7-a"),
        ("شركة 🚀", "7"),
        ("--", "7"),
        ("x" * 300, "7-" + "x" * 60),
    ],
)
def test_an_address_holds_the_key_and_a_readable_name(name, address):
    assert numbered(7, name) == address


@pytest.mark.parametrize(
    ("spells", "since"),
    [
        ([], None),
        ([(date(2026, 1, 1), None)], date(2026, 1, 1)),
        ([(date(2025, 1, 1), date(2025, 12, 31)), (date(2026, 1, 1), None)], date(2025, 1, 1)),
        ([(date(2024, 1, 1), date(2025, 12, 30)), (date(2026, 1, 1), None)], date(2026, 1, 1)),
        ([(date(2026, 1, 1), date(2026, 6, 14))], None),
        ([(date(2026, 1, 1), date(2026, 6, 15)), (date(2026, 6, 16), None)], date(2026, 1, 1)),
        ([(date(2026, 7, 1), None)], None),
    ],
)
def test_a_member_since_counts_periods_that_follow_without_a_gap(spells, since):
    company = Company.objects.create(name="Essai")
    for starts_on, ends_on in spells:
        company.memberships.create(starts_on=starts_on, ends_on=ends_on)

    assert company.member_since(date(2026, 6, 15)) == since


@pytest.mark.parametrize(
    ("website", "followed"),
    [
        ("https://example.org", "https://example.org"),
        ("HTTP://example.org", "HTTP://example.org"),
        ("javascript:alert(1)", ""),
        ("ftp://example.org", ""),
        ("", ""),
    ],
)
def test_only_a_web_address_is_followed(website, followed):
    assert Company(website=website).web_address == followed
