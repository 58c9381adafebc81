"""The figures of many years are those that one gets by looking at each company day by day."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest

from leader.pages.cohorts import questions
from leader.pages.cohorts.forms import UNKNOWN, FiguresForm
from members.models import Company, Membership
from tests.factories.members import ActivityFactory, CompanyFactory, CompanyFiguresFactory
from tests.factories.territories import AffiliationFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 4)
FIRST = date(2021, 1, 1)
ENDS = [date(2021, 12, 31), date(2022, 1, 31), date(2023, 2, 28), date(2024, 2, 29), TODAY, date(2027, 1, 1)]


def everything():
    return FiguresForm({}).counted(Membership.objects.all(), TODAY)


def member(*spells):
    """Return a company with a membership for each pair of days."""
    company = CompanyFactory()
    for starts_on, ends_on in spells:
        Membership.objects.create(company=company, starts_on=starts_on, ends_on=ends_on)
    return company


def invented(seed, companies=40):
    """Return companies with spells that touch, leave gaps, and end on awkward days; and their days as members."""
    random, days = Random(seed), {}  # noqa: S311 - the same each time
    for _ in range(companies):
        spells, day = [], FIRST + timedelta(days=random.randrange(900))
        for _spell in range(random.randrange(1, 5)):
            end = random.choice([*[e for e in ENDS if e >= day], day + timedelta(days=random.randrange(400))])
            spells.append((day, end))
            day = end + timedelta(days=random.choice([1, 1, 2, 60]))
        if random.random() < 0.3 and spells:
            spells[-1] = (spells[-1][0], None)
        company = member(*spells)
        days[company] = {
            starts_on + timedelta(days=n)
            for starts_on, ends_on in spells
            for n in range(((ends_on or date(2027, 6, 1)) - starts_on).days + 1)
        }
    return days


def by_hand(days):
    """Count year by year, looking at each day of each company up to today."""
    joined, left, members = Counter(), Counter(), {}
    for of_company in days.values():
        for day in of_company:
            if day <= TODAY and day - timedelta(days=1) not in of_company:
                joined[day.year] += 1
            if day < TODAY and day + timedelta(days=1) not in of_company:
                left[day.year] += 1
    for year in range(2021, 2027):
        last = min(date(year, 12, 31), TODAY)
        members[year] = sum(last in of_company for of_company in days.values())
    return joined, left, members


@pytest.mark.parametrize("seed", range(5))
def test_the_years_are_those_counted_day_by_day(seed):
    days = invented(seed)
    joined, left, members = by_hand(days)

    figures = questions.over_time(everything(), TODAY)
    years, points = figures.years, figures.points

    told = {y.year: (y.joined, y.left, y.members) for y in years}
    assert told == {year: (joined[year], left[year], members[year]) for year in told}
    assert sum(y.joined for y in years) == sum(joined.values()) > 0
    assert {p.day: p.members for p in points} == {
        p.day: sum(p.day in of_company for of_company in days.values()) for p in points
    }
    assert points[-1].day == TODAY
    assert [later.day - day.day for day, later in pairwise(points)] == [timedelta(days=1)] * (len(points) - 1)
    assert figures.on_day(date(2024, 2, 29)) == sum(
        date(2024, 2, 29) in of_company for of_company in days.values()
    )
    assert [figures.on_day(TODAY + timedelta(days=1)), figures.on_day(date(1960, 1, 1))] == [0, 0]


@pytest.mark.parametrize("seed", range(3))
def test_each_figure_is_the_length_of_its_list(seed):
    invented(seed)
    years = questions.over_time(everything(), TODAY).years

    for year in years:
        lists = {
            what: questions.those_who(what, everything(), year.year, TODAY).count() for what in questions.WHAT
        }
        assert lists == {what: getattr(year, what) for what in questions.WHAT}


@pytest.mark.parametrize("seed", range(3))
def test_the_cohorts_are_those_counted_day_by_day(seed):
    days = invented(seed)

    found = questions.over_time(everything(), TODAY).cohorts

    firsts = {company: min(of_company) for company, of_company in days.items()}
    for cohort in found:
        own = [company for company, first in firsts.items() if first.year == cohort.year]
        assert cohort.size == len(own) == questions.newcomers(everything(), cohort.year, TODAY).count()
        for year, members, percent in cohort.stayed:
            last = min(date(year, 12, 31), TODAY)
            expected = sum(last in days[company] for company in own)
            listed = questions.cohort_of(everything(), cohort.year, year, TODAY)
            assert (members, percent) == (expected, round(100 * expected / len(own)))
            assert listed.count() == expected
    assert sum(cohort.size for cohort in found) == sum(first <= TODAY for first in firsts.values())


@pytest.mark.parametrize("year", [2021, 2022, 2023, 2024, 2026])
def test_a_year_by_territory_size_and_section_is_counted_company_by_company(year):
    companies = list(invented(year, companies=25))
    new_year, eve = date(year, 1, 1), date(year, 12, 31)
    renewed = member(
        (FIRST - timedelta(days=500), new_year - timedelta(days=1)), (new_year, eve), (date(year + 1, 1, 1), None)
    )
    companies.append(renewed)
    territories = [TerritoryFactory(slug=slug) for slug in ("ales", "nimes")]
    activity = ActivityFactory()
    for number, company in enumerate(companies):
        if number % 3:  # it moved from the one to the other, or never left it
            AffiliationFactory(company=company, territory=territories[0], ends_on=date(2023, 6, 30))
            AffiliationFactory(company=company, territory=territories[number % 2], starts_on=date(2023, 7, 1))
        if number % 4:
            CompanyFiguresFactory(company=company, year=2020, headcount=10, turnover=1_000_000)
            CompanyFiguresFactory(company=company, year=2024, headcount=[10, 400, None][number % 3])
        if number % 5:
            Company.objects.filter(pk=company.pk).update(activity=activity)

    for by in questions.BY:
        told = questions.breakdown(everything(), by, year, TODAY)
        for value, figures in told.items():
            narrowed = FiguresForm({by: value or UNKNOWN}).counted(Membership.objects.all(), TODAY)
            lists = {what: questions.those_who(what, narrowed, year, TODAY).count() for what in questions.WHAT}
            assert figures == lists
        whole = {what: questions.those_who(what, everything(), year, TODAY).count() for what in questions.WHAT}
        assert {what: sum(row[what] for row in told.values()) for what in questions.WHAT} == whole
        assert len(told) > 1


def test_who_ends_on_the_last_day_of_the_year_leaves_in_it_and_is_a_member_on_it():
    member((date(2024, 1, 1), date(2024, 12, 31)))

    years = questions.over_time(everything(), TODAY).years

    told = {y.year: (y.joined, y.renewed, y.left, y.members) for y in years}
    assert told == {2024: (1, 0, 1, 1), 2025: (0, 0, 0, 0), 2026: (0, 0, 0, 0)}


def test_who_renews_neither_leaves_nor_joins():
    member((date(2024, 1, 1), date(2024, 12, 31)), (date(2025, 1, 1), None))

    years = questions.over_time(everything(), TODAY).years

    assert {y.year: (y.joined, y.renewed, y.left, y.members) for y in years} == {
        2024: (1, 0, 0, 1), 2025: (0, 1, 0, 1), 2026: (0, 0, 0, 1),
    }  # fmt: skip


def test_what_is_still_to_come_is_no_figure_yet():
    member((date(2026, 6, 1), None))

    assert questions.over_time(everything(), TODAY) == questions.Figures([], [], [])


def test_a_partner_who_becomes_a_member_leaves_as_the_one_and_joins_as_the_other():
    company = member((date(2020, 1, 1), date(2021, 12, 31)))
    company.memberships.update(category="partner")
    Membership.objects.create(company=company, starts_on=date(2022, 1, 1))

    def told(category):
        kin = Membership.objects.filter(category=category)
        counted = questions.Counted(kin, kin)
        figures = questions.over_time(counted, TODAY)
        return {y.year: (y.joined, y.renewed, y.left) for y in figures.years if y.year in (2020, 2021, 2022)}, [
            (cohort.year, cohort.size) for cohort in figures.cohorts
        ]

    assert told("partner") == ({2020: (1, 0, 0), 2021: (0, 0, 1), 2022: (0, 0, 0)}, [(2020, 1)])
    assert told("member") == ({2022: (1, 0, 0)}, [(2022, 1)])


def test_a_year_mistyped_makes_no_curve_of_eighteen_centuries():
    member((date(215, 1, 1), None))

    assert questions.over_time(everything(), TODAY) == questions.Figures([], [], [])


@pytest.mark.parametrize("what", questions.WHAT)
def test_a_list_holds_as_many_as_the_figure_that_leads_to_it_slips_of_the_keyboard_included(what):
    member((date(19, 1, 1), date(2024, 12, 31)), (date(2025, 1, 1), None))
    member((date(1919, 1, 1), None))
    member((date(2023, 5, 1), date(2024, 12, 31)))
    counted = everything()

    years = questions.over_time(counted, TODAY).years

    figures = {year.year: getattr(year, what) for year in years}
    assert figures == {year: questions.those_who(what, counted, year, TODAY).count() for year in figures}
