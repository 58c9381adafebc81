"""What holds for every answer: strict headers, and a refusal of what no page can read."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import (
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse, HttpResponseBase, UnreadablePostError
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.cache import add_never_cache_headers
from pghistory.middleware import HistoryMiddleware

from leader.shared.uploads import limit_for

Answer = Callable[[HttpRequest], HttpResponseBase]


class NamedHistoryMiddleware(HistoryMiddleware):
    """Let the history name the page of a change, never its address: that of a letter's link is a secret."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        """Return who asks, and the name of the page."""
        try:
            page = resolve(request.path_info).view_name
        except Resolver404:
            page = ""
        return {"user": super().get_context(request)["user"], "page": page}


HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    ),
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
# What the browser forgets when a session ends; the cookie itself is deleted by its own header.
FORGOTTEN = '"cache", "storage"'


def headers_middleware(get_response: Answer) -> Answer:
    """Add the strict headers to every answer, errors and static files included; stands first."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        # Whoever has a session may be signed in: asking would need the database, which may be down.
        if hasattr(request, "session") and _has_session(request, response) and not _is_named_by_content(response):
            add_never_cache_headers(response)
        if _ends_session(response):
            response.headers["Clear-Site-Data"] = FORGOTTEN
        return response

    return middleware


def _has_session(request: HttpRequest, response: HttpResponseBase) -> bool:
    name = settings.SESSION_COOKIE_NAME
    return name in request.COOKIES or name in response.cookies


def _is_named_by_content(response: HttpResponseBase) -> bool:
    """Tell whether the view says that what stands at this address never changes: a logo, under its digest."""
    return "immutable" in response.headers.get("Cache-Control", "")


def _ends_session(response: HttpResponseBase) -> bool:
    cookie = response.cookies.get(settings.SESSION_COOKIE_NAME)
    return cookie is not None and cookie["max-age"] == 0


_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def readable_middleware(get_response: Answer) -> Answer:
    """Answer 400 to what PostgreSQL cannot store, 413 to what is too large, before any page looks at it.

    Stands after the static files and before the sessions: a session's key is looked up as well.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        query = request.META.get("QUERY_STRING", "")
        if "%00" in query or not all(map(_is_storable, [request.path, query, *request.COOKIES.values()])):
            raise SuspiciousOperation("Unreadable address or cookie.")
        if _is_too_long(request):
            return _too_large(request)
        try:
            unreadable = request.method == "POST" and not all(map(_is_storable, _texts(request)))
        except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
            return _too_large(request)
        except UnreadablePostError as error:
            raise SuspiciousOperation("The form was cut off.") from error
        except UnicodeError as error:  # a charset that cannot be read: the browser's own is always UTF-8
            raise SuspiciousOperation("Unreadable form.") from error
        if unreadable:
            raise SuspiciousOperation("Unreadable form.")
        return get_response(request)

    return middleware


def _is_too_long(request: HttpRequest) -> bool:
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    # Most requests are short: only for a long one is the page looked up.
    if length <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        return length > settings.UPLOAD_MAX_BYTES
    return length > limit_for(request)


def _texts(request: HttpRequest) -> Iterator[str]:
    """Yield all that a form says: names of fields, values, names of files."""
    for name, values in request.POST.lists():
        yield name
        yield from map(str, values)
    for name, files in request.FILES.lists():
        yield name
        yield from (str(file.name) for file in files)


def _is_storable(text: str) -> bool:
    """Tell whether PostgreSQL can store ``text``: no NUL, no half of a character, which strange charsets give."""
    return _UNSTORABLE.search(text) is None


def _too_large(request: HttpRequest) -> HttpResponse:
    return render(request, "413.html", status=413)
