"""Badges, ten on a sheet: the name in large letters, the house, and the code that a door reads."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

import segno

from events.door.codes import code_of, spaced
from events.models import Attendee, Event


def of(event: Event, attendees: Iterable[Attendee]) -> dict[str, Any]:
    """Return what the sheet of badges says of ``attendees``, whose parties are fetched."""
    return {
        "title": event.name,
        "lang": "fr",
        "badges": [_badge(event, attendee) for attendee in attendees],
    }


def _badge(event: Event, attendee: Attendee) -> dict[str, str]:
    code = code_of(event.admission.pk, attendee.pk)
    return {
        "name": attendee.name,
        "function": attendee.function,
        "house": str(attendee.registration),
        "code": spaced(code),
        "qr": _drawn(code),
    }


def _drawn(code: str) -> str:
    """Return the QR code of ``code`` as SVG: figures and capitals alone make it small, and quick to read."""
    drawing = BytesIO()
    segno.make_qr(code, error="m").save(drawing, kind="svg", border=0, xmldecl=False, nl=False)
    return drawing.getvalue().decode()
