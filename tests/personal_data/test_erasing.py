"""Somebody erased is found nowhere: neither in a dump of the database nor in a file, but where the law keeps."""

import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings as project
from django.db import connection
from django.utils import timezone

from leader.database import binaries
from leader.shared.backup import _conninfo
from leader.shared.personal_data import ERASED, declared, erasing, remembering
from leader.shared.personal_data.subjects import digest, subject
from members.models import Person, Representative, User
from territories.models import Prospect
from tests.factories import accounts
from tests.factories.members import CompanyFactory, PersonFactory
from tests.personal_data.seeding import EMAIL, FAMILY, GIVEN, NAMED, WORDS, seeded


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    """Keep files and the list of erasures of the test to itself."""
    settings.MEDIA_ROOT, settings.DATA_FOLDER = tmp_path / "media", tmp_path / "data"


def dumped():
    connection.close()
    command = [str(binaries() / "pg_dump"), "--data-only", f"--dbname={_conninfo()}"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def lines_with_words(text):
    return [line for line in text.splitlines() if any(word in line.lower() for word in WORDS)]


def files_with_words():
    found = [path for path in Path(project.MEDIA_ROOT).rglob("*") if path.is_file()]
    return [path for path in found if any(word in path.read_text(errors="replace").lower() for word in WORDS)]


def tables_of(dump, lines):
    """Return the tables of a dump in which ``lines`` stand."""
    found, table = set(), ""
    for line in dump.splitlines():
        if line.startswith("COPY "):
            table = line.split()[1].removeprefix("public.")
        elif line in lines:
            found.add(table)
    return found


@pytest.mark.django_db(transaction=True)
def test_somebody_erased_is_found_nowhere_in_the_database_nor_in_the_files():
    person = seeded()
    before = dumped()
    known = tables_of(before, lines_with_words(before))
    # The seed is no sham: every declared place that can name somebody does.
    named = {p.model._meta.db_table for p in declared() if p.free or p.addresses or p.person == "pk"}
    assert named - known == {"procrastinate_jobs"}  # a job carries keys alone
    assert files_with_words()

    told = erasing.erase(subject(person.pk), at=timezone.now())

    assert lines_with_words(dumped()) == []
    assert files_with_words() == []
    assert told.kept == []
    assert str(Person.objects.get(pk=person.pk)) == ERASED


@pytest.mark.django_db(transaction=True)
def test_an_officer_keeps_the_name_and_nothing_else_and_the_preview_says_so():
    person = seeded(officer=True)
    previewed = erasing.preview(subject(person.pk))

    erasing.erase(subject(person.pk), at=timezone.now())

    assert [(str(line.name), line.count) for line in previewed.kept] == [
        ("responsables de territoire", 1), ("mandats", 1),
    ]  # fmt: skip
    dump = dumped()
    assert tables_of(dump, lines_with_words(dump)) == {"members_person", "members_personchange"}
    kept = Person.objects.get(pk=person.pk)
    assert (kept.given_name, kept.family_name, kept.email, kept.phone) == (GIVEN, FAMILY, "", "")


@pytest.mark.django_db(transaction=True)
def test_the_contract_keeps_the_name_for_five_years_then_the_night_takes_it():
    from members.clocks import _finish

    person = seeded(represented_until=timezone.localdate() - timedelta(days=365))
    erasing.erase(subject(person.pk), at=timezone.now())
    assert Person.objects.get(pk=person.pk).family_name == FAMILY
    assert _finish(timezone.now()) == 0

    Representative.objects.filter(person=person).update(ends_on=timezone.localdate() - timedelta(days=6 * 365))

    assert _finish(timezone.now()) == 1
    assert _finish(timezone.now()) == 0
    assert lines_with_words(dumped()) == []


@pytest.mark.django_db
def test_an_erasure_touches_the_rows_of_nobody_else():
    person, namesake = seeded(), PersonFactory(given_name=GIVEN, family_name="Martin", email="autre@example.org")
    theirs = Prospect.objects.get(contact_email="autre@example.org")

    erasing.erase(subject(person.pk), at=timezone.now())

    assert str(Person.objects.get(pk=namesake.pk)) == f"{GIVEN} Martin"
    theirs.refresh_from_db()
    assert (theirs.contact_name, theirs.contact_email) == ("Sacha Autre", "autre@example.org")
    assert theirs.notes == "Rappeler [effacé] au [effacé], [effacé]."
    assert User.objects.get(person=person).is_active is False


@pytest.mark.django_db
def test_who_votes_for_a_member_or_holds_a_mandate_is_told_what_must_happen_first():
    voter = accounts.representative_of(CompanyFactory(member=True, name="Essai Vote")).person
    lead = accounts.lead_of().person

    with pytest.raises(erasing.ObstacleError) as voting:
        erasing.erase(subject(voter.pk), at=timezone.now())
    with pytest.raises(erasing.ObstacleError) as leading:
        erasing.erase(subject(lead.pk), at=timezone.now())

    assert "Essai Vote" in voting.value.args[0]
    assert "dirige" in leading.value.args[0]
    assert Person.objects.get(pk=voter.pk).family_name != ERASED


@pytest.mark.django_db
def test_an_address_without_a_person_is_erased_as_well():
    prospect = Prospect.objects.get(pk=seeded() and Prospect.objects.get(contact_email=EMAIL).pk)

    erasing.erase(subject(address=EMAIL.upper()), at=timezone.now())

    prospect.refresh_from_db()
    assert (prospect.contact_name, prospect.contact_email, prospect.notes) == ("", "", "")


@pytest.mark.django_db
def test_an_account_that_no_person_is_behind_goes_with_its_other_addresses_its_factors_and_its_sessions(client):
    guest = User.objects.create_user("ancienne@leader.example")
    EmailAddress.objects.create(user=guest, email="autre@leader.example", verified=True)
    Authenticator.objects.create(user=guest, type=Authenticator.Type.TOTP, data={"secret": "s"})
    guest.email = "nouvelle@leader.example"
    guest.save()
    client.force_login(guest)

    whose = subject(address="nouvelle@leader.example")
    erasing.erase(whose, at=timezone.now())

    guest.refresh_from_db()
    assert whose.addresses == {f"{name}@leader.example" for name in ("ancienne", "nouvelle", "autre")}
    assert (guest.is_active, guest.email.endswith("@effacement.invalid")) == (False, True)
    assert not EmailAddress.objects.filter(user=guest).exists()
    assert not Authenticator.objects.filter(user=guest).exists()
    assert client.get("/mes-donnees/").status_code == 302


@pytest.mark.django_db
def test_the_account_of_staff_is_not_erased_by_its_address():
    clerk = accounts.staff()
    User.objects.filter(pk=clerk.pk).update(person=None)

    assert len(erasing.preview(subject(address=clerk.email)).obstacles) == 1


@pytest.mark.django_db
def test_what_remembers_an_erasure_holds_keys_alone():
    person = seeded()

    kept = remembering.remember(subject(person.pk), at=timezone.now())

    assert kept.person_key == person.pk
    assert digest(EMAIL) in kept.digests
    assert NAMED not in str(kept.digests)
    assert "zorglubette" not in str(kept.digests).lower()
