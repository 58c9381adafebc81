"""The preview of a file of pressenties: what each line would give, its columns, and then adding it or not."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from territories.models import Opening, ProspectFile
from territories.opening.forms_columns import ColumnsForm
from territories.opening.forms_prospects import ROOM_AT_MOST, room_left
from territories.opening.prospect_files import preview
from territories.opening.steps import step_url
from territories.views.opening_prospects import add, keep
from territories.views.opening_steps import dossier, step_context

STEP = Opening.Step.PROSPECTS


@require_http_methods(["GET", "POST"])
def prospect_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the file that waits would give; add it, set it aside or change which column is which."""
    opening = dossier(request, pk)
    file = ProspectFile.objects.filter(opening=opening).first()
    if not opening.is_editable or file is None:
        return _nothing_waits(request, opening)
    file.opening = opening
    form = ColumnsForm(file=file)
    match request.POST.get("action"):
        case "columns":
            form = ColumnsForm(request.POST, file=file)
            if form.is_valid():
                return _change_columns(request, file, form)
        case "add" if request.POST.get("version") == str(file.version) and "name" in file.mapping:
            return _add(request, file)
        case "add":
            messages.warning(request, _("The preview has changed meanwhile: look at it again, then add it."))
        case "discard":
            return _discard(request, file)
    return render(request, "territories/opening/file.html", _context(file, form))


def _nothing_waits(request: HttpRequest, opening: Opening) -> HttpResponse:
    if request.method == "POST":
        messages.info(request, _("This file was added or set aside already."))
    return redirect(step_url(opening, STEP) if opening.is_editable else opening)


def _context(file: ProspectFile, form: ColumnsForm) -> dict[str, Any]:
    seen, used = preview(file), set(file.mapping.values())
    return {
        "file": file,
        "form": form,
        "preview": seen,
        "is_named": "name" in file.mapping,
        "left_aside": [h for place, h in enumerate(file.headings, start=1) if h and place not in used],
        "without_room": max(0, seen.added_count - room_left(file.opening)),
        "room_at_most": ROOM_AT_MOST,
        **step_context(file.opening, STEP.value),
    }


def _change_columns(request: HttpRequest, file: ProspectFile, form: ColumnsForm) -> HttpResponse:
    file.mapping = form.mapping()
    file.save(update_fields=["mapping"])
    messages.success(request, _("The preview follows these columns. Nothing is added yet."))
    return redirect("territories:opening-file", file.opening_id)


def _add(request: HttpRequest, file: ProspectFile) -> HttpResponse:
    seen = preview(file)
    add(request, file.opening, seen.understood)
    keep(request, file.opening, seen.refused)
    file.delete()
    return redirect(step_url(file.opening, STEP))


def _discard(request: HttpRequest, file: ProspectFile) -> HttpResponse:
    file.delete()
    messages.success(request, _("The file is set aside: nothing of it was added."))
    return redirect(step_url(file.opening, STEP))
