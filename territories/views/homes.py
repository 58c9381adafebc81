"""The companies that are asked where they are at home: for staff, and the leads of the territories asked about."""

from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from leader.shared.exports import Column, as_file
from members.models import User
from territories.areas import asking
from territories.forms.areas import HomeAnswerForm
from territories.models import Affiliation, HomeQuestion
from territories.views.exchangers import exchangers_only

PER_PAGE = 25
State = HomeQuestion.State


@exchangers_only
@require_safe
def home_question_list(request: HttpRequest) -> HttpResponseBase:
    """Show the companies to be asked, or those decided (``?etat=decided``); ``?format=csv`` gives a file."""
    wanted = request.GET.get("etat", "")
    state = wanted if wanted in State.values else State.OPEN.value
    visible = HomeQuestion.objects.visible_to(request.user)
    counts = dict(visible.order_by().values_list("state").annotate(Count("pk")))
    rows = _with_all(visible.filter(state=state))
    if file := as_file(request, pgettext("name of a file", "homes to decide"), _columns(), rows):
        return file
    context = {
        "page": Paginator(rows.order_by("company__name", "pk"), PER_PAGE).get_page(request.GET.get("page")),
        "state": state, "tabs": [(value, label, counts.get(value, 0)) for value, label in State.choices],
    }  # fmt: skip
    return render(request, "territories/areas/homes.html", context)


@exchangers_only
@require_http_methods(["GET", "HEAD", "POST"])
def home_question(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a company that is asked, and record what it answered."""
    question = get_object_or_404(_with_all(HomeQuestion.objects.visible_to(request.user)), pk=pk)
    may_answer = (
        question.state == State.OPEN and HomeQuestion.objects.editable_by(request.user).filter(pk=pk).exists()
    )
    form = HomeAnswerForm(request.POST or None, question=question)
    if request.method == "POST" and not may_answer:
        if question.state == State.OPEN:
            raise Http404
        messages.error(request, _("This question has been settled meanwhile: look at it again."))
        return redirect(question)
    if form.is_valid():
        _answer(request, question, form.cleaned_data)
        return redirect(question)
    today = timezone.localdate()
    homes = Affiliation.objects.running_on(today).filter(company=question.company_id, is_home=True)
    context = {
        "question": question, "form": form, "may_answer": may_answer,
        "home": homes.select_related("territory").first(), "decides": request.user.is_staff,
    }  # fmt: skip
    return render(request, "territories/areas/home.html", context)


def _answer(request: HttpRequest, question: HomeQuestion, typed: dict[str, Any]) -> None:
    user, now = cast("User", request.user), timezone.now()
    home, version = typed["home"], typed["version"]
    try:
        if user.is_staff:
            asking.decide(question, home, version=version, answer=typed["answer"], by=user, at=now)
            decided = True
        else:
            decided = asking.say(question, home, version=version, word=typed["answer"], by=user, at=now)
    except HomeQuestion.WrongStateError:
        messages.error(request, _("This question has been settled meanwhile: look at it again."))
        return
    if decided:
        said = _("From today the company is at home in %(territory)s.") % {"territory": home}
        messages.success(request, said)
    else:
        messages.success(
            request, _("What you heard is recorded: it is decided when the other leads or staff agree.")
        )


def _with_all(questions: Any) -> Any:
    people = ["company", "commune__departement", "change__territory", "home", "decided_by__person"]
    return questions.select_related(*people).prefetch_related(
        "candidates__territory", "candidates__favours", "candidates__said_by__person"
    )


def _columns() -> list[Column]:
    return [
        Column(gettext_lazy("company"), lambda row: row.company.name),
        Column(gettext_lazy("SIREN"), lambda row: row.company.siren),
        Column(gettext_lazy("commune"), lambda row: row.commune.name),
        Column(gettext_lazy("asked about"), lambda row: ", ".join(str(c) for c in row.candidates.all())),
        Column(gettext_lazy("asked on"), lambda row: row.asked_on),
        Column(gettext_lazy("state"), lambda row: row.get_state_display()),
        Column(gettext_lazy("home chosen"), lambda row: row.home),
        Column(gettext_lazy("what the company answered"), lambda row: row.answer),
        Column(gettext_lazy("decided by"), lambda row: row.decided_by),
        Column(gettext_lazy("decided at"), lambda row: row.decided_at),
    ]
