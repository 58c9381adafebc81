"""One's own profile: name and phone, kept by oneself alone."""

import pytest
from django.urls import reverse

from members.models import Person, User
from tests.factories.accounts import guest, member
from tests.factories.members import UserFactory

pytestmark = pytest.mark.django_db

ADDRESS = "/mon-profil/"


def typed(person, **changes):
    person = Person.objects.get(pk=person.pk)
    fields = {"given_name": person.given_name, "family_name": person.family_name, "phone": person.phone}
    return {"version": person.version, **fields, **changes}


def test_everybody_keeps_their_own_name_and_phone(client):
    user = guest()
    client.force_login(user)

    response = client.post(ADDRESS, typed(user.person, given_name="Noé", phone="+33 4 00 00 00 00"))

    assert response["Location"] == reverse("members:profile")
    user.person.refresh_from_db()
    assert (user.person.given_name, user.person.phone) == ("Noé", "+33 4 00 00 00 00")


def test_nobody_changes_the_profile_of_another_nor_their_own_rights(client):
    user, other = guest(), guest()
    client.force_login(user)

    client.post(
        ADDRESS, typed(user.person, given_name="Noé", pk=other.person_id, id=other.person_id, is_staff="on")
    )

    assert Person.objects.get(pk=other.person_id).given_name == other.person.given_name
    assert not User.objects.get(pk=user.pk).is_staff


def test_a_profile_saved_meanwhile_is_not_overwritten(client):
    user = guest()
    client.force_login(user)
    mine = typed(user.person, given_name="Noé")
    Person.objects.filter(pk=user.person_id).update(given_name="Léo")

    page = client.post(ADDRESS, mine).content.decode()

    assert Person.objects.get(pk=user.person_id).given_name == "Léo"
    assert 'value="Noé"' in page
    assert "Léo" in page


def test_an_account_without_a_person_is_given_one_once(client):
    user = UserFactory(nobody=True)
    client.force_login(user)
    sent = {"given_name": "Noé", "family_name": "Exemple", "phone": "", "idempotency_key": "b" * 32}
    people = Person.objects.count()

    client.post(ADDRESS, sent)
    client.post(ADDRESS, sent)

    user.refresh_from_db()
    assert str(user.person.given_name) == "Noé"
    assert Person.objects.count() == people + 1


@pytest.mark.parametrize("changes", [{"family_name": ""}, {"given_name": "x" * 300}, {"phone": "javascript:1"}])
def test_what_cannot_be_is_refused_with_a_sentence(client, changes):
    user = guest()
    client.force_login(user)

    response = client.post(ADDRESS, typed(user.person, **changes))

    assert set(response.context["form"].errors) == set(changes)


def test_the_profile_tells_which_companies_one_represents(client):
    user = member()
    client.force_login(user)

    page = client.get(ADDRESS).content.decode()

    assert user.person.representations.get().company.name in page
    assert user.email in page


def test_a_stranger_is_asked_to_sign_in(client):
    assert client.get(ADDRESS)["Location"].startswith("/compte/")
