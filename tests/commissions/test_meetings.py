"""Meetings: planned, convened, changed, called off; who is invited follows who sits in the commission."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from commissions.meetings import acts, calling, moments
from commissions.models import Attendance, CommissionMembership, Meeting
from leader.shared.mails import Letter
from members.models import Representative
from tests.commissions.conftest import page_of
from tests.factories.accounts import guest, lead_of, member, staff
from tests.factories.commissions import (
    AgendaItemFactory,
    AttendanceFactory,
    CommissionFactory,
    CommissionMembershipFactory,
    MeetingFactory,
)
from tests.factories.territories import TerritoryFactory

pytestmark = pytest.mark.django_db
WHEN = {"on": "2027-03-09", "hour": "18:30", "duration_minutes": "90"}
PLANNED = {"title": "Salon", "place": "Alès", "link": "", "details": "", "rhythm": "once", **WHEN}


def text_of(response):
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def plan(client, user, commission, **typed):
    """Send the form of a new meeting."""
    client.force_login(user)
    return client.post(reverse("commissions:meeting-plan", args=[commission.slug]), {**PLANNED, **typed})


def local(meeting):
    return timezone.localtime(meeting.starts_at).replace(tzinfo=None)


def test_the_chair_plans_a_meeting_at_an_hour_of_paris(client, sitting):
    response = plan(client, sitting.chair, sitting.commission)

    [meeting] = Meeting.objects.all()
    assert response.url == page_of(meeting, "agenda")
    assert meeting.starts_at == datetime(2027, 3, 9, 17, 30, tzinfo=UTC)
    assert (meeting.convened_at, meeting.series, Letter.objects.count()) == (None, None, 0)


def test_a_series_keeps_its_hour_across_the_change_of_hour(client, sitting):
    plan(client, sitting.chair, sitting.commission, on="2027-03-24", rhythm="weekly", times="3")

    meetings = Meeting.objects.order_by("starts_at")
    assert [local(m).time() for m in meetings] == [time(18, 30)] * 3
    assert [m.starts_at.hour for m in meetings] == [17, 16, 16]
    assert len({m.series for m in meetings}) == 1
    assert len({m.uid for m in meetings}) == 3


@pytest.mark.parametrize(
    ("first", "days"),
    [
        (date(2027, 1, 12), [date(2027, 1, 12), date(2027, 2, 9), date(2027, 3, 9)]),
        (date(2027, 1, 29), [date(2027, 1, 29), date(2027, 2, 26), date(2027, 3, 26)]),
        (date(2026, 11, 30), [date(2026, 11, 30), date(2026, 12, 28), date(2027, 1, 25)]),
    ],
)
def test_each_month_is_the_same_weekday_of_the_same_week_or_its_last(first, days):
    assert list(moments.days_of(first, moments.MONTHLY, 3)) == days


@pytest.mark.parametrize(
    ("day", "said"),
    [("2027-03-28", "cette heure n’existe pas"), ("2027-10-31", "cette heure vient deux fois")],
)
def test_a_meeting_at_half_past_two_in_the_night_of_the_change_of_hour_is_refused(client, sitting, day, said):
    response = plan(client, sitting.chair, sitting.commission, on=day, hour="02:30")

    assert said in text_of(response)
    assert 'value="02:30"' in text_of(response)
    assert not Meeting.objects.exists()


def test_a_series_that_meets_the_night_of_the_change_of_hour_says_which(client, sitting):
    typed = {"on": "2027-03-21", "hour": "02:30", "rhythm": "weekly", "times": "2"}
    response = plan(client, sitting.chair, sitting.commission, **typed)

    assert "28 mars 2027" in text_of(response)
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"on": "0001-01-01"}, "Cette année ne peut pas être exacte"),
        ({"duration_minutes": "4"}, "supérieure ou égale à 5"),
        ({"rhythm": "weekly", "times": ""}, "Dites combien de réunions"),
        ({"link": "javascript:alert(1)"}, "URL valide"),
        ({"title": " \u200b"}, "obligatoire"),
    ],
)
def test_what_cannot_be_is_refused_and_the_form_comes_back_filled(client, sitting, typed, said):
    response = plan(client, sitting.chair, sitting.commission, details="À garder", **typed)

    assert said in text_of(response)
    assert "À garder" in text_of(response)
    assert not Meeting.objects.exists()


def test_a_dissolved_commission_plans_nothing(client, sitting):
    sitting.commission.dissolved_on = date(2027, 1, 1)
    sitting.commission.save()

    assert "dissoute" in text_of(plan(client, staff(), sitting.commission))
    assert not Meeting.objects.exists()


def test_who_plans_and_who_does_not(client, sitting):
    vice = member()
    CommissionMembershipFactory(commission=sitting.commission, person=vice.person, role="vice_chair")
    territory = TerritoryFactory()
    of_territory = CommissionFactory(territory=territory)

    statuses = [plan(client, user, sitting.commission).status_code for user in (vice, staff())]
    refused = [plan(client, user, sitting.commission).status_code for user in (sitting.asker, guest(), lead_of())]

    assert (statuses, refused) == ([302, 302], [404, 404, 404])
    assert plan(client, lead_of(territory), of_territory).status_code == 302


def test_to_convene_invites_each_member_once_with_a_letter(client, sitting, meeting):
    client.force_login(sitting.chair)
    client.post(meeting.get_absolute_url(), {"act": "convoquer"})
    again = client.post(meeting.get_absolute_url(), {"act": "convoquer"}, follow=True)

    assert "déjà parties" in text_of(again)
    assert sorted(Letter.objects.values_list("recipient", flat=True)) == sorted(
        [sitting.chair.person.email, sitting.asker.person.email]
    )
    assert Attendance.objects.invited().count() == 2


def test_a_meeting_without_a_place_is_not_convened(client, sitting, meeting):
    Meeting.objects.update(place="")
    client.force_login(sitting.chair)

    response = client.post(meeting.get_absolute_url(), {"act": "convoquer"}, follow=True)

    assert "Dites où se tient la réunion" in text_of(response)
    assert not Letter.objects.exists()
    with pytest.raises(IntegrityError, match="meeting_convened_has_a_place"), transaction.atomic():
        Meeting.objects.update(convened_at=timezone.now())


def test_a_member_sees_the_meeting_and_invites_nobody(client, sitting, meeting):
    client.force_login(sitting.asker)

    page = text_of(client.get(meeting.get_absolute_url()))
    client.post(meeting.get_absolute_url(), {"act": "convoquer"})

    assert "Marché japonais" in page
    assert "Inviter les membres" not in page
    assert not Letter.objects.exists()


def test_strangers_and_guests_do_not_find_meetings(client, meeting):
    lists = reverse("commissions:meeting-list", args=["export"])

    assert client.get(meeting.get_absolute_url()).status_code == 302
    client.force_login(guest())
    assert client.get(meeting.get_absolute_url()).status_code == 404
    assert "Marché" not in text_of(client.get(lists))


def test_the_link_to_join_is_for_those_invited(client, sitting, meeting):
    Meeting.objects.update(link="https://visio.example/export")
    acts.convene(meeting, at=timezone.now())

    client.force_login(member())
    others = text_of(client.get(meeting.get_absolute_url()))
    client.force_login(sitting.asker)
    invited = text_of(client.get(meeting.get_absolute_url()))

    assert "visio.example" not in others
    assert "visio.example" in invited


def change(client, meeting, **typed):
    """Send the form of ``meeting`` as it stands, with what is ``typed``."""
    starts = local(meeting)
    sent = {"title": meeting.title, "on": f"{starts:%Y-%m-%d}", "hour": f"{starts:%H:%M}", "place": meeting.place,
            "duration_minutes": meeting.duration_minutes, "version": meeting.version}  # fmt: skip
    return client.post(page_of(meeting, "edit"), {**sent, **typed})


def test_a_change_is_told_and_another_moment_asks_anew(client, sitting, meeting):
    acts.convene(meeting, at=timezone.now())
    Attendance.objects.update(answer="yes", answered_at=timezone.now())
    Letter.objects.all().delete()
    client.force_login(sitting.chair)
    meeting.refresh_from_db()

    change(client, meeting, place="Nîmes")
    meeting.refresh_from_db()
    assert (meeting.sequence, Letter.objects.count()) == (1, 2)
    assert set(Attendance.objects.values_list("answer", flat=True)) == {"yes"}

    change(client, meeting, hour="05:45")
    meeting.refresh_from_db()
    assert (meeting.sequence, Letter.objects.count()) == (2, 4)
    assert set(Attendance.objects.values_list("answer", flat=True)) == {""}


def test_a_form_that_changes_nothing_writes_to_nobody(client, sitting, meeting):
    acts.convene(meeting, at=timezone.now())
    Letter.objects.all().delete()
    client.force_login(sitting.chair)
    meeting.refresh_from_db()

    change(client, meeting)

    meeting.refresh_from_db()
    assert (meeting.sequence, Letter.objects.count()) == (0, 0)


def test_two_who_change_a_meeting_do_not_overwrite_one_another(client, sitting, meeting):
    client.force_login(sitting.chair)
    change(client, meeting, place="Nîmes")

    refused = change(client, meeting, place="Sète")

    meeting.refresh_from_db()
    assert meeting.place == "Nîmes"
    assert "Enregistré entre-temps" in text_of(refused)


def test_a_change_of_a_series_keeps_the_days_of_the_later_ones(client, sitting):
    plan(client, sitting.chair, sitting.commission, on="2027-03-23", rhythm="weekly", times="3")
    _first, second, _third = Meeting.objects.order_by("starts_at")

    change(client, second, hour="09:00", place="Nîmes", following="on")

    shown = [(str(local(m)), m.place) for m in Meeting.objects.order_by("starts_at")]
    assert shown == [
        ("2027-03-23 18:30:00", "Alès"),
        ("2027-03-30 09:00:00", "Nîmes"),
        ("2027-04-06 09:00:00", "Nîmes"),
    ]


def test_calling_off_says_why_and_is_told_once(client, sitting, meeting):
    acts.convene(meeting, at=timezone.now())
    Letter.objects.all().delete()
    client.force_login(sitting.chair)

    mute = client.post(page_of(meeting, "call-off"), {"reason": ""})
    client.post(page_of(meeting, "call-off"), {"reason": "Grève des trains."})
    again = client.post(page_of(meeting, "call-off"), {"reason": "Encore."})

    meeting.refresh_from_db()
    assert "ceux qui sont invités le lisent" in text_of(mute)
    assert "annulée" in text_of(again)
    assert (meeting.cancel_reason, meeting.sequence, Letter.objects.count()) == ("Grève des trains.", 1, 2)
    assert "Grève des trains." in Letter.objects.first().text


def test_the_later_meetings_of_a_series_are_called_off_with_it(client, sitting):
    plan(client, sitting.chair, sitting.commission, on="2099-03-10", rhythm="monthly", times="4")
    second = Meeting.objects.order_by("starts_at")[1]

    client.post(page_of(second, "call-off"), {"reason": "Fusion.", "following": "on"})

    assert [bool(m.cancelled_at) for m in Meeting.objects.order_by("starts_at")] == [False, True, True, True]


def test_who_joins_is_invited_and_who_leaves_is_let_go_once(sitting, meeting):
    now = timezone.now()
    acts.convene(meeting, at=now)
    Letter.objects.all().delete()
    newcomer = CommissionMembershipFactory(commission=sitting.commission, person=member().person)
    CommissionMembership.objects.filter(person=sitting.asker.person).update(
        ends_on=timezone.localdate() - timedelta(days=1)
    )

    counts = [calling.run(now), calling.run(now)]

    told = {letter.recipient: letter.calendar_method for letter in Letter.objects.all()}
    assert counts == [2, 0]
    assert told == {newcomer.person.email: "REQUEST", sitting.asker.person.email: "CANCEL"}


def test_who_speaks_for_no_member_any_more_is_let_go_and_invited_again_with_the_membership(sitting, meeting):
    spells = Representative.objects.filter(person=sitting.asker.person)
    acts.convene(meeting, at=timezone.now())

    spells.update(ends_on=timezone.localdate() - timedelta(days=1))
    calling.run()
    spells.update(ends_on=None)
    calling.run()

    letters = Letter.objects.filter(recipient=sitting.asker.person.email).order_by("pk")
    assert [letter.calendar_method for letter in letters] == ["REQUEST", "CANCEL", "REQUEST"]


def test_a_meeting_of_a_series_is_convened_fifteen_days_before_and_once(client, sitting):
    plan(client, sitting.chair, sitting.commission, on="2027-03-02", rhythm="weekly", times="4")
    at = datetime(2027, 2, 22, 8, tzinfo=UTC)

    counts = [calling.run(at), calling.run(at)]

    assert counts == [1, 0]
    assert [bool(m.convened_at) for m in Meeting.objects.order_by("starts_at")] == [True, False, False, False]


def test_a_meeting_alone_is_convened_by_hand_only(meeting):
    assert calling.run(timezone.now()) == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_meeting_and_for_three(
    client, sitting, count, django_assert_max_num_queries
):
    MeetingFactory.create_batch(count, commission=sitting.commission)
    MeetingFactory.create_batch(count, commission=sitting.commission, past=True)
    client.force_login(sitting.asker)

    # session, account, context twice, leads; commission, membership, to come, how many held, held; openings
    with django_assert_max_num_queries(11):
        response = client.get(reverse("commissions:meeting-list", args=["export"]))

    assert len(response.context["ahead"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_meeting_costs_the_same_for_one_person_and_for_three(
    client, sitting, meeting, count, django_assert_max_num_queries
):
    AgendaItemFactory.create_batch(count, meeting=meeting, owner=sitting.asker.person)
    AttendanceFactory.create_batch(count, meeting=meeting)
    client.force_login(sitting.chair)

    # session, account, context twice, leads, membership; the meeting, agenda, who leads; who comes, who they are;
    # openings
    with django_assert_max_num_queries(12):
        response = client.get(meeting.get_absolute_url())

    assert len(response.context["attendances"]) == count


@pytest.mark.parametrize("page", ["place", "seats", "edit", "life"])
def test_a_former_address_leads_to_the_pages_below_it(client, sitting, page):
    clerk = staff()
    client.force_login(clerk)
    client.post(
        sitting.life, {"act": "renommer", "name": "Grand export", "on": f"{timezone.localdate():%Y-%m-%d}"}
    )

    led = client.get(reverse(f"commissions:commission-{page}", args=["export"]))

    assert (led.status_code, led.url) == (301, reverse(f"commissions:commission-{page}", args=["grand-export"]))
    assert client.post(reverse(f"commissions:commission-{page}", args=["export"])).status_code == 404
    assert client.get(reverse("commissions:meeting-list", args=["export"])).status_code == 301
