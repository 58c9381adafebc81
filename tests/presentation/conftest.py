"""A member company, and the browser of who keeps its page."""

import pytest

from tests.factories.accounts import representative_of
from tests.factories.members import CompanyFactory


@pytest.fixture
def media(settings, tmp_path):
    """Keep the files of a test apart, so that it may count them."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def company():
    return CompanyFactory(member=True, name="Verrerie d’Alès")


@pytest.fixture
def keeper(client, company):
    client.force_login(representative_of(company))
    return client
