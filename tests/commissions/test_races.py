"""Two who want the last seat, or answer the same request, at the same moment, on two real connections."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commissions.meetings import minuting
from commissions.models import Commission, CommissionMembership, SeatProposal
from tests.commissions.files import pdf, upload
from tests.factories.accounts import member, staff
from tests.factories.commissions import MeetingFactory, MinutesItemFactory, SeatProposalFactory
from tests.shared.waiting import pool, post, until_somebody_waits_for_a_lock
from tests.team.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_six_who_want_the_last_two_seats_two_sit_there(sitting):
    Commission.objects.update(joining="open", seat_limit=3)  # the chair has one

    answers = at_once(*[(member(), sitting.place, {"act": "demander"}) for _number in range(6)])

    assert sorted(status for status, _page in answers) == [200] * 4 + [302] * 2
    assert all("Toutes les places" in page for status, page in answers if status == 200)
    assert CommissionMembership.objects.count() == 3


def test_the_last_seat_is_taken_once_when_the_chair_accepts_while_another_takes_an_invitation(sitting):
    Commission.objects.update(seat_limit=2)
    invited = member()
    SeatProposalFactory(commission=sitting.commission, person=invited.person, invited=True)
    asked = SeatProposalFactory(commission=sitting.commission, person=sitting.asker.person)

    at_once(
        (invited, sitting.place, {"act": "accepter"}),
        (sitting.chair, sitting.seats, {"act": "accepter", "target": asked.pk}),
    )

    assert CommissionMembership.objects.count() == 2
    assert sorted(SeatProposal.objects.values_list("state", flat=True)) == ["accepted", "waiting"]


def test_a_request_is_answered_once(sitting):
    asked = SeatProposalFactory(commission=sitting.commission, person=sitting.asker.person)
    target = {"target": asked.pk, "reason": "Voici pourquoi."}

    answers = at_once(
        (sitting.chair, sitting.seats, {"act": "accepter", **target}),
        (staff(), sitting.seats, {"act": "refuser", **target}),
    )

    assert sorted(status for status, _page in answers) == [200, 302]
    asked.refresh_from_db()
    seated = CommissionMembership.objects.filter(person=sitting.asker.person).exists()
    assert seated == (asked.state == "accepted")


def test_two_merges_that_cross_end_one_and_never_wait_for_each_other(sitting):
    other = Commission.objects.create(slug="monde", name="Monde")
    there = sitting.life.replace("export", "monde")
    day = "2024-05-02"

    answers = at_once(
        (staff(), sitting.life, {"act": "fusionner", "into": other.pk, "on": day}),
        (staff(), there, {"act": "fusionner", "into": sitting.commission.pk, "on": day}),
    )

    assert sorted(status for status, _page in answers) == [200, 302]
    assert Commission.objects.filter(dissolved_on__isnull=False).count() == 1


def test_what_is_typed_while_the_minutes_are_approved_is_told_and_not_lost(sitting):
    item = MinutesItemFactory(minutes__meeting=MeetingFactory(commission=sitting.commission, past=True))
    signed_in = Client()
    signed_in.force_login(sitting.chair)
    typed = {"text": "Trop tard.", "decided": "", "version": item.version}

    with pool(1) as threads:
        with transaction.atomic():
            minuting.approve(item.minutes, by=sitting.chair, at=timezone.now())
            address = reverse("commissions:minutes-item", args=[item.pk])
            late = threads.submit(post, address, typed, signed_in.cookies)
            until_somebody_waits_for_a_lock()
        answer = late.result()

    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Ce compte rendu est approuvé" in page
    assert "Trop tard.</textarea>" in page
    item.refresh_from_db()
    assert item.text == "Le budget est présenté."


def test_of_two_documents_for_the_last_room_one_is_taken(sitting, settings):
    content = [pdf("Un"), pdf("Deux")]
    settings.COMMISSION_MAX_BYTES = max(map(len, content)) + 10
    bring = reverse("commissions:document-bring", args=["export"])

    answers = at_once(
        *[
            (sitting.chair, bring, {"file": upload(each), "title": "", "visibility": "commission"})
            for each in content
        ]
    )

    assert sorted(status for status, _page in answers) == [200, 302]
    assert sitting.commission.documents.count() == 1
