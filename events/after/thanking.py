"""Thanks after an event: one letter for each address of who came, whatever a job does again."""

from datetime import datetime
from typing import Any

from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from events.models import Attendee, CheckIn, FollowUp, FollowUpLetter, Registration
from leader.shared import mails
from members.models import ContactPreference

PURPOSE = ContactPreference.Purpose.THANKS
_SALT = "events.survey"


def run(at: datetime | None = None) -> int:
    """Send the letters that are due at ``at`` (now); return how many left."""
    at = at or timezone.now()
    due = FollowUp.objects.due_on(timezone.localdate(at)).select_related("event")
    return sum(_thank(follow_up, address, at) for follow_up in due for address in to_thank(follow_up))


def to_thank(follow_up: FollowUp) -> list[str]:
    """Return the addresses of who came and was not thanked yet, in small letters, each once."""
    thanked = {email.lower() for email in follow_up.letters.values_list("email", flat=True)}
    came = {email.lower() for email in who_came(follow_up).values_list("email", flat=True)}
    return sorted(came - thanked)


def who_came(follow_up: FollowUp) -> QuerySet[Any]:
    """Return those with an address whom a door has seen; where no door was held, all who were named."""
    named = Attendee.objects.filter(
        registration__admission__event=follow_up.event_id, registration__state=Registration.State.CONFIRMED
    ).exclude(email="")
    if not CheckIn.objects.counted().filter(admission__event=follow_up.event_id).exists():
        return named
    return named.filter(Exists(CheckIn.objects.counted().filter(attendee=OuterRef("pk"))))


def _thank(follow_up: FollowUp, address: str, at: datetime) -> int:
    """Queue the letter with the row that says so: neither is there without the other. Return 1 if it leaves."""
    try:
        with transaction.atomic():
            letter = FollowUpLetter.objects.create(follow_up=follow_up, email=address)
            context = {"event": follow_up.event, "follow_up": follow_up, "link": link_of(letter)}
            if not mails.send("event_thanks", address, context, purpose=PURPOSE):
                return 0  # refuses such letters
            FollowUpLetter.objects.filter(pk=letter.pk).update(sent_at=at)
            return 1
    except IntegrityError:  # another run was faster
        return 0


def link_of(letter: FollowUpLetter) -> str:
    """Return the address, without the host, of the survey for whoever got the letter."""
    return reverse("events:survey", args=[signing.dumps(letter.pk, salt=_SALT)])


def letter_behind(token: str) -> FollowUpLetter | None:
    """Return the letter of a link; None when it is forged."""
    try:
        key = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError):
        return None
    return FollowUpLetter.objects.select_related("follow_up__event").filter(pk=key).first()
