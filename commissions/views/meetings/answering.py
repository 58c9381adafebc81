"""The answer by the link of a letter, without signing in: the page asks, a button answers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from commissions.joining import RefusedError
from commissions.meetings import answers
from commissions.meetings.links import attendance_behind
from commissions.models import Attendance
from leader.shared.typed import key_of

ANSWERS = {"oui": Attendance.Answer.YES, "non": Attendance.Answer.NO}


# A scanner of mail follows links and sends no form: looking at the page answers nothing.
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show the meeting to whoever holds the link of a letter; keep the answer that is sent."""
    attendance = attendance_behind(token)
    if attendance is None:
        raise Http404
    said, refusal = ANSWERS.get(request.POST.get("act", "")), ""
    if request.method == "POST" and said:
        try:
            answers.answer(attendance, said, seen=revision_seen(request), at=timezone.now())
        except RefusedError as error:
            refusal = str(error)
        else:
            messages.success(request, _("Thank you: your answer is kept."))
            return redirect(request.path)
    meeting = attendance.meeting
    context = {
        "attendance": attendance,
        "meeting": meeting,
        "refusal": refusal,
        "is_open": meeting.cancelled_at is None
        and meeting.starts_at > timezone.now()
        and attendance.withdrawn_at is None,
    }
    return render(request, "commissions/meetings/answer.html", context)


def revision_seen(request: HttpRequest) -> int:
    """Return the revision of the meeting that the page showed to whoever answers; no real one if it tells none."""
    seen = key_of(request.POST.get("seen", ""))
    return -1 if seen is None else seen
