"""The bureaux on pages: who sits there on any day, their history, and the acts of staff and leads."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from leader.shared.exports import Column, as_file, export_response
from leader.shared.staff import staff_only
from members.disclosure import people_through
from territories.forms.mandates import (
    AppointForm,
    ConfirmedForm,
    CorrectForm,
    DayForm,
    EndForm,
    RatifyForm,
    RenewForm,
)
from territories.mandates import acts
from territories.mandates.bureaux import bureau_on, history, presidents_by_body, vacant_offices
from territories.mandates.months import months_after
from territories.models import Federation, LeadRight, Mandate, OutsideMandate, StageKind, Territory
from territories.scope import led_with, may_create

FEDERATION = "federation"
PER_PAGE = 25
MONTHS_AHEAD = 6
_GONE = gettext_lazy("Somebody has changed this mandate meanwhile: look at it again.")


@login_not_required
@require_safe
def bureau_list(request: HttpRequest) -> HttpResponseBase:
    """Show who leads what on a day (``?jour=2018-03-01``): the federation, then each territory."""
    form = DayForm(request.GET)
    day = form.day()
    presidents = presidents_by_body(request.user, day)
    territories = Territory.objects.visible_to(request.user).with_stage_on(day).order_by("name")
    bodies: list[Any] = [Federation.load(), *territories] if "format" in request.GET else []
    if file := as_file(request, pgettext("name of a file", "bureaux"), _bureau_columns(presidents), bodies):
        return file
    page = Paginator(territories, PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    for territory in rows:
        territory.stage_label = StageKind(territory.stage).label
        territory.presidents = presidents.get(territory.pk, [])
    context = {
        "form": form, "day": day, "page": page, "territories": rows, "federation": Federation.load(),
        "presidents": presidents.get(None, []), "today": timezone.localdate(),
    }  # fmt: skip
    return render(request, "territories/mandates/bureau_list.html", context)


def _bureau_columns(presidents: dict[int | None, list[Mandate]]) -> list[Column]:
    """Return a body, its stage (none of the federation's) and who presides it, as far as the reader may see."""

    def presiding(body: Federation | Territory) -> str:
        shown = [m.person.shown for m in presidents.get(body.pk if isinstance(body, Territory) else None, [])]
        return ", ".join(person.name for person in shown if person.name and person.mandates)

    return [
        Column(gettext_lazy("body"), lambda body: body.name),
        Column(gettext_lazy("stage"), lambda body: StageKind(body.stage).label if hasattr(body, "stage") else ""),
        Column(gettext_lazy("presidency"), presiding),
    ]


@login_not_required
@require_safe
def bureau_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the bureau of a body on a day (``?jour=``), and its history with the vacancies."""
    today = timezone.localdate()
    territory = _body(request, slug)
    form = DayForm(request.GET)
    day = form.day()
    mandates = Mandate.objects.visible_to(request.user).of_body(territory)
    elsewhere = OutsideMandate.objects.visible_to(request.user).of_body(territory)
    people = people_through("person", request.user)
    context = {
        "slug": slug, "territory": territory, "body": territory or Federation.load(), "form": form, "day": day,
        "today": today, "bureau": bureau_on(request.user, territory, day),
        "history": history(mandates.select_related("office", "company").prefetch_related(people), today),
        "outside": elsewhere.prefetch_related(people),
        "may_edit": _may_edit(request, territory),
        "may_appoint": _may_edit(request, territory) and may_create(request.user),
    }  # fmt: skip
    return render(request, "territories/mandates/bureau_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def mandate_appoint(request: HttpRequest, slug: str) -> HttpResponse:
    """Record that somebody takes an office of the bureau."""
    territory = _body(request, slug)
    if not (_may_edit(request, territory) and may_create(request.user)):
        raise Http404
    form = AppointForm(request.POST or None, territory=territory, user=request.user)
    if form.is_valid():
        mandate = acts.appoint(**form.mandate())
        messages.success(request, _("%(mandate)s: recorded.") % {"mandate": mandate})
        return redirect("territories:bureau-detail", slug=slug)
    return _form(request, form, territory, _("Record a new mandate"))


@require_http_methods(["GET", "HEAD", "POST"])
def mandate_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that a mandate ends."""
    mandate = _mandate(request, pk)
    form = EndForm(request.POST or None, mandate=mandate)
    return _acted(request, mandate, form, _("End the mandate"), lambda typed: acts.end(
        mandate, on=typed["ends_on"], reason=typed["reason"]
    ))  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def mandate_renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that the same person begins a new term."""
    mandate = _mandate(request, pk)
    form = RenewForm(request.POST or None, mandate=mandate, initial={"starts_on": mandate.expected_end_on})
    return _acted(request, mandate, form, _("Renew the mandate"), lambda typed: acts.renew(
        mandate, on=typed["starts_on"], expected_end_on=typed["expected_end_on"], beginning=typed["beginning"]
    ))  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def mandate_ratify(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that an assembly ratified a co-optation."""
    mandate = _mandate(request, pk)
    form = RatifyForm(request.POST or None, mandate=mandate)
    return _acted(request, mandate, form, _("Ratify the co-optation"), lambda typed: acts.ratify(
        mandate, on=typed["ratified_on"]
    ))  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def mandate_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a mandate right that was recorded wrongly."""
    mandate = _mandate(request, pk)
    form = CorrectForm(request.POST or None, instance=mandate)
    return _acted(request, mandate, form, _("Correct the mandate"), lambda _typed: acts.correct(form.instance))


@staff_only
@require_safe
def mandate_due(request: HttpRequest) -> HttpResponseBase:
    """Show to staff the terms that end soon, those that are over, and the offices that stand empty."""
    today = timezone.localdate()
    visible = Mandate.objects.visible_to(request.user).select_related("person", "office", "territory", "company")
    ordered = visible.order_by("expected_end_on", "pk")
    soon = ordered.ending_between(today, months_after(today, MONTHS_AHEAD))
    expired = ordered.expired_on(today)
    if (kind := request.GET.get("format")) in {"csv", "xlsx"}:
        return export_response("mandats", _columns(), [*expired, *soon], kind)
    context = {
        "soon": soon, "vacant": vacant_offices(today), "today": today,
        "page": Paginator(expired, PER_PAGE).get_page(request.GET.get("page")),
    }  # fmt: skip
    return render(request, "territories/mandates/mandate_due.html", context)


def _acted(request: HttpRequest, mandate: Mandate, form: Any, title: str, act: Any) -> HttpResponse:
    """Do the act once its form is valid, else show the form."""
    slug = mandate.territory.slug if mandate.territory else FEDERATION
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except acts.AlreadyDoneError:
            messages.error(request, str(_GONE))
        else:
            messages.success(request, _("%(mandate)s: recorded.") % {"mandate": mandate})
        return redirect("territories:bureau-detail", slug=slug)
    return _form(request, form, mandate.territory, title, mandate)


def _form(
    request: HttpRequest,
    form: ConfirmedForm,
    territory: Territory | None,
    title: str,
    mandate: Mandate | None = None,
) -> HttpResponse:
    form.hide_confirmation()
    context = {
        "form": form, "title": title, "body": territory or Federation.load(), "mandate": mandate,
        "slug": territory.slug if territory else FEDERATION,
    }  # fmt: skip
    return render(request, "territories/mandates/mandate_form.html", context)


def _body(request: HttpRequest, slug: str) -> Territory | None:
    if slug == FEDERATION:
        return None
    return get_object_or_404(Territory.objects.visible_to(request.user), slug=slug)


def _may_edit(request: HttpRequest, territory: Territory | None) -> bool:
    """Tell whether the bureau is kept by who asks: staff all of them, a lead that of the own territory."""
    if not request.user.is_authenticated or not request.user.is_active:
        return False
    if territory is None:
        return request.user.is_staff
    return request.user.is_staff or territory.pk in led_with(request.user, LeadRight.EDIT)


def _mandate(request: HttpRequest, pk: int) -> Mandate:
    mandates = Mandate.objects.editable_by(request.user).select_related("person", "office", "territory", "company")
    mandate: Mandate = get_object_or_404(mandates, pk=pk)
    return mandate


def _columns() -> list[Column]:
    return [
        Column(gettext_lazy("Bureau of"), lambda m: m.territory or _("the federation")),
        Column(gettext_lazy("Office"), lambda m: m.office),
        Column(gettext_lazy("Person"), lambda m: m.person),
        Column(gettext_lazy("Company"), lambda m: m.company),
        Column(gettext_lazy("From"), lambda m: m.starts_on),
        Column(gettext_lazy("End of the term"), lambda m: m.expected_end_on),
    ]
