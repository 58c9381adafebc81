"""A meeting is planned, changed and called off on pages, by who keeps the commission and its vice-chairs."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commissions.forms.meetings import CallOffForm, ChangeForm, PlanForm
from commissions.joining import RefusedError
from commissions.meetings import acts, moments
from commissions.models import Meeting
from commissions.scope import commissions_convened_by


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Plan a meeting of the commission, or a series."""
    commission = get_object_or_404(commissions_convened_by(request.user), slug=slug)
    form = PlanForm(request.POST or None, commission=commission)
    if form.is_valid():
        try:
            planned = acts.plan(commission, form.cleaned_data["moments"], form.typed())
        except RefusedError as error:
            form.add_error("on", str(error))
        else:
            messages.success(request, _("The meeting is planned: write its agenda, then invite."))
            return redirect("commissions:meeting-agenda", planned[0].pk)
    return render(request, "commissions/meetings/form.html", {"commission": commission, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change when and where a meeting is held; who is invited is told."""
    meeting = _editable(request, pk)
    form = ChangeForm(request.POST or None, instance=meeting, has_following=acts.following(meeting).exists())
    if form.is_valid():
        try:
            _change(Meeting.objects.get(pk=pk), form)
        except (RefusedError, moments.NoSuchMomentError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The meeting is changed; those invited are told."))
            return redirect("commissions:meeting-detail", pk)
    context = {"commission": meeting.commission, "meeting": meeting, "form": form}
    return render(request, "commissions/meetings/form.html", context)


@transaction.atomic
def _change(meeting: Meeting, form: ChangeForm) -> None:
    """Change the meeting; with it the later ones of its series, which keep their days."""
    now, typed = timezone.now(), form.typed()
    later = list(acts.following(meeting)) if form.cleaned_data.get("following") else []
    acts.change(meeting, {**typed, "starts_at": form.cleaned_data["moments"][0]}, at=now)
    for each in later:
        day = timezone.localdate(each.starts_at)
        acts.change(each, {**typed, "starts_at": moments.instant(day, form.cleaned_data["hour"])}, at=now)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Call a meeting off, and say why; with it the later ones of its series where that is asked."""
    meeting = _editable(request, pk)
    form = CallOffForm(request.POST or None, has_following=acts.following(meeting).exists())
    if form.is_valid():
        try:
            _call_off(meeting, form.cleaned_data)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The meeting is called off; those invited are told."))
            return redirect(meeting)
    context = {"commission": meeting.commission, "meeting": meeting, "form": form, "calls_off": True}
    return render(request, "commissions/meetings/form.html", context)


@transaction.atomic
def _call_off(meeting: Meeting, typed: dict[str, Any]) -> None:
    later = list(acts.following(meeting)) if typed.get("following") else []
    for each in [meeting, *later]:
        acts.call_off(each, typed["reason"], at=timezone.now())


def _editable(request: HttpRequest, pk: int) -> Meeting:
    meetings = Meeting.objects.editable_by(request.user).select_related("commission")
    meeting: Meeting = get_object_or_404(meetings, pk=pk)
    return meeting
