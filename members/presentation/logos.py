"""A logo as it is kept: read by its content, drawn anew in two sizes, so that nothing of the upload survives."""

import hashlib
import struct
import zlib
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image

from members.models import CompanyPage

FOLDER = "logos"
KINDS = ["PNG", "JPEG", "WEBP", "GIF"]  # by content; the name and the type that a browser tells count for nothing
CONTENT_TYPE = "image/webp"
MAX_BYTES = 2 * 1024 * 1024
MAX_PIXELS = 16_000_000  # a photograph of a phone; about 64 MB of memory while it is drawn
LARGE, SMALL = 320, 96  # the longer side, in pixels; never enlarged
LEAST, LONGEST_TO_SHORTEST = 48, 10
# What Pillow raises on a file that is cut off, mended by hand or hostile.
DAMAGED = (
    OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, TypeError, OverflowError, MemoryError,
    struct.error, zlib.error,
)  # fmt: skip


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
    try:
        with Image.open(BytesIO(file.read()), formats=KINDS) as image:
            _refuse_measures(*image.size)
            drawn = _drawn(image)
    except Image.DecompressionBombError as error:  # Pillow's own, of more than a hundred million pixels
        raise _too_many_pixels() from error
    except DAMAGED as error:
        said = _("This file is not a PNG, JPEG, WebP or GIF picture, or it is damaged.")
        raise ValidationError(said, code="no_picture") from error
    _refuse_measures(*drawn.size)
    small = drawn.copy()
    small.thumbnail((SMALL, SMALL), Image.Resampling.LANCZOS)
    return Logo(_as_webp(drawn), _as_webp(small), *drawn.size)


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


def _drawn(image: Image.Image) -> Image.Image:
    """Return the picture alone, in its large size: no metadata, no palette, no profile, no second frame."""
    orientation = _orientation(image)
    if image.mode not in {"RGB", "RGBA", "CMYK", "L"} or image.has_transparency_data:
        image.load()
        image = _in_eight_bits(image).convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((LARGE, LARGE), Image.Resampling.LANCZOS)  # a JPEG is read at a fraction of its size
    upright = image.convert("RGBA" if image.mode == "RGBA" else "RGB")
    if orientation is not None:  # FLIP_LEFT_RIGHT is 0
        upright = upright.transpose(orientation)
    alone = Image.new(upright.mode, upright.size)
    alone.paste(upright)
    return alone


def _in_eight_bits(image: Image.Image) -> Image.Image:
    """Return a grey picture of sixteen bits in eight: a plain conversion would make it white."""
    return image.point(lambda value: value / 256).convert("L") if image.mode.startswith("I") else image


_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip


def _orientation(image: Image.Image) -> Image.Transpose | None:
    """Return how to turn the picture; metadata that cannot be read turn nothing."""
    try:
        return _TURNS.get(image.getexif().get(274, 1))
    except DAMAGED:
        return None


def _as_webp(image: Image.Image) -> bytes:
    written = BytesIO()
    image.save(written, "WEBP", quality=90, method=4, exif=b"", xmp=b"", icc_profile=b"")
    return written.getvalue()


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
