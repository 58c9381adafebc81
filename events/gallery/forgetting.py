"""The files of events that no row names any more: of photos and documents whose transaction was taken back."""

from datetime import datetime, timedelta

from django.core.files.storage import default_storage

from events.models import HostDocument, Photo
from events.models.judging import DOCUMENTS_FOLDER
from events.models.photos import PHOTOS_FOLDER


def named_files() -> dict[str, set[str]]:
    """Return, by folder, the files that the database names."""
    photos = {name for names in Photo.objects.values_list("large", "small") for name in names}
    return {PHOTOS_FOLDER: photos, DOCUMENTS_FOLDER: set(HostDocument.objects.values_list("file", flat=True))}


def stray_files(now: datetime) -> list[str]:
    """Return the files of more than a day that no row names."""
    return [
        path
        for folder, named in named_files().items()
        if default_storage.exists(folder)
        for name in default_storage.listdir(folder)[1]
        if (path := f"{folder}/{name}") not in named
        and default_storage.get_modified_time(path) < now - timedelta(days=1)
    ]


def forget_stray_files(now: datetime) -> int:
    """Delete them; return how many."""
    stray = stray_files(now)
    for path in stray:
        default_storage.delete(path)
    return len(stray)
