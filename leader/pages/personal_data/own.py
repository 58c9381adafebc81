"""One's own data: what is kept and why, as a file, and what one asks or refuses."""

from datetime import timedelta
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.models import EmailAddress
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from leader.pages.personal_data.forms import OwnRequestForm, PreferencesForm, Purpose
from leader.shared.paper import pdf_response
from leader.shared.personal_data.subjects import Subject, subject
from leader.shared.personal_data.telling import file_of
from members.models import ContactPreference, DataRequest, User

RECENT = timedelta(hours=1)


def own_subject(request: HttpRequest) -> Subject:
    """Return whoever is signed in: nobody can name another here.

    Of the addresses, those that the account has proven count alone: the one in the file of a person is typed by
    others, and a letter to somebody else, or their notes, would be told with it.
    """
    user: Any = request.user
    proven = {user.email.lower(), *_verified(user)}
    known = subject(user.person_id) if user.person_id else Subject()
    return Subject(
        person=known.person, addresses=frozenset(proven - known.shared), names=known.names,
        shared=frozenset(proven & known.shared),
    )  # fmt: skip


def _verified(user: Any) -> set[str]:
    addresses = EmailAddress.objects.filter(user=user, verified=True)
    return {email.lower() for email in addresses.values_list("email", flat=True)}


@never_cache
@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """Show what is kept of the person, why, and what they may do about it."""
    return _page(request)


def _page(request: HttpRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    user: Any = request.user
    refused = ContactPreference.objects.filter(email=user.email.lower(), is_wanted=False)
    wanted = [value for value in Purpose.values if value not in set(refused.values_list("purpose", flat=True))]
    context = {
        "sections": file_of(own_subject(request)),
        "requests": DataRequest.objects.filter(email=user.email.lower()).order_by("-received_at")[:20],
        "form": OwnRequestForm(),
        "preferences": PreferencesForm(initial={"wanted": wanted}),
        **more,
    }
    return render(request, "pages/personal_data/my_data.html", context, status=status)


@never_cache
@require_safe
@reauthentication_required
def my_data_file(request: HttpRequest, form: str) -> HttpResponseBase:
    """Give everything as JSON for machines, or as a PDF to read."""
    user: Any = request.user
    now = timezone.now()
    if not user.last_login or (user.last_login < now - RECENT and not user.has_usable_password()):
        messages.warning(request, _("Sign out and in again: your file is given after a recent sign-in alone."))
        return redirect("pages:my-data")
    sections = file_of(own_subject(request))
    if form == "json":
        answer = JsonResponse(
            {"generated_at": now.isoformat(), "account": user.email, "data": sections},
            json_dumps_params={"ensure_ascii": False, "indent": 1},
        )
        answer.headers["Content-Disposition"] = 'attachment; filename="mes-donnees.json"'
        return answer
    if form != "pdf":
        raise Http404
    return pdf_response("tables", _on_paper(user, sections), at=now, name="mes-donnees.pdf")


def _on_paper(user: User, sections: list[dict[str, Any]]) -> dict[str, Any]:
    told = [
        {
            "title": section["name"],
            "notes": [section["purpose"], section["basis"], section["retention"]],
            "tables": [[[cell["field"], cell["value"]] for cell in row] for row in section["rows"]],
        }
        for section in sections
    ]
    intro = _("All that LeadeR Occitanie keeps of %(email)s, why and for how long.") % {"email": user.email}
    return {"title": _("My data"), "intro": intro, "label": _("Field"), "value": _("Value"), "sections": told}


@require_POST
def my_data_request(request: HttpRequest) -> HttpResponse:
    """Record a request of the person who is signed in; the same one twice is one."""
    form = OwnRequestForm(request.POST)
    if not form.is_valid():
        return _page(request, form=form)
    user: Any = request.user
    if user.person is None:
        messages.warning(request, _("Fill in your profile first, or ask by the public form."))
        return redirect("pages:my-data")
    said = DataRequest.receive(email=user.email, at=timezone.now(), person=user.person, **form.cleaned_data)
    answered = _("Your request is recorded. You are answered by %(day)s at the latest.")
    messages.success(request, answered % {"day": said.due_on.strftime("%d/%m/%Y")})
    return redirect("pages:my-data")


@require_POST
def my_data_preferences(request: HttpRequest) -> HttpResponse:
    """Record which letters the person takes."""
    form = PreferencesForm(request.POST)
    if not form.is_valid():
        return _page(request, preferences=form)
    user: Any = request.user
    for purpose in Purpose.values:
        ContactPreference.choose(
            user.email, purpose, is_wanted=purpose in form.cleaned_data["wanted"],
            source=ContactPreference.Source.OWN_PAGE, at=timezone.now(),
        )  # fmt: skip
    messages.success(request, _("Your choices are recorded."))
    return redirect("pages:my-data")
