"""A company whose membership of 2026 ends with the year, with sixty days of grace."""

from datetime import date

import pytest

from tests.factories.members import CompanyFactory, MembershipFactory, RepresentativeFactory
from tests.factories.territories import AffiliationFactory, FederationFactory


@pytest.fixture
def federation(db):
    return FederationFactory()


@pytest.fixture
def terms(federation):
    return federation.terms


@pytest.fixture
def due(federation):
    """Return a function that makes a membership of 2026, or another, of a company that votes and has a home."""

    def make(name="Verrerie", *, territory=None, voted=True, **told):
        company = CompanyFactory(name=name)
        if voted:
            RepresentativeFactory(company=company, person__email=f"{company.pk}@votes.example")
        if territory:
            AffiliationFactory(company=company, territory=territory)
        days = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31), "grace_days": 60}
        return MembershipFactory(company=company, **{**days, **told})

    return make
