"""A bare Django page with the same 25 rows, to hold the real pages against: no base template, no rights."""

from functools import cache
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from members.models import Company

PAGE = """<!doctype html><title>Bare</title><table>{% for c in companies %}<tr><td>{{ c.name }}<td>{{ c.siren }}
<td>{{ c.city }}<td>{{ c.activity_id }}<td>{{ c.insee_size_class }}{% endfor %}</table>"""


@cache
def template() -> Any:
    """Return the compiled template."""
    return engines["django"].from_string(PAGE)


@login_not_required
def bare(request: HttpRequest) -> HttpResponse:
    """Render 25 companies in the order of their names, and nothing else."""
    return HttpResponse(template().render({"companies": Company.objects.order_by("name", "pk")[:25]}))


urlpatterns = [path("bare/", bare), path("", include("leader.urls"))]
