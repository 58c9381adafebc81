"""Private calendars: made, read by a program with the rights of their owner, revoked."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
import vobject
from django.core import signing
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from commissions.models import CalendarFeed
from leader.pages.calendars.feeding import link_of
from members.models import Membership
from tests.factories.accounts import guest, member
from tests.factories.commissions import (
    CalendarFeedFactory,
    CommissionFactory,
    CommissionMembershipFactory,
    MeetingFactory,
)
from tests.factories.events import EventFactory
from tests.factories.territories import TerritoryFactory

pytestmark = pytest.mark.django_db
PAGE = reverse("pages:calendar-feeds")


def read(client, feed):
    """Return the events of a calendar by their summary, as another parser reads them."""
    client.logout()
    answer = client.get(link_of(feed))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = vobject.readOne(answer.content.decode())
    return {event.summary.value: event for event in calendar.contents.get("vevent", [])}


def make(client, user, about):
    client.force_login(user)
    client.post(PAGE, {"about": about})
    return CalendarFeed.objects.live().get(user=user, about=about.partition("-")[0])


@pytest.fixture
def world(db):
    """Return a member who sits in one of three commissions that meet; one of them is of a territory."""
    user, territory = member(), TerritoryFactory()
    own, other = CommissionFactory(name="Export"), CommissionFactory(name="Finances")
    local = CommissionFactory(name="Locale", territory=territory)
    CommissionMembershipFactory(commission=own, person=user.person)
    for commission in (own, other, local):
        MeetingFactory(commission=commission, title="Réunion")
    soon = timezone.localdate() + timedelta(days=9)
    EventFactory(name="Séminaire", held_on=soon, is_published=True, territory=None)
    EventFactory(name="Caché", held_on=soon, is_published=False, territory=TerritoryFactory())
    EventFactory(name="Local", held_on=soon, is_published=True, territory=territory)
    return user, own, territory


def test_each_calendar_holds_what_it_is_about(client, world):
    user, own, territory = world
    abouts = ["own", "federation", f"commission-{own.pk}", f"territory-{territory.pk}"]

    held = [set(read(client, make(client, user, about))) for about in abouts]

    assert held == [
        {"Export – Réunion"},
        {"Export – Réunion", "Finances – Réunion", "Séminaire", "Local"},
        {"Export – Réunion"},
        {"Locale – Réunion", "Local"},
    ]


def test_the_page_shows_the_address_and_a_revoked_one_opens_nothing(client, world):
    feed = make(client, world[0], "own")
    address = link_of(feed)
    assert address in client.get(PAGE).content.decode()
    assert client.get(address).status_code == 200

    client.post(PAGE, {"act": "revoquer", "target": feed.pk})

    assert address not in client.get(PAGE).content.decode()
    assert client.get(address).status_code == 404
    assert link_of(make(client, world[0], "own")) != address


def test_nobody_revokes_the_calendar_of_another(client, world):
    feed = make(client, world[0], "own")
    client.force_login(member())

    client.post(PAGE, {"act": "revoquer", "target": feed.pk})

    feed.refresh_from_db()
    assert feed.revoked_at is None


@pytest.mark.parametrize(
    "token",
    ["x", "1", signing.dumps(1, salt="other"), signing.dumps(10**9, salt="pages.calendar_feed")],
    ids=["a word", "a number", "signed for something else", "of no calendar"],  # a signature tells the second
)
def test_a_forged_address_opens_nothing(client, world, token):
    assert client.get(reverse("pages:calendar-feed", args=[token])).status_code == 404


def test_it_tells_what_its_owner_may_see_on_the_day_it_is_read(client, world):
    user = world[0]
    feed = make(client, user, "federation")
    assert "Finances – Réunion" in read(client, feed)

    Membership.objects.update(ends_on=date(2020, 1, 1))
    assert set(read(client, feed)) == {"Séminaire", "Local"}
    user.is_active = False
    user.save()
    assert client.get(link_of(feed)).status_code == 404


def test_a_guest_makes_one_and_reads_no_meeting(client, world):
    assert "Finances – Réunion" not in read(client, make(client, guest(), "federation"))


def test_the_same_calendar_is_made_once(client, world):
    make(client, world[0], "own")
    again = client.post(PAGE, {"about": "own"})

    assert "Vous avez déjà ce calendrier" in again.content.decode()
    with pytest.raises(IntegrityError, match="calendar_feed_once_live"), transaction.atomic():
        CalendarFeedFactory(user=world[0], about="own")


@pytest.mark.parametrize(
    "about", ["", "nothing", "commission-0", "commission-x", "territory-99999999999999999999"]
)
def test_what_does_not_exist_is_refused(client, world, about):
    client.force_login(world[0])

    assert client.post(PAGE, {"about": about}).status_code == 200
    assert not CalendarFeed.objects.exists()


@pytest.mark.parametrize(
    ("day", "hour"), [(date(2027, 3, 27), 17), (date(2027, 3, 28), 16), (date(2027, 10, 31), 17)]
)
def test_an_evening_of_paris_is_right_on_both_sides_of_the_change_of_hour(client, world, day, hour):
    feed = make(client, world[0], "federation")
    with time_machine.travel(datetime(day.year, day.month, day.day, 12, tzinfo=UTC), tick=False):
        EventFactory(name="Dîner", held_on=day, starts_at=time(18, 0), is_published=True, territory=None)
        shown = read(client, feed)

    assert shown["Dîner"].dtstart.value == datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def test_a_meeting_that_is_called_off_is_said_to_be(client, world):
    meeting = world[1].meetings.get()
    meeting.cancelled_at, meeting.cancel_reason = timezone.now(), "Grève."
    meeting.save()

    assert read(client, make(client, world[0], "own"))["Export – Réunion"].status.value == "CANCELLED"


@pytest.mark.parametrize("count", [1, 3])
def test_a_calendar_costs_the_same_for_one_meeting_and_for_three(
    client, world, count, django_assert_max_num_queries
):
    feed = make(client, world[0], "federation")
    MeetingFactory.create_batch(count, commission=world[1])
    client.logout()

    # the calendar, leads, membership; meetings, agendas; events, and who may see those not published
    with django_assert_max_num_queries(9):
        assert client.get(link_of(feed)).status_code == 200


def test_a_calendar_that_is_read_too_often_waits_an_hour_and_the_others_do_not(client, world):
    feed, other = make(client, world[0], "own"), make(client, world[0], "federation")
    client.logout()

    answers = [client.get(link_of(feed)) for _reading in range(61)]

    assert {answer.status_code for answer in answers[:60]} == {200}
    assert (answers[60].status_code, answers[60]["Retry-After"]) == (429, "3600")
    assert "réessayez dans une heure" in answers[60].content.decode()
    assert client.get(link_of(other)).status_code == 200
