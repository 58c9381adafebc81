"""Pages for those who run a territory: staff, and the leads of today, as far as the federation lets them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from leader.shared.scope import AnyUser
from territories.scope import may_exchange, may_export, may_import

View = Callable[..., HttpResponseBase]


def _only(may: Callable[[AnyUser], bool]) -> Callable[[View], View]:
    """Return a decorator: the page is for those who ``may``; to anybody else its address does not exist."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not may(request.user):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate


exchangers_only = _only(may_exchange)  # staff and leads
importers_only = _only(may_import)
exporters_only = _only(may_export)
