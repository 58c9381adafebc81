"""The link at the end of an announcement: no sign-in; one click of a program of mail is enough (RFC 8058)."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from commissions.announcements.choosing import choice_of, choose
from commissions.announcements.links import behind
from commissions.models import How


# The provider of mail sends this POST, without our cookie: the signed address is the proof, and all that it can do
# is to change how one person gets the announcements of the commissions that it names.
@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def announcement_stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask on the page; stop the letters by POST, or make them one a week. Looking changes nothing."""
    found = behind(token)
    if found is None:
        raise Http404
    person, commissions = found
    if request.method == "POST":
        how = How.WEEKLY if request.POST.get("act") == "hebdomadaire" else How.NONE
        choose(person, commissions, how, at=timezone.now())
    choices = {choice_of(person.pk, commission) for commission in commissions}
    context = {"commissions": commissions, "choices": choices, "is_done": request.method == "POST"}
    context |= {"is_stopped": choices == {How.NONE}, "is_weekly": choices == {How.WEEKLY}}
    return render(request, "commissions/announcements/stop.html", context)
