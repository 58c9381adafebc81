"""The minutes of a meeting on pages: written by who keeps it, read by members, on screen and on paper."""

import json
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commissions.forms.minutes import ActionForm, CorrectForm, ItemAddForm, SaidForm
from commissions.joining import RefusedError
from commissions.meetings import minuting
from commissions.models import Meeting, MeetingMinutes, MinutesItem
from leader.shared.paper import pdf_response
from leader.shared.typed import key_of
from members.disclosure import disclosed_to, people_through
from members.models import MergeRecord, Person, User

AUTOSAVE = "X-Autosave"


@require_http_methods(["GET", "HEAD", "POST"])
def minutes_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the minutes: begin, correct, add an item or an action, approve; one act, named by ``act``."""
    meeting = _kept(request, pk)
    form = _form_of(request, meeting)
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            if act := ACTS.get(request.POST.get("act", "")):
                messages.success(request, act(request, meeting, form))
                return redirect("commissions:minutes-edit", pk)
        except RefusedError as error:
            messages.error(request, str(error))
    return _page(request, meeting, form)


@require_POST
def minutes_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Save what was said of one item; a version that is not the newest is refused and both texts are shown."""
    items = MinutesItem.objects.filter(minutes__in=MeetingMinutes.objects.editable_by(request.user).values("pk"))
    item = get_object_or_404(items.select_related("minutes__meeting__commission"), pk=pk)
    form, meeting = SaidForm(request.POST, instance=item), item.minutes.meeting
    if form.is_valid():
        try:
            minuting.hold_draft(item.minutes)  # somebody may approve them in the same moment
        except RefusedError as error:
            form.add_error(None, str(error))
    by_itself = AUTOSAVE in request.headers
    if form.is_valid():
        form.save()
        item.refresh_from_db(fields=["version"])
        if by_itself:
            return HttpResponse(status=204, headers={"X-Version": str(item.version)})
        messages.success(request, _("Saved."))
        return redirect(f"{reverse('commissions:minutes-edit', args=[meeting.pk])}#point-{pk}")
    return HttpResponse(status=409) if by_itself else _page(request, meeting, form)


def _kept(request: HttpRequest, pk: int) -> Meeting:
    meetings = Meeting.objects.editable_by(request.user).select_related("commission")
    meeting: Meeting = get_object_or_404(meetings, pk=pk)
    return meeting


def _form_of(request: HttpRequest, meeting: Meeting) -> Any:
    act = request.POST.get("act") if request.method == "POST" else None
    if act == "action":
        return ActionForm(request.POST, meeting=meeting)
    return (
        {"point": ItemAddForm, "corriger": CorrectForm}[act](request.POST)
        if act in {"point", "corriger"}
        else None
    )


def _page(request: HttpRequest, meeting: Meeting, sent: Any = None) -> HttpResponse:
    draft = meeting.minutes.filter(approved_at=None).first()
    items = list(draft.items.order_by("rank", "pk")) if draft else []
    for item in items:
        item.form = sent if isinstance(sent, SaidForm) and sent.instance.pk == item.pk else SaidForm(instance=item)
    actions = meeting.actions.order_by("due_on", "pk").prefetch_related(people_through("owner", request.user))

    def form(kind: Any, **how: Any) -> Any:
        return sent if isinstance(sent, kind) else kind(**how)

    context = {
        "meeting": meeting,
        "commission": meeting.commission,
        "draft": draft,
        "too_late": sent if isinstance(sent, SaidForm) and draft is None else None,
        "items": items,
        "actions": actions,
        "approved": meeting.minutes.approved().first(),
        "has_begun": meeting.starts_at <= timezone.now(),
        "item_form": form(ItemAddForm),
        "action_form": form(ActionForm, meeting=meeting),
        "correct_form": form(CorrectForm),
    }
    return render(request, "commissions/minutes/edit.html", context)


def _begin(request: HttpRequest, meeting: Meeting, form: Any) -> str:
    minuting.begin(meeting, at=timezone.now())
    return _("Write what was said: it is saved as you type.")


def _correct(request: HttpRequest, meeting: Meeting, form: Any) -> str:
    minuting.begin(meeting, at=timezone.now(), reason=form.cleaned_data["reason"])
    return _("The new version begins with the text of the one before.")


def _add_item(request: HttpRequest, meeting: Meeting, form: Any) -> str:
    minuting.add_item(_draft(meeting), form.cleaned_data["title"])
    return _("The item is added.")


def _add_action(request: HttpRequest, meeting: Meeting, form: Any) -> str:
    minuting.hold_draft(_draft(meeting))
    form.save()
    return _("The action is added.")


def _remove_action(request: HttpRequest, meeting: Meeting, form: Any) -> str:
    minuting.hold_draft(_draft(meeting))
    meeting.actions.filter(pk=key_of(request.POST.get("target", "")) or 0).delete()
    return _("The action is taken off.")


def _approve(request: HttpRequest, meeting: Meeting, form: Any) -> str:
    minuting.approve(_draft(meeting), by=cast("User", request.user), at=timezone.now())
    return _("The minutes are approved: members read them, and nobody changes them any more.")


def _draft(meeting: Meeting) -> MeetingMinutes:
    draft: MeetingMinutes | None = meeting.minutes.filter(approved_at=None).first()
    if draft is None:
        raise RefusedError(_("These minutes are approved: a correction is a new version."))
    return draft


ACTS: dict[str, Any] = {
    "commencer": _begin, "corriger": _correct, "point": _add_item, "action": _add_action,
    "retirer": _remove_action, "approuver": _approve,
}  # fmt: skip


@require_safe
def minutes_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the approved minutes: the newest version, or the one that is asked for."""
    version, versions = _read(request, pk)
    context = {
        "minutes": version,
        "meeting": version.meeting,
        "commission": version.meeting.commission,
        "told": _told(request, version),
        "versions": versions,
        "is_newest": version == versions[0],
        "is_whole": minuting.digest_of(version.content) == version.digest,
        "may_edit": Meeting.objects.editable_by(request.user).filter(pk=pk).exists(),
    }
    return render(request, "commissions/minutes/detail.html", context)


@require_safe
def minutes_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the approved minutes as a PDF."""
    version, _versions = _read(request, pk)
    told = _told(request, version)
    content = {
        **told,
        "heading": pgettext("of a meeting", "Minutes"),
        "commission": version.meeting.commission.name,
        "starts_at": date_format(told["starts_at"], "l j F Y, H:i"),
        "people": [
            [_("Present"), told["present"]],
            [_("Excused"), told["excused"]],
            [_("Absent"), told["absent"]],
        ],
        "decision": _("Decision"),
        "actions_heading": _("Actions"),
        "headings": [_("What is to be done"), _("By whom"), _("By the day")],
        "actions": [[a["what"], a["owner"], date_format(a["due_on"], "j F Y")] for a in told["actions"]],
        "approved": _("Version %(number)s, approved on %(day)s. SHA-256: %(digest)s") % {
            "number": version.number, "day": date_format(timezone.localtime(version.approved_at), "j F Y"),
            "digest": version.digest,
        },
    }  # fmt: skip
    name = _("minutes-%(meeting)s-%(number)s.pdf") % {"meeting": pk, "number": version.number}
    return pdf_response("meeting_minutes", content, at=version.approved_at or timezone.now(), name=name)


def _read(request: HttpRequest, pk: int) -> tuple[MeetingMinutes, list[MeetingMinutes]]:
    rows = MeetingMinutes.objects.visible_to(request.user).approved().filter(meeting=pk)
    versions = list(rows.select_related("meeting__commission"))
    asked = key_of(request.GET.get("version", "")) if "version" in request.GET else None
    found = [each for each in versions if asked is None or each.number == asked]
    if not found:
        raise Http404
    return found[0], versions


def _told(request: HttpRequest, version: MeetingMinutes) -> dict[str, Any]:
    content = json.loads(version.content)
    named = minuting.people_named(content)
    merged = MergeRecord.objects.filter(removed_key__in=named, person__isnull=False, undone_at=None)
    now = {key: key for key in named} | dict(merged.values_list("removed_key", "person"))
    people = {
        person.pk: person for person in disclosed_to(request.user, Person.objects.filter(pk__in=now.values()))
    }
    return minuting.told(content, {key: people[pk] for key, pk in now.items() if pk in people})
