"""Suspected duplicates, and merges, for tests."""

from datetime import UTC, datetime

import factory

from members.models import DuplicatePair, MergeRecord

from .members import CompanyFactory, PersonFactory, UserFactory

FOUND_AT = datetime(2026, 11, 2, 3, tzinfo=UTC)


class DuplicatePairFactory(factory.django.DjangoModelFactory):
    """A pair of companies; ``people=True`` gives one of people."""

    class Meta:
        model = DuplicatePair

    class Params:
        people = factory.Trait(
            kind="person", company=None, other_company=None,
            person=factory.SubFactory(PersonFactory), other_person=factory.SubFactory(PersonFactory),
        )  # fmt: skip

    kind = "company"
    company = factory.SubFactory(CompanyFactory)
    other_company = factory.SubFactory(CompanyFactory)
    score = 72
    reasons = factory.LazyFunction(lambda: ["name_and_town", "one_siren"])
    found_at = FOUND_AT


class MergeRecordFactory(factory.django.DjangoModelFactory):
    """A merge of companies that cannot be undone any more."""

    class Meta:
        model = MergeRecord

    kind = "company"
    company = factory.SubFactory(CompanyFactory)
    removed_key = factory.Sequence(lambda n: 1_000_000 + n)
    removed_name = factory.Sequence(lambda n: f"Doublon {n}")
    merged_by = factory.SubFactory(UserFactory)
    merged_at = FOUND_AT
