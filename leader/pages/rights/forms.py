"""Which rights the federation gives to the leads of its territories."""

from django import forms
from django.utils.translation import gettext_lazy as _

from leader.shared.versions import VersionedModelForm
from territories.models import Federation, LeadRight


class LeadRightsForm(VersionedModelForm):
    """The rights of the leads, each given or kept for staff."""

    lead_rights = forms.MultipleChoiceField(
        label=_("Leads may"), choices=LeadRight.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Seeing the own territory, its companies, prospects and tasks is always given."),
    )  # fmt: skip

    class Meta:
        model = Federation
        fields = ["lead_rights"]
