"""Two acts about one person in the same moment, each on its connection: one is done whole, the other told no."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from leader.shared import retention
from leader.shared.models import Letter
from leader.shared.personal_data import ERASED, erasing
from leader.shared.personal_data.subjects import subject
from members.duplicates.since import added_since
from members.duplicates.undoing import undo
from members.models import DataRequest, MergeRecord, Person
from tests.duplicates.acts import merged
from tests.factories import accounts
from tests.factories.data_requests import DataRequestFactory
from tests.factories.duplicates import DuplicatePairFactory
from tests.factories.members import PersonFactory, RepresentativeFactory
from tests.shared.waiting import until_somebody_waits_for_a_lock

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    """Keep the list of erasures of the test to itself."""
    settings.DATA_FOLDER = tmp_path


def signed_in():
    client = Client()
    client.force_login(accounts.staff())
    return client


def posting(client, url, typed):
    """Return a function that sends a form from a thread, and closes its connection."""

    def send():
        try:
            return client.post(url, typed)
        finally:
            connection.close()

    return send


def at_once(*acts):
    with ThreadPoolExecutor(len(acts)) as pool:
        return [each.result() for each in [pool.submit(act) for act in acts]]


def while_it_lasts(first, then):
    """Do ``first``; once ``then``, begun in a thread, waits for it, end the transaction and return the answer."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            answer = pool.submit(then)
            until_somebody_waits_for_a_lock()
        return answer.result()


def address(page, asked):
    return reverse(f"pages:data-request-{page}", args=[asked.pk])


def answering(asked, words="Voici."):
    return posting(
        signed_in(), address("answer", asked), {"outcome": "refused", "answer": words, "version": asked.version}
    )


def erasing_page(asked):
    client = signed_in()
    form = client.get(asked.get_absolute_url()).context["erasure_form"]
    typed = {"seen": form.initial["seen"], "version": form.initial["version"], "agreed": "on"}
    return posting(client, address("erase", asked), typed)


def test_of_two_staff_who_answer_one_request_one_is_told_no_and_one_letter_leaves():
    asked = DataRequestFactory(email="zoe@pme.example", kind="access")

    answers = at_once(answering(asked, "Une."), answering(asked, "Deux."))

    assert sorted(answer.status_code for answer in answers) == [302, 409]
    asked.refresh_from_db()
    [letter] = Letter.objects.filter(recipient="zoe@pme.example")
    assert asked.answer in letter.text


def test_of_an_answer_and_an_erasure_one_is_done():
    person = PersonFactory(email="zoe@pme.example")
    asked = DataRequestFactory(email=person.email, person=person)

    answers = at_once(answering(asked), erasing_page(asked))

    person.refresh_from_db()
    asked.refresh_from_db()
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    assert (person.family_name == ERASED) is (asked.answer == "")


def test_two_who_erase_one_person_do_it_once():
    person = PersonFactory(email="zoe@pme.example")
    asked = DataRequestFactory(email=person.email, person=person)

    answers = at_once(erasing_page(asked), erasing_page(asked))

    assert [answer.status_code for answer in answers].count(302) == 1
    assert Letter.objects.filter(recipient="zoe@pme.example").count() == 1


def test_who_is_merged_while_the_erasure_waits_is_not_erased_by_halves():
    kept, removed = PersonFactory(family_name="Une"), PersonFactory(family_name="Une", email="zoe@pme.example")
    asked = DataRequestFactory(email=removed.email, person=removed)
    clerk, erase = accounts.staff(), erasing_page(asked)

    answer = while_it_lasts(lambda: merged(kept, removed, "person", by=clerk), erase)

    asked.refresh_from_db()
    assert answer.status_code in {200, 409}  # the page again, which tells what an erasure does by now
    assert (asked.person, asked.answered_at) == (kept, None)
    assert Person.objects.get(pk=kept.pk).family_name == "Une"
    assert erasing_page(asked)().status_code == 302
    assert Person.objects.get(pk=kept.pk).family_name == ERASED


def test_who_is_erased_while_the_merge_waits_is_not_merged():
    one, other = PersonFactory(family_name="Une"), PersonFactory(family_name="Une")
    pair, client = DuplicatePairFactory(people=True, person=one, other_person=other), signed_in()
    form = client.get(pair.get_absolute_url()).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    merge = posting(client, reverse("pages:duplicate-merge", args=[pair.pk]), typed)

    answer = while_it_lasts(lambda: erasing.erase(subject(other.pk), at=timezone.now()), merge)

    assert answer.status_code in {200, 302, 404}
    assert not MergeRecord.objects.exists()
    assert [Person.objects.get(pk=each.pk).family_name for each in (one, other)] == ["Une", ERASED]


def test_a_merge_undone_while_the_kept_one_is_erased_brings_back_nobody_unseen():
    kept, removed = PersonFactory(family_name="Une"), PersonFactory(family_name="Deux", email="zoe@pme.example")
    clerk = accounts.staff()
    record = merged(kept, removed, "person", by=clerk)
    asked = DataRequestFactory(email="une@pme.example", person=kept)
    erase, goes = erasing_page(asked), {each.name: False for each in added_since(record)}

    answer = while_it_lasts(lambda: undo(record.pk, by=clerk, at=timezone.now(), goes=goes), erase)

    # Two people again: the one who asked is erased or shown anew, the other is somebody else.
    assert answer.status_code in {200, 302, 409}
    assert Person.objects.get(pk=removed.pk).family_name == "Deux"
    assert DataRequest.objects.get(pk=asked.pk).person_id == kept.pk


def test_an_erasure_that_comes_first_leaves_nothing_to_undo():
    kept, removed = PersonFactory(family_name="Une"), PersonFactory(family_name="Deux")
    clerk = accounts.staff()
    record, client = merged(kept, removed, "person", by=clerk), signed_in()
    undoing = posting(client, reverse("pages:merge-undo", args=[record.pk]), {})

    answer = while_it_lasts(lambda: erasing.erase(subject(kept.pk), at=timezone.now()), undoing)

    assert answer.status_code == 302
    assert not Person.objects.filter(pk=removed.pk).exists()


def test_who_comes_back_in_the_very_moment_of_the_night_stays():
    long_ago = timezone.localdate() - timedelta(days=3000)
    person = RepresentativeFactory(starts_on=long_ago, ends_on=long_ago).person
    clock = next(rule for rule in retention.rules() if rule.key == "people-who-left")

    def night():
        try:
            return clock.apply(timezone.now())
        finally:
            connection.close()

    def come_back():
        Person.objects.filter(pk=person.pk).update(phone="05 61 22 33 44")
        RepresentativeFactory(person=person)

    erased = while_it_lasts(come_back, night)

    person.refresh_from_db()
    assert (erased, person.family_name == ERASED) == (0, False)
