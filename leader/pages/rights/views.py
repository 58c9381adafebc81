"""The rights of the leads on one page: set there by staff, and shown as the rules give them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from leader.pages.rights.forms import LeadRightsForm
from leader.pages.rights.table import ROLES, table
from leader.shared.staff import staff_only
from territories.models import Federation


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def lead_rights(request: HttpRequest) -> HttpResponse:
    """Show who has which right, and let staff give and take those of the leads."""
    federation = get_object_or_404(Federation.objects.all(), pk=1)
    form = LeadRightsForm(request.POST or None, instance=federation)
    if form.is_valid():
        form.save()
        messages.success(request, _("The rights of the leads are saved; they hold from the next page on."))
        return redirect("pages:lead-rights")
    stored = Federation.objects.values_list("lead_rights", flat=True).get(pk=1)  # a refused form changes its row
    context = {"form": form, "roles": ROLES.values(), "lines": table(stored)}
    return render(request, "pages/rights/rights.html", context)
