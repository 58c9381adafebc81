"""The risk grid of the CNIL: who prepares a vote online answers it, and reads what its level asks for."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from elections import risks
from elections.forms.risks import RiskForm
from elections.holding import RefusedActError
from elections.models import RiskLevel
from elections.views.preparing import election_one_runs


@require_http_methods(["GET", "HEAD", "POST"])
def election_risks(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer the grid while the election is prepared; show it once it is sealed."""
    election = election_one_runs(request, pk)
    if not election.is_online:
        raise Http404
    form = RiskForm(request.POST or None, election=election) if election.is_draft else None
    if form and form.is_valid():
        try:
            answered = risks.answer(election, form.answers())
            told = {"points": answered.risk_points, "level": answered.risk_level}
            messages.success(request, _("The grid is answered: %(points)s of 10 points, level %(level)s.") % told)
            return redirect("elections:election-risks", election.pk)
        except RefusedActError as error:
            messages.error(request, str(error))
            election.refresh_from_db()
            form = None
    level = election.risk_level
    context = {
        "election": election, "form": form, "answers": risks.answers_of(election),
        "meaning": risks.MEANING[level] if level else "", "is_high": level == RiskLevel.HIGH,
    }  # fmt: skip
    return render(request, "elections/risks.html", context)
