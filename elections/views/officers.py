"""The page of a code officer, whose browser makes the voting codes."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from elections import officers, watch
from elections.codes import why_none_any_more
from elections.crypto.errors import RefusedError
from elections.holding import RefusedActError
from elections.models import CodeOfficer
from elections.templatetags.booth import script_hash
from leader.shared.idempotency import leaves_no_trace

# Bytes of a message: both rolls of some 1,200 companies. A form larger than 2 MB is not read at all, and answered
# by a page; so this is less, also once the form has encoded the quotes and commas.
LARGEST = 1536 * 1024


def _officer_of(request: HttpRequest, pk: int) -> CodeOfficer:
    """Return the office that whoever asks holds; else it is not found."""
    mine = CodeOfficer.objects.visible_to(request.user).filter(account=request.user.pk)
    officer: CodeOfficer = get_object_or_404(mine.select_related("election__territory", "account__person"), pk=pk)
    return officer


@never_cache
@require_safe
def own_codes(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a code officer how codes are made, sent, and replaced."""
    officer = _officer_of(request, pk)
    context = {
        "election": officer.election,
        "officer": officer,
        "changes": watch.changes_since_sealing(officer.election),
        "script_hash": script_hash(),
        "why_none": why_none_any_more(officer.election),
    }
    return render(request, "elections/own_codes.html", context)


@never_cache
@leaves_no_trace
@sensitive_post_parameters("message")
@require_http_methods(["GET", "HEAD", "POST"])
def own_codes_steps(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell the officer's page for whom codes are made, and take their public side (docs/elections-http.md)."""
    officer = _officer_of(request, pk)
    if request.method == "POST":
        message = request.POST.get("message", "")
        if len(message.encode("utf-8", "replace")) > LARGEST:
            return _refusal(413, _("This message is too large."))
        try:
            officers.receive(officer, request.POST.get("step", ""), message, at=timezone.now())
        except RefusedActError as error:
            return _refusal(409, str(error))
        except RefusedError as error:
            said = _("The server refuses this message (check %(check)s).") % {"check": error.check}
            return _refusal(400, said, check=error.check)
        officer = _officer_of(request, pk)
    return JsonResponse(officers.state_of(officer.election))


def _refusal(status: int, message: str, **more: str) -> JsonResponse:
    return JsonResponse({"message": message, **more}, status=status)
