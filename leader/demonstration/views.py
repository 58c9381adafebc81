"""Sign-in by one click with an account of the demonstration."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme

from leader.demonstration.accounts import ACCOUNTS
from members.models import User


@login_not_required
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with the account of the demonstration that was clicked; elsewhere the page does not exist."""
    if not (settings.DEBUG and settings.DEMONSTRATION) or request.method != "POST":
        raise Http404
    known = {account.email for account in ACCOUNTS}
    user = get_object_or_404(User, email=request.POST.get("email", ""), email__in=known, is_active=True)
    login(request, user)
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return redirect(wanted if is_ours else settings.LOGIN_REDIRECT_URL)
