"""``manage.py serve_register``: the invented register of companies of the demonstration."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from leader.demonstration.register.server import server_on


class Command(BaseCommand):
    """Serve until the end of the launcher; it reads and writes nothing."""

    help = "Serve an invented register of companies on this machine, for the demonstration; started by run."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the port."""
        parser.add_argument("port", type=int, help="port on 127.0.0.1")

    def handle(self, *, port: int, **options: Any) -> None:
        """Serve."""
        with server_on(port) as server:
            server.serve_forever()
