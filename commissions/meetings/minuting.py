"""The minutes: begun from the agenda, written, frozen with their digest, corrected by a new version."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from commissions.joining import RefusedError
from commissions.meetings.acts import hold_meeting
from commissions.models import ActionItem, Attendance, Meeting, MeetingMinutes, MinutesItem
from commissions.models.meetings import ITEMS_AT_MOST
from members.models import Person, User

Presence = Attendance.Presence


@transaction.atomic
def begin(meeting: Meeting, *, at: datetime, reason: str = "") -> MeetingMinutes:
    """Return the draft of the minutes: the one there is, or one made from the agenda or from what is corrected.

    Raise RefusedError before the meeting, or for a correction that does not say what it corrects.
    """
    locked = hold_meeting(meeting)
    if locked.cancelled_at:
        raise RefusedError(_("This meeting was called off."))
    if locked.starts_at > at:
        raise RefusedError(_("The minutes are written once the meeting has begun."))
    draft: MeetingMinutes | None = locked.minutes.filter(approved_at=None).first()
    if draft:
        return draft
    last = locked.minutes.aggregate(last=Max("number"))["last"]
    if last and not reason:
        raise RefusedError(_("Say what is corrected."))
    draft = MeetingMinutes.objects.create(meeting=locked, number=(last or 0) + 1, reason=reason if last else "")
    MinutesItem.objects.bulk_create(_items(locked, draft, last))
    return draft


def _items(meeting: Meeting, draft: MeetingMinutes, last: int | None) -> list[MinutesItem]:
    if last:
        before = MinutesItem.objects.filter(minutes__meeting=meeting, minutes__number=last).order_by("rank", "pk")
        return [
            MinutesItem(minutes=draft, rank=i.rank, title=i.title, text=i.text, decided=i.decided) for i in before
        ]
    agenda = meeting.agenda.order_by("rank", "pk")
    return [MinutesItem(minutes=draft, rank=i.rank, title=i.title) for i in agenda]


@transaction.atomic
def add_item(draft: MeetingMinutes, title: str) -> MinutesItem:
    """Add what was not on the agenda; raise RefusedError once the minutes are approved."""
    locked = hold_draft(draft)
    rank = (locked.items.aggregate(last=Max("rank"))["last"] or 0) + 1
    if rank > ITEMS_AT_MOST:
        raise RefusedError(_("An agenda has 100 items at most, each with its words."))
    item: MinutesItem = MinutesItem.objects.create(minutes=locked, rank=rank, title=title)
    return item


@transaction.atomic
def approve(draft: MeetingMinutes, *, by: User, at: datetime) -> None:
    """Freeze the minutes as they stand, with their digest; members read them from now on. Raise RefusedError."""
    locked = hold_draft(draft)
    if not locked.items.exclude(text="", decided="").exists():
        raise RefusedError(_("Nothing is written yet."))
    locked.content = json.dumps(content_of(locked), ensure_ascii=False, sort_keys=True)
    locked.digest = digest_of(locked.content)
    locked.approved_at, locked.approved_by = at, by
    locked.save(update_fields=["content", "digest", "approved_at", "approved_by"])


def content_of(draft: MeetingMinutes) -> dict[str, Any]:
    """Return what the minutes say; people by their keys, so that each reader sees of them what they may."""
    meeting = draft.meeting
    seen = meeting.attendances.exclude(presence="").order_by("person__family_name", "pk")
    return {
        "title": meeting.title,
        "starts_at": meeting.starts_at.isoformat(),
        "minutes": meeting.duration_minutes,
        "place": meeting.place,
        "people": [[row.person_id, row.presence] for row in seen],
        "items": [[i.title, i.text, i.decided] for i in draft.items.order_by("rank", "pk")],
        "actions": [[a.what, a.owner_id, a.due_on.isoformat()] for a in meeting.actions.order_by("due_on", "pk")],
    }


def digest_of(content: str) -> str:
    """Return the SHA-256 of what was approved."""
    return hashlib.sha256(content.encode()).hexdigest()


def told(content: Mapping[str, Any], people: Mapping[int, Person]) -> dict[str, Any]:
    """Return what the minutes say as a page shows it, with the names that ``people`` show to its reader."""
    starts_at = datetime.fromisoformat(content["starts_at"])
    here = {
        value: [_name(key, people) for key, seen in content["people"] if seen == value]
        for value in Presence.values
    }
    return {
        "title": content["title"],
        "starts_at": timezone.localtime(starts_at),
        "place": content["place"],
        "present": here[Presence.PRESENT],
        "excused": here[Presence.EXCUSED],
        "absent": here[Presence.ABSENT],
        "said": [{"title": t, "text": text, "decided": decided} for t, text, decided in content["items"]],
        "actions": [
            {
                "what": what,
                "owner": _name(owner, people) if owner else "",
                "due_on": datetime.fromisoformat(due).date(),
            }
            for what, owner, due in content["actions"]
        ],
    }


def people_named(content: Mapping[str, Any]) -> set[int]:
    """Return the keys of who is named."""
    return {key for key, _seen in content["people"]} | {
        owner for _what, owner, _due in content["actions"] if owner
    }


def _name(key: int, people: Mapping[int, Person]) -> str:
    person = people.get(key)
    return (person.shown.name if person else "") or _("a member")


def hold_draft(draft: MeetingMinutes) -> MeetingMinutes:
    """Return ``draft`` with its row held; raise RefusedError when it is approved."""
    rows = MeetingMinutes.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "meeting__commission"
    )
    locked: MeetingMinutes = rows.get(pk=draft.pk)
    if locked.approved_at:
        raise RefusedError(_("These minutes are approved: a correction is a new version."))
    return locked


@transaction.atomic
def finish(action: ActionItem, *, is_done: bool, by: User, at: datetime) -> bool:
    """Say that ``action`` is done, or is not after all; False when somebody did before."""
    found = ActionItem.objects.filter(pk=action.pk, done_at__isnull=is_done)
    return bool(found.update(done_at=at if is_done else None, done_by=by if is_done else None))
