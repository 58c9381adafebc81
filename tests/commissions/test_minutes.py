"""Minutes: written by two at once, approved and frozen, corrected by a new version; actions are followed."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from commissions.meetings import minuting, reminding
from commissions.models import ActionItem, Attendance, Meeting, MeetingMinutes, MinutesItem
from leader.shared.mails import Letter
from leader.shared.personal_data.erasing import erase
from leader.shared.personal_data.subjects import Subject
from tests.commissions.conftest import page_of
from tests.commissions.test_meetings import text_of
from tests.factories.accounts import guest, member, staff
from tests.factories.commissions import (
    ActionItemFactory,
    AgendaItemFactory,
    MeetingMinutesFactory,
    MinutesItemFactory,
)
from tests.factories.duplicates import MergeRecordFactory

pytestmark = pytest.mark.django_db


def address(meeting, name):
    """Return the address of a page of the minutes of ``meeting``."""
    return reverse(f"commissions:minutes-{name}", args=[meeting.pk])


@pytest.fixture
def held(client, sitting, meeting):
    """Return a meeting of yesterday with an agenda of two items; its chair is signed in."""
    Meeting.objects.update(starts_at=timezone.now() - timedelta(days=1))
    meeting.refresh_from_db()
    AgendaItemFactory(meeting=meeting, rank=1, title="Budget")
    AgendaItemFactory(meeting=meeting, rank=2, title="Salon")
    Attendance.objects.create(
        meeting=meeting, person=sitting.asker.person, presence="present", recorded_at=timezone.now()
    )
    client.force_login(sitting.chair)
    return meeting


def act(client, meeting, name, **typed):
    return client.post(address(meeting, "edit"), {"act": name, **typed}, follow=True)


def write(client, item, text, *, decided="", version=None, by_itself=False):
    headers = {"X-Autosave": "1"} if by_itself else {}
    typed = {"text": text, "decided": decided, "version": item.version if version is None else version}
    return client.post(reverse("commissions:minutes-item", args=[item.pk]), typed, headers=headers)


def approved(client, meeting, text="Le budget est présenté."):
    """Write and approve the minutes of ``meeting``."""
    act(client, meeting, "commencer")
    item = MinutesItem.objects.get(minutes__approved_at=None, rank=1)
    write(client, item, text, decided="Adopté.")
    act(client, meeting, "action", what="Réserver la salle", due_on="2027-03-01")
    act(client, meeting, "approuver")
    return MeetingMinutes.objects.get(meeting=meeting)


def test_minutes_begin_with_the_agenda_once_the_meeting_has_begun(client, sitting, held):
    Meeting.objects.update(starts_at=timezone.now() + timedelta(days=1))
    early = act(client, held, "commencer")
    assert "une fois la réunion commencée" in text_of(early)
    assert not MeetingMinutes.objects.exists()

    Meeting.objects.update(starts_at=timezone.now() - timedelta(days=1))
    act(client, held, "commencer")
    act(client, held, "commencer")

    assert list(MinutesItem.objects.values_list("title", flat=True)) == ["Budget", "Salon"]
    assert MeetingMinutes.objects.count() == 1


def test_what_is_typed_is_saved_by_itself_with_its_version(client, held):
    act(client, held, "commencer")
    item = MinutesItem.objects.get(rank=1)

    first = write(client, item, "Un", by_itself=True)
    second = write(client, item, "Un, deux", version=first["X-Version"], by_itself=True)

    item.refresh_from_db()
    assert (first.status_code, second.status_code) == (204, 204)
    assert (item.text, str(item.version)) == ("Un, deux", second["X-Version"])


def test_two_writers_do_not_overwrite_one_another_and_both_texts_are_shown(client, held):
    act(client, held, "commencer")
    item = MinutesItem.objects.get(rank=1)
    write(client, item, "La première a écrit.", by_itself=True)

    by_itself = write(client, item, "La seconde a écrit.", by_itself=True)
    by_button = write(client, item, "La seconde a écrit.")

    item.refresh_from_db()
    assert item.text == "La première a écrit."
    assert by_itself.status_code == 409
    assert "Enregistré entre-temps : La première a écrit." in text_of(by_button)
    assert "La seconde a écrit.</textarea>" in text_of(by_button)


def test_two_who_write_in_two_items_do_not_meet(client, held):
    act(client, held, "commencer")
    one, two = MinutesItem.objects.order_by("rank")

    assert write(client, one, "Un", by_itself=True).status_code == 204
    assert write(client, two, "Deux", by_itself=True).status_code == 204


def test_approved_minutes_are_read_by_members_and_by_nobody_else(client, sitting, held):
    for user in (sitting.asker, staff()):
        client.force_login(user)
        assert client.get(address(held, "detail")).status_code == 404
    client.force_login(sitting.chair)
    minutes = approved(client, held)

    for user, status in [(member(), 200), (staff(), 200), (guest(), 404)]:
        client.force_login(user)
        assert client.get(address(held, "detail")).status_code == status
        assert client.get(address(held, "pdf")).status_code == status
    client.force_login(sitting.asker)
    page = text_of(client.get(address(held, "detail")))
    for told in [
        "Le budget est présenté.",
        "Adopté.",
        "Réserver la salle",
        minutes.digest,
        str(sitting.asker.person),
    ]:
        assert told in page
    assert client.get(address(held, "edit")).status_code == 404
    assert "Lire le compte rendu" in text_of(client.get(held.get_absolute_url()))


def test_nothing_written_is_not_approved(client, held):
    act(client, held, "commencer")

    assert "Rien n’est encore écrit" in text_of(act(client, held, "approuver"))
    assert MeetingMinutes.objects.get().approved_at is None


def test_approved_minutes_are_frozen_by_the_database(client, held):
    minutes = approved(client, held)
    item = minutes.items.first()

    for change in [
        lambda: MeetingMinutes.objects.update(content="{}"),
        lambda: MeetingMinutes.objects.update(digest="0" * 64),
        lambda: MeetingMinutes.objects.update(number=2, reason="x"),
        lambda: MinutesItem.objects.update(text="Autre chose"),
        lambda: MinutesItem.objects.create(minutes=minutes, rank=9, title="De plus"),
        lambda: MinutesItem.objects.all().delete(),
        lambda: MeetingMinutes.objects.all().delete(),
    ]:
        with pytest.raises(IntegrityError, match="approved"), transaction.atomic():
            change()
    assert write(client, item, "Autre chose", by_itself=True).status_code == 409
    assert "Le budget est présenté." in text_of(client.get(address(held, "detail")))


def test_a_correction_is_a_new_version_that_says_what_it_corrects(client, held):
    first = approved(client, held)
    mute = act(client, held, "corriger", reason="")
    assert "Dites ce qui est corrigé" in text_of(mute)
    assert MeetingMinutes.objects.count() == 1

    act(client, held, "corriger", reason="Le montant.")
    item = MinutesItem.objects.get(minutes__number=2, rank=1)
    assert item.text == "Le budget est présenté."
    write(client, item, "Le budget est de 12 000 euros.")
    assert "Le budget est présenté." in text_of(client.get(address(held, "detail")))
    act(client, held, "approuver")

    newest, oldest = [text_of(client.get(address(held, "detail") + query)) for query in ("", "?version=1")]
    assert "Le budget est de 12 000 euros." in newest
    assert "Ce qui est corrigé : Le montant." in newest
    assert "Une version plus récente remplace celle-ci" in oldest
    assert first.digest in oldest
    assert client.get(address(held, "detail") + "?version=3").status_code == 404


def test_the_digest_is_that_of_what_was_approved(client, held):
    minutes = approved(client, held)

    assert minuting.digest_of(minutes.content) == minutes.digest
    assert "n’est plus celui de l’empreinte" not in text_of(client.get(address(held, "detail")))


def test_an_erasure_takes_a_name_out_and_the_page_tells_it(client, sitting, held):
    gone = sitting.asker.person
    minutes = approved(client, held, text=f"{gone} présente le budget.")
    erase(
        Subject(person=gone.pk, names=frozenset({(gone.given_name, gone.family_name)})),
        at=timezone.now(),
        whatever=True,
    )

    minutes.refresh_from_db()
    page = text_of(client.get(address(held, "detail")))
    assert gone.family_name not in minutes.content
    assert "[effacé] présente le budget." in page
    assert "n’est plus celui de l’empreinte" in page


def test_whoever_was_merged_meanwhile_is_named_as_the_record_that_stayed(client, sitting, held):
    approved(client, held)
    stayed, gone = member().person, sitting.asker.person.pk
    MergeRecordFactory(kind="person", company=None, person=stayed, removed_key=gone)
    page = text_of(client.get(address(held, "detail")))

    assert str(stayed) in page
    assert str(sitting.asker.person) not in page


def test_the_pdf_is_tagged_and_says_what_the_page_says(client, held):
    minutes = approved(client, held)

    pdf = PdfReader(BytesIO(client.get(address(held, "pdf")).content))

    read = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    for told in ["Compte rendu – Marché japonais", "1. Budget", "Adopté.", "Réserver la salle", minutes.digest]:
        assert told in read


def test_who_has_an_action_says_when_it_is_done_and_others_do_not(client, sitting, held):
    approved(client, held)
    action = ActionItem.objects.get()
    ActionItem.objects.update(owner=sitting.asker.person)
    done = reverse("commissions:action-done", args=[action.pk])
    client.force_login(member())
    assert client.post(done, {"act": "fait"}).status_code == 404

    client.force_login(sitting.asker)
    client.post(done, {"act": "fait"})
    action.refresh_from_db()
    assert (action.done_by, action.done_at is not None) == (sitting.asker, True)
    client.post(done, {"act": "rouvrir"})
    action.refresh_from_db()
    assert (action.done_by, action.done_at) == (None, None)


def test_an_action_is_reminded_a_week_before_and_once_late_and_once_each(sitting, held):
    MinutesItemFactory(minutes=MeetingMinutesFactory(meeting=held))
    action = ActionItemFactory(meeting=held, owner=sitting.asker.person, due_on=date(2027, 3, 1))
    draft = [reminding.run(date(2027, 2, 25))]
    minuting.approve(MeetingMinutes.objects.get(), by=sitting.chair, at=timezone.now())

    days = [date(2027, 2, 21), date(2027, 2, 22), date(2027, 2, 22), date(2027, 2, 28), date(2027, 3, 1),
            date(2027, 3, 2), date(2027, 3, 2), date(2027, 4, 2)]  # fmt: skip
    counts = [reminding.run(day) for day in days]

    assert draft == [0]
    assert counts == [0, 1, 0, 0, 0, 1, 0, 0]
    assert {letter.recipient for letter in Letter.objects.all()} == {action.owner.email}
    assert Letter.objects.last().subject.startswith("En retard")


def test_an_action_without_an_owner_is_reminded_to_the_chair_and_one_done_to_nobody(sitting, held):
    MinutesItemFactory(minutes=MeetingMinutesFactory(meeting=held))
    minuting.approve(MeetingMinutes.objects.get(), by=sitting.chair, at=timezone.now())
    ActionItemFactory(meeting=held, owner=None)
    ActionItemFactory(meeting=held, done_at=timezone.now())

    assert reminding.run(date(2027, 3, 2)) == 1
    assert [letter.recipient for letter in Letter.objects.all()] == [sitting.chair.person.email]


@pytest.mark.parametrize("count", [1, 3])
def test_the_actions_cost_the_same_for_one_and_for_three(
    client, sitting, held, count, django_assert_max_num_queries
):
    MinutesItemFactory(minutes=MeetingMinutesFactory(meeting=held))
    minuting.approve(MeetingMinutes.objects.get(), by=sitting.chair, at=timezone.now())
    for _each in range(count):
        ActionItemFactory(meeting=held)

    with django_assert_max_num_queries(11):
        page = client.get(reverse("commissions:action-list", args=["export"]))

    assert len(page.context["page"]) == count


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"what": " \u200b", "due_on": "2027-03-01"}, "obligatoire"),
        ({"what": "Faire", "due_on": "0001-01-01"}, "Cette année ne peut pas être exacte"),
        ({"what": "Faire", "due_on": "2027-03-01", "owner": "999999"}, "choix valide"),
    ],
)
def test_an_action_that_cannot_be_is_refused(client, held, typed, said):
    act(client, held, "commencer")

    assert said in text_of(act(client, held, "action", **typed))
    assert not ActionItem.objects.exists()


def test_minutes_are_for_those_who_keep_the_meeting(client, sitting, held):
    act(client, held, "commencer")
    item = MinutesItem.objects.get(rank=1)
    client.force_login(sitting.asker)

    assert client.get(address(held, "edit")).status_code == 404
    assert write(client, item, "Intrus", by_itself=True).status_code == 404
    assert page_of(held, "detail") == held.get_absolute_url()
