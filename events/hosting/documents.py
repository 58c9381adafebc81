"""The documents of a candidacy to host: added and taken off while the call is open."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from events.hosting.acts import RefusedError, holding, refuse_unless_open
from events.models import HostCandidacy, HostDocument
from events.models.judging import DOCUMENTS_FOLDER
from leader.shared.documents import ReadDocument

MAX_BYTES = 10 * 1024 * 1024
MOST = 10  # documents of one candidacy


def add(candidacy: HostCandidacy, read: ReadDocument, *, by: Any, at: datetime) -> HostDocument:
    """Keep the document; raise RefusedError outside the days of the call, or when there are many."""
    with holding(candidacy.call) as call:
        refuse_unless_open(call, at)
        if candidacy.documents.count() >= MOST:
            raise RefusedError(_("Ten documents at most: take one off first."))
        # A name of chance: the file is found through its row alone, and so by the rights of that row.
        ending = read.name.rpartition(".")[2]
        stored = default_storage.save(f"{DOCUMENTS_FOLDER}/{uuid4().hex}.{ending}", ContentFile(read.content))
        return HostDocument.objects.create(
            candidacy=candidacy, name=read.name, kind=read.kind, file=stored, size=len(read.content), sent_by=by,
            sent_at=at,
        )  # fmt: skip


def take_off(document: HostDocument, *, at: datetime) -> None:
    """Delete the document, and its file once that is sure; raise RefusedError outside the days of the call."""
    with holding(document.candidacy.call) as call:
        refuse_unless_open(call, at)
        name = str(document.file.name)
        document.delete()
        transaction.on_commit(partial(default_storage.delete, name))
