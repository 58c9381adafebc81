"""A company with its voting representative and a colleague."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from members.models import Representative
from tests.factories.accounts import representative_of
from tests.factories.members import CompanyFactory


@pytest.fixture
def team(db):
    """Return a member company with who votes for it and a colleague without a vote, both with an account."""
    company = CompanyFactory(member=True, name="Atelier des Causses")
    return SimpleNamespace(
        company=company,
        holder=representative_of(company),
        colleague=representative_of(company, vote=Representative.Vote.NONE),
        url=reverse("members:team", args=[company.pk]),
    )
