"""A page for what went wrong: 503 and "try again" when the database is busy or away, else 500.

Whatever the layer that failed, nothing is half done: a page is one transaction (``ATOMIC_REQUESTS``).
"""

import sys

from django.db import Error, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token

RETRY_AFTER = 5  # seconds
# PostgreSQL ended a transaction that stood idle for too long: its class is another, the cause is the same.
IDLE_FOR_TOO_LONG = {"25P03", "25P04"}


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """Answer for the exception that is being handled (``handler500``)."""
    if is_passing(sys.exception()):
        response = render(request, "503.html", status=503)
        response.headers["Retry-After"] = str(RETRY_AFTER)
        return response
    return render(request, "500.html", status=500)


def is_passing(error: BaseException | None) -> bool:
    """Tell whether the same request may well succeed in a moment.

    Django files under OperationalError what PostgreSQL refuses for want of time or means: a lock or a statement
    that lasted too long, a deadlock, a lost race between transactions, no connection, no space.
    """
    while error is not None:
        if isinstance(error, OperationalError | InterfaceError):
            return True
        if isinstance(error, Error) and getattr(error.__cause__, "sqlstate", None) in IDLE_FOR_TOO_LONG:
            return True
        error = error.__cause__
    return False
