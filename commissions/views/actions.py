"""The actions of a commission: what is to be done, by whom, by which day; who has one says when it is done."""

from typing import cast

from django.contrib import messages
from django.db.models import Exists, F, OuterRef
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_POST, require_safe

from commissions.meetings import minuting
from commissions.models import ActionItem, Commission
from leader.shared.exports import Column, as_file
from leader.shared.pagination import BoundedPaginator
from members.disclosure import people_through
from members.models import User


@require_safe
def action_list(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show the actions of a commission, those to do first."""
    commission = get_object_or_404(Commission.objects.visible_to(request.user), slug=slug)
    actions = ActionItem.objects.visible_to(request.user).told().filter(meeting__commission=commission)
    actions = actions.select_related("meeting").prefetch_related(people_through("owner", request.user))
    if file := as_file(request, pgettext("name of a file", "actions"), _columns(), actions):
        return file
    doable = ActionItem.objects.editable_by(request.user).filter(pk=OuterRef("pk"))
    actions = actions.annotate(may_finish=Exists(doable)).order_by(
        F("done_at").asc(nulls_first=True), "due_on", "pk"
    )
    page = BoundedPaginator(actions).get_page(request.GET.get("page"))
    return render(request, "commissions/minutes/actions.html", {"commission": commission, "page": page})


def _columns() -> list[Column]:
    return [
        Column(gettext_lazy("what"), lambda row: row.what),
        Column(gettext_lazy("by whom"), lambda row: row.owner.shown.name if row.owner else ""),
        Column(gettext_lazy("due on"), lambda row: row.due_on),
        Column(gettext_lazy("done on"), lambda row: row.done_at and timezone.localdate(row.done_at)),
        Column(gettext_lazy("meeting"), lambda row: row.meeting.title),
    ]


@require_POST
def action_done(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that an action is done, or is not after all."""
    actions = ActionItem.objects.editable_by(request.user).told()
    action = get_object_or_404(actions.select_related("meeting__commission"), pk=pk)
    is_done = request.POST.get("act") != "rouvrir"
    minuting.finish(action, is_done=is_done, by=cast("User", request.user), at=timezone.now())
    messages.success(request, _("The action is done: thank you.") if is_done else _("The action is open again."))
    return redirect("commissions:action-list", action.meeting.commission.slug)
