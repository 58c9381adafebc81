"""Standing in an election, by oneself."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from elections import candidacies
from elections.candidacies import eligible
from elections.forms.preparing import StandForm
from elections.holding import RefusedActError
from elections.models import Candidacy, Election
from leader.shared.typed import key_of
from members.models import User


@require_http_methods(["GET", "HEAD", "POST"])
def election_stand(request: HttpRequest, pk: int) -> HttpResponse:
    """Stand for an office, or no longer; for who represents a company on the roll."""
    election = get_object_or_404(Election.objects.visible_to(request.user).select_related("territory"), pk=pk)
    person = cast("User", request.user).person
    if person is None or not eligible(election).filter(pk=person.pk).exists():
        raise Http404
    act = request.POST.get("act", "")
    own = Candidacy.objects.filter(contest__election=election, person=person).select_related("contest__office")
    form = StandForm(request.POST if act == "candidat" else None, election=election)
    try:
        if act == "retirer":
            candidacies.withdraw(get_object_or_404(own, pk=key_of(request.POST.get("target", "")) or 0))
            messages.success(request, _("You stand no more."))
            return redirect("elections:election-stand", election.pk)
        if form.is_valid():
            typed = form.cleaned_data
            candidacies.stand(typed["contest"], person, statement=typed["statement"], at=timezone.now())
            messages.success(request, _("You stand for: %(office)s.") % {"office": typed["contest"].title})
            return redirect("elections:election-stand", election.pk)
    except RefusedActError as error:
        form.add_error(None, str(error)) if form.is_bound else messages.error(request, str(error))
    standing = own.filter(is_withdrawn=False)
    return render(request, "elections/stand.html", {"election": election, "form": form, "standing": standing})
