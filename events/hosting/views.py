"""The turn of each territory, the candidacy of one, and the decision."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from events.hosting import acts, documents
from events.hosting.forms import CandidacyForm, DecisionForm, DocumentForm, MarksForm
from events.hosting.marking import is_of_the_bureau, mark, marked_by, may_be_marked, results_of
from events.hosting.rotation import turns_on
from events.models import Event, HostCall, HostCandidacy, HostDocument
from leader.shared.exports import Column, as_file
from leader.shared.pagination import BoundedPaginator
from leader.shared.staff import staff_only
from leader.shared.typed import key_of
from leader.shared.uploads import at_most
from members.models import User
from territories.models import LeadRight, Territory
from territories.scope import led_with

State = HostCandidacy.State
EDITIONS_MAX = 60
REQUEST_MAX = 2 * documents.MAX_BYTES  # up to here a sentence beside the field tells; beyond, it is not even read


@login_not_required
@require_safe
def host_list(request: HttpRequest) -> HttpResponseBase:
    """Show for how long each territory has not hosted, the calls that are open, and what was decided."""
    today = timezone.localdate()
    turns = turns_on(today)
    if file := as_file(request, pgettext("name of a file", "hosts"), _columns(), turns):
        return file
    led = Territory.objects.filter(pk__in=led_with(request.user, LeadRight.EDIT))
    calls = HostCall.objects.visible_to(request.user).select_related("host")
    decided = list(calls.exclude(outcome="")[:30])
    results = results_of(decided)
    context = {
        "page": BoundedPaginator(turns).get_page(request.GET.get("page")),
        "year": today.year,
        "open_calls": calls.open_on(today),
        "undecided": calls.filter(outcome="", closes_on__lt=today),
        "decided": [(call, results.get(call.pk, [])) for call in decided],
        "editions": Event.objects.visible_to(request.user)
        .galas()
        .before_day(today)
        .select_related("territory")[:EDITIONS_MAX],
        "is_of_the_bureau": is_of_the_bureau(request.user),
        "led": led,
    }
    return render(request, "events/hosting/list.html", context)


@at_most(REQUEST_MAX)
@require_http_methods(["GET", "HEAD", "POST"])
def host_candidacy(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """Show the candidacy of a territory to its leads, who keep it as a draft, submit or withdraw it."""
    calls = HostCall.objects.visible_to(request.user)
    if request.method == "POST":
        calls = calls.select_for_update(no_key=True)  # before the candidacy, as everybody does
    call = get_object_or_404(calls, year=year)
    territory = get_object_or_404(Territory.objects.editable_by(request.user), slug=slug)
    user, now = cast("User", request.user), timezone.now()
    candidacy = HostCandidacy.objects.filter(call=call, territory=territory).first() or HostCandidacy(
        call=call, territory=territory, author=user
    )
    candidacy.call = call
    act = request.POST.get("act", "")
    must_be_whole = act == "deposer" or candidacy.state == State.SUBMITTED
    typed = request.POST if act in ("garder", "deposer") else None
    form = CandidacyForm(typed, instance=candidacy, is_submitted=must_be_whole)
    sent = request.FILES if act == "joindre" else None
    document_form = DocumentForm(request.POST if act == "joindre" else None, sent)
    try:
        if told := _act_on_documents(request, candidacy, document_form, act):
            messages.success(request, told)
            return redirect(f"{request.path}#documents")
        if act == "retirer" and candidacy.pk:
            acts.withdraw(candidacy, at=now)
            messages.success(request, _("The candidacy is withdrawn."))
            return redirect(request.path)
        if act in ("garder", "deposer") and form.is_valid():
            acts.save(form.instance, submitted=act == "deposer", at=now)
            messages.success(
                request, _("The candidacy is submitted.") if act == "deposer" else _("The draft is kept.")
            )
            return redirect(request.path)
    except acts.RefusedError as error:
        messages.error(request, str(error))
    is_open = HostCall.objects.open_on(timezone.localdate(now)).filter(pk=call.pk).exists()
    stored = HostCandidacy.objects.filter(pk=candidacy.pk).first() if candidacy.pk else None
    context = {
        "call": call,
        "territory": territory,
        "candidacy": stored,
        "form": form,
        "is_open": is_open,
        "documents": stored.documents.all() if stored else [],
        "document_form": document_form,
    }
    return render(request, "events/hosting/candidacy.html", context)


def _act_on_documents(request: HttpRequest, candidacy: HostCandidacy, form: DocumentForm, act: str) -> str:
    """Add a document or take one off; return what to tell, nothing where nothing was done."""
    if not candidacy.pk:
        return ""
    if act == "joindre" and form.is_valid():
        documents.add(candidacy, form.cleaned_data["document"], by=request.user, at=timezone.now())
        return _("The document is added.")
    if act == "oter":
        found = get_object_or_404(candidacy.documents, pk=key_of(request.POST.get("qui", "")))
        found.candidacy = candidacy
        documents.take_off(found, at=timezone.now())
        return _("The document is taken off.")
    return ""


@require_safe
def host_document(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give a document to whoever may read the candidacy; it is kept by the browser, never shown as a page."""
    document = get_object_or_404(HostDocument.objects.visible_to(request.user), pk=pk)
    name = str(document.file.name)
    if not default_storage.exists(name):
        raise Http404
    answer = FileResponse(
        default_storage.open(name), as_attachment=True, filename=document.name,
        content_type=document.kind,
    )  # fmt: skip
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def host_marks(request: HttpRequest, year: int) -> HttpResponse:
    """Let the bureau of the federation read the candidacies of a year and mark them, criterion by criterion."""
    if not is_of_the_bureau(request.user):
        raise Http404
    call = get_object_or_404(HostCall.objects.visible_to(request.user), year=year)
    candidacies, criteria = list(marked_by(request.user, call)), list(call.measures.all())
    is_open = may_be_marked(call, timezone.localdate())
    form = MarksForm(request.POST or None, candidacies=candidacies, criteria=criteria, by=request.user)
    if form.is_valid():
        try:
            mark(call, form.given(), by=request.user, at=timezone.now())
        except acts.RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your marks are saved."))
            return redirect(request.path)
    rows = [(candidacy, form.fields_of(candidacy)) for candidacy in candidacies]
    context = {"call": call, "rows": rows, "form": form, "is_open": is_open, "criteria": criteria}
    return render(request, "events/hosting/marks.html", context)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def host_decision(request: HttpRequest, year: int) -> HttpResponse:
    """Show the candidacies of a year side by side, and decide."""
    call = get_object_or_404(HostCall.objects.select_related("host"), year=year)
    submitted = call.candidacies.filter(state=State.SUBMITTED).select_related("territory", "call")
    candidacies = list(submitted.prefetch_related("documents").order_by("territory__name", "pk"))
    form = DecisionForm(request.POST or None, candidacies=candidacies)
    if form.is_valid():
        try:
            acts.decide(call, **form.decided(), by=request.user, at=timezone.now())
        except acts.RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The decision is published."))
            return redirect("events:host-list")
    context = {
        "call": call,
        "candidacies": candidacies,
        "results": results_of([call]).get(call.pk, []),
        "form": form,
        "today": timezone.localdate(),
    }
    return render(request, "events/hosting/decision.html", context)


def _columns() -> list[Column]:
    return [
        Column(gettext_lazy("territory"), lambda row: row.name),
        Column(gettext_lazy("hosted the gala last"), lambda row: row.last_hosted),
    ]
