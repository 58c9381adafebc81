"""Merges of overlapping pairs at once, each on its connection: one is done, the other told no, nothing lost."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from members.duplicates.following import RefusedError
from members.duplicates.merging import foresee, merge
from members.duplicates.pairs import ChangedError
from members.models import Company, Membership, MergeRecord
from tests.factories.accounts import staff
from tests.factories.members import CompanyFactory, MembershipFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    def run(act):
        try:
            return act()
        except (ChangedError, RefusedError) as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def merging(kept, removed, user):
    promised = foresee("company", kept.pk, removed.pk).digest()
    return lambda: merge(
        "company", kept.pk, removed.pk, {}, by=user, at=timezone.now(),
        versions=(kept.version, removed.version), promised=promised,
    )  # fmt: skip


@pytest.mark.parametrize("pairs", [("ab", "bc"), ("ab", "ba"), ("ab", "ab"), ("ba", "cb")])
def test_of_two_merges_that_overlap_one_is_done(pairs):
    companies = {name: CompanyFactory(name=name) for name in "abc"}
    for each in companies.values():
        each.refresh_from_db()
    user = staff()
    memberships = {
        MembershipFactory(company=each, starts_on=f"20{10 + n}-01-01", ends_on=f"20{10 + n}-12-31").pk
        for n, each in enumerate(companies.values())
    }

    ended = at_once(*[merging(companies[kept], companies[removed], user) for kept, removed in pairs])

    assert [isinstance(each, ChangedError) for each in ended].count(True) == 1
    assert MergeRecord.objects.count() == 1
    assert Company.objects.count() == 2
    assert set(Membership.objects.values_list("pk", flat=True)) == memberships
