"""The former address of a commission leads to the one it has now, its pages included."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from commissions.models import CommissionMilestone

View = Callable[..., HttpResponseBase]


def by_address(view: View) -> View:
    """Let ``view`` of a ``slug`` lead on from a former one, for good; what is sent there is not found."""

    @wraps(view)
    def led(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, slug, **kwargs)
        except Http404:
            if request.method not in {"GET", "HEAD"}:
                raise
            formers = CommissionMilestone.objects.filter(former_slug=slug).select_related("commission")
            former = formers.first()
            if former is None:
                raise
        name = request.resolver_match.view_name  # type: ignore[union-attr]
        return redirect(reverse(name, kwargs={**kwargs, "slug": former.commission.slug}), permanent=True)

    return led
