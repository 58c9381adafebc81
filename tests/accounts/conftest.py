"""What the tests of accounts share."""

import pytest
from django.test import Client


@pytest.fixture
def client_of_another():
    """Return the browser of somebody else."""
    return Client()


@pytest.fixture
def imposed():
    """Impose the second factor, as in production (tests.conftest.no_second_factor asks for this name)."""
