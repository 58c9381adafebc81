"""Départements, EPCI and communes for tests; the real ones are loaded by ``load_geography``."""

import factory

from leader.geography.models import Commune, Departement, Epci


class DepartementFactory(factory.django.DjangoModelFactory):
    """The Gard, or another by its ``code`` (and ``name``); the same code gives the same row."""

    class Meta:
        model = Departement
        django_get_or_create = ["code"]

    code = "30"
    name = "Gard"
    region_code = "76"


class EpciFactory(factory.django.DjangoModelFactory):
    """An EPCI with a SIREN of its own."""

    class Meta:
        model = Epci
        django_get_or_create = ["siren"]

    siren = factory.Sequence(lambda n: f"{200000000 + n:09d}")
    name = factory.Sequence(lambda n: f"CC Essai {n}")


class CommuneFactory(factory.django.DjangoModelFactory):
    """A commune of the Gard with a thousand people; ``epci=EpciFactory()`` puts it in an EPCI."""

    class Meta:
        model = Commune
        django_get_or_create = ["code"]

    code = factory.Sequence(lambda n: f"30{n % 1000:03d}")
    name = factory.Sequence(lambda n: f"Essai-sur-Gardon {n}")
    departement = factory.SubFactory(DepartementFactory)
    postal_codes = ["30100"]
    population = 1000
