"""A picture as the site keeps it: read by its content, drawn anew, so that nothing of the upload survives.

Neither the name nor the type that a browser tells counts. What comes out is a WebP without metadata: where and
with which camera a photograph was taken is not told on.
"""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image

KINDS = ["PNG", "JPEG", "WEBP", "GIF"]
CONTENT_TYPE = "image/webp"
# What Pillow raises on a file that is cut off, mended by hand or hostile.
DAMAGED = (
    OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, TypeError, OverflowError, MemoryError,
    struct.error, zlib.error,
)  # fmt: skip
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip

Measures = Callable[[int, int], None]


def read_picture(
    file: UploadedFile, *, longest: int, refuse_measures: Measures, too_many_pixels: ValidationError
) -> Image.Image:
    """Return the picture in ``file``, upright and alone, its longer side ``longest`` pixels at most.

    ``refuse_measures`` raises ValidationError for a width and a height that are not taken: it is asked before the
    picture is unpacked. Of several pictures (an animation) the first is taken.
    """
    try:
        with Image.open(BytesIO(file.read()), formats=KINDS) as image:
            refuse_measures(*image.size)
            return _drawn(image, longest)
    except Image.DecompressionBombError as error:  # Pillow's own, of more than a hundred million pixels
        raise too_many_pixels from error
    except DAMAGED as error:
        said = _("This file is not a PNG, JPEG, WebP or GIF picture, or it is damaged.")
        raise ValidationError(said, code="no_picture") from error


def as_webp(image: Image.Image, *, quality: int = 90) -> bytes:
    """Return the picture as a file, without metadata."""
    written = BytesIO()
    image.save(written, "WEBP", quality=quality, method=4, exif=b"", xmp=b"", icc_profile=b"")
    return written.getvalue()


def smaller(image: Image.Image, longest: int) -> Image.Image:
    """Return a copy whose longer side has ``longest`` pixels at most."""
    copy = image.copy()
    copy.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    return copy


def _drawn(image: Image.Image, longest: int) -> Image.Image:
    """Return the picture alone: no metadata, no palette, no profile, no second frame."""
    orientation = _orientation(image)
    if image.mode not in {"RGB", "RGBA", "CMYK", "L"} or image.has_transparency_data:
        image.load()
        image = _in_eight_bits(image).convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((longest, longest), Image.Resampling.LANCZOS)  # a JPEG is read at a fraction of its size
    upright = image.convert("RGBA" if image.mode == "RGBA" else "RGB")
    if orientation is not None:  # FLIP_LEFT_RIGHT is 0
        upright = upright.transpose(orientation)
    alone = Image.new(upright.mode, upright.size)
    alone.paste(upright)
    return alone


def _in_eight_bits(image: Image.Image) -> Image.Image:
    """Return a grey picture of sixteen bits in eight: a plain conversion would make it white."""
    return image.point(lambda value: value / 256).convert("L") if image.mode.startswith("I") else image


def _orientation(image: Image.Image) -> Image.Transpose | None:
    """Return how to turn the picture; metadata that cannot be read turn nothing."""
    try:
        return _TURNS.get(image.getexif().get(274, 1))
    except DAMAGED:
        return None
