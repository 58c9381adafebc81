"""Pictures for the tests of logos: drawn here, well made or hostile."""

import struct
import zlib
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def picture(kind="PNG", size=(200, 100), mode="RGB", color=(67, 48, 122), **options):
    """Return the bytes of a picture of one colour."""
    return written(Image.new(mode, size, color), kind, **options)


def written(image, kind, **options):
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def upload(content, name="logo.png"):
    return SimpleUploadedFile(name, content, content_type="image/png")


def left_half_red(size=(200, 100)):
    """Return a picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", size, (0, 0, 255))
    image.paste((255, 0, 0), (0, 0, size[0] // 2, size[1]))
    return image


def _chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb(width=20_000, height=20_000):
    """Return a PNG of a few kilobytes that says to be ``width`` by ``height`` and unpacks to as much."""
    row = b"\0" * (width // 8 + 1)
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def animated(kind):
    """Return an animation whose first picture is red."""
    frames = [Image.new("RGB", (80, 80), color) for color in [(255, 0, 0), (0, 255, 0), (0, 0, 255)]]
    return written(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)


def palette_with_transparency():
    """Return a GIF-like PNG with a palette of which one colour is transparent."""
    image = Image.new("P", (100, 100), 0)
    image.putpalette([0, 0, 0, 255, 0, 0] + [0] * 762)
    image.paste(1, (0, 0, 50, 100))
    return written(image, "PNG", transparency=0)


def with_metadata(secret):
    """Return a JPEG that carries ``secret`` in its EXIF, a comment and behind its end."""
    exif = Image.Exif()
    exif[0x010E] = secret.decode()
    return written(left_half_red(), "JPEG", exif=exif, comment=secret) + secret
