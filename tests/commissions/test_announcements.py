"""Announcements: sent once to each as each has chosen, kept on the page, stopped by one click."""

import email
from datetime import timedelta
from email import policy
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commissions.announcements import sending
from commissions.announcements.links import stop_path
from commissions.models import Announcement, AnnouncementChoice, AnnouncementDelivery, How
from leader.shared.mails import Letter
from members.models import Person, Representative
from tests.factories.accounts import guest, lead_of, member, staff
from tests.factories.commissions import (
    AnnouncementChoiceFactory,
    AnnouncementDeliveryFactory,
    AnnouncementFactory,
    CommissionFactory,
    CommissionMembershipFactory,
)
from tests.factories.duplicates import MergeRecordFactory
from tests.factories.members import PersonFactory
from tests.factories.territories import TerritoryFactory
from tests.jobs import Worker
from tests.shared.test_mails import Server

pytestmark = pytest.mark.django_db
TOLD = {"subject": "Salon de Nîmes", "text": "Le salon a lieu en mars.\n\nVenez nombreux."}


def text_of(response):
    return " ".join(response.content.decode().replace("\xa0", " ").split())


@pytest.fixture
def hall(sitting):
    """Return the commission with its chair and two members, and the addresses of its announcements."""
    anne, paul = member(), member()
    for each in (anne, paul):
        CommissionMembershipFactory(commission=sitting.commission, person=each.person)
    return SimpleNamespace(
        commission=sitting.commission,
        chair=sitting.chair,
        anne=anne,
        paul=paul,
        outsider=sitting.asker,
        list=reverse("commissions:announcement-list", args=["export"]),
        write=reverse("commissions:announcement-write", args=["export"]),
        choice=reverse("commissions:announcement-choice", args=["export"]),
    )


def wants(hall, user, how):
    AnnouncementChoice.objects.create(
        person=user.person, commission=hall.commission, how=how, chosen_at=timezone.now()
    )


def write(client, hall, user, **typed):
    client.force_login(user)
    return client.post(hall.write, {**TOLD, **typed})


def send(announcement):
    sending.send_announcement(announcement_id=announcement.pk)


def recipients():
    return sorted(Letter.objects.values_list("recipient", flat=True))


def statuses(client, address, users):
    found = []
    for user in users:
        client.logout()
        if user:
            client.force_login(user)
        found.append(client.get(address).status_code)
    return found


def test_the_chair_writes_and_each_member_gets_one_letter_however_often_the_job_runs(client, hall, jobs):
    response = write(client, hall, hall.chair)

    announcement = Announcement.objects.get()
    assert response.url == f"{hall.list}#annonce-{announcement.pk}"
    assert jobs() == [("send_announcement", {"announcement_id": announcement.pk})]
    for _again in range(3):
        send(announcement)
    everybody = [hall.chair, hall.anne, hall.paul]
    assert recipients() == sorted(each.person.email for each in everybody)


def test_the_letter_says_who_writes_and_answers_go_to_the_author(client, hall):
    write(client, hall, hall.chair)
    send(Announcement.objects.get())

    message = Letter.objects.get(recipient=hall.anne.person.email).message()

    assert message.subject == "[Export] Salon de Nîmes"
    assert message.reply_to == [hall.chair.email]
    assert f"{hall.chair.person} écrit aux membres de Export" in message.body
    assert "Venez nombreux." in message.body
    path = stop_path(hall.anne.person.pk, [hall.commission.pk])
    assert message.extra_headers["List-Unsubscribe"] == f"<http://127.0.0.1:8000{path}>"
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert path in message.body


def test_the_subject_that_was_typed_begins_no_header(client, hall):
    write(client, hall, hall.chair, subject="Salon\r\nBcc: tous@example.org")
    send(Announcement.objects.get())

    message = Letter.objects.first().message().message()

    assert message["Bcc"] is None
    assert message["Subject"] == "[Export] Salon Bcc: tous@example.org"


def test_who_writes_and_who_does_not(client, hall):
    vice = member()
    CommissionMembershipFactory(commission=hall.commission, person=vice.person, role="vice_chair")
    territory = TerritoryFactory()
    of_territory = CommissionFactory(territory=territory)

    users = [hall.chair, staff(), vice, hall.anne, hall.outsider, guest(), lead_of(), None]
    assert statuses(client, hall.write, users) == [200, 200, 404, 404, 404, 404, 404, 302]
    address = reverse("commissions:announcement-write", args=[of_territory.slug])
    assert statuses(client, address, [lead_of(territory), lead_of()]) == [200, 404]


def test_who_reads_and_who_does_not(client, hall):
    AnnouncementFactory(commission=hall.commission, subject="Entre nous")
    users = [hall.chair, hall.anne, staff(), hall.outsider, guest(), lead_of(), None]

    assert statuses(client, hall.list, users) == [200, 200, 200, 404, 404, 404, 302]
    for user, reads in zip(users, [True] * 3 + [False] * 4, strict=True):
        client.logout()
        if user:
            client.force_login(user)
        assert ("Entre nous" in client.get(hall.commission.get_absolute_url()).content.decode()) == reads


def test_who_was_announced_something_and_left_reads_it_no_more(client, hall):
    AnnouncementFactory(commission=hall.commission)
    hall.commission.commission_memberships.filter(person=hall.anne.person).delete()

    assert statuses(client, hall.list, [hall.anne]) == [404]


@pytest.mark.parametrize(
    ("typed", "said"), [({"subject": " \u200b"}, "obligatoire"), ({"text": ""}, "obligatoire")]
)
def test_what_is_missing_is_told_and_the_form_comes_back_filled(client, hall, typed, said):
    response = write(client, hall, hall.chair, **{"text": "À garder", **typed})

    assert said in text_of(response)
    assert not Announcement.objects.exists()


def test_the_same_form_sent_twice_announces_once(client, hall):
    for _twice in range(2):
        assert write(client, hall, hall.chair, idempotency_key="a" * 32).status_code == 302

    assert Announcement.objects.count() == 1


def test_each_gets_it_as_each_has_chosen(client, hall):
    wants(hall, hall.anne, How.WEEKLY)
    wants(hall, hall.paul, How.NONE)
    page = text_of(write_page := client_get(client, hall.chair, hall.write))
    assert write_page.status_code == 200
    assert "1 personne reçoit ce courriel aussitôt" in page
    assert "1 personne le lira dans le courriel de la semaine" in page
    write(client, hall, hall.chair)
    send(Announcement.objects.get())

    assert recipients() == [hall.chair.person.email]
    assert sending.send_weekly(timezone.now()) == 1
    assert sending.send_weekly(timezone.now()) == 0
    assert recipients() == sorted([hall.chair.person.email, hall.anne.person.email])


def client_get(client, user, address):
    client.force_login(user)
    return client.get(address)


def test_the_letter_of_the_week_tells_all_that_came_from_every_commission(client, hall):
    other = CommissionFactory(name="Bilan", slug="bilan")
    CommissionMembershipFactory(commission=other, person=hall.anne.person)
    wants(hall, hall.anne, How.WEEKLY)
    AnnouncementChoiceFactory(person=hall.anne.person, commission=other, how=How.WEEKLY)
    for subject in ("Un", "Deux"):
        write(client, hall, hall.chair, subject=subject)
    sending.announce(other, subject="Trois", text="Ailleurs", by=staff(), at=timezone.now())

    assert sending.send_weekly(timezone.now()) == 1
    [letter] = Letter.objects.filter(recipient=hall.anne.person.email)
    assert all(word in letter.text for word in ["Export", "Bilan", "Un", "Deux", "Trois", hall.chair.email])
    Client(enforce_csrf_checks=True).post(letter.stop_path, {"List-Unsubscribe": "One-Click"})
    assert set(hall.anne.person.announcement_choices.values_list("how", flat=True)) == {How.NONE}


def test_who_left_or_stopped_before_the_letter_of_the_week_gets_none(client, hall):
    for user in (hall.anne, hall.paul):
        wants(hall, user, How.WEEKLY)
    write(client, hall, hall.chair)
    hall.commission.commission_memberships.filter(person=hall.anne.person).delete()
    hall.paul.person.announcement_choices.update(how=How.NONE)

    assert sending.send_weekly(timezone.now()) == 0
    assert not AnnouncementDelivery.objects.waiting().filter(how=How.WEEKLY).exists()


def test_who_speaks_for_no_member_any_more_gets_no_letter_and_reads_nothing(client, hall):
    wants(hall, hall.paul, How.WEEKLY)
    write(client, hall, hall.chair)  # waits for the letter of the week of Paul
    for user in (hall.anne, hall.paul):
        Representative.objects.filter(person=user.person).update(ends_on=timezone.localdate() - timedelta(days=1))
    write(client, hall, hall.chair, subject="Plus tard")
    send(Announcement.objects.get(subject="Plus tard"))

    assert sending.send_weekly(timezone.now()) == 0
    assert recipients() == [hall.chair.person.email]
    assert statuses(client, hall.list, [hall.anne, hall.paul]) == [404, 404]


def test_the_letter_of_the_week_of_somebody_in_many_commissions_leaves_and_its_link_stops_them_all(hall):
    for number in range(60):
        commission = CommissionFactory(name=f"Commission {number:02d}")
        CommissionMembershipFactory(commission=commission, person=hall.anne.person)
        AnnouncementChoiceFactory(person=hall.anne.person, commission=commission, how=How.WEEKLY)
        delivery = AnnouncementDeliveryFactory(announcement__commission=commission, person=hall.anne.person)
        assert delivery.how == How.WEEKLY

    assert sending.send_weekly(timezone.now()) == 1
    letter = Letter.objects.get(recipient=hall.anne.person.email)
    Client(enforce_csrf_checks=True).post(letter.stop_path, {"List-Unsubscribe": "One-Click"})
    assert hall.anne.person.announcement_choices.filter(how=How.NONE).count() == 61  # Export with them
    assert not hall.anne.person.announcement_choices.exclude(how=How.NONE).exists()


def test_a_letter_of_the_week_that_cannot_be_written_keeps_nobody_else_from_theirs(hall):
    for user in (hall.anne, hall.paul):
        AnnouncementDeliveryFactory(announcement__commission=hall.commission, person=user.person)
    Person.objects.filter(pk=hall.anne.person.pk).update(email="anne chez exemple")  # no address

    with pytest.raises(ExceptionGroup):
        sending.send_weekly(timezone.now())

    assert recipients() == [hall.paul.person.email]
    assert AnnouncementDelivery.objects.waiting().get().person == hall.anne.person


def test_the_link_of_a_letter_goes_on_working_once_the_record_of_the_person_was_merged(client, hall):
    gone = PersonFactory()
    path = stop_path(gone.pk, [hall.commission.pk])
    key = gone.pk
    gone.delete()
    assert client.get(path).status_code == 404

    MergeRecordFactory(kind="person", company=None, person=hall.anne.person, removed_key=key)
    client.post(path, {"List-Unsubscribe": "One-Click"})

    assert AnnouncementChoice.objects.get().person == hall.anne.person


def test_who_stopped_between_the_announcement_and_the_job_gets_none(client, hall):
    write(client, hall, hall.chair)
    wants(hall, hall.paul, How.NONE)
    send(Announcement.objects.get())

    assert hall.paul.person.email not in recipients()


def test_somebody_without_an_address_reads_it_on_the_page_alone(client, hall):
    hall.anne.person.email = ""
    hall.anne.person.save()
    write(client, hall, hall.chair)

    assert not AnnouncementDelivery.objects.filter(person=hall.anne.person).exists()
    assert "Venez nombreux" in text_of(client_get(client, hall.anne, hall.list))


def test_a_member_chooses_and_thinks_again(client, hall):
    client.force_login(hall.anne)
    for how in ("weekly", "none", "none", "at_once"):
        assert client.post(hall.choice, {"how": how}).status_code == 302
        assert hall.anne.person.announcement_choices.get().how == how

    assert "Sélectionnez un choix valide" in text_of(client.post(hall.choice, {"how": "hourly"}))
    assert statuses(client, hall.choice, [hall.anne, hall.outsider, staff(), guest(), None]) == [
        200, 404, 404, 404, 302,
    ]  # fmt: skip


def test_one_click_of_a_program_of_mail_stops_the_letters_and_looking_does_not(hall):
    path = stop_path(hall.anne.person.pk, [hall.commission.pk])
    stranger = Client(enforce_csrf_checks=True)

    for method in (stranger.get, stranger.head):
        assert method(path).status_code == 200
    assert not AnnouncementChoice.objects.exists()

    for _twice in range(2):
        response = stranger.post(path, {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert "C’est fait" in text_of(response)
    choice = AnnouncementChoice.objects.get()
    assert (choice.person, choice.commission, choice.how) == (hall.anne.person, hall.commission, How.NONE)


def test_the_page_of_the_link_offers_a_letter_a_week(hall):
    path = stop_path(hall.anne.person.pk, [hall.commission.pk])

    Client(enforce_csrf_checks=True).post(path, {"act": "hebdomadaire"})

    assert AnnouncementChoice.objects.get().how == How.WEEKLY


def with_another_end(token):
    return token[:-1] + ("E" if token.endswith("A") else "A")


@pytest.mark.parametrize("change", [with_another_end, lambda _token: "x", lambda token: token[1:]])
def test_a_forged_link_is_not_found(client, hall, change):
    token = stop_path(hall.anne.person.pk, [hall.commission.pk]).rstrip("/").rpartition("/")[2]
    address = reverse("commissions:announcement-stop", args=[change(token)])

    assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)
    assert not AnnouncementChoice.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_announcement_and_for_three(
    client, hall, count, django_assert_num_queries
):
    for _each in range(count):
        AnnouncementFactory(commission=hall.commission)
    client.force_login(hall.anne)

    with django_assert_num_queries(11):  # session, account, person, seats, the commission, count, rows, people…
        client.get(hall.list)


@pytest.mark.django_db(transaction=True)
def test_letters_travel_through_a_real_worker_to_a_real_server_once_each(run_jobs, hall):
    server = Server()
    server.start()
    try:
        wants(hall, hall.paul, How.NONE)
        announcement = sending.announce(hall.commission, **TOLD, by=hall.chair, at=timezone.now())
        sending.send_announcement.defer(announcement_id=announcement.pk)  # the job a second time
        Worker("--one-shot", EMAIL_URL=f"smtp://127.0.0.1:{server.port}").finish()
        Worker("--one-shot", EMAIL_URL=f"smtp://127.0.0.1:{server.port}").finish()
    finally:
        server.stop()

    letters = [email.message_from_string(text, policy=policy.default) for text in server.received]
    assert sorted(letter["To"] for letter in letters) == sorted([hall.chair.person.email, hall.anne.person.email])
    for letter in letters:
        assert letter["Reply-To"] == hall.chair.email
        assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert letter["List-Unsubscribe"].strip().startswith("<http")
        assert len(letter["Message-ID"]) > 10
    assert not Letter.objects.exists()
