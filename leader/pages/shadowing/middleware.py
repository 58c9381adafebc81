"""While staff look as a lead, every page answers as to the lead; nothing is changed, nothing of the account shown.

Stands behind the second factor and the history, which both see the person who really asks. The database itself
refuses a change: the transaction around the page is read only, whatever the page does.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import connection, transaction
from django.db.utils import InternalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext as _

from leader.pages.shadowing import acts

Answer = Callable[[HttpRequest], HttpResponseBase]

SAFE = {"GET", "HEAD", "OPTIONS"}
AS_ONESELF = {"pages:shadowing-end", "account_logout"}  # the ways out
# The account, the own data and the ballot of somebody: not shown to anybody else, not even to read.
PRIVATE = ("account_", "mfa_", "pages:my-data", "elections:")
PUBLIC = ("elections:assembly-",)
READ_ONLY = "25006"  # PostgreSQL: read_only_sql_transaction


class ShadowingMiddleware:
    """Put the lead in the place of the staff who look as them."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as to the lead, or as to oneself where nothing runs."""
        if not acts.has_begun(request):
            return self.get_response(request)
        shadowing = acts.running(request, at=timezone.now())
        if shadowing is None:
            return self._over(request)
        request.shadowing = shadowing  # type: ignore[attr-defined]  # the banner reads it
        name = _name_of(request)
        if name in AS_ONESELF:
            return self._as_oneself(request, name)
        if request.method not in SAFE or is_private(name):
            return _refused(request)
        request.user = shadowing.lead
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION READ ONLY")
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say in words that a page which writes is not shown."""
        cause: Any = exception.__cause__
        written = isinstance(exception, InternalError) and getattr(cause, "sqlstate", "") == READ_ONLY
        return _refused(request) if written and hasattr(request, "shadowing") else None

    def _over(self, request: HttpRequest) -> HttpResponseBase:
        """Go on as oneself once it ended by itself; what was meant to be sent as the lead is not sent."""
        acts.end(request, at=timezone.now())
        if request.method in SAFE:
            return self.get_response(request)
        messages.warning(request, _("You are yourself again, and nothing was sent: look at the page once more."))
        return redirect("pages:home")

    def _as_oneself(self, request: HttpRequest, name: str) -> HttpResponseBase:
        if name == "account_logout" and request.method == "POST":
            acts.end(request, at=timezone.now())
        return self.get_response(request)


def _name_of(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def is_private(name: str) -> bool:
    """Tell whether the page is of the lead alone."""
    return name.startswith(PRIVATE) and not name.startswith(PUBLIC)


def _refused(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/shadowing/refused.html", status=403)
