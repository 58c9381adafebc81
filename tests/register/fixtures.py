"""A register at the address of the settings: the demonstration's, or one that follows a script."""

from contextlib import ExitStack

import pytest

from tests.register.servers import Recording, Scripted, serving


@pytest.fixture
def register(settings, db):
    """Return the register of the demonstration, at the address of the settings."""
    with serving(Recording) as server:
        settings.COMPANY_REGISTER_URL = f"http://127.0.0.1:{server.server_port}"
        yield server


@pytest.fixture
def scripted(settings, db):
    """Return a function that serves a script at the address of the settings."""
    with ExitStack() as servers:

        def serve(*script):
            server = servers.enter_context(serving(Scripted, script=list(script)))
            settings.COMPANY_REGISTER_URL = f"http://127.0.0.1:{server.server_port}"
            return server

        yield serve
