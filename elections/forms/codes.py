"""Naming who makes the voting codes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from elections.forms.trustees import Accounts
from elections.models import Election
from elections.officers import who_may_make_codes


class CodeOfficerForm(forms.Form):
    """One person, neither a trustee nor a candidate."""

    account: Any = Accounts(label=_("Code officer"), queryset=None, empty_label=_("choose"))

    def __init__(self, *args: Any, election: Election, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = who_may_make_codes(election)  # type: ignore[attr-defined]
