"""A photo as it is kept: two sizes of a picture drawn anew, without a trace of camera or place."""

import hashlib
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from leader.shared.pictures import as_webp, read_picture, smaller

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 25_000_000  # a photograph of a camera of today; about 100 MB of memory while it is drawn
LARGE, SMALL = 1600, 480  # the longer side, in pixels; never enlarged
LEAST = 200
QUALITY = 82


@dataclass(frozen=True)
class Drawn:
    """The two sizes as WebP; ``width`` and ``height`` are those of the large one, in pixels."""

    large: bytes
    small: bytes
    width: int
    height: int

    @property
    def digest(self) -> str:
        """Return what names this content."""
        return hashlib.sha256(self.large).hexdigest()[:32]


def read_photo(file: UploadedFile) -> Drawn:
    """Return the photo in ``file``; raise ValidationError, with what to do, when there is none to be shown."""
    if (file.size or 0) > MAX_BYTES:
        raise ValidationError(
            _("“%(name)s” is too large: 10 megabytes at most."), code="too_large", params={"name": file.name}
        )
    drawn = read_picture(file, longest=LARGE, refuse_measures=_refuse_measures, too_many_pixels=_too_many_pixels())
    large = as_webp(drawn, quality=QUALITY)
    return Drawn(large, as_webp(smaller(drawn, SMALL), quality=QUALITY), *drawn.size)


def _refuse_measures(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise _too_many_pixels()
    if max(width, height) < LEAST:
        raise ValidationError(_("This picture is too small: its longer side needs 200 pixels."), code="too_small")


def _too_many_pixels() -> ValidationError:
    return ValidationError(_("This picture has too many pixels: 5,000 by 5,000 at most."), code="too_many_pixels")
