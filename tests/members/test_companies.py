"""Companies, their size class and their membership."""

from datetime import date

import pytest

from members.models import Company, CompanyFigures

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("headcount", "turnover", "balance", "expected"),
    [
        (249, 60, 40, "pme"),  # the OR of the décret
        (249, 60, 44, "eti"),
        (250, 1, 1, "eti"),
        (9, 3, 1, "micro"),
        (9, 3, 3, "pme"),
        (5000, 10, 10, "ge"),
        (4999, 1501, 2001, "ge"),
        (None, 1, 1, None),
        (249, None, None, "pme"),
    ],
)
def test_the_size_class_follows_decree_2008_1354(headcount, turnover, balance, expected):
    company = Company.objects.create(name="Essai")
    million = 1_000_000

    figures = CompanyFigures.objects.create(
        company=company,
        year=2025,
        headcount=headcount,
        turnover=turnover and turnover * million,
        balance_total=balance and balance * million,
    )

    figures.refresh_from_db()
    assert figures.size_class == expected


def test_a_company_is_found_by_the_size_of_its_latest_figures():
    company = Company.objects.create(name="Essai")
    CompanyFigures.objects.create(company=company, year=2024, headcount=5)
    CompanyFigures.objects.create(company=company, year=2025, headcount=50)

    assert list(Company.objects.of_size("pme")) == [company]
    assert list(Company.objects.of_size("micro")) == []
    assert Company.objects.with_size_class().get().size_class == "pme"


def test_a_company_is_a_member_until_the_last_day_of_its_membership():
    company = Company.objects.create(name="Essai")
    company.memberships.create(starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 30))

    assert company.is_member_on(date(2026, 6, 30))
    assert not company.is_member_on(date(2026, 7, 1))


def test_a_name_is_found_without_accents_or_ligatures():
    company = Company.objects.create(name="Œnologie d'Été")

    assert list(Company.objects.filter(q__contains="oenologie d'ete")) == [company]


def test_each_change_raises_the_version_and_leaves_a_trace():
    company = Company.objects.create(name="Avant")

    Company.objects.update(name="Après")

    company.refresh_from_db()
    assert company.version == 2
    assert list(company.changes.values_list("name", flat=True).order_by("pgh_id")) == ["Avant", "Après"]
