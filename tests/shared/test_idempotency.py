"""The same form sent twice is answered twice and acted upon once."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.template import Context, Template
from django.utils import timezone

from leader.shared.idempotency import SentForm, purge
from members.models import Person, User
from tests.shared import pages
from tests.shared.waiting import pool, post, until_somebody_waits_for_a_lock

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.shared.pages")]
FORM = {"name": "Durand", "idempotency_key": "a-key"}


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_the_same_form_again_gives_the_first_answer_and_its_sentences(client):
    first = client.post("/create/", FORM)
    said_first = said(first)

    second = client.post("/create/", FORM)

    assert Person.objects.count() == 1
    assert (second.status_code, second["Location"]) == (first.status_code, first["Location"])
    assert said_first == ["Durand is there."]
    assert "Durand is there." in said(second)


def test_without_a_key_each_form_counts(client):
    client.post("/create/", {"name": "Durand"})
    client.post("/create/", {"name": "Durand"})

    assert Person.objects.count() == 2


def test_a_refused_form_may_be_sent_again(client):
    refused = client.post("/create/", FORM | {"name": ""})
    refused_again = client.post("/create/", FORM | {"name": ""})
    accepted = client.post("/create/", FORM)

    assert [refused.status_code, refused_again.status_code, accepted.status_code] == [200, 200, 302]
    assert SentForm.objects.count() == 1


def test_a_page_that_breaks_leaves_neither_its_work_nor_its_key(client):
    client.raise_request_exception = False

    response = client.post("/create-and-fail/", FORM)

    assert response.status_code == 500
    assert (Person.objects.count(), SentForm.objects.count()) == (0, 0)


def test_whoever_goes_back_and_types_something_else_means_it(client):
    client.post("/create/", FORM)
    client.post("/create/", FORM | {"name": "Dupont"})

    assert set(Person.objects.values_list("family_name", flat=True)) == {"Durand", "Dupont"}


def test_a_key_is_its_owners_alone(client):
    client.force_login(User.objects.create_user("first@example.org"))
    first = client.post("/create/", FORM)
    client.force_login(User.objects.create_user("second@example.org"))
    second = client.post("/create/", FORM)

    assert first["Location"] != second["Location"]
    assert Person.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_copies_that_arrive_together_the_second_waits_and_gets_the_first_answer():
    pages.entered.clear()
    pages.released.clear()

    with pool(2) as threads:
        first = threads.submit(post, "/create-slowly/", FORM)
        assert pages.entered.wait(timeout=60)
        second = threads.submit(post, "/create-slowly/", FORM)
        until_somebody_waits_for_a_lock()
        assert not second.done()
        pages.released.set()

    assert first.result()["Location"] == second.result()["Location"]
    assert Person.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_twenty_copies_one_acts():
    with pool(20) as threads:
        answers = [threads.submit(post, "/create/", FORM) for _ in range(20)]

    assert {answer.result().status_code for answer in answers} == {302}
    assert len({answer.result()["Location"] for answer in answers}) == 1
    assert Person.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_forms_without_a_key_all_act_so_that_the_test_above_proves_something():
    with pool(20) as threads:
        for _ in range(20):
            threads.submit(post, "/create/", {"name": "Durand"})

    assert Person.objects.count() == 20


def test_the_tag_gives_a_new_key_each_time():
    template = Template("{% load idempotency %}{% idempotency_key %}")

    rendered = {template.render(Context()) for _ in range(2)}

    assert len(rendered) == 2
    assert all('type="hidden" name="idempotency_key" value="' in html for html in rendered)


def test_old_keys_are_forgotten():
    SentForm.objects.create(owner="user 1", key="old", sent_at=timezone.now() - timedelta(days=3))
    SentForm.objects.create(owner="user 1", key="new")

    assert purge() == 1
    assert [sent.key for sent in SentForm.objects.all()] == ["new"]
