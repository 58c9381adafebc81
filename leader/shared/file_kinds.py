"""What a file is, told by its content alone: its name and the type that a browser tells count for nothing.

Every document that somebody hands in is told here, whichever kinds its page then takes. Nothing is unpacked: of an
office document only the list of its parts is read, and what they claim to weigh.
"""

import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from PIL import Image


class FileKind(models.TextChoices):
    """What a document may be."""

    PDF = "pdf", "PDF"
    PNG = "png", "PNG"
    JPEG = "jpeg", "JPEG"
    WEBP = "webp", "WebP"
    GIF = "gif", "GIF"
    DOCX = "docx", "Word"
    XLSX = "xlsx", "Excel"
    PPTX = "pptx", "PowerPoint"
    ODT = "odt", "OpenDocument (texte)"
    ODS = "ods", "OpenDocument (tableur)"
    ODP = "odp", "OpenDocument (présentation)"


PARTS_MAX, UNPACKED_MAX = 10_000, 500 * 1024 * 1024
MIMETYPE_MAX = 100  # the first part of an OpenDocument, a few words that are not packed
PIXELS_MAX = 100_000_000
PICTURES = {FileKind.PNG: "PNG", FileKind.JPEG: "JPEG", FileKind.WEBP: "WEBP", FileKind.GIF: "GIF"}
DAMAGED = (
    OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, TypeError, OverflowError, MemoryError,
    NotImplementedError, RuntimeError, struct.error, zlib.error, zipfile.BadZipFile,
)  # fmt: skip
# What a browser is told; none of these is run by one, and every answer forbids to guess another.
CONTENT_TYPES = {
    FileKind.PDF: "application/pdf", FileKind.PNG: "image/png", FileKind.JPEG: "image/jpeg",
    FileKind.WEBP: "image/webp", FileKind.GIF: "image/gif",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    FileKind.ODP: "application/vnd.oasis.opendocument.presentation",
}  # fmt: skip
_OFFICE = {
    "word/document.xml": FileKind.DOCX,
    "xl/workbook.xml": FileKind.XLSX,
    "ppt/presentation.xml": FileKind.PPTX,
}
_OPEN = {CONTENT_TYPES[kind]: kind for kind in (FileKind.ODT, FileKind.ODS, FileKind.ODP)}
_MACROS = ("vbaproject.bin", "basic/script-lc.xml")


def refuse_larger(file: UploadedFile, max_bytes: int) -> None:
    """Raise ValidationError when ``file`` has more than ``max_bytes``."""
    if (file.size or 0) > max_bytes:
        said = _("This file is too large: %(limit)s megabytes at most.")
        raise ValidationError(said, code="too_large", params={"limit": max_bytes // 1024 // 1024})


def kind_of(file: BinaryIO) -> FileKind:
    """Return what ``file`` is; raise ValidationError for anything else, or for what is damaged or hostile."""
    begins = _read(file, 0, 16)
    for starts, found in _BY_BEGINNING:
        if begins.startswith(starts):
            kind = found(file)
            file.seek(0)
            return kind
    raise _unknown()


def _pdf(file: BinaryIO) -> FileKind:
    size = file.seek(0, 2)
    if b"%%EOF" not in _read(file, max(size - 4096, 0), 4096):
        raise ValidationError(_("This PDF is cut off or damaged: export it once more."), code="damaged")
    return FileKind.PDF


def _picture(file: BinaryIO) -> FileKind:
    """Read the measures of a picture; its pixels are left alone."""
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(file, formats=list(PICTURES.values())) as image:
                kind = next(kind for kind, name in PICTURES.items() if name == image.format)
                pixels = image.width * image.height
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except (*DAMAGED, StopIteration) as error:
        raise ValidationError(_("This picture is damaged: save it once more."), code="damaged") from error
    if pixels > PIXELS_MAX:
        raise _too_many_pixels()
    return kind


def _office(file: BinaryIO) -> FileKind:
    """Tell an office document by the list of its parts; refuse a bomb, macros, and any other archive."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            _refuse_bomb(parts)
            names = {part.filename: part for part in parts}
            if any(name.lower().endswith(_MACROS) for name in names):
                said = _("This document holds macros: save it without them, or as a PDF.")
                raise ValidationError(said, code="macros")
            if "[Content_Types].xml" in names:
                return next((kind for name, kind in _OFFICE.items() if name in names), None) or _refuse_archive()
            mimetype = names.get("mimetype")
            if mimetype and mimetype.file_size <= MIMETYPE_MAX and mimetype.compress_type == zipfile.ZIP_STORED:
                return _OPEN.get(archive.read(mimetype).decode("ascii").strip()) or _refuse_archive()
    except DAMAGED as error:
        raise ValidationError(_("This document is damaged: save it once more."), code="damaged") from error
    return _refuse_archive()


def _refuse_bomb(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > PARTS_MAX or sum(part.file_size for part in parts) > UNPACKED_MAX:
        said = _("Unpacked, this document is far too large: 500 megabytes at most.")
        raise ValidationError(said, code="bomb")


def _refuse_archive() -> FileKind:
    said = _("Archives are not taken: bring each document by itself, or all of them as one PDF.")
    raise ValidationError(said, code="archive")


def _too_many_pixels() -> ValidationError:
    return ValidationError(_("This picture has too many pixels: 100 million at most."), code="too_many_pixels")


def _unknown() -> ValidationError:
    said = _(
        "By its content, this file is none of those taken: PDF, Word (docx), Excel (xlsx), PowerPoint (pptx),"
        " OpenDocument (odt, ods, odp), PNG, JPEG, WebP or GIF. Its name changes nothing."
    )
    return ValidationError(said, code="unknown")


def _read(file: BinaryIO, at: int, count: int) -> bytes:
    file.seek(at)
    return file.read(count)


_BY_BEGINNING: list[tuple[bytes, Callable[[BinaryIO], FileKind]]] = [
    (b"%PDF-", _pdf), (b"\x89PNG", _picture), (b"\xff\xd8\xff", _picture), (b"GIF8", _picture),
    (b"RIFF", _picture), (b"PK\x03\x04", _office),
]  # fmt: skip
