"""A mailbox that passed from hand to hand: who had it once is erased, and whoever has it today loses nothing."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from leader.shared import retention
from leader.shared.personal_data import ERASED, erasing
from leader.shared.personal_data.subjects import subject
from members.models import Company, ContactPreference, Person, User
from territories.models import Application, Prospect
from tests.factories import accounts
from tests.factories.applications import ApplicationFactory
from tests.factories.data_requests import ContactPreferenceFactory, DataRequestFactory
from tests.factories.events import DoorKeeperFactory
from tests.factories.members import CompanyFactory, PersonFactory, RepresentativeFactory, UserFactory
from tests.factories.territories import ProspectFactory

pytestmark = pytest.mark.django_db
MAILBOX = "direction@pme.example"
LONG_AGO = timezone.localdate() - timedelta(days=3000)
MARIE = {"given_name": "Marie", "family_name": "Durand"}
JEAN = {"given_name": "Jean", "family_name": "Martin"}


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    """Keep the list of erasures of the test to itself."""
    settings.DATA_FOLDER = tmp_path


@pytest.fixture
def jean():
    """Somebody who left long ago, and whose file had the mailbox once."""
    person = PersonFactory(**JEAN, email=MAILBOX)
    RepresentativeFactory(person=person, starts_on=LONG_AGO - timedelta(days=1), ends_on=LONG_AGO)
    person.email = "jean@martin.example"
    person.save()
    return person


def guest(email=MAILBOX, **more):
    return UserFactory(person=None, email=email, **more)


def with_a_second_address():
    return EmailAddress.objects.create(user=guest("marie@durand.example"), email=MAILBOX, verified=True)


OTHERS = {
    "an applicant": lambda: ApplicationFactory(**MARIE, email=MAILBOX.title(), confirmed=True),
    "one of the same family": lambda: ApplicationFactory(given_name="Marie", family_name="Martin", email=MAILBOX),
    "a contact": lambda: ProspectFactory(contact_name="Marie Durand", contact_email=MAILBOX, notes="La rappeler"),
    "a prospect without a name": lambda: ProspectFactory(contact_email=MAILBOX, notes="Rappeler"),
    "a guest": guest,
    "a second address of a guest": with_a_second_address,
    "an account of staff": lambda: guest(is_staff=True),
    "a company": lambda: CompanyFactory(email=MAILBOX),
    "one who keeps a door": lambda: DoorKeeperFactory(email=MAILBOX),
    "one who asks for their data": lambda: DataRequestFactory(email=MAILBOX, kind="access"),
}


def as_it_stands(row):
    return type(row)._base_manager.filter(pk=row.pk).values().get()


@pytest.mark.parametrize("other", OTHERS)
def test_an_erasure_leaves_whoever_has_today_the_mailbox_of_before(jean, other):
    theirs, refusal = OTHERS[other](), ContactPreferenceFactory(email=MAILBOX)
    before = [as_it_stands(row) for row in (theirs, refusal)]

    erasing.erase(subject(jean.pk), at=timezone.now())

    assert [as_it_stands(row) for row in (theirs, refusal)] == before
    jean.refresh_from_db()
    assert (str(jean), jean.email) == (ERASED, "")
    assert MAILBOX not in Person._meta.get_field("changes").related_model.objects.values_list("email", flat=True)


def test_the_page_of_an_erasure_neither_withdraws_nor_empties_the_application_of_somebody_else(client, jean):
    application = ApplicationFactory(**MARIE, email=MAILBOX, confirmed=True)
    asked = DataRequestFactory(email=jean.email)
    client.force_login(accounts.staff())
    form = client.get(asked.get_absolute_url()).context["erasure_form"]

    typed = {"seen": form.initial["seen"], "version": form.initial["version"], "agreed": "on"}
    client.post(reverse("pages:data-request-erase", args=[asked.pk]), typed)

    application.refresh_from_db()
    assert (application.state, application.family_name, application.email) == ("confirmed", "Durand", MAILBOX)
    assert Person.objects.get(pk=jean.pk).family_name == ERASED


def test_what_bears_their_own_name_at_a_mailbox_of_several_goes_however_it_is_written(jean):
    CompanyFactory(email=MAILBOX)
    mine = ProspectFactory(contact_name="M. JEAN  MARTIN", contact_email=MAILBOX)
    application = ApplicationFactory(given_name="jean", family_name="Martin", email=MAILBOX, confirmed=True)

    erasing.erase(subject(jean.pk), at=timezone.now())

    assert Prospect.objects.get(pk=mine.pk).contact_email == ""
    assert Application.objects.get(pk=application.pk).state == "withdrawn"
    assert Company.objects.filter(email=MAILBOX).exists()


def test_an_address_of_before_that_nobody_else_has_goes_with_all_that_hangs_on_it(jean):
    ContactPreferenceFactory(email=MAILBOX)
    prospect = ProspectFactory(contact_name="Sacha Autre", contact_email="s@autre.example", notes=f"À {MAILBOX}")

    erasing.erase(subject(jean.pk), at=timezone.now())

    assert not ContactPreference.objects.exists()
    assert Prospect.objects.get(pk=prospect.pk).notes == "À [effacé]"


def test_the_address_of_their_account_is_theirs_whatever_others_typed():
    user = UserFactory(email=MAILBOX, person__email=MAILBOX, person__family_name="Une")
    company = CompanyFactory(email=MAILBOX)
    ProspectFactory(contact_name="Standard", contact_email=MAILBOX)

    assert subject(user.person_id).addresses == {MAILBOX}
    erasing.erase(subject(user.person_id), at=timezone.now())

    assert Company.objects.get(pk=company.pk).email == ""


@pytest.mark.parametrize("is_member", [True, False])
def test_the_mailbox_of_a_member_stays_though_the_file_of_somebody_who_left_has_it_still(is_member):
    company = CompanyFactory(email=MAILBOX, member=is_member)
    person = PersonFactory(**JEAN, email=MAILBOX)

    erasing.erase(subject(person.pk), at=timezone.now())

    company.refresh_from_db()
    assert (company.email == MAILBOX) is is_member
    assert Person.objects.get(pk=person.pk).email == ""


def test_a_guest_takes_nobody_along_by_an_address_of_before_nor_by_one_of_a_person():
    user = guest()
    user.email = "marie@durand.example"
    user.save()
    EmailAddress.objects.create(user=user, email="jean@martin.example", verified=True)
    person = PersonFactory(**JEAN, email="jean@martin.example")
    application = ApplicationFactory(**MARIE, email=MAILBOX, confirmed=True)

    erasing.erase(subject(address="marie@durand.example"), at=timezone.now())

    application.refresh_from_db()
    assert application.state == "confirmed"
    assert str(Person.objects.get(pk=person.pk)) == "Jean Martin"
    assert User.objects.get(pk=user.pk).is_active is False
    assert not EmailAddress.objects.filter(user=user).exists()  # or nobody could sign up with it any more


def rule(key):
    return next(rule for rule in retention.rules() if rule.key == key)


def test_a_night_leaves_the_application_of_somebody_else_and_erases_who_had_the_mailbox(jean):
    application = ApplicationFactory(**MARIE, email=MAILBOX, confirmed=True)

    assert rule("people-who-left").apply(timezone.now()) == 1

    application.refresh_from_db()
    assert (application.state, application.family_name) == ("confirmed", "Durand")
    assert Person.objects.get(pk=jean.pk).family_name == ERASED


def test_a_night_leaves_who_applies_from_an_address_of_before_and_goes_on_with_the_next(jean, monkeypatch):
    application = ApplicationFactory(**JEAN, email=MAILBOX, confirmed=True)
    after = RepresentativeFactory(starts_on=LONG_AGO - timedelta(days=1), ends_on=LONG_AGO).person
    monkeypatch.setattr("members.clocks.ERASED_A_NIGHT", 1)

    assert rule("people-who-left").apply(timezone.now()) == 1

    application.refresh_from_db()
    assert (application.state, Person.objects.get(pk=jean.pk).family_name) == ("confirmed", "Martin")
    assert Person.objects.get(pk=after.pk).family_name == ERASED


def in_the_way_of_who_left(person):
    """Let the account of the person have an address by which a clerk without a person signs in."""
    user = UserFactory(person=person, email="jean@martin.example")
    User.objects.filter(pk=user.pk).update(date_joined=timezone.now() - timedelta(days=4000))
    EmailAddress.objects.create(user=user, email=MAILBOX, verified=True)
    guest(is_staff=True)


def in_the_way_of_who_is_erased(person):
    UserFactory(person=person, is_staff=True)


@pytest.mark.parametrize(
    ("key", "hinder", "is_told"),
    [("people-who-left", in_the_way_of_who_left, False), ("erased-people", in_the_way_of_who_is_erased, True)],
)
def test_one_who_cannot_be_erased_keeps_nobody_else_from_it(jean, caplog, key, hinder, is_told):
    after = RepresentativeFactory(starts_on=LONG_AGO - timedelta(days=1), ends_on=LONG_AGO).person
    if key == "erased-people":
        erasing.remember(subject(jean.pk), at=timezone.now())
        erasing.remember(subject(after.pk), at=timezone.now())
    hinder(jean)

    assert rule(key).apply(timezone.now()) == 1

    assert Person.objects.get(pk=jean.pk).family_name == "Martin"
    assert Person.objects.get(pk=after.pk).family_name == ERASED
    assert [f"Person {jean.pk} " in said and "Martin" not in said for said in caplog.messages] == [True] * is_told
