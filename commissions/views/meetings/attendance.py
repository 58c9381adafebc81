"""Attendance, taken on a phone person by person, and the sheet to sign on paper."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commissions.joining import RefusedError
from commissions.meetings import answers
from commissions.models import Attendance, Meeting
from leader.shared.paper import pdf_response
from leader.shared.typed import key_of
from members.disclosure import disclosed_to
from members.models import Person, Representative

Presence = Attendance.Presence
RECORDED = {
    "present": Presence.PRESENT, "excuse": Presence.EXCUSED, "absent": Presence.ABSENT,
    "effacer": Presence.UNKNOWN,
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who is expected and who is there; keep what is seen of one person at a time."""
    meeting = _editable(request, pk)
    seen, target = RECORDED.get(request.POST.get("act", "")), key_of(request.POST.get("target", ""))
    if request.method == "POST" and seen is not None and target is not None:
        try:
            answers.record(meeting, target, seen, at=timezone.now())
            return redirect(f"{reverse('commissions:meeting-attendance', args=[pk])}#personne-{target}")
        except RefusedError as error:
            messages.error(request, str(error))
    people = _expected(request, meeting)
    context = {
        "meeting": meeting,
        "commission": meeting.commission,
        "people": people,
        "present_count": sum(person.attendance.presence == Presence.PRESENT for person in people),
        "may_record": meeting.cancelled_at is None
        and timezone.localdate(meeting.starts_at) <= timezone.localdate(),
    }
    return render(request, "commissions/meetings/attendance.html", context)


@require_safe
def meeting_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the sheet to sign, as a PDF: who is expected, for which company, what is recorded already."""
    meeting = _editable(request, pk)
    starts = timezone.localtime(meeting.starts_at)
    content = {
        "title": _("Attendance sheet"),
        "commission": meeting.commission.name,
        "meeting": meeting.title,
        "when": date_format(starts, "l j F Y, H:i"),
        "where": meeting.place or _("at a distance"),
        "headings": [_("Name"), _("Company"), _("Present"), _("Signature")],
        "rows": [_row_of(person) for person in _expected(request, meeting)],
        "others": _("Others"),
        "blank_count": 5,
    }
    name = _("attendance-sheet-%(number)s.pdf") % {"number": meeting.pk}
    return pdf_response("attendance_sheet", content, at=timezone.now(), name=name)


def _editable(request: HttpRequest, pk: int) -> Meeting:
    meetings = Meeting.objects.editable_by(request.user).select_related("commission")
    meeting: Meeting = get_object_or_404(meetings, pk=pk)
    return meeting


def _expected(request: HttpRequest, meeting: Meeting) -> list[Any]:
    """Return who is expected, each with ``attendance`` (what is known) and ``company_names``."""
    people: list[Any] = list(disclosed_to(request.user, answers.people_of(meeting)))
    kept = {row.person_id: row for row in meeting.attendances.all()}
    day = timezone.localdate(meeting.starts_at)
    spells: Any = Representative.objects.running_on(day).filter(person__in=people).select_related("company")
    companies: dict[int, list[str]] = {}
    for spell in spells.order_by("company__name"):
        companies.setdefault(spell.person_id, []).append(spell.company.name)
    for person in people:
        person.attendance = kept.get(person.pk) or Attendance(meeting=meeting, person=person)
        person.company_names = ", ".join(companies.get(person.pk, []))
    return people


def _row_of(person: Person) -> list[str]:
    attendance: Attendance = person.attendance  # type: ignore[attr-defined]
    seen = attendance.get_presence_display() if attendance.presence else ""
    return [str(person), person.company_names, str(seen), ""]  # type: ignore[attr-defined]
