"""The registers that these tests ask, and companies that the register of the demonstration knows."""

import pytest

from leader.demonstration.register import insee
from tests.factories.geography import CommuneFactory, DepartementFactory, EpciFactory
from tests.factories.members import ActivityFactory, ActivitySectionFactory, CompanyFactory
from tests.register.fixtures import register, scripted
from tests.register.servers import Recording, serving

__all__ = ["register", "scripted"]


@pytest.fixture
def with_key(settings, db):
    """Return INSEE's register of the demonstration, at the address of the settings, with a key."""
    with serving(Recording) as server:
        settings.INSEE_API_URL = f"http://127.0.0.1:{server.server_port}{insee.ROOT}"
        settings.INSEE_API_KEY = "cle-de-test"
        yield server


@pytest.fixture
def toulouse(db):
    """Return the commune of Toulouse, in its métropole."""
    return CommuneFactory(
        code="31555", name="Toulouse", departement=DepartementFactory(code="31", name="Haute-Garonne"),
        epci=EpciFactory(siren="243100518", name="Toulouse Métropole"), postal_codes=["31400"],
    )  # fmt: skip


@pytest.fixture
def aero(toulouse):
    """Return a company whose file is as the register says."""
    return CompanyFactory(
        siren="000100016", name="Aéro-Exemple Occitanie SAS", legal_category="5710", commune=toulouse,
        activity=ActivityFactory(code="30.30Z", section=ActivitySectionFactory(code="C")), activity_2025="30.31Y",
        insee_size_class="pme", insee_size_class_year=2023, postal_code="31400", city="Toulouse",
    )  # fmt: skip
