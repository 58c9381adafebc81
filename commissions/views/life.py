"""The life of a commission on pages: founded, renamed, merged, dissolved, by staff and by leads."""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commissions import life
from commissions.forms.life import DissolveForm, FoundForm, MergeForm, RenameForm
from commissions.joining import RefusedError
from commissions.models import Commission
from commissions.scope import commissions_run_by, may_found
from members.models import User


@require_http_methods(["GET", "HEAD", "POST"])
def commission_found(request: HttpRequest) -> HttpResponse:
    """Found a commission of the federation, or of a territory that one leads."""
    if not may_found(request.user):
        raise Http404
    form = FoundForm(request.POST or None, user=cast("User", request.user))
    if form.is_valid():
        commission = form.save()
        messages.success(request, _("%(name)s is founded: invite its first members.") % {"name": commission.name})
        return redirect("commissions:commission-seats", commission.slug)
    return render(request, "commissions/form.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def commission_life(request: HttpRequest, slug: str) -> HttpResponse:
    """Rename a commission, merge it into another, dissolve it."""
    commission = get_object_or_404(commissions_run_by(request.user), slug=slug)
    forms = _forms(request, commission)
    sent = next((form for form in forms if form.is_bound), None)
    if sent is not None and sent.is_valid():
        try:
            messages.success(request, _carry_out(request, commission, sent))
            return redirect(Commission.objects.get(pk=commission.pk))
        except RefusedError as error:
            sent.add_error(None, str(error))
    return render(request, "commissions/life.html", {"commission": commission, "forms": forms})


def _forms(request: HttpRequest, commission: Commission) -> list[Any]:
    if commission.dissolved_on:
        return []
    act = request.POST.get("act") if request.method == "POST" else None
    others = commissions_run_by(request.user).alive_on(timezone.localdate()).exclude(pk=commission.pk)

    def typed(form: Any) -> Any:
        return request.POST if act == form.act else None

    return [
        RenameForm(typed(RenameForm), commission=commission),
        MergeForm(typed(MergeForm), commission=commission, others=others),
        DissolveForm(typed(DissolveForm), commission=commission),
    ]


def _carry_out(request: HttpRequest, commission: Commission, form: Any) -> str:
    typed, how = form.cleaned_data, {"by": cast("User", request.user), "at": timezone.now()}
    if isinstance(form, RenameForm):
        life.rename(commission, typed["name"], on=typed["on"])
        return _("The commission is renamed; its former address leads there.")
    life.dissolve(commission, on=typed["on"], into=typed.get("into"), **how)  # type: ignore[arg-type]
    if typed.get("into"):
        return _("The commission goes on in %(name)s.") % {"name": typed["into"].name}
    return _("The commission is dissolved.")
