"""Where to open next: what lies in no area, as a list and on the map, for the staff."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from leader.geography.outlines import Outline, outline_map
from leader.shared.exports import Column, as_file
from leader.shared.pagination import BoundedPaginator
from leader.shared.staff import staff_only
from members.models import SizeClass
from territories.areas.white import WhiteSpot, by_departement, white_companies, white_spots
from territories.forms.white import By, Order, WhiteForm

PER_PAGE = 25
SHADES = 4  # classes count-1 to count-4 of pages.css
ORDERS: dict[str, Any] = {
    Order.KNOWN: lambda spot: spot.known,
    Order.LARGER: lambda spot: spot.larger,
    Order.POPULATION: lambda spot: spot.population,
    Order.MEMBERS: lambda spot: spot.members,
}


@dataclass(frozen=True)
class Shade:
    """A département on the map: its people and known companies in no area, and how dark it is."""

    outline: Outline
    population: int
    known: int
    shade: int


@staff_only
@require_safe
def white_spot_list(request: HttpRequest) -> HttpResponseBase:
    """Show what lies in no area, the most promising first; ``?format=csv`` gives a file."""
    form = WhiteForm(request.GET)
    by, order = form.chosen("par") or By.EPCI, form.chosen("tri") or Order.KNOWN
    spots = white_spots(form.day(), by=by, companies=form.narrow(white_companies(form.day())))
    value = ORDERS[order]
    spots.sort(key=lambda spot: (-value(spot), -spot.known, -spot.population, spot.name))
    if file := as_file(request, pgettext("name of a file", "white spots"), _spot_columns(form), spots):
        return file
    context = {
        "form": form, "day": form.day(), "by": by, "sections": form.sections,
        "page": Paginator(spots, PER_PAGE).get_page(request.GET.get("page")),
        "drawing": outline_map(), "shades": _shades(spots),
        "population": sum(spot.population for spot in spots), "known": sum(spot.known for spot in spots),
        "larger": sum(spot.larger for spot in spots), "communes": sum(spot.communes for spot in spots),
    }  # fmt: skip
    return render(request, "territories/areas/white_spots.html", context)


@staff_only
@require_safe
def white_company_list(request: HttpRequest) -> HttpResponseBase:
    """Show the companies known in no area; ``?epci=`` or ``?departement=`` keeps those of one spot."""
    form = WhiteForm(request.GET)
    companies = form.narrow(white_companies(form.day()))
    places = {"epci": "commune__epci", "departement": "commune__departement"}
    wanted = {column: request.GET[name][:9] for name, column in places.items() if request.GET.get(name)}
    rows = companies.filter(**wanted).select_related("commune__epci", "commune__departement", "activity__section")
    if file := as_file(request, pgettext("name of a file", "companies in no area"), _company_columns(), rows):
        return file
    page: Any = BoundedPaginator(rows.order_by("name", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    for company in page.object_list:
        company.size_label = SizeClass(company.size).label if company.size else ""
    place = next(iter(page.object_list), None)
    context = {"form": form, "day": form.day(), "page": page, "place": place if wanted else None, "wanted": wanted}
    return render(request, "territories/areas/white_companies.html", context)


def _shades(spots: list[WhiteSpot]) -> list[Shade]:
    found = by_departement(spots)
    most = max((known for _people, known in found.values()), default=0)
    return [
        Shade(outline, people, known, max(1, -(-known * SHADES // most)) if most and people else int(bool(people)))
        for outline in outline_map().outlines
        for people, known in [found.get(outline.code, (0, 0))]
    ]


def _spot_columns(form: WhiteForm) -> list[Column]:
    def sized(size: str) -> Any:
        return lambda spot: spot.sizes.get(size, 0)

    def in_section(code: str) -> Any:
        return lambda spot: spot.sections.get(code, 0)

    return [
        Column(gettext_lazy("EPCI or département"), lambda spot: spot.name),
        Column(gettext_lazy("code"), lambda spot: spot.code),
        Column(gettext_lazy("département"), lambda spot: spot.departement),
        Column(gettext_lazy("communes in no area"), lambda spot: spot.communes),
        Column(gettext_lazy("inhabitants"), lambda spot: spot.population),
        Column(gettext_lazy("companies known"), lambda spot: spot.known),
        Column(gettext_lazy("members"), lambda spot: spot.members),
        *(Column(size.label, sized(size.value)) for size in SizeClass),
        Column(gettext_lazy("size not known"), sized("")),
        *(Column(f"{code} – {label}", in_section(code)) for code, label in form.sections.items()),
    ]


def _company_columns() -> list[Column]:
    return [
        Column(gettext_lazy("company"), lambda row: row.name),
        Column(gettext_lazy("SIREN"), lambda row: row.siren),
        Column(gettext_lazy("commune"), lambda row: row.commune.name),
        Column(gettext_lazy("EPCI"), lambda row: row.commune.epci),
        Column(gettext_lazy("département"), lambda row: row.commune.departement_id),
        Column(gettext_lazy("size"), lambda row: SizeClass(row.size).label if row.size else ""),
        Column(gettext_lazy("activity"), lambda row: row.activity or row.activity_2025),
        Column(gettext_lazy("member"), lambda row: row.belongs),
    ]
