"""How large a request a page takes, told before anything of it is read."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve

View = Callable[..., Any]


def at_most(limit: int) -> Callable[[View], View]:
    """Return a decorator: the page takes requests of ``limit`` bytes at most, not the site's UPLOAD_MAX_BYTES."""

    def limited(view: View) -> View:
        view.upload_max_bytes = limit  # type: ignore[attr-defined]
        return view

    return limited


def limit_for(request: HttpRequest) -> int:
    """Return how many bytes ``request`` may have."""
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return min(settings.UPLOAD_MAX_BYTES, getattr(view, "upload_max_bytes", settings.UPLOAD_MAX_BYTES))
