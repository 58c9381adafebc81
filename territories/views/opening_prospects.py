"""The step of the pressenties: each button adds, merges or removes, and stores at once."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from leader.shared.typed import key_of
from territories.imports.reading import FileRefusedError
from territories.models import Federation, Opening, OpeningProspect, ProspectFile
from territories.opening import prospects
from territories.opening.forms_prospects import ROOM_AT_MOST, FileForm, PasteForm, ProspectForm, room_left
from territories.opening.pasting import PastedLine, RefusedLine
from territories.opening.prospect_files import receive
from territories.opening.steps import step_url
from territories.views.opening_steps import dossier, step_context

STEP = Opening.Step.PROSPECTS
Forms = dict[str, Any]


@require_http_methods(["GET", "POST"])
def prospect_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the pressenties of a dossier."""
    opening = dossier(request, pk)
    forms: Forms = {}
    if not opening.is_editable:
        if request.method == "POST":
            messages.error(request, _("The dossier was submitted meanwhile: nothing was changed."))
        return redirect(opening)
    if request.method == "POST":
        done = ACTIONS.get(request.POST.get("action", ""), _nothing)(request, opening)
        if isinstance(done, HttpResponse):
            return done
        if not (forms := done):
            # The sentences on top tell what was added; who removes or merges stays near the list.
            return redirect(step_url(opening, STEP) + ("#prospects" if "prospect" in request.POST else ""))
    return render(request, "territories/opening/prospects.html", _context(request, opening, forms))


def _context(request: HttpRequest, opening: Opening, forms: Forms) -> dict[str, Any]:
    search = request.GET.get("q", "")[:80]
    kept = opening.unfinished.get(STEP.value, {})
    rows = prospects.with_twins(opening)
    return {
        "prospects": rows,
        "doubtful_count": sum(bool(row.twin or row.same_as) for row in rows),
        "search": search,
        "known": prospects.known_companies(opening, search),
        "shown_at_most": prospects.SHOWN_AT_MOST,
        "refused": kept.get("refused", []) if isinstance(kept, dict) else [],
        "federation": Federation.load(),
        "typed": ProspectForm(),
        "paste": PasteForm(initial={"lines": "\n".join(_texts(kept))}),
        "file": FileForm(),
        "waiting": ProspectFile.waiting_for(opening),
        **forms,
        **step_context(opening, STEP.value),
    }


def _texts(kept: Any) -> Iterable[str]:
    return [line["text"] for line in kept.get("refused", [])] if isinstance(kept, dict) else []


def _known(request: HttpRequest, opening: Opening) -> Forms:
    ticked = [key for key in map(key_of, request.POST.getlist("company")) if key is not None]
    room = min(room_left(opening), prospects.SHOWN_AT_MOST)
    added = prospects.add_known(opening, ticked[:room])
    _tell(request, added, len(ticked) - added)
    return {}


def _typed(request: HttpRequest, opening: Opening) -> Forms:
    form = ProspectForm(request.POST)
    if not form.is_valid():
        return {"typed": form}
    add(request, opening, [form.line()])
    return {}


def _paste(request: HttpRequest, opening: Opening) -> Forms:
    form = PasteForm(request.POST)
    if not form.is_valid():
        return {"paste": form}
    add(request, opening, form.understood)
    keep(request, opening, form.refused)
    return {}


def _file(request: HttpRequest, opening: Opening) -> Forms | HttpResponse:
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            receive(opening, form.cleaned_data["file"])
        except FileRefusedError as error:
            form.add_error("file", str(error))
    return redirect("territories:opening-file", opening.pk) if form.is_valid() else {"file": form}


def _discard(request: HttpRequest, opening: Opening) -> Forms:
    keep(request, opening, [])
    messages.success(request, _("The refused lines are discarded."))
    return {}


def _remove(request: HttpRequest, opening: Opening) -> Forms:
    if row := _row(request, opening):
        row.delete()
        messages.success(request, _("“%(name)s” is taken off the list.") % {"name": row.name})
    return {}


def _same(request: HttpRequest, opening: Opening) -> Forms:
    if row := _row(request, opening):
        prospects.same_company(row)
        messages.success(request, _("The two are one: “%(name)s” stands once.") % {"name": row.name})
    return {}


def _distinct(request: HttpRequest, opening: Opening) -> Forms:
    if row := _row(request, opening):
        row.is_distinct = True
        row.save(update_fields=["is_distinct"])
        messages.success(request, _("“%(name)s” stays on its own.") % {"name": row.name})
    return {}


def _nothing(request: HttpRequest, opening: Opening) -> Forms:
    return {}


ACTIONS: dict[str, Callable[[HttpRequest, Opening], Forms | HttpResponse]] = {
    "known": _known,
    "typed": _typed,
    "paste": _paste,
    "file": _file,
    "discard": _discard,
    "remove": _remove,
    "same": _same,
    "distinct": _distinct,
}


def _row(request: HttpRequest, opening: Opening) -> OpeningProspect | None:
    key = key_of(request.POST.get("prospect", ""))
    found: OpeningProspect | None = opening.prospects.filter(pk=key).first() if key is not None else None
    return found


def add(request: HttpRequest, opening: Opening, lines: list[PastedLine]) -> None:
    """Add ``lines`` as far as there is room, and say what became of them."""
    added, known, left_out = prospects.add_lines(opening, lines, room_left(opening))
    _tell(request, added, known)
    if left_out:
        said = _("A dossier holds %(limit)d pressenties at most: the last lines were left out.")
        messages.warning(request, said % {"limit": ROOM_AT_MOST})


def _tell(request: HttpRequest, added: int, known: int) -> None:
    if added:
        said = ngettext("%d pressentie is added.", "%d pressenties are added.", added) % added
        messages.success(request, said)
    if known:
        said = ngettext("%d was in the list already.", "%d were in the list already.", known) % known
        messages.info(request, said)


def keep(request: HttpRequest, opening: Opening, refused: list[RefusedLine]) -> None:
    """Keep the refused lines in the dossier, to be mended there on any device."""
    unfinished = {step: kept for step, kept in opening.unfinished.items() if step != STEP.value}
    if refused:
        lines = [{"number": r.number, "text": r.text[:1000], "reason": r.reason} for r in refused]
        unfinished[STEP.value] = {"refused": lines}
        said = ngettext("%d line is refused: see below why.", "%d lines are refused: see below why.", len(refused))
        messages.warning(request, said % len(refused))
    if unfinished != opening.unfinished:
        opening.unfinished = unfinished
        opening.save(update_fields=["unfinished", "updated_at"])
