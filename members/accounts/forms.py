"""The forms of the account that differ from those of django-allauth."""

from allauth.account.forms import LoginForm


class PasswordSignInForm(LoginForm):
    """Sign-in by password; nobody needs one to sign up, so django-allauth would leave the field out."""

    def _setup_password_field(self) -> None:
        """Keep the field."""
