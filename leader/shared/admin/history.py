"""The history of a record as a page of the admin."""

from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from leader.shared import history
from leader.shared.admin.rights import has_every_row, rows_for
from leader.shared.scope import Right, is_scoped


def history_page(desk: Any, request: HttpRequest, object_id: str) -> TemplateResponse:
    """Return the page with the changes of a record and of what hangs on it.

    Whoever administers every row reads the history of a deleted record as well.
    """
    if not history.is_tracked(desk.model) or not desk.has_view_permission(request):
        raise Http404
    record = desk.get_object(request, unquote(object_id))
    if record is None and not has_every_row(request, desk.model):
        raise Http404
    page = history.read(_sources(desk, request, unquote(object_id)), request.user, request.GET.get("p"))
    if record is None and not page.paginator.count:
        raise Http404
    context = {
        **desk.admin_site.each_context(request),
        "title": _("History"),
        "subtitle": str(record) if record else _("deleted record no. %(number)s") % {"number": object_id},
        "page": page,
        "object": record,
        "opts": desk.opts,
        "module_name": desk.opts.verbose_name_plural,
    }
    request.current_app = desk.admin_site.name
    return TemplateResponse(request, "admin/object_history.html", context)


def _sources(desk: Any, request: HttpRequest, object_id: str) -> list[history.Source]:
    try:
        key = desk.opts.pk.to_python(object_id)
    except ValidationError as error:
        raise Http404 from error
    own: Any = history.changes_of(desk.model)
    sources = [history.Source(desk.model, own._default_manager.filter(pgh_obj=key))]
    for name in desk.history_of:
        relation = desk.opts.get_field(name)
        model, parent = relation.related_model, relation.field.name
        rows = history.changes_of(model)._default_manager.filter(**{parent: key})
        if is_scoped(model) and not has_every_row(request, model):
            seen = rows_for(request, model._default_manager.all(), Right.VIEW)
            rows = rows.filter(pgh_obj__in=seen.values("pk"))
        sources.append(history.Source(model, rows, parent))
    return sources
