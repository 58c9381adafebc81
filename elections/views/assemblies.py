"""The assemblies of the federation and of its territories, and what each decided."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from elections.models import Assembly
from leader.shared.exports import Column, as_file
from leader.shared.pagination import BoundedPaginator
from members.disclosure import people_through
from territories.models import Mandate


@login_not_required
@require_safe
def assembly_list(request: HttpRequest) -> HttpResponseBase:
    """Show the assemblies, the latest first."""
    assemblies = Assembly.objects.visible_to(request.user).select_related("territory")
    if file := as_file(request, pgettext("name of a file", "assemblies"), _columns(), assemblies):
        return file
    page = BoundedPaginator(assemblies.order_by("-held_on", "pk")).get_page(request.GET.get("page"))
    return render(request, "elections/assembly_list.html", {"page": page, "today": timezone.localdate()})


def _columns() -> list[Column]:
    return [
        Column(gettext_lazy("kind"), lambda row: row.get_kind_display()),
        Column(gettext_lazy("territory"), lambda row: row.territory),
        Column(gettext_lazy("date"), lambda row: row.held_on),
        Column(gettext_lazy("place"), lambda row: row.place),
    ]


@login_not_required
@require_safe
def assembly_detail(request: HttpRequest, assembly_pk: int) -> HttpResponse:
    """Show an assembly and its decisions, with the mandates that began there."""
    mandates = Mandate.objects.visible_to(request.user).select_related("office")
    mandates = mandates.prefetch_related(people_through("person", request.user))
    assemblies = Assembly.objects.visible_to(request.user).select_related("territory")
    assemblies = assemblies.prefetch_related(
        "decisions", Prefetch("decisions__mandates", mandates.order_by("office__rank", "person__family_name"))
    )
    assembly = get_object_or_404(assemblies, pk=assembly_pk)
    if request.path != assembly.get_absolute_url():
        return redirect(assembly)
    context = {"assembly": assembly, "is_ahead": assembly.held_on > timezone.localdate()}
    return render(request, "elections/assembly_detail.html", context)
