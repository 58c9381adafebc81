"""The meetings of a commission, and the page of each."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from commissions.joining import RefusedError
from commissions.meetings import acts, answers
from commissions.models import AgendaItem, Attendance, Commission, Meeting, MeetingMinutes
from commissions.scope import commissions_convened_by
from commissions.views.meetings.answering import revision_seen
from leader.shared.exports import Column, as_file
from leader.shared.pagination import BoundedPaginator
from leader.shared.scope import AnyUser
from members.disclosure import people_through
from members.scope import person_of

Answer = Attendance.Answer


@require_safe
def meeting_list(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show the meetings of a commission: those to come, and those held, the latest first."""
    convened = commissions_convened_by(request.user).filter(pk=OuterRef("pk"))
    commissions = Commission.objects.visible_to(request.user).annotate(may_convene=Exists(convened))
    commission = get_object_or_404(commissions, slug=slug)
    meetings = Meeting.objects.visible_to(request.user).filter(commission=commission)
    if file := as_file(request, pgettext("name of a file", "meetings"), _columns(), meetings):
        return file
    now = timezone.now()
    context = {
        "commission": commission,
        "is_alive": commission.is_alive_on(timezone.localdate()),
        "ahead": meetings.from_moment(now),
        "page": BoundedPaginator(meetings.before_moment(now)).get_page(request.GET.get("page")),
    }
    return render(request, "commissions/meetings/list.html", context)


def _columns() -> list[Column]:
    return [
        Column(gettext_lazy("subject"), lambda row: row.title),
        Column(gettext_lazy("day"), lambda row: timezone.localdate(row.starts_at)),
        Column(gettext_lazy("time"), lambda row: f"{timezone.localtime(row.starts_at):%H:%M}"),
        Column(gettext_lazy("duration in minutes"), lambda row: row.duration_minutes),
        Column(gettext_lazy("place"), lambda row: row.place),
        Column(gettext_lazy("why it is called off"), lambda row: row.cancel_reason),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a meeting: when, where, its agenda, who comes; carry out one act, named by ``act``."""
    meeting = get_object_or_404(_meetings(request.user), pk=pk)
    act = ACTS.get(request.POST.get("act", "")) if request.method == "POST" else None
    if act:
        try:
            messages.success(request, act(meeting, request))
        except RefusedError as error:
            messages.error(request, str(error))
        return redirect(meeting)
    now = timezone.now()
    attendances, person = list(_who_comes(meeting, request.user)), person_of(request.user)
    own = next((row for row in attendances if row.person_id == person), None)
    context = {
        "meeting": meeting,
        "commission": meeting.commission,
        "is_over": meeting.is_over_at(now),
        "has_begun": meeting.starts_at <= now,
        "may_record": meeting.may_edit and timezone.localdate(meeting.starts_at) <= timezone.localdate(now),
        "own": own,
        "sees_link": meeting.may_edit or own is not None,
        "attendances": attendances,
        "total_minutes": sum(item.minutes or 0 for item in meeting.agenda.all()),
    }
    return render(request, "commissions/meetings/detail.html", context)


def _meetings(user: AnyUser) -> Any:
    """Return the meetings that ``user`` may see, with what the page tells of each."""
    editable = Meeting.objects.editable_by(user).filter(pk=OuterRef("pk"))
    agenda = AgendaItem.objects.order_by("rank", "pk").prefetch_related(people_through("owner", user))
    comes, stays_away = Q(attendances__answer=Answer.YES), Q(attendances__answer=Answer.NO)
    invited = Q(attendances__sent_sequence__isnull=False, attendances__withdrawn_at=None)
    return (
        Meeting.objects.visible_to(user)
        .select_related("commission")
        .prefetch_related(Prefetch("agenda", agenda))
        .annotate(
            may_edit=Exists(editable),
            has_minutes=Exists(MeetingMinutes.objects.filter(meeting=OuterRef("pk"), approved_at__isnull=False)),
            comes_count=Count("attendances", filter=invited & comes),
            away_count=Count("attendances", filter=invited & stays_away),
            invited_count=Count("attendances", filter=invited),
        )
    )


def _who_comes(meeting: Meeting, user: AnyUser) -> Any:
    """Return who is invited or was there, as far as ``user`` may see."""
    rows = Attendance.objects.visible_to(user).filter(meeting=meeting, withdrawn_at=None)
    return rows.order_by("person__family_name", "pk").prefetch_related(people_through("person", user))


def _convene(meeting: Meeting, request: HttpRequest) -> str:
    _refuse_who_may_not(meeting)
    return _told_of(acts.convene(meeting, at=timezone.now()))


def _send_again(meeting: Meeting, request: HttpRequest) -> str:
    _refuse_who_may_not(meeting)
    return _told_of(acts.send_again(meeting, at=timezone.now()))


def _yes(meeting: Meeting, request: HttpRequest) -> str:
    _answer(meeting, request, Answer.YES)
    return _("You come: thank you.")


def _no(meeting: Meeting, request: HttpRequest) -> str:
    _answer(meeting, request, Answer.NO)
    return _("You do not come: thank you for saying so.")


def _answer(meeting: Meeting, request: HttpRequest, said: Answer) -> None:
    """Keep the answer to the revision that the page showed: what has changed since is asked again."""
    own = meeting.attendances.invited().filter(person=person_of(request.user)).first()
    if own is None:
        raise RefusedError(_("You are not invited to this meeting."))
    own.meeting = meeting
    answers.answer(own, said, seen=revision_seen(request), at=timezone.now())


def _refuse_who_may_not(meeting: Any) -> None:
    if not meeting.may_edit:
        raise RefusedError(_("Those who chair the commission invite to its meetings."))


def _told_of(count: int) -> str:
    said = ngettext("%(count)s person is invited.", "%(count)s people are invited.", count)
    return said % {"count": count}


ACTS: dict[str, Callable[[Any, HttpRequest], str]] = {
    "convoquer": _convene, "renvoyer": _send_again, "oui": _yes, "non": _no,
}  # fmt: skip
