"""Assemblies and what they decided, for tests."""

from datetime import date

import factory

from elections.models import Assembly, Decision


class AssemblyFactory(factory.django.DjangoModelFactory):
    """A general assembly of the federation; each is held in another year."""

    class Meta:
        model = Assembly

    held_on = factory.Sequence(lambda n: date(2000 + n % 900, 2, 6))
    place = "Montpellier"


class DecisionFactory(factory.django.DjangoModelFactory):
    """What an assembly decided."""

    class Meta:
        model = Decision

    assembly = factory.SubFactory(AssemblyFactory)
    text = "Le rapport moral est approuvé."
