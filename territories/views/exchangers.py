"""Pages for those who run a territory: staff, and the leads of today."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from territories.scope import may_exchange

View = Callable[..., HttpResponseBase]


def exchangers_only(view: View) -> View:
    """Return ``view`` for staff and leads; to anybody else its address does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_exchange(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
