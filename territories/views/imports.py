"""The pages of an import: hand in a file, see what would become of each line, mend, confirm, follow."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import HttpResponseClientRefresh

from leader.shared.exports import Column, as_file, export_response
from territories.forms.imports import DoubtsForm, FileForm, MappingForm
from territories.imports import acts, refused_file
from territories.imports.doubts import with_candidates
from territories.imports.lines import doubtful_rows, page_of
from territories.imports.progress import progress_of
from territories.imports.reading import SEPARATOR
from territories.models import CompanyImport, ImportLine, ImportRow
from territories.views.exchangers import importers_only

PER_PAGE = 25
SAMPLE = 3
State, Outcome = CompanyImport.State, ImportRow.Outcome


@importers_only
@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request: HttpRequest) -> HttpResponseBase:
    """Show one's imports (staff: everybody's), and receive a file."""
    form = FileForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        return redirect(acts.receive(form.cleaned_data["file"], author=request.user, **form.told()))
    rows = CompanyImport.objects.editable_by(request.user).select_related("author__person", "territory")
    if file := as_file(request, pgettext("name of a file", "imports"), _columns(), rows):
        return file
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "territories/imports/import_list.html", {"form": form, "page": page})


def _columns() -> list[Column]:
    return [
        Column(gettext_lazy("file"), lambda row: row.file_name),
        Column(gettext_lazy("received at"), lambda row: row.created_at),
        Column(gettext_lazy("author"), lambda row: row.author and (row.author.person or row.author)),
        Column(gettext_lazy("territory"), lambda row: row.territory),
        Column(gettext_lazy("state"), lambda row: row.get_state_display()),
        Column(gettext_lazy("lines"), lambda row: row.lines),
        Column(gettext_lazy("new lines"), lambda row: row.counts.get("new", 0)),
        Column(gettext_lazy("changed lines"), lambda row: row.counts.get("updated", 0)),
        Column(gettext_lazy("refused lines"), lambda row: row.counts.get("refused", 0)),
    ]


@importers_only
@require_safe
@vary_on_headers("HX-Request")
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show where the import stands: its progress, its preview line by line, its outcome."""
    company_import = _import(request, pk)
    if company_import.is_busy:
        context = {"import": company_import, "progress": progress_of(company_import)}
        part = "_progress" if _is_asked_by_script(request) else "import_busy"
        return render(request, f"territories/imports/{part}.html", context)
    if _is_asked_by_script(request):
        return HttpResponseClientRefresh()  # the work is done: the whole page has changed
    return render(request, "territories/imports/import_detail.html", _detail(request, company_import))


def _detail(request: HttpRequest, company_import: CompanyImport) -> dict[str, Any]:
    counts = company_import.counts
    tabs = [(outcome, counts.get(outcome.value, 0)) for outcome in Outcome]
    filled = [outcome.value for outcome, count in tabs if count]
    asked = request.GET.get("lignes", "")
    shown = asked if asked in Outcome.values else (filled or [Outcome.NEW.value])[0]
    return {
        "import": company_import,
        "tabs": tabs,
        "shown": shown,
        "page": page_of(company_import, shown, request.GET.get("page")),
        "doubtful_count": doubtful_rows(company_import).count() if counts.get("refused") else 0,
        "has_lines": ImportRow.objects.filter(import_id=company_import.pk).exists(),
        "is_previewed": company_import.state == State.PREVIEWED,
    }


@importers_only
@require_http_methods(["GET", "HEAD", "POST"])
def import_mapping(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what each column of the file is; the lines are read again."""
    company_import = _import(request, pk)
    if company_import.state != State.PREVIEWED:
        return redirect(company_import)
    form = MappingForm(request.POST or None, company_import=company_import, sample=_sample(company_import))
    if form.is_valid():
        return _acted(request, company_import, acts.change_mapping, form.mapping())
    return render(request, "territories/imports/import_mapping.html", {"import": company_import, "form": form})


def _sample(company_import: CompanyImport) -> list[list[str]]:
    lines = ImportLine.objects.filter(import_id=company_import.pk).order_by("number")
    return [text.split(SEPARATOR) for text in lines.values_list("cells", flat=True)[:SAMPLE]]


@importers_only
@require_http_methods(["GET", "HEAD", "POST"])
def import_doubts(request: HttpRequest, pk: int) -> HttpResponse:
    """Say of the doubtful lines which company each means; the lines are compared again."""
    company_import = _import(request, pk)
    doubts = with_candidates(company_import, company_import.author)
    if company_import.state != State.PREVIEWED or not doubts:
        return redirect(company_import)
    form = DoubtsForm(request.POST or None, doubts=doubts)
    if form.is_valid() and (answers := form.answers()):
        return _acted(request, company_import, acts.answer_doubts, answers)
    total = doubtful_rows(company_import).count()
    context = {"import": company_import, "form": form, "total": total, "shown": len(doubts)}
    return render(request, "territories/imports/import_doubts.html", context)


@importers_only
@require_POST
def import_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the preview written that the person has read: the form tells which."""
    seen = request.POST.get("attempt", "")
    attempt = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else 0
    return _acted(request, _import(request, pk), acts.ask_to_write, attempt)


@importers_only
@require_POST
def import_abandon(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget an import that was not written, and its file."""
    company_import = _import(request, pk)
    try:
        acts.abandon(company_import)
    except CompanyImport.WrongStateError:
        messages.error(request, _("This import is written, or is being written: it stays."))
        return redirect(company_import)
    messages.success(request, _("The import of “%(name)s” is abandoned.") % {"name": company_import.file_name})
    return redirect("territories:import-list")


@importers_only
@require_safe
def import_refused(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give the refused lines as a file, each with the reason."""
    company_import = _import(request, pk)
    name = pgettext("name of a file", "refused-lines")
    return export_response(name, refused_file.columns(company_import), refused_file.rows(company_import))


def _import(request: HttpRequest, pk: int) -> CompanyImport:
    imports = CompanyImport.objects.editable_by(request.user).select_related("author__person", "territory")
    found: CompanyImport = get_object_or_404(imports, pk=pk)
    return found


def _acted(
    request: HttpRequest, company_import: CompanyImport, act: Callable[..., None], *told: Any
) -> HttpResponse:
    try:
        act(company_import, *told)
    except CompanyImport.WrongStateError:
        messages.info(request, _("This import has moved on meanwhile: here is where it stands."))
    return redirect(company_import)


def _is_asked_by_script(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))
