"""The differences between our files and the register: the list, the page of a company, and the decisions."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Min, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from leader.pages.register.forms import BulkForm, DecisionForm, FilterForm, HomeForm
from leader.pages.register.homes import move_of
from leader.pages.register.shown import prepare, value_of
from leader.shared.exports import Column, as_file
from leader.shared.staff import staff_only
from members.duplicates.merging import kept_in_place_of
from members.models import Company, Membership, RegisterDifference, RegisterSnapshot, User
from members.register import RegisteredCompany
from members.register.asking import source
from members.register.comparing import commune_of
from members.register.deciding import HARMLESS, ConflictError, ImpossibleError, decide
from members.register.insee import KeyRefusedError
from members.register.look_up import UnavailableError
from members.register.refreshing import ask_about
from territories.joining import affiliate
from territories.views.exchangers import exchangers_only

PER_PAGE = 25
_SENT = re.compile(r"([0-9]{1,15})-([0-9]{1,9})")  # key and version of a line
Kind, State = RegisterDifference.Kind, RegisterDifference.State


@exchangers_only
@require_safe
def register_list(request: HttpRequest) -> HttpResponseBase:
    """Show the differences, counted by kind; ``?type=closed`` shows one kind, ``?format=csv`` gives a file."""
    form = FilterForm(request.GET if request.GET else {"etat": State.OPEN}, user=request.user)
    found = form.narrow(RegisterDifference.objects.visible_to(request.user))
    counts = dict(found.order_by().values_list("kind").annotate(Count("pk")))
    kind = request.GET.get("type", "")
    rows = (found.filter(kind=kind) if kind in Kind.values else found).select_related(
        "company__commune", "company__register_snapshot", "decided_by__person"
    )
    if file := as_file(request, pgettext("name of a file", "register"), _columns(), rows):
        return file
    page = Paginator(rows.order_by("-found_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    differences = prepare(page.object_list, timezone.localdate())
    answers = RegisterSnapshot.objects.visible_to(request.user).filter(told_at__isnull=False)
    context = {
        "form": form, "page": page, "differences": differences, "kind": kind if kind in Kind.values else "",
        "tabs": [(value, label, counts.get(value, 0)) for value, label in Kind.choices],
        "total": sum(counts.values()),
        "may_decide": request.user.is_staff,
        "has_bulk": request.user.is_staff and any(row.is_harmless and row.may_be_decided for row in differences),
        "source": source(), "answers": answers.aggregate(count=Count("pk"), oldest=Min("told_at")),
    }  # fmt: skip
    return render(request, "pages/register/list.html", context)


def _columns() -> list[Column]:
    return [
        Column(gettext_lazy("company"), lambda row: row.company.name),
        Column(gettext_lazy("SIREN"), lambda row: row.company.siren),
        Column(gettext_lazy("what differs"), lambda row: row.get_kind_display()),
        Column(gettext_lazy("ours"), lambda row: row.ours),
        Column(gettext_lazy("the register's"), lambda row: row.theirs),
        Column(gettext_lazy("source"), lambda row: row.get_source_display()),
        Column(gettext_lazy("found at"), lambda row: row.found_at),
        Column(gettext_lazy("decision"), lambda row: row.get_state_display()),
        Column(gettext_lazy("decided by"), lambda row: row.decided_by),
        Column(gettext_lazy("decided at"), lambda row: row.decided_at),
        Column(gettext_lazy("note"), lambda row: row.note),
    ]


def _or_the_kept(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lead on to the company that stands for one that was merged away, perhaps since the page was read."""

    @wraps(view)
    def led_on(request: HttpRequest, company_pk: int, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, company_pk, **kwargs)
        except Http404:
            kept = Company.objects.administered_by(request.user).filter(pk=kept_in_place_of("company", company_pk))
            company = get_object_or_404(kept)
        if request.method == "POST":
            messages.error(request, _changed())
        return redirect("pages:register-company", company.pk)

    return led_on


def _changed() -> str:
    return _("The file or the register’s answer has changed since you read it: nothing was recorded, look again.")


@exchangers_only
@require_safe
@_or_the_kept
def register_company(request: HttpRequest, company_pk: int) -> HttpResponse:
    """Show our file of a company beside what the register says."""
    return _page(request, _company(request, company_pk))


@staff_only
@require_POST
@_or_the_kept
def register_decide(request: HttpRequest, company_pk: int, pk: int) -> HttpResponse:
    """Record the decision about one difference."""
    company = _company(request, company_pk)
    differences = RegisterDifference.objects.administered_by(request.user).filter(company=company)
    difference = get_object_or_404(differences, pk=pk)
    form = DecisionForm(request.POST, difference=difference, ours=value_of(company, difference.kind))
    if not form.is_valid():
        return _page(request, company, {pk: form})
    typed = form.cleaned_data
    try:
        decided = decide(
            pk, typed["decision"], by=cast("User", request.user), at=timezone.now(), version=typed["version"],
            ours=typed["ours"], note=typed["note"],
        )  # fmt: skip
    except ConflictError:
        messages.error(request, _changed())
        return redirect("pages:register-company", company.pk)
    except ImpossibleError as error:
        form.add_error("decision", str(error.message))
        return _page(request, company, {pk: form})
    _tell(request, decided)
    return redirect("pages:register-company", company.pk)


def _tell(request: HttpRequest, decided: RegisterDifference) -> None:
    if decided.state == State.GONE:
        messages.info(request, _("The file and the register agree by now: nothing was left to decide."))
    elif decided.state == State.TAKEN and decided.kind == Kind.CLOSED:
        _tell_closed(request, decided)
    elif decided.state == State.TAKEN and decided.kind == Kind.SEAT:
        messages.success(request, _("The new seat is in our file. The territory has not changed: see below."))
    else:
        messages.success(request, _("Your decision is recorded."))


def _tell_closed(request: HttpRequest, decided: RegisterDifference) -> None:
    """Say what is left to end: the register is asked about prospects and former members as well."""
    if Membership.objects.covering_on(timezone.localdate()).filter(company=decided.company_id).exists():
        messages.warning(request, _("The closure is noted. The membership still runs: end it below."))
    else:
        messages.success(request, _("The closure is noted."))


@staff_only
@require_POST
def register_bulk(request: HttpRequest) -> HttpResponse:
    """Record one decision about many harmless differences; what has changed since it was read is left and told."""
    form, chosen = BulkForm(request.POST), _chosen(request)
    if not form.is_valid() or not chosen:
        messages.error(request, _("Choose at least one line of the list, and what to do with it."))
    else:
        _decide_many(request, chosen, form.cleaned_data["decision"])
    return redirect("pages:register-list")


def _chosen(request: HttpRequest) -> list[tuple[int, int]]:
    """Return keys and versions of the harmless differences that were chosen, in the order of their keys."""
    sent = [_SENT.fullmatch(row) for row in request.POST.getlist("rows")[:PER_PAGE]]
    versions = {int(row[1]): int(row[2]) for row in sent if row}
    offered = RegisterDifference.objects.administered_by(request.user).filter(kind__in=HARMLESS, pk__in=versions)
    return [(pk, versions[pk]) for pk in offered.order_by("pk").values_list("pk", flat=True)]


def _decide_many(request: HttpRequest, chosen: list[tuple[int, int]], decision: str) -> None:
    user, now, done, left = cast("User", request.user), timezone.now(), 0, 0
    for pk, version in chosen:
        try:
            decide(pk, decision, by=user, at=now, version=version)
            done += 1
        except (ConflictError, ImpossibleError):
            left += 1
    if done:
        said = ngettext("%(n)s difference decided.", "%(n)s differences decided.", done)
        messages.success(request, said % {"n": done})
    if left:
        said = ngettext(
            "%(n)s was left as it is: it has changed since you read it, or cannot be taken over.",
            "%(n)s were left as they are: they have changed since you read them, or cannot be taken over.",
            left,
        )
        messages.warning(request, said % {"n": left})


# Without a transaction around it: the register may be slow, and nobody should wait for a row meanwhile.
@transaction.non_atomic_requests
@staff_only
@require_POST
@_or_the_kept
def register_ask(request: HttpRequest, company_pk: int) -> HttpResponse:
    """Ask the register about a company now."""
    company = _company(request, company_pk)
    if not company.siren:
        messages.error(request, _("Without a SIREN the register cannot be asked."))
        return redirect("pages:register-company", company.pk)
    try:
        ask_about(company.pk, company.siren)
    except KeyRefusedError:
        messages.error(request, _("INSEE refuses the key of this site: tell whoever runs it."))
    except UnavailableError:
        messages.error(request, _("The register cannot be asked now. Try again in a moment."))
    else:
        messages.success(request, _("The register has answered: see below."))
    return redirect("pages:register-company", company.pk)


@staff_only
@require_POST
@_or_the_kept
def register_home(request: HttpRequest, company_pk: int) -> HttpResponse:
    """Let a company that has moved be at home in the territory of its new seat, from today."""
    company, today = _company(request, company_pk), timezone.localdate()
    get_object_or_404(Company.objects.select_for_update(no_key=True), pk=company.pk)
    form = HomeForm(request.POST, proposed=move_of(company, company.commune, today).proposed)
    if form.is_valid():
        territory = form.cleaned_data["territory"]
        affiliate(company, territory, today, by=request.user, moves_home=True)
        messages.success(
            request, _("From today the company is at home in %(territory)s.") % {"territory": territory}
        )
    else:
        messages.error(request, _("This territory does not hold the seat of the company: choose again."))
    return redirect("pages:register-company", company.pk)


def _company(request: HttpRequest, pk: int) -> Company:
    """Return a company of which the reader sees what the register says: not every company that may be seen."""
    user = request.user
    companies: QuerySet[Company] = Company.objects.administered_by(user)
    return get_object_or_404(companies.select_related("commune__epci", "commune__departement", "activity"), pk=pk)


def _page(request: HttpRequest, company: Company, answered: dict[int, DecisionForm] | None = None) -> HttpResponse:
    today = timezone.localdate()
    rows = RegisterDifference.objects.visible_to(request.user).filter(company=company)
    rows = rows.select_related("company__register_snapshot", "decided_by__person")
    snapshot = RegisterSnapshot.objects.visible_to(request.user).filter(company=company).first()
    told = RegisteredCompany.of_json(snapshot.told) if snapshot and snapshot.told else None
    standing: list[Any] = []
    past: list[Any] = []
    for row in prepare(rows.order_by("ended_at", "kind"), today):
        (standing if row.ended_at is None else past).append(row)
    for row in standing:
        row.form = (answered or {}).get(row.pk) or DecisionForm(difference=row, ours=value_of(company, row.kind))
    move = move_of(company, company.commune, today)
    memberships = Membership.objects.covering_on(today).filter(company=company)
    is_closed = any(row.kind == Kind.CLOSED for row in standing)
    context = {
        "company": company, "snapshot": snapshot, "told": told, "standing": standing,
        "past": sorted(past, key=lambda row: row.ended_at, reverse=True)[:20],
        "told_commune": commune_of(told) if told else None,
        "may_decide": request.user.is_staff, "may_ask": request.user.is_staff and bool(source() and company.siren),
        "move": move if move.crosses or move.leaves else None,
        "membership": memberships.first() if is_closed and request.user.is_staff else None,
    }  # fmt: skip
    return render(request, "pages/register/company.html", context)
