"""The page of a plan of tables, and its papers."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from events.models import Admission, SeatWish, Table
from events.registration.holding import RefusedError
from events.registration.parties import events_run_by
from events.seating import acts
from events.seating.forms import TableForm, TablesForm, WishForm
from events.seating.plan import as_persons, people_of, plan_of
from leader.shared.paper import pdf_response
from leader.shared.typed import key_of


@require_http_methods(["GET", "HEAD", "POST"])
def table_plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the tables of an event, propose who sits where, move people by hand, record wishes."""
    admission = _admission(request, slug)
    act = request.POST.get("act", "")
    people = people_of(request.user, admission)
    tables_form = TablesForm(request.POST if act == TablesForm.act else None)
    wish_form = WishForm(request.POST if act == WishForm.act else None, people=people)
    changed = _changed(request, admission) if act == TableForm.act else None
    try:
        if done := _carry_out(request, admission, tables_form, wish_form, changed):
            return redirect(f"{request.path}{done}")
    except RefusedError as error:
        messages.error(request, str(error))
    plan = plan_of(request.user, admission)
    context = {
        "event": admission.event,
        "plan": plan,
        "cards": [
            (table, seated, changed if changed and changed.table == table else TableForm(None, table=table))
            for table, seated in plan.tables
        ],
        "seats": sum(table.seats for table, _people in plan.tables),
        "tables_form": tables_form,
        "wish_form": wish_form,
    }
    return render(request, "events/seating/plan.html", context)


@require_safe
def place_cards(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a card to fold for each who has a seat, table by table, as a PDF."""
    admission = _admission(request, slug)
    content = {
        "title": admission.event.name,
        "cards": [
            {"name": each.name, "house": str(each.registration), "table": table.name}
            for table, people in plan_of(request.user, admission).tables
            for each in people
        ],
    }
    return pdf_response("place_cards", content, at=timezone.now(), name=f"cartons-{slug}.pdf")


@require_safe
def table_sheets(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the list of each table, one on a page, as a PDF."""
    admission = _admission(request, slug)
    content = {
        "title": admission.event.name,
        "labels": {"nobody": _("Nobody sits here."), "seats": _("Seats")},
        "tables": [
            {
                "name": table.name,
                "seats": table.seats,
                "people": [[p.name_at_the_door, str(p.registration)] for p in people],
            }
            for table, people in plan_of(request.user, admission).tables
        ],
    }
    return pdf_response("table_sheets", content, at=timezone.now(), name=f"tables-{slug}.pdf")


def _admission(request: HttpRequest, slug: str) -> Admission:
    event = get_object_or_404(events_run_by(request.user).select_related("admission"), slug=slug)
    admission: Admission = event.admission
    admission.event = event
    return admission


def _changed(request: HttpRequest, admission: Admission) -> TableForm:
    """Return the form of the table that was sent."""
    own = Table.objects.editable_by(request.user).filter(admission=admission)
    return TableForm(request.POST, table=get_object_or_404(own, pk=key_of(request.POST.get("qui", ""))))


def _carry_out(
    request: HttpRequest, admission: Admission, tables: TablesForm, wish: WishForm, changed: TableForm | None
) -> str:
    """Do what was sent; return where on the page to go on, a ``#``, or nothing when nothing was done."""
    if tables.is_valid():
        acts.add_tables(admission, **tables.cleaned_data)
        messages.success(request, _("The tables are added."))
        return "#tables"
    if wish.is_valid():
        acts.wish(admission, **wish.cleaned_data)
        messages.success(request, _("The wish is kept."))
        return "#souhaits"
    if changed and changed.is_valid():
        return _change_table(request, changed)
    one_click = ONE_CLICK.get(request.POST.get("act", ""))
    return one_click(request, admission) if one_click else ""


def _change_table(request: HttpRequest, form: TableForm) -> str:
    try:
        acts.change_table(form.table, **form.cleaned_data)
    except acts.RefusedFieldError as error:
        form.add_error(error.field, str(error))
        return ""
    messages.success(request, _("The table is changed."))
    return f"#table-{form.table.pk}"


def _propose(request: HttpRequest, admission: Admission) -> str:
    left = acts.fill(admission, as_persons(people_of(request.user, admission)))
    if left:
        said = ngettext("%(left)s person has no seat.", "%(left)s people have no seat.", left)
        messages.warning(request, said % {"left": left})
    else:
        messages.success(request, _("Everybody has a seat."))
    return "#tables"


def _move(request: HttpRequest, admission: Admission) -> str:
    attendee = get_object_or_404(people_of(request.user, admission), pk=key_of(request.POST.get("qui", "")))
    chosen = request.POST.get("table", "")
    tables = Table.objects.editable_by(request.user).filter(admission=admission)
    table = get_object_or_404(tables, pk=key_of(chosen)) if chosen else None
    acts.move(admission, attendee, table)
    where = {"name": attendee, "table": table}
    messages.success(
        request,
        _("%(name)s sits at: %(table)s.") % where if table else _("%(name)s has no seat any more.") % where,
    )
    return f"#convive-{attendee.pk}"


def _remove_table(request: HttpRequest, admission: Admission) -> str:
    own = Table.objects.editable_by(request.user).filter(admission=admission)
    acts.remove_table(get_object_or_404(own, pk=key_of(request.POST.get("qui", ""))))
    messages.success(request, _("The table is taken away: who sat there has no seat any more."))
    return "#tables"


def _remove_wish(request: HttpRequest, admission: Admission) -> str:
    own = SeatWish.objects.editable_by(request.user).filter(admission=admission)
    get_object_or_404(own, pk=key_of(request.POST.get("qui", ""))).delete()
    messages.success(request, _("The wish is taken away."))
    return "#souhaits"


ONE_CLICK: dict[str, Callable[[HttpRequest, Admission], str]] = {
    "proposer": _propose,
    "placer": _move,
    "retirer-table": _remove_table,
    "retirer-souhait": _remove_wish,
}
