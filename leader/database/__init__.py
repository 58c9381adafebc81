"""The embedded PostgreSQL: kept up while a command runs, and stopped by the last command that leaves.

Used when DATABASE_URL is empty. Linux and macOS; elsewhere give a DATABASE_URL.
"""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from types import FrameType

from django.conf import settings

from leader.database.server import EmbeddedServer, binaries

__all__ = ["EmbeddedServer", "binaries", "embedded_server", "held_if_embedded"]

# Commands that answer without a database: nobody should wait for PostgreSQL to read a help page.
WITHOUT_DATABASE = {
    "catalogue", "check", "collectstatic", "compilemessages", "diffsettings", "findstatic", "help",
    "makemessages", "makemigrations", "serve_register", "startapp", "version", "--help", "-h", "--version",
}  # fmt: skip


def embedded_server() -> EmbeddedServer | None:
    """Return the embedded server if the settings name it as the database, else None."""
    server = EmbeddedServer(settings.DATA_FOLDER / "pg18")
    options = settings.DATABASES["default"].get("OPTIONS", {})
    return server if options.get("host") == str(server.socket_folder) else None


@contextmanager
def held_if_embedded(command: str = "") -> Iterator[None]:
    """Keep the embedded server up for the time of the block, if ``command`` needs it and the settings name it."""
    server = None if command in WITHOUT_DATABASE else embedded_server()
    if server:
        # Python dies of SIGTERM without unwinding; this way the last command to leave stops the server.
        signal.signal(signal.SIGTERM, _leave)
    with server.held() if server else nullcontext():
        yield


def _leave(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)
