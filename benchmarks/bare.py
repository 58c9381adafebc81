"""A bare Django page with the same 25 rows, to hold the real pages against.

The rows are those of the desk of companies, with the same seven columns, for the same person signed in through the
same middleware; it has no base template, no navigation, no filter, no count, no page links and no action.
"""

from functools import cache
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from members.models import Company

PAGE = """<!doctype html><title>Bare</title><table>{% for c in companies %}<tr><td>
<a href="{{ c.pk }}">{{ c.name }}</a><td>{{ c.siren|default:c.foreign_number }}<td>{{ c.commune|default:c.city }}
<td>{{ c.size_class }}<td>{{ c.activity_id }}<td>{{ c.home_name }}<td>{% if c.is_member %}m
{% elif c.was_member %}f{% endif %}{% endfor %}</table>"""


@cache
def template() -> Any:
    """Return the compiled template."""
    return engines["django"].from_string(PAGE)


def bare(request: HttpRequest) -> HttpResponse:
    """Render 25 companies in the order of their names, and nothing else."""
    desk: Any = admin.site.get_model_admin(Company)
    companies = desk.with_columns(Company.objects.select_related("commune").order_by("name", "pk"))
    return HttpResponse(template().render({"companies": companies[:25]}, request))


urlpatterns = [path("bare/", bare), path("", include("leader.urls"))]
