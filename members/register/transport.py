"""One question to the register by HTTP: to our own base address alone, within seconds, no redirection followed."""

import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from socket import socket
from urllib.parse import urlencode, urlsplit

from django.conf import settings

TIMEOUT = 4.0  # seconds, to connect, then for the whole answer
LARGEST = 1_000_000  # bytes; ten companies are thirty thousand
AGENT = "LeadeR-Occitanie/1 (membership form of a federation of business clubs; {site})"


class TransportError(Exception):
    """Nothing came back, or not in time, or too much."""


@dataclass(frozen=True)
class Reply:
    """What came back: a status, the seconds after which to try again if the register says so, and the text."""

    status: int
    retry_after: int | None
    body: bytes


def ask(parameters: dict[str, str]) -> Reply:
    """Send ``parameters`` to the search of the register; raise TransportError."""
    base = urlsplit(settings.COMPANY_REGISTER_URL)
    kind = HTTPConnection if base.scheme == "http" else HTTPSConnection
    connection = kind(base.hostname or "", base.port, timeout=TIMEOUT)
    headers = {"User-Agent": AGENT.format(site=settings.SITE_URL), "Accept": "application/json"}
    try:
        connection.connect()
        deadline, wire = time.monotonic() + TIMEOUT, connection.sock
        connection.request("GET", f"{base.path.rstrip('/')}/search?{urlencode(parameters)}", headers=headers)
        response = connection.getresponse()
        body = _body(response, wire, deadline) if response.status == 200 else b""
        return Reply(response.status, _seconds(response.getheader("Retry-After")), body)
    except (OSError, HTTPException) as error:
        raise TransportError(type(error).__name__) from error
    finally:
        connection.close()


def _body(response: HTTPResponse, wire: socket, deadline: float) -> bytes:
    """Return the whole text; a server that sends a byte from time to time does not hold us beyond ``deadline``."""
    body = b""
    while (left := deadline - time.monotonic()) > 0:
        wire.settimeout(left)
        if not (part := response.read1(65_536)):
            if response.length:
                raise TransportError("cut off")
            return body
        body += part
        if len(body) > LARGEST:
            raise TransportError("too large")
    raise TransportError("too slow")


def _seconds(header: str | None) -> int | None:
    text = (header or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None
