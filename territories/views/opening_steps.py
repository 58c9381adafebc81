"""The steps of a dossier: each is stored at each sending, whatever is still wrong with it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from leader.geography.outlines import outline_map
from territories.models import Opening
from territories.opening.areas import summary
from territories.opening.completeness import beside_fields, problems
from territories.opening.forms import StepForm
from territories.opening.forms_launch import LaunchForm
from territories.opening.forms_team import TeamForm
from territories.opening.forms_territory import TerritoryForm
from territories.opening.steps import next_step, shown_steps, step_url


def dossier(request: HttpRequest, pk: int) -> Opening:
    """Return the dossier that the person may write; locked until the answer when something is sent."""
    openings = Opening.objects.editable_by(request.user)
    if request.method == "POST":
        openings = openings.select_for_update(no_key=True, of=("self",))
    return get_object_or_404(openings, pk=pk)


def step_context(opening: Opening, step: str) -> dict[str, Any]:
    """Return what every step shows: the bar of steps, the remarks of staff beside it."""
    remarks = list(opening.open_remarks())
    found = problems(opening, timezone.localdate())
    return {
        "opening": opening,
        "steps": shown_steps(opening, step, found, remarks),
        "remarks": [remark for remark in remarks if remark.step == step],
        "needs": beside_fields(step),
    }


@require_http_methods(["GET", "POST"])
def territory(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what the territory is and where."""
    return _step(request, pk, TerritoryForm)


@require_http_methods(["GET", "POST"])
def launch(
    request: HttpRequest, pk: int, form_class: type[LaunchForm] = LaunchForm, **options: Any
) -> HttpResponse:
    """Write when and where it opens; the floor above gives a ``form_class`` that knows the events."""
    return _step(request, pk, form_class, **options)


@require_http_methods(["GET", "POST"])
def team(request: HttpRequest, pk: int) -> HttpResponse:
    """Write who leads the territory and who helps."""
    return _step(request, pk, TeamForm)


@require_POST
def area(request: HttpRequest, pk: int) -> HttpResponse:
    """Return what the area being chosen holds, for htmx; nothing is stored."""
    opening = get_object_or_404(Opening.objects.editable_by(request.user), pk=pk)
    form = TerritoryForm(request.POST, instance=opening)
    form.full_clean()
    return render(request, "territories/opening/_area.html", {"form": form, **_area_context(form)})


def _step(request: HttpRequest, pk: int, form_class: type[StepForm], **options: Any) -> HttpResponse:
    opening, step = dossier(request, pk), form_class.step.value
    if request.method == "POST":
        form = form_class(request.POST, instance=opening, **options)
        is_right = form.is_valid()
        if not form.is_stopped and form.is_kept:
            form.save_draft()
            return _onward(request, form, is_right=is_right)
        opening = Opening.objects.get(pk=pk)  # what the page says of the dossier is what is stored
    elif not opening.is_editable:
        return redirect(opening)
    else:
        form = form_class(
            instance=opening, initial={"commune_search": request.GET.get("commune", "")[:80]}, **options
        )
    context = {"form": form, "step": step, **step_context(opening, step)}
    if isinstance(form, TerritoryForm):
        context |= _area_context(form)
    return render(request, f"territories/opening/{step}.html", context)


def _onward(request: HttpRequest, form: StepForm, *, is_right: bool) -> HttpResponse:
    """Lead on to the next step, or back to this one: asked for, or because something is to be mended."""
    wanted, address = request.POST.get("then"), step_url(form.instance, form.step.value)
    # Enter in any field presses the first button, which searches: without a search it stores and says so.
    search = form.search_query() if wanted == "search" and isinstance(form, TerritoryForm) else ""
    if not is_right:
        messages.warning(request, _("The draft is saved. What is refused is kept as typed, to be mended below."))
    elif not search:
        messages.success(request, _("The draft is saved."))
    if unknown := getattr(form, "unknown_parts", ""):
        messages.warning(request, unknown)
    if wanted == "next" and is_right:
        address = step_url(form.instance, next_step(form.step.value))
    return redirect(address + search)


def _area_context(form: TerritoryForm) -> dict[str, Any]:
    held = summary(form.shown_area, timezone.localdate())
    return {"area": held, "drawing": outline_map()}
