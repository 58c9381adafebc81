"""Places are never above the capacity nor a quota, whoever writes; who waits is served in order, by party."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from events.models import Admission, Category, LineChange, Quota, Registration
from events.registration import acts, expiring, moving
from events.registration.holding import RefusedError
from events.registration.line import serve
from leader.shared.mails import Letter
from tests.events.conftest import NOW
from tests.factories.accounts import representative_of, staff
from tests.factories.events import AttendeeFactory, RegistrationFactory
from tests.factories.members import CompanyFactory
from tests.shared.waiting import pool, post

pytestmark = pytest.mark.django_db
State = Registration.State
DAY = timedelta(days=1)
DATES = {"opens_at_0": "01/01/2020", "opens_at_1": "00:00", "closes_at_0": "01/06/2099", "closes_at_1": "00:00"}


def stored(party):
    return Registration.objects.get(pk=party.pk)


def told(party):
    """Return the state of a party and the places that it holds."""
    now = stored(party)
    return now.state, now.held


def test_the_database_refuses_what_is_above_the_capacity_whoever_writes_it(admission):
    RegistrationFactory(admission=admission, places=10)

    with pytest.raises(IntegrityError, match="admission_never_above_capacity"), transaction.atomic():
        RegistrationFactory(admission=admission, places=1)
    with pytest.raises(IntegrityError, match="admission_never_above_capacity"), transaction.atomic():
        Registration.objects.update(places=11)
    with pytest.raises(IntegrityError, match="admission_never_above_capacity"), transaction.atomic():
        Admission.objects.update(capacity=9)
    admission.refresh_from_db()
    assert admission.taken == 10


def test_the_counters_follow_each_way_in_which_places_come_and_go(admission):
    quota = Quota.objects.create(admission=admission, category=Category.MEMBER, places=6)

    def counted():
        admission.refresh_from_db()
        quota.refresh_from_db()
        return admission.taken, quota.taken

    party = RegistrationFactory(admission=admission, places=4)
    assert counted() == (4, 4)
    Registration.objects.update(places=5)
    assert counted() == (5, 5)
    Registration.objects.update(category=Category.GUEST)
    assert counted() == (5, 0)
    Registration.objects.update(state=State.WAITING)
    assert counted() == (0, 0)
    Registration.objects.update(state=State.OFFERED, offered=3, offer_ends_at=NOW)
    assert counted() == (3, 0)
    party.delete()
    assert counted() == (0, 0)


def test_a_quota_made_or_changed_once_parties_are_there_counts_them_and_lets_them_go(admission, ask):
    member, guest = ask(4), ask(2, company=CompanyFactory())

    quota = Quota.objects.create(admission=admission, category=Category.MEMBER, places=6)
    quota.refresh_from_db()
    assert quota.taken == 4
    assert told(ask(3)) == ("offered", 2)  # of the six, two are left
    quota.category = Category.GUEST
    quota.save()
    quota.refresh_from_db()
    assert quota.taken == 2
    acts.cancel(guest, seen=None, by=None, at=NOW)
    acts.cancel(member, seen=None, by=None, at=NOW)
    quota.refresh_from_db()
    assert quota.taken == 0
    RegistrationFactory(admission=admission, places=2)
    with pytest.raises(IntegrityError, match="quota_never_exceeded"), transaction.atomic():
        Quota.objects.create(admission=admission, category=Category.MEMBER, places=1)


def test_a_quota_is_not_exceeded_while_others_still_find_places(admission, ask):
    Quota.objects.create(admission=admission, category=Category.MEMBER, places=3)

    first, second = ask(3), ask(2)
    other = ask(2, company=CompanyFactory())

    assert [told(p) for p in (first, second, other)] == [("confirmed", 3), ("waiting", 0), ("confirmed", 2)]
    with pytest.raises(IntegrityError, match="quota_never_exceeded"), transaction.atomic():
        RegistrationFactory(admission=admission, places=1)


def test_a_party_is_served_whole_or_asked_whether_it_takes_fewer(ask):
    ask(6)

    party = ask(6)

    assert told(party) == ("offered", 4)
    assert stored(party).offer_ends_at == NOW + timedelta(hours=48)
    acts.accept(party, seen=None, at=NOW)
    assert told(party) == ("confirmed", 4)
    assert stored(party).places == 4


def test_a_party_that_declines_fewer_keeps_its_place_and_the_next_one_is_served(ask):
    first, large, small = ask(7), ask(6), ask(2)
    assert told(small) == ("waiting", 0)

    acts.decline(large, seen=None, at=NOW)

    assert told(large) == ("waiting", 0)
    assert told(small) == ("offered", 2)
    kinds = list(large.line_changes.values_list("kind", "free"))
    assert kinds == [(LineChange.Kind.TOO_FEW, 3), (LineChange.Kind.DECLINED, 3)]
    acts.cancel(first, seen=None, by=None, at=NOW + DAY)
    assert told(large) == ("offered", 6)


def test_a_party_is_not_asked_for_fewer_than_it_said(ask):
    ask(8)

    assert told(ask(6, fewest=3)) == ("waiting", 0)
    assert told(ask(6, fewest=2)) == ("offered", 2)


def test_places_that_return_go_at_once_to_a_party_that_said_so_and_are_offered_to_another(ask):
    first = ask(10)
    eager, careful = ask(5, takes_at_once=True), ask(5)
    assert [told(p) for p in (eager, careful)] == [("waiting", 0), ("waiting", 0)]
    Letter.objects.all().delete()

    acts.cancel(first, seen=None, by=None, at=NOW + DAY)

    assert [told(p) for p in (eager, careful)] == [("confirmed", 5), ("offered", 5)]
    assert sorted(Letter.objects.values_list("recipient", flat=True)) == sorted(
        [first.contact_email, eager.contact_email, careful.contact_email]
    )


def test_an_offer_nobody_answers_ends_and_its_places_go_to_the_next_one(ask, admission):
    first, second, third = ask(10), ask(10), ask(10)
    acts.cancel(first, seen=None, by=None, at=NOW)
    Letter.objects.all().delete()

    assert expiring.run(NOW + timedelta(hours=47)) == 0
    assert expiring.run(NOW + timedelta(hours=48)) == 1
    assert expiring.run(NOW + timedelta(hours=48)) == 0

    assert [told(p) for p in (second, third)] == [("expired", 0), ("offered", 10)]
    assert sorted(Letter.objects.values_list("recipient", flat=True)) == sorted(
        [second.contact_email, third.contact_email]
    )
    with pytest.raises(RefusedError):
        acts.accept(second, seen=None, at=NOW)


def test_a_larger_capacity_serves_who_waits(client, ask, admission):
    ask(10)
    party = ask(4)
    client.force_login(staff())
    page = client.get(reverse("admin:events_admission_change", args=[admission.pk]))
    typed = {name: value for name, value in page.context["adminform"].form.initial.items() if value is not None}
    typed |= {"capacity": 14, "event": admission.event_id, "quotas-TOTAL_FORMS": 0, "quotas-INITIAL_FORMS": 0}
    typed |= {
        "opens_at_0": "01/01/2020",
        "opens_at_1": "00:00",
        "closes_at_0": "01/06/2099",
        "closes_at_1": "00:00",
    }

    answer = client.post(reverse("admin:events_admission_change", args=[admission.pk]), typed)

    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert told(party) == ("offered", 4)


def test_a_smaller_capacity_than_the_places_taken_is_refused_in_a_sentence(client, ask, admission):
    ask(10)
    client.force_login(staff())
    url = reverse("admin:events_admission_change", args=[admission.pk])
    typed = {name: v for name, v in client.get(url).context["adminform"].form.initial.items() if v is not None}
    typed |= {"capacity": 9, "event": admission.event_id, "quotas-TOTAL_FORMS": 0, "quotas-INITIAL_FORMS": 0}
    typed |= {
        "opens_at_0": "01/01/2020",
        "opens_at_1": "00:00",
        "closes_at_0": "01/06/2099",
        "closes_at_1": "00:00",
    }

    answer = client.post(url, typed)

    assert answer.status_code == 200
    assert "Davantage de places sont déjà prises." in answer.content.decode().replace("\xa0", " ")
    assert Admission.objects.get().capacity == 10


def test_members_come_first_until_the_day_and_the_others_are_served_after_it(ask, admission):
    Admission.objects.update(members_until=date(2099, 5, 2))

    guest = ask(2, company=CompanyFactory())
    member = ask(2)

    assert [told(p) for p in (guest, member)] == [("waiting", 0), ("confirmed", 2)]
    assert expiring.run(NOW + DAY) == 0
    assert told(guest) == ("waiting", 0)
    expiring.run(NOW + 2 * DAY)
    assert told(guest) == ("offered", 2)


def test_in_the_line_hosts_stand_before_members_and_those_before_guest_companies(ask, admission):
    ask(10)
    guest, member = ask(1, company=CompanyFactory()), ask(1)

    assert list(Registration.objects.in_line()) == [member, guest]
    assert Registration.objects.ahead_of(guest) == 1


def test_the_staff_changes_the_order_with_a_reason_that_is_kept(ask):
    ask(10)
    first, second = ask(1), ask(1)
    clerk = staff()

    moving.move(second, LineChange.Kind.FIRST, reason="Intervient sur scène.", seen=None, by=clerk, at=NOW)

    assert list(Registration.objects.in_line()) == [second, first]
    [change] = second.line_changes.all()
    assert (change.kind, change.reason, change.by) == ("first", "Intervient sur scène.", clerk)
    with pytest.raises(IntegrityError, match="line_change_by_hand_has_a_reason"), transaction.atomic():
        LineChange.objects.create(registration=first, kind="last", reason="", by=clerk, at=NOW)


def test_those_whom_another_party_is_moved_before_read_that_and_why(client, ask, admission):
    ask(10)
    first, second, third = ask(1), ask(1), ask(1)

    moving.move(second, LineChange.Kind.FIRST, reason="Remet un prix.", seen=None, by=staff(), at=NOW)

    kinds = {party: list(party.line_changes.values_list("kind", "reason")) for party in (first, second, third)}
    assert kinds == {first: [("passed", "Remet un prix.")], second: [("first", "Remet un prix.")], third: []}
    client.force_login(first.registered_by)
    page = reverse("events:party", args=[admission.event.slug, first.company_id])
    shown = client.get(page).content.decode()
    assert "Un autre groupe est passé avant celui-ci" in shown
    assert "Remet un prix." in shown


def test_no_offer_lasts_beyond_the_beginning_and_none_is_made_after_it(ask, admission):
    first, careful, eager = ask(10), ask(4), ask(4, takes_at_once=True)
    begins = admission.event.begins_at
    assert begins == datetime(2099, 6, 15, 16, 30, tzinfo=UTC)

    acts.change(first, places=6, seen=None, by=staff(), at=begins - timedelta(hours=3))
    assert (told(careful), stored(careful).offer_ends_at) == (("offered", 4), begins)
    assert expiring.run(begins) == 1
    assert [told(party) for party in (careful, eager)] == [("expired", 0), ("confirmed", 4)]
    Admission.objects.update(closes_at=begins)
    late = ask(2, at=begins - timedelta(hours=3))
    acts.cancel(eager, seen=None, by=staff(), at=begins + timedelta(hours=1))
    assert told(late) == ("waiting", 0)


def test_an_offer_is_over_the_day_after_the_event_too(ask, admission):
    ask(8)
    party = ask(4)
    Registration.objects.filter(pk=party.pk).update(offer_ends_at=admission.event.begins_at + DAY)

    assert expiring.run(admission.event.begins_at + 2 * DAY) == 1
    assert told(party) == ("expired", 0)


def test_fewer_places_are_refused_to_more_people_only_whatever_number_they_have(ask):
    party = ask(3)
    first, _second, third = (AttendeeFactory(registration=party, number=number) for number in (1, 2, 3))
    with pytest.raises(RefusedError):
        acts.change(party, places=2, seen=None, by=None, at=NOW)
    first.delete()

    acts.change(party, places=2, seen=None, by=None, at=NOW)

    assert told(party) == ("confirmed", 2)
    third.refresh_from_db()
    assert sorted(party.attendees.values_list("number", flat=True)) == [1, 2]


def test_nobody_is_served_after_the_event(ask, admission):
    ask(10)
    party = ask(2)
    Registration.objects.filter(state="confirmed").update(state="cancelled")

    assert serve(admission.pk, at=NOW + timedelta(days=60)) == 0
    assert told(party) == ("waiting", 0)


def test_more_places_are_refused_when_none_is_free_and_when_others_wait_for_them(ask):
    party = ask(4)
    ask(4)
    with pytest.raises(RefusedError, match="2"):
        acts.change(party, places=7, seen=None, by=None, at=NOW)
    acts.change(party, places=6, seen=None, by=None, at=NOW)
    assert told(party) == ("confirmed", 6)
    ask(3)

    with pytest.raises(RefusedError):
        acts.change(party, places=7, seen=None, by=None, at=NOW)
    assert told(party) == ("confirmed", 6)


def test_a_stale_version_is_refused(ask):
    party = ask(2)
    acts.change(party, places=3, seen=party.version, by=None, at=NOW)

    with pytest.raises(RefusedError):
        acts.cancel(party, seen=party.version, by=None, at=NOW)
    assert told(party) == ("confirmed", 3)


@pytest.mark.django_db(transaction=True)
def test_many_who_ask_at_once_are_given_every_place_and_not_one_more(admission):
    users = [representative_of(CompanyFactory(member=True)) for _ in range(12)]
    companies = [user.person.representations.get().company_id for user in users]

    def ask_for(number):
        client = Client(raise_request_exception=False)
        client.force_login(users[number])
        path = reverse("events:party", args=[admission.event.slug, companies[number]])
        return post(
            path, {"act": "inscrire", "places": 1 + number % 6, "idempotency_key": f"k{number}"}, client.cookies
        )

    with pool(12) as threads:
        answers = list(threads.map(ask_for, range(12)))

    assert {answer.status_code for answer in answers} == {302}
    admission.refresh_from_db()
    assert admission.taken == 10
    assert sum(party.held for party in Registration.objects.all()) == 10
    assert Registration.objects.count() == 12


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_at_once_make_one_registration(admission):
    company = CompanyFactory(member=True)
    users = [representative_of(company), representative_of(company, vote="none")]
    path = reverse("events:party", args=[admission.event.slug, company.pk])

    def ask_as(user):
        client = Client(raise_request_exception=False)
        client.force_login(user)
        return post(path, {"act": "inscrire", "places": 3, "idempotency_key": user.email}, client.cookies)

    with pool(2) as threads:
        answers = list(threads.map(ask_as, users))

    assert [answer.status_code for answer in answers] == [302, 302]
    assert [(p.places, p.state) for p in Registration.objects.all()] == [(3, "confirmed")]
    assert Letter.objects.count() == 1
