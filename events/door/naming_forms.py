"""Who is named for a door."""

from django import forms
from django.utils.translation import gettext_lazy as _


class KeeperForm(forms.Form):
    """Name somebody by the address with which they sign in."""

    email = forms.EmailField(
        label=_("E-mail"), max_length=254,
        help_text=_("The address with which the person signs in, or will create an account."),
    )  # fmt: skip
