"""The key of a secret election: who conducts names the trustees; each trustee makes and uses an own part of it."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from elections import ceremonies, destroying, keys, losing
from elections.ceremonies import MAKING, WAIT, Standing
from elections.crypto.ceremony import spoken_fingerprint
from elections.crypto.errors import RefusedError
from elections.forms.trustees import TrusteesForm
from elections.holding import RefusedActError
from elections.models import CeremonyMessage, Election, Incident, KeyCeremony, Trustee
from elections.templatetags.booth import script_hash
from elections.views.preparing import election_one_runs, name_of
from leader.shared.limits import Limit, has_room, is_within
from leader.shared.typed import key_of

State, Step = Election.State, CeremonyMessage.Step
LARGEST = 256 * 1024  # bytes of a message
# To check a decryption the whole archive is read: nobody keeps the site busy with false ones.
FALSE_MESSAGES = Limit(60, timedelta(minutes=10))


@require_http_methods(["GET", "HEAD", "POST"])
def election_keys(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the trustees, see who is waited for, record a lost seed; for who conducts a vote online."""
    election = election_one_runs(request, pk)
    if not election.is_online:
        raise Http404
    act = request.POST.get("act", "")
    form = TrusteesForm(request.POST if act == "designer" else None, election=election)
    try:
        if said := _act(request, act, election, form):
            messages.success(request, said)
            return redirect("elections:election-keys", election.pk)
    except RefusedActError as error:
        messages.error(request, str(error))
        election.refresh_from_db()
    ceremony = keys.ceremony_of(election)
    context = {"election": election, "form": form, "ceremony": ceremony, **_progress(election, ceremony)}
    return render(request, "elections/keys.html", context)


def _act(request: HttpRequest, act: str, election: Election, form: TrusteesForm) -> str:
    by = name_of(request.user)
    if act == "designer" and form.is_valid():
        ceremonies.name_trustees(election, form.accounts(), threshold=form.threshold)
        return _("The trustees are named: tell them to open their page.")
    if act == "recommencer":
        ceremonies.begin_again(election, at=timezone.now())
        return _("This ceremony is given up: name the trustees anew.")
    if act in {"perdue", "retrouvee"}:
        of_election = Trustee.objects.filter(ceremony__election=election, ceremony__given_up_at__isnull=True)
        trustee = get_object_or_404(of_election, pk=key_of(request.POST.get("target", "")) or 0)
        losing.mark(trustee, at=timezone.now() if act == "perdue" else None)
        return _("%(trustee)s: recorded.") % {"trustee": trustee}
    if act == "carence":
        losing.give_up(election, at=timezone.now(), by=by)
        return _("The election is void: too few parts of the key are left. The minutes say so.")
    return ""


def _progress(election: Election, ceremony: KeyCeremony | None) -> dict[str, Any]:
    """Return how far the ceremony is, and what each trustee has done."""
    if ceremony is None:
        return {}
    standing = Standing(ceremony)
    certificates = standing.values(Step.CERTIFY)
    stage = ceremonies.stage_of(standing, election)
    lost = [trustee for trustee in standing.trustees if trustee.lost_at]
    return {
        "rows": [
            {"trustee": trustee, "done": [step.label for step in Step if standing.of(trustee, step)]}
            for trustee in standing.trustees
        ],
        "stage": stage,
        "waited": standing.waited_for(stage) if stage in {*MAKING, Step.DECRYPT} else [],
        "fingerprint": spoken_fingerprint(certificates) if certificates else "",
        "has_lost_too_many": len(lost) > ceremony.may_be_lost,
        "incidents": election.incidents.filter(kind=Incident.Kind.SITE).order_by("at", "pk"),
        "share_goes_at": destroying.day_of(ceremony),
    }


def _trustee_of(request: HttpRequest, pk: int) -> Trustee:
    """Return the part of the key that whoever asks holds; else it is not found."""
    mine = Trustee.objects.visible_to(request.user).filter(account=request.user.pk)
    rows = mine.select_related("ceremony__election__territory", "account__person")
    trustee: Trustee = get_object_or_404(rows, ceremony__election=pk, ceremony__given_up_at__isnull=True)
    return trustee


@never_cache
@require_safe
def own_key(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a trustee the own part of the key, step by step."""
    trustee = _trustee_of(request, pk)
    context = {
        "election": trustee.ceremony.election,
        "trustee": trustee,
        "ceremony": trustee.ceremony,
        "trustees": trustee.ceremony.trustees.select_related("account__person"),
        "script_hash": script_hash(),
    }
    return render(request, "elections/own_key.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_key_steps(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell a trustee's page what is to be done now, and take what it sends (docs/elections-http.md)."""
    trustee = _trustee_of(request, pk)
    if request.method == "POST":
        message = request.POST.get("message", "")
        if len(message.encode("utf-8", "replace")) > LARGEST:
            return _refusal(413, _("This message is too large."))
        who = str(request.user.pk)
        if not has_room(FALSE_MESSAGES, "key", who):
            return _refusal(429, _("Too many attempts: wait ten minutes."))
        try:
            ceremonies.receive(trustee, request.POST.get("step", ""), message, at=timezone.now())
        except RefusedActError as error:
            return _refusal(409, str(error))
        except RefusedError as error:
            is_within(FALSE_MESSAGES, "key", who)
            said = _("The server refuses this message (check %(check)s).") % {"check": error.check}
            return _refusal(400, said, check=error.check)
    return JsonResponse(_state(trustee))


def _refusal(status: int, message: str, **more: str) -> JsonResponse:
    return JsonResponse({"message": message, **more}, status=status)


def _state(trustee: Trustee) -> dict[str, Any]:
    election = Election.objects.get(pk=trustee.ceremony.election_id)
    ceremony = KeyCeremony.objects.get(pk=trustee.ceremony_id)
    standing = Standing(ceremony)
    step, stage = ceremonies.step_of(trustee, standing, election), ceremonies.stage_of(standing, election)
    certificates = standing.values(Step.CERTIFY)
    return {
        "step": step,
        "at": stage,
        "index": trustee.index,
        "size": ceremony.size,
        "threshold": ceremony.threshold,
        "waited": [str(t) for t in standing.waited_for(stage)] if step == WAIT and stage in MAKING else [],
        "certificates": certificates,
        "fingerprint": spoken_fingerprint(certificates) if certificates else "",
        "handed": standing.handed[trustee.index - 1] if step == Step.ACCEPT else None,
        "sealed": standing.sealed(trustee) if step in _ARCHIVES else "",
        "archive": reverse(_ARCHIVES[step], args=[election.pk]) if step in _ARCHIVES else "",
    }


_ARCHIVES = {Step.REHEARSE.value: "elections:rehearsal-archive", Step.DECRYPT.value: "elections:election-archive"}


@never_cache
@require_safe
def rehearsal_archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a trustee the archive of the rehearsal."""
    content = _trustee_of(request, pk).ceremony.rehearsal
    if content is None:
        raise Http404
    answer = HttpResponse(bytes(content), content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="repetition-{pk}.bel"'
    return answer
