"""What is typed in an announcement, and how a member gets them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from commissions.models import How
from leader.shared.typed import VisibleCharField


class AnnouncementForm(forms.Form):
    """What the members of the commission are told."""

    subject = VisibleCharField(label=_("Subject"), max_length=150)
    text = VisibleCharField(
        label=_("Text"), max_length=10_000, many_lines=True, widget=forms.Textarea(attrs={"rows": 10})
    )


class HowForm(forms.Form):
    """How one gets the announcements of a commission."""

    how = forms.ChoiceField(label=_("Announcements"), choices=How.choices, widget=forms.RadioSelect)
