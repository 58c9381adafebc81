"""The link at the end of a letter: no sign-in; one click of a program of mail is enough (RFC 8058)."""

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from leader.shared.mails import SALT
from members.models import ContactPreference

Purpose = ContactPreference.Purpose


# The provider of mail sends this POST, without our cookie: the signed address is the proof, and all that it can do
# is to stop letters to the address that it names.
@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask on the page; stop the letters by POST. A second click finds it done."""
    try:
        email, purpose = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError) as error:
        raise Http404 from error
    if purpose not in Purpose.values:
        raise Http404
    if request.method == "POST":
        source = ContactPreference.Source.UNSUBSCRIBED
        ContactPreference.choose(email, purpose, is_wanted=False, source=source, at=timezone.now())
    done = ContactPreference.objects.filter(email=email, purpose=purpose, is_wanted=False).exists()
    context = {"letters": Purpose(purpose).label, "done": done}
    return render(request, "pages/personal_data/unsubscribe.html", context)
