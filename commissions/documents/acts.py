"""A document is brought, gets a new version, is withdrawn, put back. Every act holds the document's row.

The file is stored before the row is written, under a name of chance: a transaction that is taken back leaves a
file that nobody names, which the night takes away (``forgetting``); never a row without its file.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commissions.documents import previews
from commissions.documents.room import refuse_beyond_room
from commissions.joining import RefusedError, hold
from commissions.models import Commission, Document, DocumentVersion
from commissions.models.documents import FOLDER
from commissions.scope import commissions_convened_by
from leader.shared.file_kinds import PICTURES, FileKind
from leader.shared.file_names import safe_name
from leader.shared.files import stored
from members.models import User

VERSIONS_MAX = 200
Preview = DocumentVersion.Preview


@dataclass(frozen=True)
class Content:
    """A file whose kind was told by its content, ready to be stored."""

    file: UploadedFile
    kind: FileKind
    note: str = ""

    @cached_property
    def digest(self) -> str:
        """Return the SHA-256 of the file, which is read through once for it."""
        digest = hashlib.sha256()
        for chunk in self.file.chunks():
            digest.update(chunk)
        self.file.seek(0)
        return digest.hexdigest()

    @property
    def size(self) -> int:
        """Return how many bytes the file has."""
        return self.file.size or 0


@transaction.atomic
def bring(
    commission: Commission, typed: Mapping[str, Any], content: Content, *, by: User, at: datetime
) -> Document:
    """Add a document to ``commission`` with its first version; raise RefusedError."""
    locked = hold(commission)
    if not locked.is_alive_on(timezone.localdate(at)):
        raise RefusedError(_("This commission does not meet any more: its documents are closed."))
    refuse_beyond_room(locked, content.size)
    document: Document = Document.objects.create(commission=locked, brought_by=by, brought_at=at, **typed)
    _add(document, content, number=1, by=by, at=at)
    return document


@transaction.atomic
def renew(document: Document, content: Content, *, by: User, at: datetime) -> DocumentVersion:
    """Give ``document`` a new version; those before it stay. Raise RefusedError.

    What everybody reads is changed by those alone who may show a document to everybody.
    """
    commission = hold(document.commission)
    locked = hold_document(document)
    keeps = commissions_convened_by(by).filter(pk=commission.pk)
    if locked.visibility == Document.Visibility.PUBLIC and not keeps.exists():
        raise RefusedError(
            _("Everybody reads this document: whoever keeps the commission brings its new version.")
        )
    newest = locked.versions.get(is_current=True)
    if newest.digest == content.digest:
        raise RefusedError(_("This is the very file that stands here already."))
    if newest.number >= VERSIONS_MAX:
        raise RefusedError(_("A document has 200 versions at most: bring it as a new one."))
    refuse_beyond_room(commission, content.size)
    locked.versions.filter(is_current=True).update(is_current=False)
    return _add(locked, content, number=newest.number + 1, by=by, at=at)


@transaction.atomic
def withdraw(document: Document, *, at: datetime) -> None:
    """Take ``document`` off the page; for a month it can be put back, then it goes with its files."""
    locked = hold_document(document)
    Document.objects.filter(pk=locked.pk).update(withdrawn_at=at)


@transaction.atomic
def put_back(document: Document) -> None:
    """Show ``document`` again; raise RefusedError when it is not withdrawn."""
    if not Document.objects.filter(pk=document.pk, withdrawn_at__isnull=False).update(withdrawn_at=None):
        raise RefusedError(_("This document stands on the page already."))


def hold_document(document: Document) -> Document:
    """Return ``document`` as it is stored, its row held until the transaction ends; refuse a withdrawn one."""
    rows = Document.objects.select_for_update(no_key=True, of=("self",)).filter(pk=document.pk, withdrawn_at=None)
    held: Document | None = rows.first()
    if held is None:
        raise RefusedError(_("This document was withdrawn meanwhile."))
    return held


def _add(document: Document, content: Content, *, number: int, by: User, at: datetime) -> DocumentVersion:
    can_be_drawn = content.kind == FileKind.PDF or content.kind in PICTURES
    version: DocumentVersion = DocumentVersion.objects.create(
        document=document, number=number, kind=content.kind, note=content.note,
        file_name=safe_name(content.file.name or "", content.kind), size=content.size, digest=content.digest,
        file=_stored(content.file), preview_state=Preview.WAITING if can_be_drawn else Preview.NONE,
        uploaded_by=by, uploaded_at=at,
    )  # fmt: skip
    if can_be_drawn:
        previews.draw_preview.defer(version_id=version.pk)
    return version


def _stored(file: UploadedFile) -> str:
    """Store ``file`` and return its name; raise RefusedError when there is no room."""
    try:
        return stored(file, FOLDER)
    except OSError as error:
        raise RefusedError(_("The file could not be stored just now: try again in a moment.")) from error
