"""What the tests of accounts share."""

import pytest
from django.test import Client


@pytest.fixture
def client_of_another():
    """Return the browser of somebody else."""
    return Client()
