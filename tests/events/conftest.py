"""A gala with ten places, and companies that register."""

from datetime import UTC, datetime

import pytest

from events.registration import acts
from events.registration.parties import Party
from tests.factories.accounts import representative_of
from tests.factories.events import AdmissionFactory
from tests.factories.members import CompanyFactory

NOW = datetime(2099, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def admission(db):
    """Return the terms of an event of June 2099 with ten places."""
    return AdmissionFactory(capacity=10)


@pytest.fixture
def ask(admission):
    """Return a function that registers a new member company, and gives its party."""

    def register(places, *, company=None, at=NOW, **asked):
        company = company or CompanyFactory(member=True)
        party = Party(admission, company=company)
        user = representative_of(company)
        made, _is_new = acts.register(party, places=places, email=user.email, by=user, at=at, **asked)
        return made

    return register
