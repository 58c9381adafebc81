"""Two people edit one record: the second sees both versions, and nobody's typing is lost."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import connection, transaction

from leader.shared.versions import VersionedModelForm
from members.models import Company, Person

pytestmark = pytest.mark.django_db


class PersonForm(VersionedModelForm):
    """The form of the tests; it overrides clean() and forgets to call super()."""

    class Meta:
        model = Person
        fields = ["given_name", "family_name", "email"]

    def clean(self):
        return self.cleaned_data


def shown(person):
    """Return what a browser would send of the form as it is shown now."""
    form = PersonForm(instance=Person.objects.get(pk=person.pk))
    return {name: form[name].value() for name in form.fields}


def sent(person, typed):
    return PersonForm(typed, instance=Person.objects.get(pk=person.pk))


@pytest.fixture
def person():
    return Person.objects.create(given_name="Anne", family_name="Durand", email="anne@example.org")


def test_a_form_that_nobody_crossed_is_saved(person):
    form = sent(person, shown(person) | {"given_name": "Annie"})

    form.save()

    person.refresh_from_db()
    assert (person.given_name, person.version) == ("Annie", 2)


def test_a_crossed_form_shows_both_versions_and_writes_nothing(person):
    typed = shown(person) | {"given_name": "Annie"}
    Person.objects.filter(pk=person.pk).update(given_name="Anna", email="")

    form = sent(person, typed)

    assert not form.is_valid()
    assert form.has_error(NON_FIELD_ERRORS, "conflict")
    assert form.errors["given_name"] == ["Enregistré entre-temps : Anna"]
    assert form.errors["email"] == ["Enregistré entre-temps : rien"]
    assert "family_name" not in form.errors
    assert form["given_name"].value() == "Annie"
    person.refresh_from_db()
    assert person.given_name == "Anna"


def test_sending_a_crossed_form_once_more_is_a_decision(person):
    typed = shown(person) | {"given_name": "Annie"}
    Person.objects.filter(pk=person.pk).update(given_name="Anna")
    refused = sent(person, typed)
    assert not refused.is_valid()

    again = sent(person, {name: refused[name].value() for name in refused.fields})
    again.save()

    person.refresh_from_db()
    assert person.given_name == "Annie"


@pytest.mark.parametrize("version", ["", "0", "99", "x"])
def test_a_version_that_was_never_shown_is_refused(person, version):
    assert not sent(person, shown(person) | {"version": version}).is_valid()


def test_a_new_record_needs_no_version():
    form = PersonForm({"family_name": "Durand"})

    assert "version" not in form.fields
    assert form.save().pk


def test_a_record_deleted_meanwhile_is_said_so(person):
    form = PersonForm(shown(person), instance=Person.objects.get(pk=person.pk))
    Person.objects.filter(pk=person.pk).delete()

    assert not form.is_valid()
    assert form.has_error(NON_FIELD_ERRORS, "deleted")


def test_the_stored_values_are_told_as_a_person_reads_them():
    class CompanyForm(VersionedModelForm):
        class Meta:
            model = Company
            fields = ["name", "country"]

    company = Company.objects.create(name="Exemple", siren="732829320")
    form = CompanyForm({"name": "Autre", "country": "FR", "version": 0}, instance=company)

    assert not form.is_valid()
    assert form.errors["name"] == ["Enregistré entre-temps : Exemple"]
    assert isinstance(form.fields["version"].widget, forms.HiddenInput)


@pytest.mark.django_db(transaction=True)
def test_of_eight_people_who_save_together_one_is_first_and_seven_are_told(person):
    typed = shown(person)

    def save(number):
        try:
            with transaction.atomic():
                form = sent(person, typed | {"given_name": f"Anne {number}"})
                valid = form.is_valid()
                if valid:
                    form.save()
                return valid
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        accepted = list(threads.map(save, range(8)))

    person.refresh_from_db()
    assert accepted.count(True) == 1
    assert person.given_name == f"Anne {accepted.index(True)}"
    assert person.version == 2
