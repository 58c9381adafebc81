"""The link at the end of an announcement: signed, it stops such letters without signing in."""

from collections.abc import Iterable
from typing import Any

from django.core import signing
from django.urls import reverse
from django.utils import timezone

from commissions.models import Commission, CommissionMembership
from members.models import MergeRecord, Person

_SALT = "commissions.announcements"
NAMED_AT_MOST = 20  # a link has a length that every program of mail keeps whole


def stop_path(person: int, commissions: Iterable[int]) -> str:
    """Return the address, without the host, where ``person`` stops the announcements of ``commissions``.

    When they are many it names none: it stops those of every commission in which the person then sits.
    """
    keys = sorted(commissions)
    token = signing.dumps([person, keys if len(keys) <= NAMED_AT_MOST else []], salt=_SALT)
    return reverse("commissions:announcement-stop", args=[token])


def behind(token: str) -> tuple[Person, list[Commission]] | None:
    """Return whose letters of which commissions ``token`` stops; None when it is forged or the person is gone."""
    try:
        person_key, keys = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    person = Person.objects.filter(pk__in=[person_key, *_went_on_as(person_key)]).first()
    if person is None:
        return None
    seats = CommissionMembership.objects.running_on(timezone.localdate()).filter(person=person)
    named: Any = keys or seats.order_by().values("commission")
    commissions = list(Commission.objects.filter(pk__in=named).order_by("name"))
    return (person, commissions) if commissions else None


def _went_on_as(person: int) -> Any:
    """Return the key of the record into which ``person`` was merged: a link that was sent goes on working."""
    merged = MergeRecord.objects.filter(removed_key=person, person__isnull=False, undone_at=None)
    return merged.values_list("person", flat=True)
