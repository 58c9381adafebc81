"""A document that somebody hands in, told by its content: a PDF as it is, a picture drawn anew."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from leader.shared.pictures import CONTENT_TYPE, as_webp, read_picture
from leader.shared.typed import visible

PDF = "application/pdf"
NAME_MAX = 120
MAX_PIXELS = 25_000_000
LONGEST = 2400  # of a picture, in pixels: a plan stays readable
TAIL = 1024  # within which a PDF says that it is whole


@dataclass(frozen=True)
class ReadDocument:
    """What is kept of an upload."""

    name: str
    kind: str
    content: bytes


def read_document(file: UploadedFile, *, max_bytes: int) -> ReadDocument:
    """Return what ``file`` holds; raise ValidationError, with what to do, when it is neither PDF nor picture."""
    if (file.size or 0) > max_bytes:
        said = _("This file is too large: %(limit)s megabytes at most.")
        raise ValidationError(said, code="too_large", params={"limit": max_bytes // 1024 // 1024})
    start = file.read(5)
    file.seek(0)
    if start == b"%PDF-":
        return _pdf(file)
    try:
        image = read_picture(
            file, longest=LONGEST, refuse_measures=_refuse_measures, too_many_pixels=_too_many_pixels()
        )
    except ValidationError as error:
        if error.code == "no_picture":
            raise _neither() from error
        raise
    return ReadDocument(_named(file, "webp"), CONTENT_TYPE, as_webp(image))


def _pdf(file: UploadedFile) -> ReadDocument:
    content = file.read()
    if b"%%EOF" not in content[-TAIL:]:
        raise _neither()
    return ReadDocument(_named(file, "pdf"), PDF, content)


def _named(file: UploadedFile, ending: str) -> str:
    """Return the name with the ending of the content: what a browser offers to keep opens as what it is."""
    stem = visible(file.name or "").rpartition(".")[0] or visible(file.name or "")
    return f"{(stem or ending)[: NAME_MAX - len(ending) - 1]}.{ending}"


def _refuse_measures(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise _too_many_pixels()


def _too_many_pixels() -> ValidationError:
    return ValidationError(_("This picture has too many pixels: 5,000 by 5,000 at most."), code="too_many_pixels")


def _neither() -> ValidationError:
    said = _("This file is neither a PDF nor a picture (PNG, JPEG, WebP, GIF), or it is damaged.")
    return ValidationError(said, code="neither")
