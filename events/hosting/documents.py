"""The documents of a candidacy to host: added and taken off while the call is open."""

from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from events.hosting.acts import RefusedError, holding, refuse_unless_open
from events.models import HostCandidacy, HostDocument
from events.models.judging import DOCUMENTS_FOLDER
from leader.shared.documents import ReadDocument
from leader.shared.files import delete_after_commit, stored

MAX_BYTES = 10 * 1024 * 1024
MOST = 10  # documents of one candidacy


def add(candidacy: HostCandidacy, read: ReadDocument, *, by: Any, at: datetime) -> HostDocument:
    """Keep the document; raise RefusedError outside the days of the call, or when there are many."""
    with holding(candidacy.call) as call:
        refuse_unless_open(call, at)
        if candidacy.documents.count() >= MOST:
            raise RefusedError(_("Ten documents at most: take one off first."))
        ending = f".{read.name.rpartition('.')[2]}"
        name = stored(ContentFile(read.content), DOCUMENTS_FOLDER, ending=ending)
        return HostDocument.objects.create(
            candidacy=candidacy, name=read.name, kind=read.kind, file=name, size=len(read.content), sent_by=by,
            sent_at=at,
        )  # fmt: skip


def take_off(document: HostDocument, *, at: datetime) -> None:
    """Delete the document, and its file once that is sure; raise RefusedError outside the days of the call."""
    with holding(document.candidacy.call) as call:
        refuse_unless_open(call, at)
        name = str(document.file.name)
        document.delete()
        delete_after_commit(name)
