"""An announcement is kept, then sent: at once by one job, in the weekly letter by another.

For each person a row says how and whether: it is claimed, and the letter queued, in one transaction. A job that is
killed half-way, or runs again, goes on with those who were not written to.
"""

from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commissions.announcements.choosing import with_choice
from commissions.announcements.links import stop_path
from commissions.joining import RefusedError, hold, seats_that_count
from commissions.models import Announcement, AnnouncementDelivery, Commission, How
from leader.shared import mails
from leader.shared.jobs import app, backing_off
from members.models import Person, User


@transaction.atomic
def announce(commission: Commission, *, subject: str, text: str, by: User, at: datetime) -> Announcement:
    """Keep what ``by`` tells the members of ``commission``, and queue the letters; raise RefusedError."""
    locked = hold(commission)
    if not locked.is_alive_on(timezone.localdate(at)):
        raise RefusedError(_("This commission does not meet any more, or not yet."))
    told = {"subject": subject, "text": text, "author": by, "sent_at": at}
    announcement: Announcement = Announcement.objects.create(commission=locked, **told)
    AnnouncementDelivery.objects.bulk_create(
        AnnouncementDelivery(announcement=announcement, person=person, how=person.chosen)
        for person in recipients(locked, at)
    )
    send_announcement.defer(announcement_id=announcement.pk)
    return announcement


def recipients(commission: Commission, at: datetime) -> list[Any]:
    """Return who sits in ``commission``, and may, has an address and wants its letters, each with ``chosen``."""
    seated = seats_that_count(commission, timezone.localdate(at))
    people = with_choice(Person.objects.filter(pk__in=seated.values("person")), commission.pk)
    return list(people.exclude(email="").exclude(chosen=How.NONE).order_by("pk"))


@app.task(name="send_announcement", queue="mails", retry=backing_off)
def send_announcement(*, announcement_id: int) -> None:
    """Write to those who get the announcement at once and were not written to yet."""
    waiting = AnnouncementDelivery.objects.waiting().filter(announcement=announcement_id, how=How.AT_ONCE)
    for key in list(waiting.order_by("pk").values_list("pk", flat=True)):
        _send_one(key)


@transaction.atomic
def _send_one(key: int) -> None:
    rows = AnnouncementDelivery.objects.waiting().select_for_update(of=("self",)).filter(pk=key)
    delivery = rows.select_related("announcement__commission", "announcement__author__person", "person").first()
    if delivery is None:  # written to, or gone, meanwhile
        return
    person, announcement = delivery.person, delivery.announcement
    if person.email and _wants_letters(person, announcement.commission_id):
        mails.send(
            "announcement", person.email, {"announcement": announcement, "author": author_of(announcement)},
            reply_to=announcement.author.email, stop_path=stop_path(person.pk, [announcement.commission_id]),
        )  # fmt: skip
    AnnouncementDelivery.objects.filter(pk=key).update(told_at=timezone.now())


def send_weekly(at: datetime) -> int:
    """Write the letter of the week to each person for whom something waits; return how many letters.

    A letter that cannot be written keeps nobody else from theirs: what failed is raised once all were tried.
    """
    waiting = AnnouncementDelivery.objects.waiting().filter(how=How.WEEKLY, announcement__sent_at__lte=at)
    people = waiting.order_by("person").values_list("person", flat=True).distinct()
    written, failures = 0, []
    for person in list(people):
        try:
            written += _send_week(person, at)
        except Exception as error:  # noqa: BLE001 - raised below, once the others have theirs
            failures.append(error)
    if failures:
        raise ExceptionGroup("letters of the week", failures)
    return written


@transaction.atomic
def _send_week(person_key: int, at: datetime) -> bool:
    """Write one letter of all that waits for the person; whoever left, or chose otherwise, is not told of it."""
    rows = AnnouncementDelivery.objects.waiting().select_for_update(of=("self",), skip_locked=True)
    rows = rows.filter(how=How.WEEKLY, person=person_key, announcement__sent_at__lte=at).order_by("pk")
    claimed = list(rows.select_related("announcement__commission", "announcement__author__person", "person"))
    AnnouncementDelivery.objects.filter(pk__in=[row.pk for row in claimed]).update(told_at=at)
    told = [row.announcement for row in claimed if _is_still_told(row, at)]
    if not told:
        return False
    person = claimed[0].person
    told.sort(key=lambda one: (one.commission.name, one.commission_id, one.sent_at))
    for one in told:
        one.author_name = author_of(one)
    commissions = [
        {"commission": commission, "announcements": list(group)}
        for commission, group in groupby(told, key=lambda one: one.commission)
    ]
    stop = stop_path(person.pk, {one.commission_id for one in told})
    mails.send("announcements_weekly", person.email, {"commissions": commissions}, stop_path=stop)
    return True


def _is_still_told(row: AnnouncementDelivery, at: datetime) -> bool:
    commission = row.announcement.commission
    sits = seats_that_count(commission, timezone.localdate(at)).filter(person=row.person_id).exists()
    return sits and bool(row.person.email) and _wants_letters(row.person, commission.pk)


def _wants_letters(person: Person, commission: int) -> bool:
    return not person.announcement_choices.filter(commission=commission, how=How.NONE).exists()


def author_of(announcement: Announcement) -> str:
    """Return the name of whoever wrote, or the address of the account that has none."""
    author = announcement.author
    return str(author.person or author.email)
