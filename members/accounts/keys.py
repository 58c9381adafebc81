"""The page that takes a security key away: the last factor of somebody who needs one stays."""

from typing import Any

from allauth.mfa.totp.forms import DeactivateTOTPForm
from allauth.mfa.webauthn.views import RemoveWebAuthnView


class RemoveKeyForm(DeactivateTOTPForm):
    """Ask the adapter, as the removal of the application does; django-allauth removes a key without asking."""


class RemoveKeyView(RemoveWebAuthnView):
    """Take a key away, or say why not."""

    form_class = RemoveKeyForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form which key."""
        return super().get_form_kwargs() | {"authenticator": self.object}


remove_key = RemoveKeyView.as_view()
