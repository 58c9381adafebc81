"""Who is expected at the doors of an event, found by name, and who is there."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Coalesce, Concat
from django.utils import timezone

from events.door.codes import code_of
from events.models import Admission, Attendee, CheckIn, Registration
from leader.shared.names import Folded, every_word
from leader.shared.scope import AnyUser

FOUND_MAX = 20


def on_the_list(user: AnyUser, admission: Admission) -> QuerySet[Any]:
    """Return who is named on a confirmed place, as far as ``user`` sees them, with their house."""
    rows = Attendee.objects.visible_to(user).filter(
        registration__admission=admission, registration__state=Registration.State.CONFIRMED
    )
    return rows.select_related("registration__company", "registration__invitation").order_by(
        "family_name", "given_name", "pk"
    )


def found(user: AnyUser, admission: Admission, words: str) -> QuerySet[Any]:
    """Return those of the list whose names or house hold every word, and whether they are there."""
    house = Coalesce("registration__company__name", "registration__invitation__organisation", Value(""))
    text = Concat("family_name", Value(" "), "given_name", Value(" "), "badge_name", Value(" "), house)
    there = CheckIn.objects.counted().filter(attendee=OuterRef("pk"))
    rows = on_the_list(user, admission).annotate(text=Folded(text), is_there=Exists(there))
    return rows.filter(every_word(words, "text"))[:FOUND_MAX]


def expected(user: AnyUser, admission: Admission) -> Iterator[list[Any]]:
    """Yield for each of the list the key, the code of the badge, the name and the house."""
    for attendee in on_the_list(user, admission):
        code = code_of(admission.pk, attendee.pk)
        yield [attendee.pk, code, attendee.name_at_the_door, str(attendee.registration)]


def there_since(user: AnyUser, admission: Admission, since: datetime | None) -> Iterator[list[Any]]:
    """Yield for each of the list who is there the key, the hour and the door; those told of from ``since`` on."""
    rows = CheckIn.objects.visible_to(user).counted().filter(admission=admission).exclude(attendee=None)
    if since:
        rows = rows.filter(received_at__gte=since)
    for key, at, door in rows.order_by("received_at").values_list("attendee", "at", "door"):
        yield [key, timezone.localtime(at).strftime("%H:%M"), door]


def gone_since(user: AnyUser, admission: Admission, since: datetime) -> QuerySet[Any]:
    """Return the keys of those whose arrival was undone from ``since`` on, and who have not come again."""
    there = CheckIn.objects.counted().filter(attendee=OuterRef("attendee"))
    undone = CheckIn.objects.visible_to(user).filter(admission=admission, undone_at__gte=since)
    rows: QuerySet[Any] = undone.exclude(attendee=None).exclude(Exists(there)).values_list("attendee", flat=True)
    return rows.order_by().distinct()
