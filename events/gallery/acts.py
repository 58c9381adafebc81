"""What is done with photos: added, told of, taken off; hidden as soon as somebody asks, until it is answered."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from events.gallery.drawing import Drawn
from events.models import Event, Photo, PhotoRemoval
from events.models.photos import PHOTOS_FOLDER
from leader.shared import mails

MOST = 300  # photos of one event


class RefusedError(Exception):
    """An act on a photo that cannot be done; its text says why."""


@transaction.atomic
def add(event: Event, drawn: list[Drawn], *, told: dict[str, Any], by: Any, at: datetime) -> int:
    """Keep the photos that are not there yet; return how many. Raise RefusedError when there are many."""
    Event.objects.select_for_update(no_key=True, of=("self",)).get(pk=event.pk)  # two who add at once take turns
    known = set(event.photos.values_list("digest", flat=True))
    new = {each.digest: each for each in drawn if each.digest not in known}
    if len(known) + len(new) > MOST:
        raise RefusedError(_("An event keeps 300 photos at most: take some off first."))
    for digest, each in new.items():
        Photo.objects.create(
            event=event, large=_stored(each.large), small=_stored(each.small), digest=digest, width=each.width,
            height=each.height, added_by=by, added_at=at, **told,
        )  # fmt: skip
    return len(new)


@transaction.atomic
def take_off(photo: Photo) -> None:
    """Delete the photo, tell who asked for it, and let its files go once that is sure."""
    locked = _hold(photo)
    for asked in locked.removals.filter(outcome="").exclude(email=""):
        _tell(asked, locked, taken_off=True)
    for name in (locked.large.name, locked.small.name):
        transaction.on_commit(partial(default_storage.delete, str(name)))
    locked.delete()


@transaction.atomic
def ask_to_take_off(photo: Photo, *, reason: str, email: str, at: datetime) -> None:
    """Hide the photo at once and record why; whoever added it is told."""
    locked = _hold(photo)
    PhotoRemoval.objects.create(photo=locked, reason=reason, email=email, asked_at=at)
    Photo.objects.filter(pk=locked.pk).update(hidden_at=Coalesce(F("hidden_at"), at))
    context = {"photo": locked, "event": locked.event, "reason": reason}
    mails.send("photo_removal_asked", locked.added_by.email, context)


@transaction.atomic
def show_again(photo: Photo, *, at: datetime) -> None:
    """Show the photo again, answer those who asked, and forget their addresses."""
    locked = _hold(photo)
    if locked.hidden_at is None:
        raise RefusedError(_("This photo is shown already."))
    open_ones = locked.removals.filter(outcome="")
    for asked in open_ones.exclude(email=""):
        _tell(asked, locked, taken_off=False)
    open_ones.update(outcome=PhotoRemoval.Outcome.KEPT, answered_at=at, email="")
    Photo.objects.filter(pk=locked.pk).update(hidden_at=None)


def _hold(photo: Photo) -> Photo:
    rows = Photo.objects.select_for_update(no_key=True, of=("self",)).select_related("event", "added_by")
    found = rows.filter(pk=photo.pk).first()
    if found is None:
        raise RefusedError(_("This photo was taken off meanwhile."))
    return found


def _tell(asked: PhotoRemoval, photo: Photo, *, taken_off: bool) -> None:
    mails.send("photo_removal_answered", asked.email, {"event": photo.event, "taken_off": taken_off})


def _stored(content: bytes) -> str:
    # A name of chance: the file is found through its row alone, and so by the rights of that row.
    return default_storage.save(f"{PHOTOS_FOLDER}/{uuid4().hex}.webp", ContentFile(content))
