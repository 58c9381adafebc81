"""The merges of the last weeks."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from leader.shared.exports import Column, as_file
from leader.shared.staff import staff_only
from members.models import MergeRecord
from members.models.duplicates import UNDOABLE_FOR

PER_PAGE = 25


@staff_only
@require_safe
def merge_list(request: HttpRequest) -> HttpResponseBase:
    """Show the merges, the last first; ``?format=csv`` gives a file."""
    merges = MergeRecord.objects.administered_by(request.user)
    rows = (
        merges.defer("content")
        .annotate(has_content=Q(content__isnull=False))
        .select_related("company", "person", "merged_by__person", "undone_by__person")
    )
    if file := as_file(request, pgettext("name of a file", "merges"), _columns(), rows):
        return file
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    shown: list[Any] = list(page.object_list)
    for row in shown:
        row.is_undoable = row.has_content and row.undone_at is None and now < row.merged_at + UNDOABLE_FOR
        row.until = row.merged_at + UNDOABLE_FOR
    return render(request, "pages/duplicates/merges.html", {"page": page, "merges": shown})


def _columns() -> list[Column]:
    return [
        Column(gettext_lazy("kind"), lambda row: row.get_kind_display()),
        Column(gettext_lazy("removed"), lambda row: row.removed_name or row.removed_key),
        Column(gettext_lazy("kept"), lambda row: row.kept),
        Column(gettext_lazy("merged by"), lambda row: row.merged_by),
        Column(gettext_lazy("merged at"), lambda row: row.merged_at),
        Column(gettext_lazy("undone by"), lambda row: row.undone_by),
        Column(gettext_lazy("undone at"), lambda row: row.undone_at),
    ]
