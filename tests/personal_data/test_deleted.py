"""Somebody deleted at the desk is deleted in the history too; an erasure reaches who was deleted otherwise."""

import pytest
from django.urls import reverse
from django.utils import timezone

from leader.shared.personal_data import ERASED, erasing
from leader.shared.personal_data.subjects import subject
from members.models import Person
from tests.duplicates.acts import merged
from tests.factories import accounts
from tests.factories.members import PersonFactory

pytestmark = pytest.mark.django_db
TOLD = {"given_name": "Zoé", "family_name": "Faure", "email": "zoe@pme.example", "phone": "05 61 22 33 44"}


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    """Keep the list of erasures of the test to itself."""
    settings.DATA_FOLDER = tmp_path


def kept(*keys):
    """Return what the history says of people under ``keys``, the last first."""
    changes = Person._meta.get_field("changes").related_model.objects.filter(pgh_obj__in=keys)
    return list(changes.order_by("-pgh_id").values_list("family_name", "given_name", "email", "phone"))


def test_a_person_deleted_at_the_desk_leaves_in_the_history_that_it_was_done_by_whom_and_no_word_of_who(client):
    clerk, person = accounts.staff(), PersonFactory(**TOLD, public_function="Présidente")
    key = person.pk
    client.force_login(clerk)

    answer = client.post(reverse("admin:members_person_delete", args=[person.pk]), {"post": "yes"})

    assert (answer.status_code, Person.objects.filter(pk=key).exists()) == (302, False)
    assert set(kept(key)) == {(ERASED, "", "", "")}
    history = reverse("admin:members_person_history", args=[key])
    client.get(history)  # tells the clerk once more whom they deleted
    page = client.get(history)
    newest = page.context["page"].object_list[0]
    assert (newest.kind, newest.who) == ("delete", str(clerk.person))
    assert not {word for word in [*TOLD.values(), "Présidente"] if word in page.content.decode()}


@pytest.mark.parametrize(
    "asks", [lambda: subject(address="zoe@pme.example"), lambda: subject(PersonFactory(**TOLD).pk)]
)
def test_an_erasure_reaches_the_history_of_who_was_deleted_by_other_ways(asks):
    person, other = PersonFactory(**TOLD), PersonFactory(family_name="Autre", email="autre@pme.example")
    keys = [person.pk, other.pk]
    person.email = "nouvelle@pme.example"
    person.save()
    Person.objects.filter(pk__in=keys).delete()

    erasing.erase(asks(), at=timezone.now())

    assert set(kept(keys[0])) == {(ERASED, "", "", "")}
    assert {name for name, *_rest in kept(keys[1])} == {"Autre"}


def test_an_erasure_leaves_the_history_of_who_lives_and_of_what_was_merged_into_somebody_else():
    asks, clerk = PersonFactory(**TOLD), accounts.staff()
    stays, double = (
        PersonFactory(given_name="Ève", family_name="Autre", email=TOLD["email"]) for _one in range(2)
    )
    merged(stays, double, "person", by=clerk)
    Person.objects.filter(pk=stays.pk).update(email="eve@autre.example")

    erasing.erase(subject(asks.pk), at=timezone.now())

    assert {name for name, *_rest in kept(stays.pk, double.pk)} == {"Autre"}
    assert set(kept(asks.pk)) == {(ERASED, "", "", "")}
