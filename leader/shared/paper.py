"""Documents on paper: a Typst template and data make a PDF that a screen reader can read (PDF/UA-1).

The data goes in as JSON and is only ever a value: nothing that people typed becomes mark-up. Typst's own fonts,
none of the machine, so that the same data makes the same pages everywhere.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.http import HttpResponse

FOLDER = Path(settings.BASE_DIR) / "templates"


def pdf(template: str, content: Mapping[str, Any], *, at: datetime) -> bytes:
    """Return the PDF of ``templates/paper/<template>.typ`` over ``content`` (what JSON can say), dated ``at``."""
    inputs = {"data": json.dumps(content, ensure_ascii=False)}
    made: Any = typst.compile(
        str(FOLDER / f"paper/{template}.typ"), root=str(FOLDER), ignore_system_fonts=True, format="pdf",
        sys_inputs=inputs, pdf_standards=["ua-1"], timestamp=int(at.timestamp()),
    )  # fmt: skip
    return bytes(made)


def pdf_response(template: str, content: Mapping[str, Any], *, at: datetime, name: str) -> HttpResponse:
    """Return the PDF as a download called ``name``."""
    answer = HttpResponse(pdf(template, content, at=at), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
