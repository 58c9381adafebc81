"""``manage.py run``: the whole site on this machine, ready to look at."""

import os
from argparse import ArgumentParser
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse
from django.utils import translation

from leader.database import embedded_server
from leader.demonstration.accounts import ACCOUNTS
from leader.launcher import Child, Launcher
from leader.launcher.launcher import free_port, is_taken


class Command(BaseCommand):
    """Prepare the database, then run the web server and the worker until Ctrl-C."""

    help = "Prepare the database, then run the web server and the worker; a second run finds all in place."
    requires_system_checks: list[str] = []  # the web server makes them itself

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the port of the web server."""
        parser.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1 (default: 8000)")

    def handle(self, *, port: int, **options: Any) -> None:
        """Prepare, serve, and end all together."""
        if is_taken(port):
            raise CommandError(f"Port {port} is taken by another program. Choose another one: make run PORT=8001")
        self._prepare()
        children = [
            Child("web server", "runserver", f"127.0.0.1:{port}", "--skip-checks", say=self._say),
            Child("worker", "procrastinate", "worker", "--shutdown-graceful-timeout", "5", say=self._say),
        ]
        if settings.DEMONSTRATION and not settings.COMPANY_REGISTER_URL:
            children.append(self._register())
        Launcher(children, embedded_server()).run(port=port, when_ready=lambda: self._welcome(port))
        self._say("Stopped. Everything is kept for the next make run.")

    def _register(self) -> Child:
        """Return the invented register of companies; the children find its address in their environment."""
        port = free_port()
        os.environ["COMPANY_REGISTER_URL"] = f"http://127.0.0.1:{port}"
        return Child("register of companies", "serve_register", str(port), say=self._say)

    def _prepare(self) -> None:
        self._step("Reading the French texts", "catalogue", "--compile")
        plan = MigrationExecutor(connections["default"])
        if plan.migration_plan(plan.loader.graph.leaf_nodes()):
            self._step("Building the tables", "migrate", "--no-input")
        self._step("Loading the communes of Occitanie", "load_geography")
        self._step("Loading the activities of NAF", "load_naf")
        if settings.DEMONSTRATION:
            self._step("Loading the demonstration federation", "load_demonstration")
        connections.close_all()  # the children open their own

    def _step(self, title: str, command: str, *arguments: str) -> None:
        self._say(f"{title}…")
        started = monotonic()
        call_command(command, *arguments)
        self._say(f"{title}: done in {monotonic() - started:.1f} s.")

    def _welcome(self, port: int) -> None:
        address = f"http://127.0.0.1:{port}"
        self._say(f"\n  LeadeR Occitanie is open: {address}/\n")
        if settings.DEBUG and settings.DEMONSTRATION:
            self._say(f"  Sign in by one click at {address}{reverse('account_login')} as:")
            with translation.override(None):  # this command speaks English, as its other lines
                self._say("".join(f"    {account.email:<22} {account.role}\n" for account in ACCOUNTS))
        self._say("  Ctrl-C stops it.\n")

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()
