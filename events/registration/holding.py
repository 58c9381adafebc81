"""Deciding on places: one at a time for an event, on what was shown."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _

from events.models import Admission, Registration


class RefusedError(Exception):
    """An act on a registration that cannot be done; its text says why."""


def hold(admission_id: int) -> Admission:
    """Return the terms of an event, locked: whoever gives or frees places waits here, before any other row."""
    rows = Admission.objects.select_for_update(no_key=True, of=("self",)).select_related("event")
    return rows.get(pk=admission_id)


@contextmanager
def holding(registration: Registration, *, seen: int | None = None) -> Iterator[Registration]:
    """Give the party, locked with the places of its event, as it is now; raise RefusedError.

    ``seen`` is the version that was shown: of two colleagues at once the second is told.
    """
    with transaction.atomic():
        admission = hold(registration.admission_id)
        rows = Registration.objects.select_for_update(no_key=True, of=("self",))
        locked = rows.select_related("company", "invitation").get(pk=registration.pk)
        locked.admission = admission
        if seen is not None and seen != locked.version:
            raise RefusedError(
                _("This registration has changed meanwhile: read it again below, then do what is still to do.")
            )
        yield locked
