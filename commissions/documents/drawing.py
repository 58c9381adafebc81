"""Draw the preview of a file: ``python drawing.py KIND FOLDER`` reads FOLDER/file, writes FOLDER/preview.webp.

Run as a program of its own, with little memory and little time: a file made to exhaust either ends this process
and nothing else. What it writes is drawn anew: no script, no metadata, nothing survives but what is seen. It knows
nothing of the site, so that it starts fast.
"""

import resource
import sys
from io import BytesIO
from pathlib import Path

import typst
from PIL import Image, ImageOps

MEMORY, SECONDS = 1536 * 1024 * 1024, 20
WIDTH, LONGEST = 900, 1300  # pixels
_PAGE = '#set page(width: auto, height: auto, margin: 0pt)\n#image("file", format: "pdf", page: 1, width: 450pt)'


def draw(kind: str, folder: Path) -> None:
    """Write the preview of ``folder``/file: a picture itself, or the first page of a PDF."""
    if kind == "pdf":
        sheet = folder / "page.typ"
        sheet.write_text(_PAGE)
        page = typst.compile(sheet, root=folder, format="png", ppi=144.0, ignore_system_fonts=True)
        source: BytesIO | Path = BytesIO(page)
    else:
        source = folder / "file"
    with Image.open(source, formats=["PNG", "JPEG", "WEBP", "GIF"]) as image:
        image.thumbnail((WIDTH, LONGEST), Image.Resampling.LANCZOS)  # a JPEG is read at a fraction of its size
        _alone(image).save(
            folder / "preview.webp", "WEBP", quality=80, method=4, exif=b"", xmp=b"", icc_profile=b""
        )


def _alone(image: Image.Image) -> Image.Image:
    """Return the picture upright on white: no metadata, no palette, no second frame."""
    upright = ImageOps.exif_transpose(image).convert("RGBA")
    sheet = Image.new("RGB", upright.size, "white")
    sheet.paste(upright, mask=upright.getchannel("A"))
    return sheet


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (20 * 1024 * 1024, 20 * 1024 * 1024))
    draw(sys.argv[1], Path(sys.argv[2]))
