"""The pages that take a second factor away: the last one of somebody who needs it stays."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.totp.forms import DeactivateTOTPForm
from allauth.mfa.totp.views import deactivate_totp
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from members.models import User

View = Callable[..., HttpResponseBase]


def one_at_a_time(view: View) -> View:
    """Lock the account before a factor is taken away, so that of two taken at once one stays."""

    @wraps(view)
    def locked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST":
            User.objects.select_for_update(no_key=True).get(pk=request.user.pk)
        return view(request, *args, **kwargs)

    return locked


class RemoveKeyForm(DeactivateTOTPForm):
    """Ask the adapter, as the removal of the application does; django-allauth removes a key without asking."""


class RemoveKeyView(RemoveWebAuthnView):
    """Take a key away, or say why not."""

    form_class = RemoveKeyForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form which key."""
        return super().get_form_kwargs() | {"authenticator": self.object}


remove_key = one_at_a_time(RemoveKeyView.as_view())
remove_application = one_at_a_time(deactivate_totp)
