"""Thanks and survey after an event: once for each address, refused by who will, answers that name nobody."""

import re
from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from events.after import thanking
from events.models import FollowUp, FollowUpLetter, SurveyAnswer
from events.registration.forgetting import forget_names
from events.tasks import thank_after_events
from leader.shared.mails import Letter
from members.models import ContactPreference
from tests.factories.accounts import guest, lead_of, member, staff
from tests.factories.events import (
    AdmissionFactory,
    AttendeeFactory,
    CheckInFactory,
    EventFactory,
    FollowUpFactory,
    FollowUpLetterFactory,
    RegistrationFactory,
    SurveyAnswerFactory,
)
from tests.factories.territories import TerritoryFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 15)
THREE_DAYS_LATER = datetime(2026, 6, 18, 9, tzinfo=UTC)
MARKS = {"evening": 5, "programme": 4, "welcome": 4, "encounters": 3}


@pytest.fixture
def nimes():
    return TerritoryFactory(name="LeadeR Nîmes")


@pytest.fixture
def admission(nimes):
    return AdmissionFactory(event=EventFactory(held_on=DAY, territory=nimes, name="Gala des Causses"))


@pytest.fixture
def follow_up(admission):
    return FollowUpFactory(event=admission.event)


@pytest.fixture
def zoe(admission):
    """Return somebody who came; Léo of the same party did not, Lou came and gave no address."""
    party = RegistrationFactory(admission=admission)
    zoe = AttendeeFactory(registration=party, email="Zoe@example.org")
    AttendeeFactory(registration=party, number=2, email="leo@example.org")
    lou = AttendeeFactory(registration=party, number=3, email="")
    for came in (zoe, lou):
        CheckInFactory(attendee=came)
    return zoe


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode().replace("\xa0", " "))


def page_of(event):
    return reverse("events:follow-up", args=[event.slug])


def test_who_came_is_thanked_once_however_often_the_job_runs(follow_up, zoe):
    assert [thanking.run(THREE_DAYS_LATER) for _again in range(3)] == [1, 0, 0]

    letter = Letter.objects.get()
    assert (letter.recipient, letter.purpose) == ("zoe@example.org", "thanks")
    assert "Merci d’être venus si nombreux." in letter.text
    token = re.search(r"/evenements/avis/([^/]+)/", letter.text)[1]
    assert thanking.letter_behind(token) == FollowUpLetter.objects.get()
    assert letter.message().extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_whoever_gave_one_address_for_two_is_thanked_once(follow_up, zoe):
    again = AttendeeFactory(registration=zoe.registration, number=4, email="zoe@EXAMPLE.org")
    CheckInFactory(attendee=again)

    assert thanking.run(THREE_DAYS_LATER) == 1


def test_where_no_door_was_held_all_who_were_named_are_thanked(follow_up, admission):
    AttendeeFactory(registration=RegistrationFactory(admission=admission), email="leo@example.org")
    waiting = RegistrationFactory(admission=admission, waiting=True)
    AttendeeFactory(registration=waiting, email="attend@example.org")

    assert thanking.to_thank(follow_up) == ["leo@example.org"]


@pytest.mark.parametrize(
    ("at", "letters"),
    [
        (datetime(2026, 6, 17, 12, tzinfo=UTC), 0),
        (datetime(2026, 6, 17, 22, 1, tzinfo=UTC), 1),  # the 18th in Paris
        (datetime(2026, 7, 18, 12, tzinfo=UTC), 1),
        (datetime(2026, 7, 19, 12, tzinfo=UTC), 0),
    ],
)
def test_letters_leave_from_their_day_until_the_survey_ends(follow_up, zoe, at, letters):
    assert thanking.run(at) == letters


def test_whoever_refuses_such_letters_gets_none_and_other_letters_still(follow_up, zoe):
    def refuse(purpose):
        ContactPreference.choose("zoe@example.org", purpose, is_wanted=False, source="own_page", at=timezone.now())

    refuse("thanks")

    assert thanking.run(THREE_DAYS_LATER) == 0
    assert list(FollowUpLetter.objects.values_list("email", "sent_at")) == [("zoe@example.org", None)]
    assert Letter.objects.count() == 0
    ContactPreference.objects.update(is_wanted=True)
    assert thanking.run(THREE_DAYS_LATER) == 0  # the choice of that day counts


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_thank_once(follow_up, zoe):
    def run():
        try:
            thanking.run(THREE_DAYS_LATER)
        finally:
            connection.close()

    threads = [Thread(target=run) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)

    assert (FollowUpLetter.objects.count(), Letter.objects.count()) == (1, 1)


def test_the_job_thanks_by_the_clock(admission, zoe):
    FollowUpFactory(event=admission.event, sends_on=DAY + timedelta(days=1), closes_on=date(2099, 1, 1))

    thank_after_events()

    assert Letter.objects.count() == 1


# The survey


@pytest.fixture
def letter():
    return FollowUpLetterFactory()


def test_an_answer_is_taken_once_without_sign_in_and_names_nobody(client, letter):
    link = thanking.link_of(letter)
    refused = text_of(client.post(link, {**MARKS, "evening": "", "words": "Belle salle."}))
    assert "Ce champ est obligatoire." in refused
    assert "Belle salle." in refused

    told = text_of(client.post(link, {**MARKS, "comes_again": "yes", "words": "Belle salle."}, follow=True))
    again = text_of(client.post(link, {**MARKS, "evening": 1}, follow=True))

    assert "Merci : votre réponse est arrivée." in told
    assert "Votre réponse est déjà arrivée" in again
    answer = SurveyAnswer.objects.get()
    assert (answer.evening, answer.comes_again, answer.words) == (5, True, "Belle salle.")
    names = {field.name for field in SurveyAnswer._meta.get_fields()}
    assert names == {"id", "follow_up", *MARKS, "comes_again", "words"}
    letter.refresh_from_db()
    assert letter.has_answered
    assert not any(hasattr(change, "has_answered") for change in letter.changes.all())


def test_a_forged_link_opens_nothing_and_a_closed_survey_takes_nothing(client, letter):
    link = thanking.link_of(letter)
    assert client.get(link[:-3] + "xx/").status_code == 404
    FollowUp.objects.update(sends_on=date(2020, 1, 1), closes_on=date(2020, 1, 2))

    assert "Ce questionnaire est clos" in text_of(client.get(link))
    client.post(link, MARKS)
    assert SurveyAnswer.objects.count() == 0


def test_figures_are_told_from_three_answers_on(client, admission, follow_up, nimes):
    FollowUpLetterFactory.create_batch(4, follow_up=follow_up)
    FollowUpLetterFactory(follow_up=follow_up, sent_at=None)
    SurveyAnswerFactory.create_batch(2, follow_up=follow_up, words="Bien.", evening=5)
    client.force_login(lead_of(nimes))
    few = client.get(page_of(admission.event))
    assert "à partir de 3 réponses" in text_of(few)
    assert "Bien." not in text_of(few)

    SurveyAnswerFactory(follow_up=follow_up, evening=3, comes_again=False)
    context = client.get(page_of(admission.event)).context["figures"]

    assert (context.letters, context.answers, context.rate, context.again) == (4, 3, 75, 2)
    assert [round(average, 2) for _label, average in context.averages] == [4.33, 4, 4, 4]
    assert context.words == ["Bien.", "Bien."]


def test_the_host_writes_the_thanks_and_of_two_at_once_the_second_is_told(client, admission, nimes):
    client.force_login(lead_of(nimes))
    form = {"thanks": "Merci.", "sends_on": "2026-06-15", "closes_on": "2026-07-15"}
    assert "au plus tôt le lendemain" in text_of(client.post(page_of(admission.event), form))
    wrong = form | {"sends_on": "2026-07-16"}
    assert "Le dernier jour précède celui des lettres." in text_of(client.post(page_of(admission.event), wrong))

    assert client.post(page_of(admission.event), form | {"sends_on": "2026-06-17"}).status_code == 302
    late = form | {"sends_on": "2026-06-18", "version": "0"}
    assert "Quelqu’un a enregistré" in text_of(client.post(page_of(admission.event), late))

    assert FollowUp.objects.get().sends_on == date(2026, 6, 17)


def test_thanks_are_for_the_staff_and_the_leads_of_the_host(client, admission, nimes):
    form = {"thanks": "Merci.", "sends_on": "2026-06-17", "closes_on": "2026-07-15"}

    def status(user):
        client.force_login(user)
        page = page_of(admission.event)
        return client.get(page).status_code, client.post(page, form).status_code

    assert client.get(page_of(admission.event)).status_code == 302
    assert [status(user) for user in (guest(), member(), lead_of())] == [(404, 404)] * 3
    assert FollowUp.objects.count() == 0
    assert status(lead_of(nimes)) == (200, 302)
    assert status(staff())[0] == 200


@pytest.mark.parametrize("count", [1, 3])
def test_figures_cost_the_same_for_one_answer_and_for_three(client, follow_up, count, django_assert_num_queries):
    FollowUpLetterFactory.create_batch(count, follow_up=follow_up)
    SurveyAnswerFactory.create_batch(3, follow_up=follow_up)
    client.force_login(staff())
    client.get(page_of(follow_up.event))

    # Session, user, the savepoint and its end; what the header asks; the event, its thanks twice, letters,
    # answers and words, who came and who was thanked.
    with django_assert_num_queries(13):
        client.get(page_of(follow_up.event))


def test_a_year_after_the_event_the_addresses_are_forgotten(follow_up, zoe):
    thanking.run(THREE_DAYS_LATER)

    forget_names(datetime(2027, 7, 1, tzinfo=UTC))

    assert FollowUpLetter.objects.get().email.endswith("@effacement.invalid")
