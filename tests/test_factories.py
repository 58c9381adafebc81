"""Every factory makes a valid object, alone and with each of its traits."""

import importlib
import pkgutil

import factory
import pytest

import tests.factories
from tests.factories import accounts
from tests.factories.members import CompanyFactory
from tests.factories.territories import TerritoryFactory

pytestmark = pytest.mark.django_db

MODULES = [
    importlib.import_module(f"tests.factories.{m.name}") for m in pkgutil.iter_modules(tests.factories.__path__)
]
FACTORIES = {
    found.__name__: found
    for module in MODULES
    for found in vars(module).values()
    if isinstance(found, type)
    and issubclass(found, factory.django.DjangoModelFactory)
    and found.__module__ == module.__name__
}
CASES = [
    (name, trait)
    for name, found in FACTORIES.items()
    for trait in [None, *(p for p, v in found._meta.parameters.items() if isinstance(v, factory.Trait))]
]


@pytest.mark.parametrize(("name", "trait"), CASES, ids=[f"{n}-{t}" for n, t in CASES])
def test_a_factory_makes_a_valid_object(name, trait):
    made = FACTORIES[name](**{trait: True} if trait else {})

    made.full_clean()
    assert made.pk


def test_each_role_has_what_it_needs():
    territory, company = TerritoryFactory(), CompanyFactory()

    assert accounts.staff().is_staff
    assert accounts.lead_of(territory).person.territory_leads.get().territory == territory
    assert accounts.representative_of(company).person.representations.get().company == company
    assert accounts.member().person.representations.get().company.memberships.exists()
    assert not accounts.guest().person.representations.exists()
