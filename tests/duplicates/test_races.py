"""Merges of overlapping pairs at once, each on its connection: one is done, the other told no, nothing lost."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.duplicates.following import RefusedError
from members.duplicates.merging import foresee, merge
from members.duplicates.pairs import ChangedError, tell_apart
from members.models import Company, Membership, MergeRecord
from tests.factories.accounts import staff
from tests.factories.duplicates import DuplicatePairFactory
from tests.factories.members import CompanyFactory, MembershipFactory
from tests.shared.waiting import until_somebody_waits_for_a_lock

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


def page_posts(pair):
    """Return what the page of a pair would send to merge it, from a browser of its own, signed in as staff."""
    client = Client()
    client.force_login(staff())
    form = client.get(pair.get_absolute_url()).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    return posting(client, reverse("pages:duplicate-merge", args=[pair.pk]), typed)


def posting(client, url, typed):
    return lambda: client.post(url, typed, follow=True)


def test_of_two_staff_who_merge_one_pair_one_is_told_that_it_has_changed():
    pair = DuplicatePairFactory()
    posts = [page_posts(pair), page_posts(pair)]

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():  # who comes when all is over finds no pair: both are to have read it
            type(pair).objects.select_for_update().get(pk=pair.pk)
            merged = pool.submit(at_once, *posts)
            until_somebody_waits_for_a_lock(2)
        answers = merged.result()

    assert [answer.status_code for answer in answers] == [200, 200]
    assert MergeRecord.objects.count() == 1
    pages = [answer.content.decode() for answer in answers]  # the context is that of either thread
    assert [sum(said in page for page in pages) for said in ("font plus qu’une", "a changé depuis")] == [1, 1]


def test_what_somebody_told_apart_meanwhile_is_not_merged():
    pair = DuplicatePairFactory()
    merge_it = page_posts(pair)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            tell_apart(pair.pk, by=staff(), at=timezone.now(), version=pair.version)
            answer = pool.submit(at_once, merge_it)
            until_somebody_waits_for_a_lock()
        [answer] = answer.result()

    assert "changé" in answer.content.decode()
    assert not MergeRecord.objects.exists()
    pair.refresh_from_db()
    assert pair.state == "distinct"
