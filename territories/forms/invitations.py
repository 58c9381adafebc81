"""Inviting somebody to open a territory."""

from django import forms
from django.utils.translation import gettext_lazy as _

from leader.shared.typed import VisibleCharField


class InvitationForm(forms.Form):
    """Whom to invite, with a personal word."""

    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    message = VisibleCharField(
        label=_("Personal message"), required=False, max_length=2000, many_lines=True,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
