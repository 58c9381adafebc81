"""Whom an erasure means, and whom not: namesakes, shared mailboxes, addresses and numbers as people write them."""

import json

import pytest
from django.utils import timezone

from leader.shared.personal_data import ERASED, erasing
from leader.shared.personal_data.subjects import subject
from members.models import Company, Person
from territories.models import Application, ImportLine, ProspectFile
from tests.factories.applications import ApplicationFactory
from tests.factories.members import CompanyFactory, PersonFactory, RepresentativeFactory
from tests.factories.territories import MandateFactory, OpeningFactory, ProspectFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    """Keep files and the list of erasures of the test to itself."""
    settings.MEDIA_ROOT, settings.DATA_FOLDER = tmp_path / "media", tmp_path / "data"


def erased_from(text, **person):
    """Return what becomes of ``text``, the notes about somebody else, once ``person`` is erased."""
    prospect = ProspectFactory(notes=text)
    erasing.erase(subject(PersonFactory(**person).pk), at=timezone.now())
    prospect.refresh_from_db()
    return prospect.notes


@pytest.mark.parametrize(
    "written",
    [
        "Hélène d’Arc-Müller", "HELENE D'ARC MULLER", "d'Arc Müller, Hélène",
        "He\u0301le\u0300ne d’Arc-Müller", "hélène\u00a0d’arc-müller",
        "helene.d’arc-muller", "Helene@arc.example", "0612345678", "+33 6 12 34 56 78", "06.12.34.56.78",
        "00 33 (0)6 12 34 56 78", "33612345678",
    ],
)  # fmt: skip
def test_a_person_is_found_however_name_address_and_number_are_written(written):
    told = erased_from(
        f"Voir {written}. Fin", given_name="Hélène", family_name="d’Arc-Müller", email="helene@arc.example",
        phone="+33 6 12 34 56 78",
    )  # fmt: skip
    assert told == "Voir [effacé]. Fin"


@pytest.mark.parametrize(
    "other",
    [
        "Jean Martinez", "Jean Martin-Dupont", "Marie-Jean Martin", "Bonjean Martin", "jeanne@club.example",
        "jean.ne@club.example", "ne@club.example.org", "10612345678", "061234567890", "M. Martin", "Jean",
    ],
)  # fmt: skip
def test_words_that_only_begin_or_end_like_theirs_are_somebody_else_s(other):
    text = f"Voir {other}."
    assert (
        erased_from(text, given_name="Jean", family_name="Martin", email="ne@club.example", phone="06 12 34 56 78")
        == text
    )


def test_a_line_end_in_stored_json_begins_a_word_and_cells_keep_their_columns():
    file = ProspectFile.objects.create(
        opening=OpeningFactory(), name="l.csv", lines=[[1, ["Essai\nJean Martin", "Martin", "Jean", "x", "Jean"]]]
    )
    line = ImportLine.objects.create(import_id=1, number=1, cells="Essai\x1fJean\x1fMartin\x1fx")

    erasing.erase(subject(PersonFactory(given_name="Jean", family_name="Martin").pk), at=timezone.now())

    file.refresh_from_db()
    line.refresh_from_db()
    assert file.lines == [[1, ["Essai\n[effacé]", "[effacé]", "[effacé]", "x", "Jean"]]]
    assert line.cells == "Essai\x1f[effacé]\x1f[effacé]\x1fx"
    assert json.dumps(file.lines)


def test_who_has_the_same_mailbox_stays_and_rows_with_it_go_by_the_name():
    mailbox = "contact@pme.example"
    one = PersonFactory(given_name="Marie", family_name="Une", email=mailbox)
    two = PersonFactory(given_name="Paul", family_name="Deux", email=mailbox)
    theirs, other = (
        ApplicationFactory(given_name=p.given_name, family_name=p.family_name, email=mailbox, name=p.given_name)
        for p in (one, two)
    )
    company = CompanyFactory(email=mailbox)

    erasing.erase(subject(one.pk), at=timezone.now())

    assert [str(Person.objects.get(pk=each.pk)) for each in (one, two)] == [ERASED, "Paul Deux"]
    named = Application.objects.in_bulk([theirs.pk, other.pk])
    assert (named[theirs.pk].family_name, named[other.pk].family_name) == (ERASED, "Deux")
    assert Company.objects.get(pk=company.pk).email == mailbox


def test_an_address_that_somebody_else_signs_in_with_by_now_leads_to_nothing_of_theirs():
    from tests.factories.members import UserFactory

    user = UserFactory(email="paul@club.example", person__email="")
    person = PersonFactory(email="paul@club.example")  # a slip, corrected since
    person.email = "marie@club.example"
    person.save()

    erasing.erase(subject(person.pk), at=timezone.now())

    user.refresh_from_db()
    assert (user.email, user.is_active) == ("paul@club.example", True)


def test_of_several_with_one_mailbox_nobody_is_erased_before_one_is_named():
    for name in ("Une", "Deux"):
        PersonFactory(family_name=name, email="contact@pme.example")

    with pytest.raises(erasing.ObstacleError):
        erasing.erase(subject(address="contact@pme.example"), at=timezone.now())

    assert not Person.objects.filter(family_name=ERASED).exists()


def test_somebody_known_by_an_address_keeps_what_the_law_keeps():
    past = MandateFactory(
        person__email="presidente@club.example", person__family_name="Présidente", starts_on="2012-01-01",
        ends_on="2014-01-01",
    )  # fmt: skip
    MandateFactory(person__email="encore@club.example")

    erasing.erase(subject(address="presidente@club.example"), at=timezone.now())
    with pytest.raises(erasing.ObstacleError):
        erasing.erase(subject(address="encore@club.example"), at=timezone.now())

    past.person.refresh_from_db()
    assert (past.person.family_name, past.person.email) == ("Présidente", "")


@pytest.mark.parametrize("state", ["identified", "contacted", "met", "engaged", "member", "declined", "dormant"])
def test_a_contact_is_erased_whatever_stage_the_pressentie_has_reached(state):
    prospect = ProspectFactory(
        state=state, reason="Trop cher pour lui", contact_name="Zoé Une", contact_email="zoe@pme.example"
    )

    erasing.erase(subject(address="zoe@pme.example"), at=timezone.now())

    prospect.refresh_from_db()
    assert (prospect.contact_name, prospect.contact_email) == ("", "")
    assert "cher" not in prospect.reason
    assert not prospect.changes.filter(reason__contains="cher").exists()


def test_the_number_of_a_company_stays_unless_it_is_the_person_s():
    kept, gone = (
        CompanyFactory(email="zoe@pme.example", phone="05 61 00 00 00"),
        CompanyFactory(phone="0612345678"),
    )
    person = PersonFactory(email="zoe@pme.example", phone="+33612345678")
    RepresentativeFactory(person=person, company=kept, starts_on="2010-01-01", ends_on="2011-01-01")

    erasing.erase(subject(person.pk), at=timezone.now())

    for each in (kept, gone):
        each.refresh_from_db()
    assert (kept.email, kept.phone, gone.phone) == ("", "05 61 00 00 00", "")
