"""The figures of the members, each leading to its list; for the staff of the federation."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.http import Http404, HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from leader.pages.cohorts import questions
from leader.pages.cohorts.chart import curve, retention
from leader.pages.cohorts.exporting import (
    breakdown_columns,
    cohort_columns,
    day_columns,
    member_columns,
    year_columns,
)
from leader.pages.cohorts.forms import UNKNOWN, VIEWS, FiguresForm, OverTimeForm
from leader.shared.exports import Column, as_file
from leader.shared.names import in_order
from leader.shared.periods import on_day
from leader.shared.staff import staff_only
from leader.shared.typed import key_of
from members.models import Membership

PER_PAGE = 25
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

    ``?format=csv`` gives the years as a file, with ``table=jours`` the days, with ``table=cohorts`` the newcomers.
    """
    today = timezone.localdate()
    form = OverTimeForm(request.GET)
    counted = form.counted(Membership.objects.visible_to(request.user), today)
    figures = questions.over_time(counted, today)
    if file := as_file(request, *_table(request.GET.get("table", ""), figures)):
        return file
    context = {
        "form": form,
        "figures": figures,
        "curve": curve(figures.points),
        "retention": retention(figures.cohorts),
        "cohort_years": [year.year for year in reversed(figures.years)],
        "on_day": figures.on_day(form.day) if form.day else 0,
        "query": f"?{_narrowing(request).urlencode()}",
        "today": today,
    }
    return render(request, "pages/cohorts/figures.html", context)


def _table(asked: str, figures: questions.Figures) -> tuple[str, list[Column], list[Any]]:
    """Return the name, the columns and the rows of the table ``asked``: the years unless it is another."""
    if asked == "jours":
        return pgettext("name of a file", "days"), day_columns(), figures.points
    if asked == "cohorts":
        years = sorted(year.year for year in figures.years)
        return pgettext("name of a file", "cohorts"), cohort_columns(years), figures.cohorts
    return pgettext("name of a file", "years"), year_columns(), figures.years


def _narrowing(request: HttpRequest) -> QueryDict:
    """Return what narrows the memberships, without what tells a list or a page."""
    asked = request.GET.copy()
    for name in set(asked) - set(FiguresForm.base_fields):
        del asked[name]
    return asked


@staff_only
@require_safe
def member_breakdown(request: HttpRequest, year: int) -> HttpResponseBase:
    """Show the figures of a year by territory, by size or by activity (``?par=``)."""
    today = timezone.localdate()
    if not questions.EARLIEST.year <= year <= today.year:
        raise Http404
    asked = request.GET.get("par", "")
    by = asked if asked in questions.BY else "territory"
    form = FiguresForm(request.GET)
    counted = form.counted(Membership.objects.visible_to(request.user), today)
    table = questions.breakdown(counted, by, year, today)
    field: Any = form.fields[by]
    names = dict(field.choices)
    rows = [_row(request, by, value, names, counts) for value, counts in table.items()]
    name = pgettext("name of a file", "members in %(year)s") % {"year": year}
    if file := as_file(request, name, breakdown_columns(str(field.label)), rows):
        return file
    query = f"?{_narrowing(request).urlencode()}"
    context = {"year": year, "form": form, "by": by, "views": VIEWS, "rows": rows, "query": query}
    return render(request, "pages/cohorts/breakdown.html", context)


def _row(
    request: HttpRequest, by: str, value: Any, names: dict[Any, Any], counts: dict[str, int]
) -> dict[str, Any]:
    """Return a row of the breakdown, with the query of the lists behind its figures."""
    asked = _narrowing(request)
    asked[by] = value or UNKNOWN
    return {"label": names.get(asked[by], value), "query": f"?{asked.urlencode()}", **counts}


@staff_only
@require_safe
def member_figures_list(request: HttpRequest, what: str, year: int) -> HttpResponseBase:
    """Show the companies behind a figure, or give them as a file (``?format=csv``)."""
    today = timezone.localdate()
    if what not in questions.WHAT or not questions.EARLIEST.year <= year <= today.year:
        raise Http404
    form = OverTimeForm(request.GET)
    counted = form.counted(Membership.objects.visible_to(request.user), today)
    cohort = key_of(request.GET.get("cohorte", "")) or 0
    if what == "members" and questions.EARLIEST.year <= cohort <= year:
        found = questions.cohort_of(counted, cohort, year, today)
        title = _("Members at the end of %(year)s among the newcomers of %(cohort)s")
        title %= {"year": year, "cohort": cohort}
    elif what == "joined" and cohort == year:
        found = questions.newcomers(counted, year, today)
        title = _("Companies that joined for the first time in %(year)s") % {"year": year}
    elif what == "members" and form.day and form.day.year == year:
        found = counted.memberships.filter(on_day(form.day))
        title = _("Members on %(day)s") % {"day": date_format(form.day)}
    else:
        found = questions.those_who(what, counted, year, today)
        title = TITLES[what] % {"year": year}
    rows = _told(found, today)
    if file := as_file(request, pgettext("name of a file", "members"), member_columns(), rows):
        return file
    in_the_order_of_the_directory = rows.order_by(in_order("company__q"), "company_id", "pk")
    page = Paginator(in_the_order_of_the_directory, PER_PAGE).get_page(request.GET.get("page"))
    context = {"title": title, "page": page, "form": form, "query": f"?{_narrowing(request).urlencode()}"}
    return render(request, "pages/cohorts/list.html", context)


def _told(memberships: QuerySet[Any], today: date) -> QuerySet[Any]:
    return memberships.select_related("company__commune", "company__activity").annotate(
        home=questions.with_home(today),
        size=questions.with_size(),
        activity=Coalesce("company__activity__label", NullIf("company__activity_2025", Value(""))),
    )
