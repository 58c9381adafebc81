"""The forms of the account that differ from those of django-allauth."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.utils.translation import gettext_lazy as _


class PasswordSignInForm(LoginForm):
    """Sign-in by password; nobody needs one to sign up, so django-allauth would leave the field out."""

    def _setup_password_field(self) -> None:
        """Keep the field."""


class AddKeyForm(AddWebAuthnForm):
    """A new passkey or security key, in words that say what for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")
        self.fields["passwordless"].label = _("Passkey: opens the account by itself")
        self.fields["passwordless"].help_text = _(
            "This device asks for your fingerprint, your face or its code."
            " Otherwise the key is only a second factor."
        )


class EditKeyForm(EditWebAuthnForm):
    """The name of a key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")
