"""The dossiers of one's own: their list, the review with the submission, and what ends a draft."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leader.shared.exports import as_file
from territories.models import Federation, Opening
from territories.opening import acts
from territories.opening.areas import Area, summary
from territories.opening.completeness import Problem, problems
from territories.opening.exporting import opening_columns
from territories.opening.steps import REVIEW, shown_steps, step_url
from territories.scope import finds_openings, may_open, openings_of


@require_http_methods(["GET", "POST"])
def opening_list(request: HttpRequest) -> HttpResponseBase:
    """Show one's own dossiers and those of one's team; a POST begins a new one."""
    if request.method == "POST":
        opening = acts.begin(request.user)
        return redirect(step_url(opening, Opening.Step.TERRITORY))
    if not finds_openings(request.user):
        raise PermissionDenied
    openings = list(
        openings_of(request.user)  # staff find the others on a page of their own
        .select_related("author__person", "territory")
        .annotate(prospect_count=Count("prospects"))
    )
    if file := as_file(request, pgettext("name of a file", "dossiers"), opening_columns(), openings):
        return file
    may_begin = may_open(request.user)
    context = {"openings": openings, "may_begin": may_begin, "federation": Federation.load()}
    return render(request, "territories/opening/opening_list.html", context)


@require_safe
def opening_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the whole dossier on one page, what it lacks and what staff said."""
    visible = Opening.objects.visible_to(request.user).select_related("author__person", "decided_by", "territory")
    opening = get_object_or_404(visible, pk=pk)
    return render(request, "territories/opening/review.html", review_context(opening, request.user))


def review_context(opening: Opening, user: Any) -> dict[str, Any]:
    """Return what the pages that show a whole dossier need."""
    today = timezone.localdate()
    found = problems(opening, today) if opening.is_editable or opening.state == Opening.State.SUBMITTED else []
    remarks = list(opening.open_remarks()) if opening.is_editable else []
    area = Area.of(opening)
    return {
        "opening": opening,
        "parts": opening.area_parts.select_related("departement", "epci", "commune"),
        "area": summary(area, today) if area else None,
        "prospects": opening.prospects.select_related("company"),
        "team": opening.team.all(),
        "missing": [_linked(opening, problem) for problem in found if problem.blocks],
        "warnings": [_linked(opening, problem) for problem in found if not problem.blocks],
        "remarks": remarks,
        "steps": shown_steps(opening, REVIEW, found, remarks),
        "may_write": opening.is_editable and Opening.objects.editable_by(user).filter(pk=opening.pk).exists(),
        "is_own": opening.author_id == user.pk,
        "federation": Federation.load(),
    }


def _linked(opening: Opening, problem: Problem) -> tuple[str, Problem, str]:
    """Return the step's name, the problem, and the address where it is mended."""
    anchor = f"#id_{problem.field}" if problem.field else ""
    return str(Opening.Step(problem.step).label), problem, step_url(opening, problem.step) + anchor


@require_POST
def opening_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the dossier to staff; what still lacks is said on the review page."""
    opening = get_object_or_404(Opening.objects.editable_by(request.user), pk=pk)
    try:
        missing = acts.submit(opening, at=timezone.now())
    except Opening.WrongStateError:
        messages.info(request, _("This dossier is submitted already."))
        return redirect(opening)
    if missing:
        messages.error(request, _("The dossier is not complete yet: see below what is missing."))
    else:
        messages.success(request, _("The dossier is submitted. Staff will answer you by mail."))
    return redirect(opening)


@require_POST
def opening_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a submitted dossier back to go on writing."""
    opening = get_object_or_404(Opening.objects.editable_by(request.user), pk=pk)
    try:
        opening.take_back()
    except Opening.WrongStateError:
        messages.info(request, _("This dossier does not wait for an answer any more."))
    else:
        messages.success(request, _("The dossier is yours again: change it, then submit it once more."))
    return redirect(opening)


@require_http_methods(["GET", "POST"])
def opening_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then delete a draft; what staff have seen stays."""
    drafts = Opening.objects.editable_by(request.user).filter(state=Opening.State.DRAFT, submitted_at__isnull=True)
    if request.method == "POST":
        opening = get_object_or_404(drafts.select_for_update(no_key=True), pk=pk)
        name = str(opening)
        opening.delete()
        messages.success(request, _("The draft “%(name)s” is deleted.") % {"name": name})
        return redirect("territories:opening-list")
    opening = get_object_or_404(drafts, pk=pk)
    return render(request, "territories/opening/delete.html", {"opening": opening})
