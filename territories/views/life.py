"""The life of a territory, kept by its leads and by staff."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from territories.forms.life import StageForm
from territories.models import StageKind, Territory


@require_http_methods(["GET", "HEAD", "POST"])
def territory_life(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the stages of a territory and record one; for who may change the territory."""
    today = timezone.localdate()
    territory = get_object_or_404(Territory.objects.editable_by(request.user).with_stage_on(today), slug=slug)
    form = StageForm(request.POST or None, territory=territory)
    if form.is_valid() and form.record():
        messages.success(request, _("The stage is recorded."))
        for warning in form.warnings:
            messages.warning(request, warning)
        return redirect("territories:territory-life", slug=slug)
    if not form.warnings:
        del form.fields["confirmed"]
    territory.stage_label = StageKind(territory.stage).label
    context = {"territory": territory, "stages": territory.stages.all(), "form": form, "today": today}
    return render(request, "territories/territory_life.html", context)
