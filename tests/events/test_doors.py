"""At the doors: badges, arrivals by whichever way, two doors at once, what is told again after a lost network."""

import io
import re
import threading
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from events.door import acts
from events.door.codes import attendee_behind, code_of, spaced
from events.door.counts import Count
from events.models import Attendee, CheckIn, DoorKeeper, Registration
from events.registration import acts as parties
from events.registration import attendees, forgetting
from events.registration.holding import RefusedError
from leader.shared.history import changes_of
from leader.shared.mails import Letter
from tests.factories.accounts import guest, lead_of, member, staff
from tests.factories.events import (
    AdmissionFactory,
    AttendeeFactory,
    CheckInFactory,
    DoorKeeperFactory,
    EventFactory,
    EventInvitationFactory,
    RegistrationFactory,
)
from tests.factories.members import CompanyFactory
from tests.factories.territories import TerritoryFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 15, 18, tzinfo=UTC)
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def party():
    """Return three places of the company Atelier Œuvré, one with a name."""
    company = CompanyFactory(member=True, name="Atelier Œuvré")
    return RegistrationFactory(company=company, places=3)


@pytest.fixture
def zoe(party):
    return AttendeeFactory(registration=party, given_name="Zoé", family_name="Noël")


@pytest.fixture
def keeper(client):
    user = staff()
    client.force_login(user)
    return user


def door_of(party):
    return reverse("events:door", args=[party.admission.event.slug])


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode().replace("\xa0", " "))


def scan_by(user, *, door="Nord", at=NOW, key=None):
    return acts.Scan(key or uuid4(), CheckIn.Way.SCANNED, door, None, at, user)


def test_a_code_is_read_as_people_type_it_and_at_its_own_event_alone():
    code = code_of(7, 123456)

    assert attendee_behind(spaced(code).lower().replace("0", "o").replace("1", "l"), 7) == 123456
    assert attendee_behind(code, 8) is None
    assert attendee_behind(code[:-1] + ("0" if code[-1] != "0" else "2"), 7) is None
    assert [attendee_behind(text, 7) for text in ("", "É", "K7M29QXA", "K7M29QXA" + "Z" * 40)] == [None] * 4


def test_a_badge_printed_before_the_key_of_the_site_changed_still_opens(settings):
    code = code_of(7, 42)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 9

    assert code_of(7, 42) != code
    assert attendee_behind(code, 7) == 42


def test_the_badges_say_who_comes_and_nothing_of_them_in_the_code(client, keeper, party, zoe):
    AttendeeFactory(registration=RegistrationFactory(admission=party.admission, state="cancelled"))
    AttendeeFactory(registration=party, number=2, given_name="Léo", family_name="Abadie", function="Gérant")

    answer = client.get(reverse("events:badge-sheet", args=[party.admission.event.slug]))

    pages = PdfReader(io.BytesIO(answer.content)).pages
    said = " ".join(pages[0].extract_text().split())
    assert (answer["Content-Type"], len(pages)) == ("application/pdf", 1)
    assert said.index("Léo Abadie") < said.index("Zoé Noël")
    assert spaced(code_of(party.admission_id, zoe.pk)) in said
    assert said.count("Atelier Œuvré") == 2
    assert "Convive" not in said


def test_without_a_script_a_typed_code_lets_in_once_and_says_so_the_second_time(client, keeper, party, zoe):
    typed = {"act": "badge", "code": spaced(code_of(party.admission_id, zoe.pk)).lower(), "door": "Nord"}

    first = client.post(door_of(party), {**typed, "scan": uuid4()}, follow=True)
    second = client.post(door_of(party), {**typed, "scan": uuid4()}, follow=True)

    assert "Zoé Noël (Atelier Œuvré) : bienvenue." in text_of(first)
    assert "Zoé Noël (Atelier Œuvré) est déjà là depuis" in text_of(second)
    assert "porte « Nord »" in text_of(second)
    assert list(CheckIn.objects.order_by("pk").values_list("is_repeat", "way", "door")) == [
        (False, "typed", "Nord"), (True, "typed", "Nord"),
    ]  # fmt: skip
    assert Count.of(party.admission) == Count(arrived=1, walk_ins=0, expected=3, capacity=100)


def test_a_code_that_is_none_comes_back_with_a_sentence(client, keeper, party):
    answer = client.post(door_of(party), {"act": "badge", "code": "K7M2-9QXA-1", "scan": uuid4()})

    assert "Ce n’est pas un badge de cet événement" in text_of(answer)
    assert 'value="K7M2-9QXA-1"' in text_of(answer)
    assert not CheckIn.objects.exists()


def test_somebody_is_found_by_any_word_of_the_name_or_the_house_and_let_in(client, keeper, party, zoe):
    AttendeeFactory(registration=party, number=2, family_name="Autre")
    shown = text_of(client.get(door_of(party), {"q": "noel oeuvre"}))
    assert "Zoé Noël" in shown
    assert "Autre" not in shown

    client.post(door_of(party), {"act": "personne", "who": zoe.pk, "scan": uuid4()})

    assert (CheckIn.objects.get().attendee, CheckIn.objects.get().way) == (zoe, "searched")
    assert "est là" in text_of(client.get(door_of(party), {"q": "zoe"}))


def test_who_is_of_another_event_or_of_a_cancelled_party_is_refused(client, keeper, party):
    for other in (
        AttendeeFactory(),
        AttendeeFactory(registration__admission=party.admission, registration__state="cancelled"),
    ):
        answer = client.post(door_of(party), {"act": "personne", "who": other.pk, "scan": uuid4()})
        assert "n’est plus sur la liste" in text_of(answer)
    assert not CheckIn.objects.exists()


def test_who_has_no_name_is_named_on_a_place_of_the_party_until_there_is_none(client, keeper, party, zoe):
    typed = {"act": "sans-inscription", "given_name": "Léo", "family_name": "Abadie", "party": party.pk}
    for _ in range(2):
        client.post(door_of(party), {**typed, "scan": uuid4()})

    assert "Atelier Œuvré</option>" not in text_of(client.get(door_of(party)))
    client.post(door_of(party), {**typed, "scan": uuid4()})  # another door named the last place: they stand here

    walked = CheckIn.objects.get(way="walk_in")
    assert (walked.name, walked.organisation) == ("Léo Abadie", "Atelier Œuvré")
    foreign = RegistrationFactory()
    refused = client.post(door_of(party), {**typed, "party": foreign.pk, "scan": uuid4()})
    assert "Sélectionnez un choix valide" in text_of(refused)
    assert list(party.attendees.values_list("number", "given_name")) == [(1, "Zoé"), (2, "Léo"), (3, "Léo")]
    assert CheckIn.objects.filter(way="named").count() == 2


def test_a_walk_in_is_let_in_above_the_capacity_with_a_warning(client, keeper):
    admission = AdmissionFactory(capacity=1)
    party = RegistrationFactory(admission=admission, places=1)
    acts.arrive(admission, AttendeeFactory(registration=party).pk, scan_by(keeper))
    typed = {"act": "sans-inscription", "family_name": "Passant", "organisation": "La Gazette", "scan": uuid4()}

    shown = text_of(client.post(door_of(party), typed, follow=True))

    assert "Passant (La Gazette) : bienvenue." in shown
    assert "Il y a plus de monde que de places prévues pour l’événement (1)." in shown
    assert Count.of(admission) == Count(arrived=2, walk_ins=1, expected=1, capacity=1)


def test_what_is_told_again_after_a_lost_answer_changes_nothing(client, keeper, party, zoe):
    code = code_of(party.admission_id, zoe.pk)
    sent = {"act": "badge", "code": code, "scan": str(uuid4()), "scanned": "true", "door": "Sud"}
    walked = {"act": "sans-inscription", "family_name": "Passant", "scan": str(uuid4())}
    named = {"act": "sans-inscription", "family_name": "Abadie", "party": party.pk, "scan": str(uuid4())}

    told = [client.post(door_of(party), each, **JSON).json() for each in (sent, walked, named) for _ in range(3)]

    assert [each["state"] for each in told] == ["arrived"] * 9
    assert CheckIn.objects.count() == 3
    assert told[-1]["arrived"] == 3


def test_what_waited_for_the_network_keeps_its_hour_and_a_wrong_clock_is_not_believed(client, keeper, party, zoe):
    now = timezone.now()
    hours = [now - timedelta(hours=2), now - timedelta(days=400), now + timedelta(days=3)]
    for at in hours:
        sent = {"act": "sans-inscription", "family_name": "Passant", "scan": uuid4(), "at": at.isoformat()}
        assert client.post(door_of(party), sent, **JSON).json()["state"] == "arrived"

    believed, *others = CheckIn.objects.order_by("pk")
    assert believed.at == hours[0]
    assert [each.at == each.received_at for each in others] == [True, True]


def test_the_same_badge_at_two_doors_without_network_is_one_arrival_and_a_repeat(client, keeper, party, zoe):
    sent = {"act": "badge", "code": code_of(party.admission_id, zoe.pk)}
    early, late = timezone.now() - timedelta(minutes=30), timezone.now() - timedelta(minutes=10)
    south = client.post(door_of(party), {**sent, "scan": uuid4(), "door": "Sud", "at": late.isoformat()}, **JSON)
    north = client.post(door_of(party), {**sent, "scan": uuid4(), "door": "Nord", "at": early.isoformat()}, **JSON)

    assert (south.json()["state"], north.json()["state"]) == ("arrived", "repeat")
    assert "Sud" in north.json()["told"]
    assert north.json()["arrived"] == 1


def test_a_mistake_is_undone_and_the_person_may_come_in(client, keeper, party, zoe):
    made = acts.arrive(party.admission, zoe.pk, scan_by(keeper))

    client.post(door_of(party), {"act": "annuler", "qui": made.pk})

    assert Count.of(party.admission).arrived == 0
    again = acts.arrive(party.admission, zoe.pk, scan_by(keeper))
    assert not again.is_repeat
    assert client.post(door_of(party), {"act": "annuler", "qui": CheckInFactory().pk}).status_code == 404


def test_a_scan_of_one_event_is_none_of_another(client, keeper, party, zoe):
    known = CheckInFactory()
    with pytest.raises(RefusedError):
        acts.arrive(party.admission, zoe.pk, scan_by(keeper, key=known.scan))
    with pytest.raises(RefusedError):
        acts.walk_in(party.admission, {"name": "X"}, scan_by(keeper, key=known.scan))


def test_the_database_keeps_one_arrival_for_each(keeper, zoe):
    made = acts.arrive(zoe.registration.admission, zoe.pk, scan_by(keeper))
    with pytest.raises(IntegrityError, match="check_in_once_an_attendee"), transaction.atomic():
        CheckInFactory(admission=made.admission, attendee=zoe)
    with pytest.raises(IntegrityError, match="check_in_is_of_an_attendee"), transaction.atomic():
        CheckInFactory(admission=made.admission, attendee=None)


def test_who_has_arrived_is_not_taken_out_of_the_party(keeper, party, zoe):
    acts.arrive(party.admission, zoe.pk, scan_by(keeper))

    with pytest.raises(RefusedError, match="déjà arrivée"):
        attendees.remove(zoe, by=keeper, at=NOW)
    with pytest.raises(RefusedError, match="déjà arrivée"):
        parties.cancel(party, seen=None, by=keeper, at=NOW)
    assert Registration.objects.get().state == "confirmed"


def test_the_roll_brings_the_list_once_and_then_what_is_new(client, keeper, party, zoe):
    url = reverse("events:door-roll", args=[party.admission.event.slug])
    roll = client.get(url).json()
    assert roll["people"] == [[zoe.pk, code_of(party.admission_id, zoe.pk), "Zoé Noël", "Atelier Œuvré"]]
    assert (roll["there"], roll["arrived"], roll["expected"]) == ([], 0, 3)

    acts.arrive(party.admission, zoe.pk, scan_by(keeper, at=timezone.now()))
    later = client.get(url, {"depuis": roll["now"]}).json()

    assert later["people"] == []
    assert [(key, door) for key, _hour, door in later["there"]] == [(zoe.pk, "Nord")]
    much_later = (timezone.now() + timedelta(hours=1)).isoformat()
    assert client.get(url, {"depuis": much_later}).json()["there"] == []
    acts.undo(CheckIn.objects.get(), at=timezone.now())
    assert client.get(url, {"depuis": roll["now"]}).json()["gone"] == [zoe.pk]
    acts.arrive(party.admission, zoe.pk, scan_by(keeper, at=timezone.now()))
    assert client.get(url, {"depuis": roll["now"]}).json()["gone"] == []
    assert len(client.get(url, {"depuis": "hier"}).json()["people"]) == 1


def test_the_camera_is_allowed_at_the_door_alone(client, keeper, party):
    assert "camera=(self)" in client.get(door_of(party))["Permissions-Policy"]
    assert "camera=()" in client.get(party.admission.event.get_absolute_url())["Permissions-Policy"]


def test_a_door_is_for_the_staff_the_leads_of_the_host_and_those_named_until_the_day_after(client):
    host = TerritoryFactory()
    today = timezone.localdate()
    event = EventFactory(territory=host, held_on=today - timedelta(days=1))
    party = RegistrationFactory(admission=AdmissionFactory(event=event))
    helper, stranger = guest(), guest()
    DoorKeeperFactory(event=event, email=helper.email.upper())

    def answers(user):
        client.force_login(user)
        return [
            client.get(reverse(f"events:{name}", args=[event.slug])).status_code
            for name in ("door", "door-roll", "door-worker", "badge-sheet", "door-team")
        ]

    assert client.get(door_of(party)).status_code == 302
    assert [answers(user) for user in (stranger, member(), lead_of())] == [[404] * 5] * 3
    assert [answers(user) for user in (staff(), lead_of(host))] == [[200] * 5] * 2
    assert answers(helper) == [200, 200, 200, 404, 404]
    assert (
        client.post(door_of(party), {"act": "sans-inscription", "family_name": "X", "scan": uuid4()}).status_code
        == 302
    )

    type(event).objects.update(held_on=today - timedelta(days=2))
    assert answers(helper) == [404] * 5
    assert not Attendee.objects.visible_to(helper).exists()


def test_a_lead_names_a_keeper_who_gets_a_letter_and_takes_them_out(client):
    host = TerritoryFactory()
    event = AdmissionFactory(event=EventFactory(territory=host)).event
    url = reverse("events:door-team", args=[event.slug])
    client.force_login(lead_of(host))

    client.post(url, {"email": "porte@example.org"})
    again = client.post(url, {"email": "PORTE@example.org"})

    assert "déjà désignée pour l’entrée" in text_of(again)
    letter = Letter.objects.get()
    assert letter.recipient == "porte@example.org"
    assert reverse("events:door", args=[event.slug]) in letter.text
    foreign = DoorKeeperFactory()
    assert client.post(url, {"act": "retirer", "qui": foreign.pk}).status_code == 404
    client.post(url, {"act": "retirer", "qui": DoorKeeper.objects.get(event=event).pk})
    assert list(DoorKeeper.objects.all()) == [foreign]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "asked"), [("door", 10), ("door-roll", 9), ("door-team", 6), ("badge-sheet", 6)])
def test_a_door_costs_the_same_for_one_and_for_three(
    client, keeper, party, name, asked, count, django_assert_num_queries
):
    for _number in range(count):
        attendee = AttendeeFactory(registration=RegistrationFactory(admission=party.admission, places=2))
        RegistrationFactory(
            admission=party.admission, company=None, invitation=EventInvitationFactory(admission=party.admission)
        )
        CheckInFactory(admission=party.admission, attendee=attendee)
        DoorKeeperFactory(event=party.admission.event)
    url = reverse(f"events:{name}", args=[party.admission.event.slug])
    client.get(url)

    # Session, user, the savepoint of the page, the event; what the header asks, the counts, parties and people.
    with django_assert_num_queries(asked):
        client.get(url, {"q": "convive"} if name == "door" else {})


@pytest.mark.django_db(transaction=True)
def test_of_two_doors_at_once_one_lets_in_and_the_other_is_told():
    zoe = AttendeeFactory()
    user = staff()
    admission = zoe.registration.admission
    start, made = threading.Barrier(8), []

    def come():
        try:
            start.wait()
            made.append(acts.arrive(admission, zoe.pk, scan_by(user)).is_repeat)
        finally:
            connection.close()

    threads = [threading.Thread(target=come) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(made) == [False] + [True] * 7


@pytest.mark.django_db(transaction=True)
def test_one_scan_told_by_eight_copies_at_once_is_one_arrival():
    party = RegistrationFactory(places=5)
    user, key = staff(), uuid4()
    start, made = threading.Barrier(8), []

    def come():
        try:
            start.wait()
            made.append(acts.name(party, {"given_name": "", "family_name": "X"}, scan_by(user, key=key)).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=come) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(set(made)), len(made), CheckIn.objects.count(), party.attendees.count()) == (1, 8, 1, 1)


def test_who_walked_in_and_who_held_a_door_are_forgotten_a_year_later():
    event = EventFactory(held_on=date(2024, 6, 15))
    admission = AdmissionFactory(event=event)
    CheckInFactory(admission=admission, attendee=None, way="walk_in", name="Passant", organisation="Gazette")
    DoorKeeperFactory(event=event)
    DoorKeeperFactory(event=event)
    DoorKeeperFactory()

    assert forgetting.forget_names(datetime(2026, 1, 1, tzinfo=UTC)) == 3
    assert forgetting.forget_names(datetime(2026, 1, 1, tzinfo=UTC)) == 0
    assert CheckIn.objects.get().name == ""
    assert not changes_of(CheckIn)._default_manager.exclude(name="").exists()
    kept = changes_of(DoorKeeper)._default_manager.filter(event=event)
    assert not kept.exclude(email__endswith="@effacement.invalid").exists()
