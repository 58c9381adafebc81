"""The desk of staff: the requests and their clock, the erasure, the register of processings, the retention."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from leader.pages.personal_data.forms import AnswerForm, ErasureForm, ExtensionForm, NameForm
from leader.pages.picking import AT_MOST, SearchForm, found, with_what_tells_apart
from leader.shared import mails, retention
from leader.shared.exports import Column, as_file
from leader.shared.models import RetentionRun
from leader.shared.paper import pdf_response
from leader.shared.personal_data import erasing, processings
from leader.shared.personal_data.subjects import Subject, subject
from leader.shared.staff import staff_only
from members.models import DataRequest, Person, User
from members.subjects import people_with

PER_PAGE = 25
Kind, Outcome = DataRequest.Kind, DataRequest.Outcome


@staff_only
@never_cache
@require_safe
def data_request_list(request: HttpRequest) -> HttpResponseBase:
    """Show the requests that wait, late ones first, or those that were answered."""
    answered = request.GET.get("etat") == "traitees"
    rows = DataRequest.objects.visible_to(request.user)
    kept = rows.exclude(answered_at=None).order_by("-answered_at") if answered else rows.open()
    name = pgettext("name of a file", "requests about personal data")
    if file := as_file(request, name, _columns(), kept.select_related("answered_by__person")):
        return file
    page = Paginator(kept, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "answered": answered, "today": timezone.localdate()}
    return render(request, "pages/personal_data/request_list.html", context)


def _columns() -> list[Column]:
    return [
        Column(gettext_lazy("request"), lambda row: row.get_kind_display()),
        Column(gettext_lazy("e-mail"), lambda row: row.email),
        Column(gettext_lazy("received at"), lambda row: row.received_at),
        Column(gettext_lazy("to be answered by"), lambda row: row.due_on),
        Column(gettext_lazy("outcome"), lambda row: row.get_outcome_display()),
        Column(gettext_lazy("answered at"), lambda row: row.answered_at),
        Column(
            gettext_lazy("answered by"),
            lambda row: row.answered_by and (row.answered_by.person or row.answered_by),
        ),
    ]


@staff_only
@never_cache
@require_safe
def data_request_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a request, its clock, and what an erasure would do."""
    return _page(request, _asked(request, pk))


def _asked(request: HttpRequest, pk: int) -> Any:
    rows = DataRequest.objects.visible_to(request.user).select_related("person", "answered_by")
    return get_object_or_404(rows, pk=pk)


def subject_of(asked: DataRequest) -> Subject:
    """Return whose data a request is about: of the person named, else of whoever has the address."""
    return subject(asked.person_id, asked.email)


def _counted(preview: erasing.Preview) -> str:
    return "-".join(str(line.count) for line in [*preview.erased, *preview.kept])


def _page(request: HttpRequest, asked: DataRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    context: dict[str, Any] = {"asked": asked, **more}
    if asked.is_open:
        version = {"version": asked.version}
        context |= _who(request, asked)
        context.setdefault("answer_form", AnswerForm(initial=version, asked=asked))
        context.setdefault("extension_form", ExtensionForm(initial=version))
        if asked.kind == Kind.ERASURE:
            preview = erasing.preview(context["whose"])
            counted = _counted(preview)
            context["preview"] = preview
            context.setdefault("erasure_form", ErasureForm(initial={**version, "seen": counted}, counted=counted))
    return render(request, "pages/personal_data/request_detail.html", context, status=status)


def _who(request: HttpRequest, asked: DataRequest) -> dict[str, Any]:
    """Return whose data it is, as far as that is known, and the people among whom staff may name another."""
    search, whose = SearchForm(request.GET or None), subject_of(asked)
    if search.words:
        people = found(Person, search.words, request.user)
    else:
        shared = people_with(asked.email) if whose.person is None else Person.objects.none()
        people = with_what_tells_apart(Person, shared[:AT_MOST])
    known = Person.objects.filter(pk=whose.person).first() if whose.person else None
    return {"whose": whose, "known": known, "people": people, "search": search}


@staff_only
@require_POST
def data_request_name(request: HttpRequest, pk: int) -> HttpResponse:
    """Note which person asks: several may have the address, or none in our files."""
    asked, form = _asked(request, pk), NameForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose the person in the list."))
        return redirect(asked)
    try:
        asked.name(form.cleaned_data["person"], version=form.cleaned_data["version"])
    except DataRequest.WrongStateError:
        return _too_late(request, pk)
    messages.success(request, _("The request is that of %(name)s.") % {"name": form.cleaned_data["person"]})
    return redirect(asked)


def _too_late(request: HttpRequest, pk: int, **more: Any) -> HttpResponse:
    messages.warning(request, _("Somebody answered or changed this request meanwhile: nothing was done."))
    return _page(request, _asked(request, pk), status=409, **more)


@staff_only
@require_POST
def data_request_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer in words; the person is told by a letter."""
    asked, user = _asked(request, pk), _staff(request)
    form = AnswerForm(request.POST, asked=asked)
    if not form.is_valid():
        return _page(request, asked, answer_form=form)
    typed = form.cleaned_data
    try:
        with transaction.atomic():
            asked.close(typed["outcome"], typed["answer"], by=user, at=timezone.now(), version=typed["version"])
            mails.send("data_request_answered", asked.email, {"asked": asked})
    except DataRequest.WrongStateError:
        return _too_late(request, pk, answer_form=form)
    messages.success(request, _("The request is answered, and the person told."))
    return redirect(asked)


@staff_only
@require_POST
def data_request_extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Take two more months, once; the person is told why."""
    asked, form = _asked(request, pk), ExtensionForm(request.POST)
    if not form.is_valid():
        return _page(request, asked, extension_form=form)
    try:
        with transaction.atomic():
            asked.extend(form.cleaned_data["because"], version=form.cleaned_data["version"])
            mails.send("data_request_extended", asked.email, {"asked": asked})
    except DataRequest.WrongStateError:
        return _too_late(request, pk, extension_form=form)
    messages.success(request, _("The request has two more months, and the person is told why."))
    return redirect(asked)


@staff_only
@require_POST
def data_request_erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Erase the person everywhere, as the preview said, and close the request in the same act."""
    asked = _asked(request, pk)
    if asked.kind != Kind.ERASURE:
        return _page(request, asked)
    # Whoever is writing these rows ends first: an application that is being accepted makes a person of them.
    erasing.lock(subject_of(asked))
    asked = _asked(request, pk)  # answered meanwhile perhaps, or of somebody who was merged and has another number
    if not asked.is_open:
        return _too_late(request, pk)
    whose = subject_of(asked)
    foreseen = erasing.preview(whose)
    form = ErasureForm(request.POST, counted=_counted(foreseen))
    if not form.is_valid():
        return _page(request, asked, erasure_form=form)
    try:
        with transaction.atomic():
            _erase(asked, whose, foreseen, by=_staff(request), version=form.cleaned_data["version"])
    except DataRequest.WrongStateError:
        return _too_late(request, pk)
    except erasing.ObstacleError as error:
        form.add_error(None, list(error.args))
        return _page(request, asked, status=409, erasure_form=form)
    messages.success(request, _("The person is erased; a last letter says so."))
    return redirect("pages:data-request-detail", pk=pk)


def _erase(asked: DataRequest, whose: Subject, foreseen: erasing.Preview, *, by: User, version: int) -> None:
    now, email, kept = timezone.now(), asked.email, foreseen.kept
    told = "\n".join(f"– {line.name} : {line.reason}" for line in kept)
    asked.close(Outcome.PARTLY if kept else Outcome.DONE, told, by=by, at=now, version=version)
    erasing.erase(whose, at=now, foreseen=foreseen)
    # After the erasure, which takes the letters that wait: this is the last one.
    mails.send("data_request_erased", email, {"kept": told})


def _staff(request: HttpRequest) -> Any:
    return request.user


@staff_only
@require_safe
def processing_register(request: HttpRequest) -> HttpResponseBase:
    """Show the register of processings (RGPD, article 30), on the screen or on paper."""
    if request.GET.get("format") == "pdf":
        now = timezone.now()
        return pdf_response("tables", _on_paper(), at=now, name="registre-des-traitements.pdf")
    return render(request, "pages/personal_data/register.html", {"processings": processings()})


def _on_paper() -> dict[str, Any]:
    sections = [
        {
            "title": str(one.name),
            "notes": [],
            "tables": [
                [
                    [_("Purpose"), str(one.purpose)], [_("Legal basis"), str(one.basis)],
                    [_("Whose data"), str(one.people)], [_("Who receives them"), str(one.recipients)],
                    [_("How long"), str(one.retention)],
                    [_("Where"), ", ".join(str(place.model._meta.verbose_name_plural) for place in places)],
                ]
            ],
        }
        for one, places in processings()
    ]  # fmt: skip
    intro = _("Register of the processings of personal data (RGPD, article 30).")
    return {
        "title": _("Register of processings"), "intro": intro, "label": _("Field"), "value": _("Value"),
        "sections": sections,
    }  # fmt: skip


@staff_only
@require_safe
def retention_rules(request: HttpRequest) -> HttpResponse:
    """Show each rule, what tonight would do, and what the last nights did."""
    now = timezone.now()
    rules = [{"rule": rule, "due": rule.due(now)} for rule in retention.rules()]
    names = {rule.key: rule.name for rule in retention.rules()}
    runs = [{"run": run, "name": names.get(run.rule, run.rule)} for run in RetentionRun.objects.all()[:50]]
    return render(request, "pages/personal_data/retention.html", {"rules": rules, "runs": runs})
