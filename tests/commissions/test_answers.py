"""Answers by the page and by the link of a letter; attendance; the sheet on paper."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.core import signing
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from commissions.meetings import acts
from commissions.meetings.links import link_of
from commissions.models import Attendance, Meeting
from leader.shared.mails import Letter
from tests.commissions.conftest import page_of
from tests.commissions.test_meetings import text_of
from tests.factories.accounts import member, staff
from tests.factories.commissions import CommissionMembershipFactory
from tests.factories.members import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def invited(sitting, meeting):
    """Return what the asker is invited by."""
    acts.convene(meeting, at=timezone.now())
    meeting.refresh_from_db()
    return Attendance.objects.get(person=sitting.asker.person)


def link_in_letter(person):
    text = Letter.objects.filter(recipient=person.email).last().text
    return re.search(r"https?://[^/]+(/reunions/reponse/\S+)", text)[1]


def test_the_link_of_the_letter_shows_a_page_and_its_button_answers(client, sitting, invited):
    address = link_in_letter(sitting.asker.person)

    for _scan in range(3):
        assert client.get(address).status_code == 200
        assert client.head(address).status_code == 200
    invited.refresh_from_db()
    assert invited.answer == ""

    client.post(address, {"act": "non", "seen": "0"})
    invited.refresh_from_db()
    assert (invited.answer, invited.answered_at is not None) == ("no", True)
    client.post(address, {"act": "oui", "seen": "0"})
    invited.refresh_from_db()
    assert invited.answer == "yes"


@pytest.mark.parametrize("forge", [
    lambda pk: "n’importe quoi",
    lambda pk: str(pk),
    lambda pk: signing.dumps(pk, salt="events.invitation"),
    lambda pk: signing.dumps(pk, salt="commissions.attendance", key="another key"),
    lambda pk: signing.dumps(pk, salt="commissions.attendance")[:-1],
    lambda pk: signing.dumps(pk + 1000, salt="commissions.attendance"),
])  # fmt: skip
def test_a_forged_link_opens_nothing(client, invited, forge):
    address = reverse("commissions:meeting-answer", args=[forge(invited.pk)])

    assert (client.get(address).status_code, client.post(address, {"act": "oui", "seen": "0"}).status_code) == (
        404,
        404,
    )
    invited.refresh_from_db()
    assert invited.answer == ""


def test_the_link_ends_when_the_meeting_begins(client, meeting, invited):
    address = link_of(invited)
    with time_machine.travel(meeting.starts_at, tick=False):
        page = text_of(client.get(address))
        client.post(address, {"act": "oui", "seen": "0"})

    invited.refresh_from_db()
    assert invited.answer == ""
    assert "Les réponses sont closes" in page


def test_an_answer_to_what_has_changed_meanwhile_is_asked_again(client, meeting, invited):
    address = link_of(invited)
    acts.change(meeting, {"place": "Nîmes"}, at=timezone.now())

    refused = client.post(address, {"act": "oui", "seen": "0"})

    invited.refresh_from_db()
    assert invited.answer == ""
    assert "La réunion a changé" in text_of(refused)
    assert "Nîmes" in text_of(refused)


@pytest.mark.parametrize("seen", ["", "abc", "-1", "9" * 30])
def test_an_answer_that_does_not_say_to_what_is_not_kept(client, invited, seen):
    client.post(link_of(invited), {"act": "oui", "seen": seen})

    invited.refresh_from_db()
    assert invited.answer == ""


def test_the_link_of_a_meeting_called_off_tells_why(client, meeting, invited):
    acts.call_off(meeting, "Grève des trains.", at=timezone.now())

    assert "Grève des trains." in text_of(client.get(link_of(invited)))
    client.post(link_of(invited), {"act": "oui", "seen": "1"})
    invited.refresh_from_db()
    assert invited.answer == ""


def test_who_is_signed_in_answers_on_the_page_and_others_do_not(client, sitting, meeting, invited):
    client.force_login(sitting.asker)
    client.post(meeting.get_absolute_url(), {"act": "oui", "seen": "0"})
    client.force_login(member())
    other = client.post(meeting.get_absolute_url(), {"act": "oui", "seen": "0"}, follow=True)

    invited.refresh_from_db()
    assert invited.answer == "yes"
    assert "Vous n’êtes pas invité" in text_of(other)
    client.force_login(sitting.chair)
    assert "1" in re.search(r"Viennent</dt><dd>(\d+)", client.get(meeting.get_absolute_url()).content.decode())[1]


def test_on_the_page_too_an_answer_to_what_has_changed_meanwhile_is_asked_again(client, sitting, meeting, invited):
    client.force_login(sitting.asker)
    assert '<input type="hidden" name="seen" value="0">' in client.get(meeting.get_absolute_url()).content.decode()
    acts.change(meeting, {"place": "Nîmes"}, at=timezone.now())

    for stale in ({"seen": "0"}, {}, {"seen": "x"}):
        answer = client.post(meeting.get_absolute_url(), {"act": "oui", **stale}, follow=True)
        assert "La réunion a changé entre-temps" in text_of(answer)

    invited.refresh_from_db()
    assert invited.answer == ""


def test_attendance_is_taken_on_the_day_one_person_at_a_time(client, sitting, meeting, invited):
    client.force_login(sitting.chair)
    target = sitting.asker.person_id
    early = client.post(page_of(meeting, "attendance"), {"act": "present", "target": target})
    assert "le jour de la réunion" in text_of(early)

    Meeting.objects.update(starts_at=timezone.now())
    for act, presence in [("present", "present"), ("excuse", "excused"), ("absent", "absent"), ("effacer", "")]:
        response = client.post(page_of(meeting, "attendance"), {"act": act, "target": target})
        assert response.url.endswith(f"#personne-{target}")
        invited.refresh_from_db()
        assert invited.presence == presence


def test_who_sits_there_may_be_recorded_without_an_invitation_and_a_stranger_may_not(client, sitting, meeting):
    Meeting.objects.update(starts_at=timezone.now() - timedelta(days=1))
    client.force_login(sitting.chair)

    client.post(page_of(meeting, "attendance"), {"act": "present", "target": sitting.asker.person_id})
    refused = client.post(page_of(meeting, "attendance"), {"act": "present", "target": PersonFactory().pk})

    assert [a.person for a in Attendance.objects.filter(presence="present")] == [sitting.asker.person]
    assert "ne siège pas" in text_of(refused)


def test_only_those_who_keep_the_meeting_take_its_attendance(client, sitting, meeting):
    for user, status in [(sitting.asker, 404), (member(), 404), (sitting.chair, 200), (staff(), 200)]:
        client.force_login(user)
        assert client.get(page_of(meeting, "attendance")).status_code == status
        assert client.get(page_of(meeting, "sheet")).status_code == status


@pytest.mark.parametrize("count", [1, 3])
def test_attendance_costs_the_same_for_one_person_and_for_three(
    client, sitting, meeting, count, django_assert_max_num_queries
):
    for _person in range(count):
        CommissionMembershipFactory(commission=sitting.commission)
    client.force_login(sitting.chair)

    with django_assert_max_num_queries(12):
        assert client.get(page_of(meeting, "attendance")).status_code == 200


def test_the_sheet_names_who_is_expected_and_for_which_company(client, sitting, meeting, invited):
    company = sitting.asker.person.representations.get().company
    client.force_login(sitting.chair)

    answer = client.get(page_of(meeting, "sheet"))

    assert answer["Content-Type"] == "application/pdf"
    pdf = PdfReader(BytesIO(answer.content))
    read = " ".join(page.extract_text() for page in pdf.pages)
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.trailer["/Root"]["/Lang"] == "fr"
    for told in ["Marché japonais", str(sitting.asker.person), company.name, "Signature"]:
        assert told in read.replace("\n", " ")
