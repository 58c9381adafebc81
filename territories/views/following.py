"""The applicant's own page, reached by the link in a letter: confirm, answer a question, withdraw."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from territories.applications import acts
from territories.applications.links import application_behind
from territories.forms.applications import AnswerForm, ConfirmationForm
from territories.models import Application


@login_not_required
@never_cache
@require_safe
def application_follow(request: HttpRequest, token: str) -> HttpResponse:
    """Show where the application stands; to open the link changes nothing, whoever opens it."""
    return _page(request, token, _behind(token))


@login_not_required
@never_cache
@require_POST
def application_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Prove the e-mail address, and agree to what was typed."""
    application, form = _behind(token), ConfirmationForm(request.POST)
    if application.state == Application.State.SUBMITTED and not form.is_valid():
        return _page(request, token, application, confirmation=form)
    try:
        is_done = acts.confirm(application, at=timezone.now())
    except acts.ExpiredError:
        return _page(request, token, application, status=410, is_expired=True)
    except Application.WrongStateError:
        is_done = False  # another click did it, or it is withdrawn: the page says so
    if is_done:
        messages.success(request, _("Your address is confirmed: your application is on its way."))
    return redirect("territories:application-follow", token=token)


@login_not_required
@never_cache
@require_POST
def application_answer(request: HttpRequest, token: str) -> HttpResponse:
    """Answer the question that is out."""
    application, form = _behind(token), AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, token, application, form=form)
    text = form.cleaned_data["answer"]
    try:
        acts.answer(application, text, at=timezone.now())
    except Application.WrongStateError:
        last = application.questions.last()
        if last and last.answer == text:  # a second click, or the first reply was lost
            return redirect("territories:application-follow", token=token)
        application.refresh_from_db()
        form.add_error(None, _("No question waits for an answer any more. What you typed was not recorded."))
        return _page(request, token, application, status=409, form=form)
    messages.success(request, _("Thank you: your answer is recorded."))
    return redirect("territories:application-follow", token=token)


@login_not_required
@never_cache
@require_POST
def application_withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Withdraw the application."""
    application = _behind(token)
    try:
        application.withdraw(at=timezone.now())
    except Application.WrongStateError:
        messages.warning(request, _("The application is decided or withdrawn already."))
    else:
        messages.success(request, _("Your application is withdrawn."))
    return redirect("territories:application-follow", token=token)


def _behind(token: str) -> Application:
    application = application_behind(token)
    if application is None:
        raise Http404
    return application


def _page(
    request: HttpRequest, token: str, application: Application, *, status: int = 200, **more: Any
) -> HttpResponse:
    questions = list(application.questions.all())
    waiting = application.state == Application.State.ASKED
    context = {
        "application": application, "token": token, "questions": questions,
        "form": AnswerForm() if waiting else None, "confirmation": ConfirmationForm(), **more,
    }  # fmt: skip
    return render(request, "territories/applications/follow.html", context, status=status)
