"""The log of a site in production: one line of JSON for each event, who, what and when in UTC.

An address of a page may hold the key of a letter, and the words of an error what somebody typed: so a request is
named by its route, and e-mail addresses, codes and keys are taken out of every sentence.
"""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from typing import Any

from django.db import Error
from django.http import HttpRequest

SECRETS = [
    (re.compile(r"[^\s@\"'<>()=,;:]+@[^\s@\"'<>()=,;:]+"), "[e-mail]"),
    (re.compile(r"\b(?=[\w-]*\d)[\w-]{16,}"), "[key]"),
    (re.compile(r"\b\d{6}\b"), "[code]"),
    (re.compile(r"\b(?:DETAIL|CONTEXT):.*", re.DOTALL), "[detail]"),  # PostgreSQL repeats the row
]


def without_secrets(text: str) -> str:
    """Return ``text`` without e-mail addresses, keys, codes of six digits and the rows that PostgreSQL quotes."""
    for pattern, instead in SECRETS:
        text = pattern.sub(instead, text)
    return text


class JsonFormatter(logging.Formatter):
    """Writes a record as one line: JSON escapes line ends, ESC and every character that is not ASCII."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of ``record``."""
        request = getattr(record, "request", None)
        event: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
        }
        if isinstance(request, HttpRequest):
            event |= {"event": "request", **_told(request)}
        else:
            event["event"] = without_secrets(record.getMessage())
        event |= {name: getattr(record, name) for name in ("status_code", "user", "ip") if hasattr(record, name)}
        if record.exc_info and record.exc_info[1]:
            event["error"] = _told_error(record.exc_info[1])
        return json.dumps(event, default=str)


def _told(request: HttpRequest) -> dict[str, Any]:
    match = request.resolver_match
    return {"method": request.method, "route": match.route if match else None, "user": _who(request)}


def _who(request: HttpRequest) -> Any:
    try:
        return getattr(getattr(request, "user", None), "pk", None)
    except Error:
        return None  # the very thing being logged may be that the database is down


def _told_error(error: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "type": type(error).__name__,
        "message": without_secrets(str(error)),
        "frames": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
