"""What ends the files of documents: a month after the document was withdrawn; at once where nobody names them."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction

from commissions.documents.acts import FOLDER
from commissions.models import Document, DocumentVersion
from leader.shared.files import names_in

KEPT_FOR = timedelta(days=30)


def withdrawn_long_ago(now: datetime) -> Any:
    """Return the documents that were withdrawn more than a month ago."""
    return Document.objects.filter(withdrawn_at__lt=now - KEPT_FOR)


def forget(document: Document) -> None:
    """Delete ``document`` with its versions; their files go after the commit."""
    with transaction.atomic():
        names = document.versions.values_list("file", "preview")
        for name in [name for pair in names for name in pair if name]:
            transaction.on_commit(partial(default_storage.delete, name))
        document.delete()


def forget_withdrawn(now: datetime) -> int:
    """Delete the documents withdrawn more than a month ago; return how many."""
    old = list(withdrawn_long_ago(now))
    for document in old:
        forget(document)
    return len(old)


def forget_stray_files(now: datetime) -> int:
    """Delete the files of more than a day that no version names: of a page taken back. Return how many."""
    named = {name for pair in DocumentVersion.objects.values_list("file", "preview") for name in pair}
    stray = [path for name in names_in(FOLDER) if (path := f"{FOLDER}/{name}") not in named]
    old = [path for path in stray if default_storage.get_modified_time(path) < now - timedelta(days=1)]
    for path in old:
        default_storage.delete(path)
    return len(old)
