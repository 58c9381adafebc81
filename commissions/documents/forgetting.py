"""What ends the files of documents: a month after the document was withdrawn; at once where nobody names them."""

from datetime import datetime, timedelta
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction

from commissions.models import Document, DocumentVersion
from commissions.models.documents import FOLDER
from leader.shared.files import delete_after_commit, names_in

KEPT_FOR = timedelta(days=30)


def withdrawn_long_ago(now: datetime) -> Any:
    """Return the documents that were withdrawn more than a month ago."""
    return Document.objects.filter(withdrawn_at__lt=now - KEPT_FOR)


def forget(document: Document, now: datetime) -> bool:
    """Delete ``document`` and, after the commit, its files; False when it was put back meanwhile."""
    with transaction.atomic():
        held = withdrawn_long_ago(now).select_for_update().filter(pk=document.pk).first()
        if held is None:
            return False
        for name in [name for pair in held.versions.values_list("file", "preview") for name in pair if name]:
            delete_after_commit(name)
        held.delete()
    return True


def forget_withdrawn(now: datetime) -> int:
    """Delete the documents withdrawn more than a month ago; return how many."""
    return sum(forget(document, now) for document in list(withdrawn_long_ago(now)))


def forget_stray_files(now: datetime) -> int:
    """Delete the files of more than a day that no version names: of a page taken back. Return how many."""
    named = {name for pair in DocumentVersion.objects.values_list("file", "preview") for name in pair}
    stray = [path for name in names_in(FOLDER) if (path := f"{FOLDER}/{name}") not in named]
    old = [path for path in stray if default_storage.get_modified_time(path) < now - timedelta(days=1)]
    for path in old:
        default_storage.delete(path)
    return len(old)
