"""The figures of the members, each leading to its list; for the staff of the federation."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from leader.pages.cohorts import questions
from leader.pages.cohorts.chart import curve
from leader.pages.cohorts.exporting import breakdown_columns, cohort_columns, member_columns, year_columns
from leader.pages.cohorts.forms import VIEWS, FiguresForm
from leader.shared.exports import as_file
from leader.shared.staff import staff_only
from leader.shared.typed import key_of
from members.models import Membership

PER_PAGE = 25
BY: dict[str, Any] = {
    "territory": questions.with_home,
    "size": lambda _today: questions.with_size(),
    "section": lambda _today: questions.BY_SECTION,
}
TITLES = {
    "joined": gettext_lazy("Companies that joined in %(year)s"),
    "renewed": gettext_lazy("Companies that renewed in %(year)s"),
    "left": gettext_lazy("Companies that left in %(year)s"),
    "members": gettext_lazy("Members at the end of %(year)s"),
}


@staff_only
@require_safe
def member_figures(request: HttpRequest) -> HttpResponseBase:
    """Show the members over time, year by year, and how long each year's newcomers stay.

    ``?format=csv`` gives the years as a file, with ``table=cohorts`` the newcomers.
    """
    today = timezone.localdate()
    form = FiguresForm(request.GET)
    counted = form.counted(Membership.objects.visible_to(request.user), today)
    years, points = questions.over_time(counted, today)
    shown = [year.year for year in years]
    cohorts = questions.cohorts(counted, shown, today)
    if request.GET.get("table") == "cohorts":
        name, table, columns = pgettext("name of a file", "cohorts"), cohorts, cohort_columns(sorted(shown))
        file = as_file(request, name, columns, table)
    else:
        file = as_file(request, pgettext("name of a file", "years"), year_columns(), years)
    if file:
        return file
    context = {
        "form": form,
        "years": years,
        "curve": curve(points),
        "cohorts": cohorts,
        "cohort_years": sorted(shown),
        "query": f"?{request.GET.urlencode()}",
        "today": today,
    }
    return render(request, "pages/cohorts/figures.html", context)


@staff_only
@require_safe
def member_breakdown(request: HttpRequest, year: int) -> HttpResponseBase:
    """Show the figures of a year by territory, by size or by activity (``?par=``)."""
    today = timezone.localdate()
    if not questions.EARLIEST.year <= year <= today.year:
        raise Http404
    asked = request.GET.get("par", "")
    by = asked if asked in BY else "territory"
    form = FiguresForm(request.GET)
    counted = form.counted(Membership.objects.visible_to(request.user), today)
    table = questions.breakdown(counted, BY[by](today), year, today)
    field: Any = form.fields[by]
    names = dict(field.choices)
    rows = [_row(request, by, value, names, counts) for value, counts in table.items()]
    name = pgettext("name of a file", "members in %(year)s") % {"year": year}
    if file := as_file(request, name, breakdown_columns(str(field.label)), rows):
        return file
    context = {"year": year, "form": form, "by": by, "views": VIEWS, "rows": rows}
    return render(request, "pages/cohorts/breakdown.html", context)


def _row(
    request: HttpRequest, by: str, value: Any, names: dict[Any, Any], counts: dict[str, int]
) -> dict[str, Any]:
    """Return a row of the breakdown, with the query of the lists behind its figures; none if unknown."""
    asked = request.GET.copy()
    asked.pop("par", None)
    asked[by] = value or ""
    label = names.get(value, value) if value else _("not known")
    return {"label": label, "query": f"?{asked.urlencode()}" if value else "", **counts}


@staff_only
@require_safe
def member_figures_list(request: HttpRequest, what: str, year: int) -> HttpResponseBase:
    """Show the companies behind a figure, or give them as a file (``?format=csv``)."""
    today = timezone.localdate()
    if what not in questions.WHAT or not questions.EARLIEST.year <= year <= today.year:
        raise Http404
    counted = FiguresForm(request.GET).counted(Membership.objects.visible_to(request.user), today)
    cohort = key_of(request.GET.get("cohorte", "")) or 0
    if what == "members" and questions.EARLIEST.year <= cohort <= year:
        found = questions.cohort_of(counted, cohort, year, today)
        title = _("Members at the end of %(year)s among the newcomers of %(cohort)s")
        title %= {"year": year, "cohort": cohort}
    else:
        found = questions.those_who(what, counted, year, today)
        title = TITLES[what] % {"year": year}
    rows = _told(found, today)
    if file := as_file(request, pgettext("name of a file", "members"), member_columns(), rows):
        return file
    page = Paginator(rows.order_by("company__name", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "pages/cohorts/list.html", {"title": title, "page": page, "year": year})


def _told(memberships: QuerySet[Any], today: date) -> QuerySet[Any]:
    return memberships.select_related("company__commune", "company__activity").annotate(
        home=questions.with_home(today, "territory__name"),
        size=questions.with_size(),
        activity=Coalesce("company__activity__label", NullIf("company__activity_2025", Value(""))),
    )
