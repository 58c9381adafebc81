"""The suspected duplicates: the list, the page of a pair, what is decided of it, and the merge."""

from contextlib import suppress
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_POST, require_safe
from procrastinate.exceptions import AlreadyEnqueued

from leader.pages.duplicates.forms import DecisionForm, FilterForm, MergeForm
from leader.shared.exports import Column, as_file
from leader.shared.staff import staff_only
from members.duplicates.following import RefusedError
from members.duplicates.journal import Journal
from members.duplicates.merging import foresee, merge
from members.duplicates.pairs import ChangedError, tell_apart
from members.models import DuplicatePair, DuplicateSearch, User
from members.models.duplicates import Kind
from members.tasks import find_duplicates
from territories.views.exchangers import exchangers_only

PER_PAGE = 25
State = DuplicatePair.State


@exchangers_only
@require_safe
def duplicate_list(request: HttpRequest) -> HttpResponseBase:
    """Show the suspected pairs, the likeliest first; ``?type=person``: people; ``?format=csv`` gives a file."""
    form = FilterForm(request.GET if request.GET else {"etat": State.OPEN})
    found = form.narrow(DuplicatePair.objects.visible_to(request.user))
    counts = dict(found.order_by().values_list("kind").annotate(Count("pk")))
    kind = request.GET.get("type", "")
    rows = _with_records(found.filter(kind=kind) if kind in Kind.values else found)
    if file := as_file(request, pgettext("name of a file", "duplicates"), _columns(), rows):
        return file
    page = Paginator(rows.order_by("-score", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form, "page": page, "kind": kind if kind in Kind.values else "", "total": sum(counts.values()),
        "tabs": [(value, label, counts.get(value, 0)) for value, label in Kind.choices],
        "may_merge": request.user.is_staff, "search": DuplicateSearch.objects.first(),
    }  # fmt: skip
    return render(request, "pages/duplicates/list.html", context)


def _with_records(pairs: QuerySet[Any]) -> QuerySet[Any]:
    return pairs.select_related(
        "company__commune", "company__activity", "other_company__commune", "other_company__activity", "person",
        "other_person", "decided_by__person",
    )  # fmt: skip


def _columns() -> list[Column]:
    return [
        Column(gettext_lazy("kind"), lambda row: row.get_kind_display()),
        Column(gettext_lazy("one"), lambda row: row.records[0]),
        Column(gettext_lazy("the other"), lambda row: row.records[1]),
        Column(gettext_lazy("score"), lambda row: row.score),
        Column(gettext_lazy("reasons"), lambda row: ", ".join(row.shown_reasons)),
        Column(gettext_lazy("found at"), lambda row: row.found_at),
        Column(gettext_lazy("decision"), lambda row: row.get_state_display()),
        Column(gettext_lazy("decided by"), lambda row: row.decided_by),
        Column(gettext_lazy("decided at"), lambda row: row.decided_at),
    ]


@staff_only
@require_POST
def duplicate_search(request: HttpRequest) -> HttpResponse:
    """Let the search begin now, beside the pages."""
    with suppress(AlreadyEnqueued), transaction.atomic():  # one that waits already will do
        find_duplicates.defer()
    messages.success(request, _("The search has begun: look again in a few minutes."))
    return redirect("pages:duplicate-list")


@exchangers_only
@require_safe
def duplicate_pair(request: HttpRequest, pk: int) -> HttpResponse:
    """Show both records side by side and what a merge would do; ``?garder=12`` keeps that one."""
    return _page(request, _pair(request, pk), request.GET.get("garder", ""))


@staff_only
@require_POST
def duplicate_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Remember that the two are no duplicate, or take that back."""
    pair, form = _pair(request, pk), DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose what to do with this pair."))
        return redirect(pair)
    distinct = form.cleaned_data["decision"] == State.DISTINCT
    user, version = cast("User", request.user), form.cleaned_data["version"]
    try:
        tell_apart(pk, by=user, at=timezone.now(), version=version, distinct=distinct)
    except ChangedError:
        messages.error(request, _changed())
        return redirect("pages:duplicate-list")
    messages.success(request, _("Your decision is recorded."))
    return redirect("pages:duplicate-list")


@staff_only
@require_POST
def duplicate_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the two records one."""
    pair = _pair(request, pk)
    stays, goes = _sides(pair, request.POST.get("kept", ""))
    form = MergeForm(request.POST, stays=stays, goes=goes, promised="")
    if not form.is_valid():
        if form.is_stale():
            form.add_error(None, ValidationError(_changed(), code="changed"))
        return _page(request, pair, str(stays.pk), form)
    typed = form.cleaned_data
    try:
        merge(
            pair.kind, stays.pk, goes.pk, form.values(), by=cast("User", request.user), at=timezone.now(),
            versions=(typed["kept_version"], typed["removed_version"]), promised=typed["promised"],
        )  # fmt: skip
    except ChangedError:
        return _told_changed(request, pair, form)
    except RefusedError as error:
        messages.error(request, str(error.message))
        return redirect(pair)
    except ValidationError as error:
        form.refuse(error)
        return _page(request, pair, str(stays.pk), form)
    messages.success(request, _("The two records are one now. For thirty days this can be undone."))
    return redirect("pages:merge-list")


def _told_changed(request: HttpRequest, pair: DuplicatePair, form: MergeForm) -> HttpResponse:
    """Show what is stored now beside what was chosen; where the pair is no more, there is nothing to choose."""
    if not DuplicatePair.objects.filter(pk=pair.pk).exists():
        messages.error(request, _changed())
        return redirect("pages:duplicate-list")
    form.add_error(None, ValidationError(_changed(), code="changed"))
    return _page(request, pair, str(form.sides[0].pk), form)


def _changed() -> str:
    return _("Something has changed since you read this page: nothing was done, look again.")


def _pair(request: HttpRequest, pk: int) -> DuplicatePair:
    pairs: QuerySet[DuplicatePair] = _with_records(DuplicatePair.objects.visible_to(request.user))
    return get_object_or_404(pairs, pk=pk)


def _sides(pair: DuplicatePair, kept: str) -> tuple[Any, Any]:
    """Return the record to keep and the other: ``kept`` (a key), else the one with a SIREN, else the older."""
    one, other = pair.records
    if kept == str(other.pk) or (kept != str(one.pk) and _has_more(other, one)):
        return other, one
    return one, other


def _has_more(one: Any, other: Any) -> bool:
    return bool(getattr(one, "siren", None)) and not getattr(other, "siren", None)


def _page(request: HttpRequest, pair: DuplicatePair, kept: str, form: MergeForm | None = None) -> HttpResponse:
    stays, goes = _sides(pair, kept)
    journal, refused = Journal(), ""
    if request.user.is_staff:
        try:
            journal = foresee(pair.kind, stays.pk, goes.pk)
        except RefusedError as error:
            refused = str(error.message)
        except ChangedError:
            refused = _changed()
    shown = form or MergeForm(stays=stays, goes=goes, promised=journal.digest())
    if form:
        form.renew(journal.digest())
    context = {
        "pair": pair, "stays": stays, "goes": goes, "form": shown, "rows": shown.rows(), "refused": refused,
        "may_merge": request.user.is_staff and not refused, "may_decide": request.user.is_staff,
        "followed": sorted((str(m._meta.verbose_name_plural), n) for m, n in journal.followed.items()),
        "told": journal.told, "desk": f"admin:members_{pair.kind}_change",
    }  # fmt: skip
    return render(request, "pages/duplicates/pair.html", context)
