"""Answers of the register, and differences from them, for tests."""

from datetime import UTC, datetime

import factory

from members.models import RegisterDifference, RegisterSnapshot

from .members import CompanyFactory

TOLD_AT = datetime(2026, 11, 2, 3, tzinfo=UTC)


class RegisterSnapshotFactory(factory.django.DjangoModelFactory):
    """An answer that agrees with our file, as far as it tells anything."""

    class Meta:
        model = RegisterSnapshot

    company = factory.SubFactory(CompanyFactory)
    siren = factory.SelfAttribute("company.siren")
    told_at = TOLD_AT
    next_at = TOLD_AT
    outcome = RegisterSnapshot.Outcome.FOUND
    source = RegisterSnapshot.Source.OPEN
    told = factory.LazyAttribute(lambda row: {"siren": row.company.siren, "name": row.company.name})


class RegisterDifferenceFactory(factory.django.DjangoModelFactory):
    """Another name in the register, not yet decided."""

    class Meta:
        model = RegisterDifference

    company = factory.SubFactory(CompanyFactory)
    kind = RegisterDifference.Kind.NAME
    ours = factory.SelfAttribute("company.name")
    theirs = "NOUVEAU NOM"
    source = RegisterSnapshot.Source.OPEN
    found_at = TOLD_AT
