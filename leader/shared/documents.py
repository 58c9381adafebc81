"""A document that somebody hands in and others look at: a PDF as it is, a picture drawn anew."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from leader.shared.file_kinds import CONTENT_TYPES, PICTURES, FileKind, kind_of, refuse_larger
from leader.shared.file_names import safe_name
from leader.shared.pictures import as_webp, read_picture

MAX_PIXELS = 25_000_000
LONGEST = 2400  # of a picture, in pixels: a plan stays readable


@dataclass(frozen=True)
class ReadDocument:
    """What is kept of an upload; ``kind`` is the type that a browser is told."""

    name: str
    kind: str
    content: bytes


def read_document(file: UploadedFile, *, max_bytes: int) -> ReadDocument:
    """Return what ``file`` holds; raise ValidationError, with what to do, when it is neither PDF nor picture."""
    refuse_larger(file, max_bytes)
    kind = _kind_of(file)
    if kind == FileKind.PDF:
        content = file.read()
    else:
        kind, content = FileKind.WEBP, _drawn(file)
    return ReadDocument(safe_name(file.name or "", kind), CONTENT_TYPES[kind], content)


def _kind_of(file: UploadedFile) -> FileKind:
    try:
        kind = kind_of(file)  # type: ignore[arg-type]
    except ValidationError as error:
        raise _too_many_pixels() if error.code == "too_many_pixels" else _neither() from error
    if kind != FileKind.PDF and kind not in PICTURES:
        raise _neither()
    return kind


def _drawn(file: UploadedFile) -> bytes:
    too_many = _too_many_pixels()
    try:
        image = read_picture(file, longest=LONGEST, refuse_measures=_refuse_measures, too_many_pixels=too_many)
    except ValidationError as error:
        raise _neither() if error.code == "no_picture" else error from error
    return as_webp(image)


def _refuse_measures(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise _too_many_pixels()


def _too_many_pixels() -> ValidationError:
    return ValidationError(_("This picture has too many pixels: 5,000 by 5,000 at most."), code="too_many_pixels")


def _neither() -> ValidationError:
    said = _("This file is neither a PDF nor a picture (PNG, JPEG, WebP, GIF), or it is damaged.")
    return ValidationError(said, code="neither")
