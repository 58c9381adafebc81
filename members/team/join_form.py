"""Joining a company by an address of its domain: which one, when several share it, and in what function."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from leader.shared.typed import VisibleCharField
from members.models import CompanyDomain, Person


class JoinForm(forms.Form):
    """The company among those that are open to the person; the name of somebody who has none on record."""

    company = forms.ChoiceField(
        label=_("Company"),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("This company is not open to your addresses.")},
    )
    given_name = VisibleCharField(label=_("Given name"), max_length=100)
    family_name = VisibleCharField(label=_("Family name"), max_length=100)
    function = VisibleCharField(label=_("Function in the company"), max_length=120, required=False)

    def __init__(self, *args: Any, doors: list[CompanyDomain], person: Person | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(door.company_id), f"{door.company} – {door.get_joining_display()}") for door in doors]
        self.fields["company"].choices = named  # type: ignore[attr-defined]
        if len(named) == 1:
            self.fields["company"].initial = named[0][0]
        if person:
            del self.fields["given_name"], self.fields["family_name"]

    def asked(self) -> dict[str, Any]:
        """Return what to join with."""
        typed = {name: self.cleaned_data.get(name, "") for name in ["given_name", "family_name", "function"]}
        return {"company_pk": int(self.cleaned_data["company"]), **typed}
