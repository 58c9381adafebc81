"""The forms of the account that differ from those of django-allauth."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.utils.translation import gettext_lazy as _

from leader.shared.typed import VisibleCharField


class PasswordSignInForm(LoginForm):
    """Sign-in by password; nobody needs one to sign up, so django-allauth would leave the field out."""

    def _setup_password_field(self) -> None:
        """Keep the field."""


class AnswerOfAKeyField(forms.JSONField):
    """What a key answered, as the script of the page sends it; anything else is refused unread."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        """Return the answer: an object that has in ``response`` another one, of texts."""
        try:
            answer = super().to_python(value)
            texts = answer["response"].values() if answer else ()
            sound = all(text is None or isinstance(text, str | list) for text in texts)
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            sound = False
        if not sound:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return answer

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Return nothing: an answer is good once, so a page that is shown again asks the key again."""
        return None


class SignInKeyForm(LoginWebAuthnForm):
    """Sign-in by a passkey."""

    credential = AnswerOfAKeyField()


class SecondFactorKeyForm(AuthenticateWebAuthnForm):
    """A key as the second factor."""

    credential = AnswerOfAKeyField()


class ConfirmationKeyForm(ReauthenticateWebAuthnForm):
    """A key that confirms who is there."""

    credential = AnswerOfAKeyField()


class AddKeyForm(AddWebAuthnForm):
    """A new passkey or security key, in words that say what for."""

    credential = AnswerOfAKeyField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")
        self.fields["passwordless"].label = _("Passkey: opens the account by itself")
        self.fields["passwordless"].help_text = _(
            "This device asks for your fingerprint, your face or its code."
            " Otherwise the key is only a second factor."
        )

    def clean(self) -> dict[str, Any]:
        """Refuse an answer that no key gives; django-allauth expects one that a browser made."""
        try:
            return super().clean()
        except (ValueError, LookupError, AttributeError) as error:
            raise forms.ValidationError(_("The key gave no answer that can be read. Try again.")) from error


class EditKeyForm(EditWebAuthnForm):
    """The name of a key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")


class SignUpForm(forms.Form):
    """The name of somebody invited who has no account yet."""

    given_name = VisibleCharField(
        label=_("Given name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    family_name = VisibleCharField(
        label=_("Family name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
