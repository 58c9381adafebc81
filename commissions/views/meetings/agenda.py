"""The agenda of a meeting on a page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commissions.forms.agenda import AgendaForm
from commissions.models import Meeting


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the agenda: its items, how long each takes, who leads it."""
    meetings = Meeting.objects.editable_by(request.user).select_related("commission")
    meeting = get_object_or_404(meetings, pk=pk)
    form = AgendaForm(request.POST if request.method == "POST" else None, instance=meeting)
    if form.is_bound and form.is_valid():
        form.save()
        messages.success(request, _("The agenda is saved."))
        return redirect(meeting)
    context = {"commission": meeting.commission, "meeting": meeting, "form": form}
    return render(request, "commissions/meetings/agenda.html", context)
