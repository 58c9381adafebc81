"""A logo as it is kept: drawn anew in two sizes, so that nothing of the upload survives."""

import hashlib
from dataclasses import dataclass
from functools import partial
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from leader.shared.pictures import as_webp, read_picture, smaller
from members.models import CompanyPage

FOLDER = "logos"
MAX_BYTES = 2 * 1024 * 1024
MAX_PIXELS = 16_000_000  # a photograph of a phone; about 64 MB of memory while it is drawn
LARGE, SMALL = 320, 96  # the longer side, in pixels; never enlarged
LEAST, LONGEST_TO_SHORTEST = 48, 10


@dataclass(frozen=True)
class Logo:
    """The two sizes as WebP; ``width`` and ``height`` are those of the large one, in pixels."""

    large: bytes
    small: bytes
    width: int
    height: int

    @property
    def digest(self) -> str:
        """Return what names this content."""
        return hashlib.sha256(self.large).hexdigest()[:32]


def read_logo(file: UploadedFile) -> Logo:
    """Return the logo in ``file``; raise ValidationError, with what to do, when there is none that can be shown.

    Of several pictures (an animation) the first is taken; a photograph is turned as its camera told.
    """
    if (file.size or 0) > MAX_BYTES:
        raise ValidationError(_("This file is too large: two megabytes at most."), code="too_large")
    drawn = read_picture(file, longest=LARGE, refuse_measures=_refuse_measures, too_many_pixels=_too_many_pixels())
    _refuse_measures(*drawn.size)
    return Logo(as_webp(drawn), as_webp(smaller(drawn, SMALL)), *drawn.size)


def _refuse_measures(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise _too_many_pixels()
    longer, shorter = max(width, height), max(min(width, height), 1)
    if longer < LEAST:
        raise ValidationError(_("This picture is too small: its longer side needs 48 pixels."), code="too_small")
    if longer > LONGEST_TO_SHORTEST * shorter:
        raise ValidationError(_("This picture is too long and narrow to be shown as a logo."), code="too_narrow")


def _too_many_pixels() -> ValidationError:
    said = _("This picture has too many pixels: 4,000 by 4,000 at most.")
    return ValidationError(said, code="too_many_pixels")


def keep(page: CompanyPage, logo: Logo | None) -> None:
    """Give ``page`` the ``logo``, or none; the caller saves. Old files go after the commit."""
    old = [name for name in (page.logo.name, page.logo_small.name) if name]
    page.logo = _stored(logo.large) if logo else ""
    page.logo_small = _stored(logo.small) if logo else ""
    page.logo_digest = logo.digest if logo else ""
    page.logo_width, page.logo_height = (logo.width, logo.height) if logo else (0, 0)
    for name in old:
        # After the commit: a transaction that is taken back keeps its files.
        transaction.on_commit(partial(default_storage.delete, name))


def _stored(content: bytes) -> str:
    # A name of chance, not of the content: of two that follow each other, the one that goes never takes the other.
    return default_storage.save(f"{FOLDER}/{uuid4().hex}.webp", ContentFile(content))
