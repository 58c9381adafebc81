"""Files as people bring them, and as nobody should: made here, none copied."""

import struct
import zipfile
import zlib
from io import BytesIO

import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

WORD = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}
EXCEL = {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<x/>"}


def pdf(text="Bonjour"):
    """Return a PDF of two pages."""
    return typst.compile(f"= {text}\n#pagebreak()\nDeux".encode())


def picture(kind="PNG", size=(300, 200), **how):
    """Return a picture."""
    file = BytesIO()
    Image.new("RGB", size, "teal").save(file, kind, **how)
    return file.getvalue()


def archive(parts, compression=zipfile.ZIP_DEFLATED):
    """Return a zip of ``parts``, a dict of names and contents."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", compression) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


def open_document(kind="text"):
    """Return an OpenDocument: its first part says what it is, unpacked."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        made.writestr("content.xml", "<office/>")
    return file.getvalue()


def zip_bomb():
    """Return a Word document of some kilobytes that would unpack to more than a gigabyte."""
    part = b"\0" * (64 * 1024 * 1024)
    return archive({**WORD, **{f"word/media/{number}": part for number in range(17)}})


def picture_bomb(side=60_000):
    """Return a PNG of a few bytes that would take gigabytes to draw."""

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def upload(content, name="note.pdf", told="application/pdf"):
    """Return ``content`` as a browser sends it, with the name and type that it tells."""
    return SimpleUploadedFile(name, content, told)
