"""Documents on paper: a Typst template and data make a PDF that a screen reader can read (PDF/UA-1).

The data goes in as JSON and is only ever a value: nothing that people typed becomes mark-up. Typst's own fonts,
none of the machine, so that the same data makes the same pages everywhere. What these fonts have no sign for, an
emoji or a Chinese name, is told by its number, [U+1F600]: PDF/UA takes no empty boxes.
"""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.http import HttpResponse

FOLDER = Path(settings.BASE_DIR) / "templates"

# What is told by its number where a document cannot be made: all but the alphabets around us, then all but Latin.
_WITHOUT_SIGN = [re.compile("[^\0-\u07ff\u1e00-\u22ff]"), re.compile("[^\0-\u017f\u2010-\u203a\u20ac]")]


def pdf(template: str, content: Mapping[str, Any], *, at: datetime) -> bytes:
    """Return the PDF of ``templates/paper/<template>.typ`` over ``content`` (what JSON can say), dated ``at``."""
    data = json.dumps(content, ensure_ascii=False)
    for unsigned in _WITHOUT_SIGN:
        try:
            return _compiled(template, data, at)
        except typst.TypstError as error:
            if "could not be displayed" not in str(error):
                raise
        data = unsigned.sub(lambda found: f"[U+{ord(found[0]):04X}]", data)
    return _compiled(template, data, at)


def _compiled(template: str, data: str, at: datetime) -> bytes:
    made: Any = typst.compile(
        str(FOLDER / f"paper/{template}.typ"), root=str(FOLDER), ignore_system_fonts=True, format="pdf",
        sys_inputs={"data": data}, pdf_standards=["ua-1"], timestamp=int(at.timestamp()),
    )  # fmt: skip
    return bytes(made)


def pdf_response(template: str, content: Mapping[str, Any], *, at: datetime, name: str) -> HttpResponse:
    """Return the PDF as a download called ``name``."""
    answer = HttpResponse(pdf(template, content, at=at), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
