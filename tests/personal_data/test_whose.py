"""Whose data a request is about: named by staff where the address does not tell; one's page tells one's own."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.account.models import EmailAddress
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from leader.shared import mails
from leader.shared.personal_data import ERASED
from members.models import DataRequest, Person, Representative
from territories.applications.accepting import accept
from tests.factories import accounts
from tests.factories.applications import ApplicationFactory
from tests.factories.data_requests import DataRequestFactory
from tests.factories.members import PersonFactory, UserFactory
from tests.factories.territories import ProspectFactory
from tests.shared.waiting import until_somebody_waits_for_a_lock


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    """Keep the list of erasures of the test to itself."""
    settings.DATA_FOLDER = tmp_path


def agreed(client, asked):
    """Return what the page of ``asked`` would send to erase."""
    form = client.get(asked.get_absolute_url()).context["erasure_form"]
    return {"seen": form.initial["seen"], "version": form.initial["version"], "agreed": "on"}


def erase_url(asked):
    return reverse("pages:data-request-erase", args=[asked.pk])


@pytest.mark.django_db
def test_of_several_with_the_address_staff_name_the_one_who_asks_and_that_one_is_erased(client):
    one, two = (PersonFactory(family_name=name, email="contact@pme.example") for name in ("Une", "Deux"))
    asked = DataRequestFactory(email="contact@pme.example")
    client.force_login(accounts.staff())
    page = client.get(asked.get_absolute_url())
    assert [person.pk for person in page.context["people"]] == [one.pk, two.pk]
    assert "Plusieurs personnes ont cette adresse" in page.content.decode()

    name = reverse("pages:data-request-name", args=[asked.pk])
    typed = {"person": one.pk, "version": asked.version}
    statuses = [client.post(name, typed).status_code for _twice in range(2)]
    client.post(erase_url(asked), agreed(client, asked))

    assert statuses == [302, 409]  # the second from a page that is out of date
    assert [Person.objects.get(pk=each.pk).family_name for each in (one, two)] == [ERASED, "Deux"]


@pytest.mark.django_db
def test_who_writes_from_another_address_is_found_by_name(client):
    person = PersonFactory(given_name="Zoé", family_name="Faure", email="zoe@pme.example")
    asked = DataRequestFactory(email="zoe.faure@perso.example")
    client.force_login(accounts.staff())

    found = client.get(asked.get_absolute_url(), {"q": "zoe faure"}).context["people"]
    client.post(
        reverse("pages:data-request-name", args=[asked.pk]), {"person": person.pk, "version": asked.version}
    )
    refused = client.post(reverse("pages:data-request-name", args=[asked.pk]), {"person": "x"}, follow=True)

    asked.refresh_from_db()
    assert (found, asked.person) == ([person], person)
    assert "Choisissez la personne" in refused.content.decode()


@pytest.mark.django_db
def test_the_other_requests_of_somebody_erased_are_closed_and_the_unconfirmed_deleted(client):
    user = accounts.guest()
    asked, other = (DataRequestFactory(email=user.email, kind=kind) for kind in ("erasure", "access"))
    DataRequestFactory(email=user.email, kind="access", confirmed_at=None, words="Mon nom")
    client.force_login(accounts.staff())

    client.post(erase_url(asked), agreed(client, asked))

    assert set(DataRequest.objects.values_list("pk", "outcome")) == {(asked.pk, "done"), (other.pk, "done")}
    assert not DataRequest._meta.get_field("changes").related_model.objects.filter(words="Mon nom").exists()


@pytest.mark.django_db
def test_an_address_typed_by_others_in_the_file_of_a_person_opens_nobody_s_data(client):
    """A lead may write any address into the files of the territory, the own one included."""
    spy = accounts.guest()
    Person.objects.filter(pk=spy.person_id).update(email="staff@leader.example")
    ProspectFactory(contact_email="staff@leader.example", notes="Confidentiel")
    mails.queue("staff@leader.example", "Votre code", "424242")
    mails.queue(spy.email, "Le sien", "Le code est 171717")
    EmailAddress.objects.create(user=spy, email="autre@leader.example", verified=False)
    ProspectFactory(contact_email="autre@leader.example", notes="Secret")
    client.force_login(spy)

    page = client.get(reverse("pages:my-data")).content.decode()

    assert not {word for word in ("Confidentiel", "424242", "Secret", "171717") if word in page}
    assert "Le sien" in page


@pytest.mark.django_db
def test_a_mailbox_that_is_shared_tells_its_account_of_nobody_else(client):
    user = UserFactory(email="contact@pme.example", person__family_name="Une", person__email="contact@pme.example")
    PersonFactory(family_name="Autrui", email="contact@pme.example", phone="05 61 99 88 77")
    client.force_login(user)

    page = client.get(reverse("pages:my-data")).content.decode()

    assert "Autrui" not in page
    assert "99 88 77" not in page


@pytest.mark.django_db(transaction=True)
def test_an_application_accepted_while_the_applicant_is_erased_is_seen_before_anything_goes():
    clerk, application = accounts.staff(), ApplicationFactory(confirmed=True, email="zoe@pme.example")
    application.refresh_from_db()
    asked = DataRequestFactory(email="zoe@pme.example")
    client = Client()
    client.force_login(clerk)
    typed = agreed(client, asked)

    def erase():
        try:
            return client.post(erase_url(asked), typed)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            accept(
                application, by=clerk, at=timezone.now(), version=application.version, company=None, territory=None
            )
            answer = pool.submit(erase)
            until_somebody_waits_for_a_lock()
        answer = answer.result()

    assert "vote pour" in answer.content.decode()  # the page says what must happen first
    assert Representative.objects.get().person.family_name != ERASED
    assert DataRequest.objects.open().exists()


@pytest.mark.django_db(transaction=True)
def test_two_links_of_one_request_confirmed_at_once_make_one():
    first, second = (DataRequestFactory(email="zoe@pme.example", confirmed_at=None) for _ in range(2))

    def confirm():
        try:
            return second.confirm(at=timezone.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            assert first.confirm(at=timezone.now())
            other = pool.submit(confirm)
            until_somebody_waits_for_a_lock()
        assert other.result() is False

    assert DataRequest.objects.open().get() == first
