"""One question to the register by HTTP: to our own base address alone, within seconds, no redirection followed."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from socket import SHUT_RDWR, socket
from threading import Event, Timer
from urllib.parse import urlencode, urlsplit

from django.conf import settings

TIMEOUT = 4.0  # seconds, to connect, then for the whole exchange
READ = {200, 301, 404}  # the statuses whose text says something
LARGEST = 1_000_000  # bytes; ten companies are thirty thousand
AGENT = "LeadeR-Occitanie/1 (federation of business clubs; {site})"


class TransportError(Exception):
    """Nothing came back, or not in time, or too much."""


@dataclass(frozen=True)
class Reply:
    """What came back: a status, the seconds after which to try again if the register says so, and the text.

    ``location`` is where a redirection leads, which nobody follows.
    """

    status: int
    retry_after: int | None
    body: bytes
    location: str = ""


def ask(parameters: dict[str, str]) -> Reply:
    """Send ``parameters`` to the search of the open register; raise TransportError."""
    return get(settings.COMPANY_REGISTER_URL, f"/search?{urlencode(parameters)}", {})


def get(base_url: str, address: str, headers: dict[str, str]) -> Reply:
    """Ask for ``address`` below ``base_url``; raise TransportError."""
    base = urlsplit(base_url)
    kind = HTTPConnection if base.scheme == "http" else HTTPSConnection
    connection = kind(base.hostname or "", base.port, timeout=TIMEOUT)
    path = f"{base.path.rstrip('/')}{address}"
    headers = {"User-Agent": AGENT.format(site=settings.SITE_URL), "Accept": "application/json", **headers}
    try:
        connection.connect()
        with _cut_after(TIMEOUT, connection.sock) as is_cut:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            body = _body(response) if response.status in READ else b""
        if is_cut.is_set():
            raise TransportError("too slow")
        location = response.getheader("Location") or ""
        return Reply(response.status, _seconds(response.getheader("Retry-After")), body, location)
    except (OSError, HTTPException) as error:
        raise TransportError(type(error).__name__) from error
    finally:
        connection.close()


@contextmanager
def _cut_after(seconds: float, wire: socket) -> Iterator[Event]:
    """Cut the line after ``seconds``: a server that sends a byte from time to time, be it of a header, ends too.

    The time-out of a socket begins again with each byte.
    """
    is_cut = Event()

    def cut() -> None:
        is_cut.set()
        with suppress(OSError):  # it may be closed
            socket.shutdown(wire, SHUT_RDWR)  # the line itself, below TLS, which another thread is reading

    timer = Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield is_cut
    finally:
        timer.cancel()


def _body(response: HTTPResponse) -> bytes:
    body = b""
    while part := response.read1(65_536):
        body += part
        if len(body) > LARGEST:
            raise TransportError("too large")
    if response.length:
        raise TransportError("cut off")
    return body


def _seconds(header: str | None) -> int | None:
    text = (header or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None
