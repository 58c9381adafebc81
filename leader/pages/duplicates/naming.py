"""Two records that no search suspects: staff pick the other one, and the pair is decided like any other."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from leader.pages.picking import SearchForm, found
from leader.shared.staff import staff_only
from leader.shared.typed import key_of
from members.duplicates.pairs import ChangedError, name_pair
from members.models.duplicates import MODELS, Kind

KINDS = {"entreprise": Kind.COMPANY, "personne": Kind.PERSON}  # as the address says it


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def duplicate_name(request: HttpRequest, kind: str, record_pk: int) -> HttpResponse:
    """Look for the record that is the same as this one, then compare the two."""
    if kind not in KINDS:
        raise Http404
    model: Any = MODELS[KINDS[kind]]
    record = get_object_or_404(model.objects.administered_by(request.user), pk=record_pk)
    if request.method == "POST":
        return _named(request, kind, record)
    form = SearchForm(request.GET or None, initial={"q": str(record)})
    words = form.words if form.is_bound else str(record)
    context = {
        "record": record, "kind": KINDS[kind], "form": form, "words": words,
        "found": found(model, words, request.user, but=record.pk),
    }  # fmt: skip
    return render(request, "pages/duplicates/name.html", context)


def _named(request: HttpRequest, kind: str, record: Any) -> HttpResponse:
    other = key_of(request.POST.get("other", ""))
    others = type(record).objects.administered_by(request.user).filter(pk=other).exclude(pk=record.pk)
    if other is None or not others.exists():
        messages.error(request, _("Choose the other record in the list."))
        return redirect("pages:duplicate-name", kind, record.pk)
    try:
        return redirect(name_pair(KINDS[kind], record.pk, other, at=timezone.now()))
    except ChangedError:
        messages.error(request, _("One of the two is no more: look again."))
        return redirect("pages:duplicate-list")
