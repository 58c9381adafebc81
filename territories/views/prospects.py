"""The pipeline of a territory on pages: board, list, file of a prospect, overview; for its leads and for staff."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leader.shared import history
from leader.shared.exports import as_file
from territories.models import LeadRight, Prospect, ProspectExchange, Territory
from territories.models.prospects import STAGES
from territories.pipeline import acts, retention
from territories.pipeline.board import columns, overview
from territories.pipeline.exporting import overview_columns, prospect_columns
from territories.pipeline.forms import BoardForm, ExchangeForm, MoveForm, NewProspectForm, ProspectForm
from territories.scope import led_with, may_create, may_import, territories_run_by
from territories.views.exchangers import exchangers_only

PER_PAGE = 25


@exchangers_only
@require_safe
def prospect_overview(request: HttpRequest) -> HttpResponseBase:
    """Show for each territory how many prospects are at each stage; a lead of one goes straight to its board."""
    territories = overview(territories_run_by(request.user), timezone.localdate())
    page = Paginator(territories, PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    if len(rows) == 1 and not request.user.is_staff:
        return redirect("territories:prospect-board", slug=rows[0].slug)
    name = pgettext("name of a file", "prospects by territory")
    if file := as_file(request, name, overview_columns(), territories):
        return file
    for territory in rows:
        territory.cells = [(s, label, getattr(territory, f"count_{s}")) for s, label in STAGES]
    context = {"page": page, "territories": rows, "states": [label for _code, label in STAGES]}
    return render(request, "territories/prospects/overview.html", context)


@require_safe
def prospect_board(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show the prospects of a territory as a board, as a list (``?vue=liste``), or as a file (``?format=csv``)."""
    territory: Territory = get_object_or_404(territories_run_by(request.user), slug=slug)
    prospects = Prospect.objects.visible_to(request.user).filter(territory=territory)
    form = BoardForm(request.GET, territory=territory)
    today = timezone.localdate()
    found = form.narrow(prospects)
    whole = found.with_signs(today).select_related("company__commune", "owner", "sponsor", "territory")
    if file := as_file(request, pgettext("name of a file", "prospects"), prospect_columns(), whole):
        return file
    context = {
        "territory": territory, "form": form, "today": today,
        "may_add": may_create(request.user), "may_import": may_import(request.user),
        "may_edit": _may_edit(request, territory),
    }  # fmt: skip
    if request.GET.get("vue") == "liste":
        rows = found.with_signs(today).select_related("company__commune", "owner")
        due = F("next_action_on").asc(nulls_last=True)
        context["page"] = Paginator(rows.order_by(due, "pk"), PER_PAGE).get_page(request.GET.get("page"))
        return render(request, "territories/prospects/list.html", context)
    context["columns"], context["beside"] = columns(found, today)
    return render(request, "territories/prospects/board.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def prospect_add(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a company to court."""
    if not may_create(request.user):
        raise Http404
    territory: Territory = get_object_or_404(territories_run_by(request.user), slug=slug)
    form = NewProspectForm(request.POST or None, territory=territory, user=request.user)
    if form.is_valid() and (prospect := _added(form)):
        messages.success(request, _("“%(name)s” is among the pressenties.") % {"name": prospect.company.name})
        if Prospect.objects.with_signs(timezone.localdate()).get(pk=prospect.pk).refuses_canvassing:
            said = _("This company refuses to be published by the register: it must not be canvassed.")
            messages.warning(request, said)
        return redirect(prospect)
    return render(request, "territories/prospects/add.html", {"territory": territory, "form": form})


def _added(form: NewProspectForm) -> Prospect | None:
    typed = form.cleaned_data
    company = {"name": typed["name"], "siren": typed["siren"] or None, "city": typed["city"]}
    try:
        with transaction.atomic():
            if form.known:
                return Prospect.objects.create(territory=form.territory, company=form.known, **form.contact())
            return acts.court(form.territory, contact=form.contact(), **company)
    except IntegrityError:
        form.refuse_a_race()
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def prospect_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the file of a prospect, and change it."""
    prospect = _seen(request, pk)
    if not _may_edit(request, prospect.territory):
        if request.method == "POST":
            raise Http404
        return _page(request, pk)
    form = ProspectForm(request.POST or None, instance=prospect)
    if form.is_valid():
        form.save()
        messages.success(request, _("The file of the pressentie is saved."))
        return redirect(prospect)
    return _page(request, pk, form=form)


@require_safe
def prospect_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who changed what in the file of a prospect, and when."""
    prospect = _seen(request, pk)
    own: Any = history.changes_of(Prospect)
    said: Any = history.changes_of(ProspectExchange)
    sources = [
        history.Source(Prospect, own._default_manager.filter(pgh_obj=pk)),
        history.Source(ProspectExchange, said._default_manager.filter(prospect=pk), "prospect"),
    ]
    page = history.read(sources, request.user, request.GET.get("page"))
    context = {"prospect": prospect, "territory": prospect.territory, "page": page}
    return render(request, "territories/prospects/history.html", context)


@require_POST
def prospect_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a prospect to another stage."""
    prospect = _prospect(request, pk)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, move=form)
    moved = form.cleaned_data

    def move() -> None:
        prospect.move(seen=moved["seen"], to=moved["to"], reason=moved.get("reason", ""))

    said = _("“%(name)s”: %(stage)s.")
    return _acted(request, prospect, move, said, stage=Prospect.State(moved["to"]).label)


@require_POST
def prospect_member(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the company of a prospect a member, from today."""
    prospect = _prospect(request, pk)

    def join() -> None:
        seen, today = request.POST.get("seen", ""), timezone.localdate()
        if not acts.become_member(prospect, seen=seen, by=request.user, on=today):
            said = _(
                "The contact's address belongs to somebody outside your territory: ask staff who represents it."
            )
            messages.warning(request, said)

    return _acted(request, prospect, join, _("“%(name)s” is a member."))


@require_POST
def prospect_exchange(request: HttpRequest, pk: int) -> HttpResponse:
    """Note something exchanged with a prospect."""
    prospect = _prospect(request, pk)
    form = ExchangeForm(request.POST, instance=ProspectExchange(prospect=prospect, author_id=request.user.pk))
    if not form.is_valid():
        return _page(request, pk, exchange=form)
    is_new = acts.note(form.save(commit=False))
    messages.success(request, _("The exchange is noted.") if is_new else _("This exchange was noted already."))
    return redirect(prospect)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def prospect_data(request: HttpRequest, token: str) -> HttpResponse:
    """Ask the contact of a prospect, by the link of a letter, whether we may keep their data."""
    prospect = retention.asked_by(token)
    answer = request.POST.get("answer", "")
    if prospect and answer in {"keep", "erase"}:
        if answer == "keep":
            retention.keep(prospect, timezone.localdate())
        else:
            retention.erase(prospect)
        return redirect(f"{request.path}?fait={answer}")
    done = request.GET.get("fait", "") if prospect is None else ""
    status = 200 if prospect or done in {"keep", "erase"} else 410
    return render(request, "territories/prospects/data.html", {"prospect": prospect, "done": done}, status=status)


def _may_edit(request: HttpRequest, territory: Territory) -> bool:
    user: Any = request.user
    return user.is_staff or territory.pk in led_with(user, LeadRight.EDIT)


def _seen(request: HttpRequest, pk: int) -> Prospect:
    return _among(Prospect.objects.visible_to(request.user), pk)


def _prospect(request: HttpRequest, pk: int) -> Prospect:
    return _among(Prospect.objects.administered_by(request.user), pk)


def _among(prospects: Any, pk: int) -> Prospect:
    prospects = prospects.with_signs(timezone.localdate())
    prospects = prospects.select_related("company__commune", "territory", "owner", "sponsor")
    prospect: Prospect = get_object_or_404(prospects, pk=pk)
    return prospect


def _acted(
    request: HttpRequest, prospect: Prospect, act: Callable[[], None], said: str, **told: Any
) -> HttpResponse:
    try:
        with transaction.atomic():
            act()
    except Prospect.WrongStateError:
        messages.warning(request, _("Somebody moved this pressentie meanwhile: nothing was changed."))
    except IntegrityError:
        messages.error(request, _("The register holds something that contradicts this: nothing was changed."))
    else:
        messages.success(request, said % {"name": prospect.company.name, **told})
    if request.POST.get("back") == "board":
        return redirect("territories:prospect-board", slug=prospect.territory.slug)
    return redirect(prospect)


def _page(request: HttpRequest, pk: int, **forms: Any) -> HttpResponse:
    prospect = _seen(request, pk)  # read again: a form changes its instance while it checks
    stage = prospect.stage  # type: ignore[attr-defined]  # with_signs
    initial = {"seen": stage, "to": request.GET.get("etape", stage), "reason": prospect.reason}
    form = forms.get("form") or ProspectForm(instance=prospect)
    exchanges = prospect.exchanges.select_related("author__person")
    context = {
        "prospect": prospect,
        "territory": prospect.territory,
        "form": form,
        "suggestions": form.suggestions(),
        "move": forms.get("move") or MoveForm(initial=initial),
        "may_edit": _may_edit(request, prospect.territory),
        "may_move": stage != Prospect.State.MEMBER,
        "exchange": forms.get("exchange") or ExchangeForm(),
        "page": Paginator(exchanges, PER_PAGE).get_page(request.GET.get("page")),
        "elsewhere": prospect.company.prospects.exclude(pk=pk)
        .filter(territory__in=territories_run_by(request.user).values("pk"))
        .with_signs(timezone.localdate())
        .select_related("territory"),
        "next_state": _next(prospect),
        "today": timezone.localdate(),
        "erased_on": retention.erased_on(prospect, timezone.localdate()),
    }
    return render(request, "territories/prospects/detail.html", context)


def _next(prospect: Prospect) -> Any:
    """Return the stage after that of a prospect on its way, unless it is the membership."""
    following = list(Prospect.State)[list(Prospect.State).index(Prospect.State(prospect.state)) + 1 :]
    return following[0] if prospect.is_courted and following[0] != Prospect.State.MEMBER else None
