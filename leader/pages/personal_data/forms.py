"""What people ask about their data, and what staff answer."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from leader.shared.typed import VisibleCharField, visible
from members.models import ContactPreference, DataRequest, Person

Kind, Purpose = DataRequest.Kind, ContactPreference.Purpose


class OwnRequestForm(forms.Form):
    """A request of somebody who is signed in."""

    kind = forms.ChoiceField(label=_("What do you ask?"), choices=Kind)
    words = VisibleCharField(
        label=_("Details, if you wish"), required=False, max_length=3000, many_lines=True,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


class PublicRequestForm(OwnRequestForm):
    """A request of anybody who has an address."""

    email = forms.EmailField(
        label=_("Your e-mail address"), max_length=200,
        help_text=_("A letter goes there with a link: it shows that the address is yours."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    field_order = ["email", "kind", "words"]

    def clean_email(self) -> str:
        """Return the address without what cannot be seen, in small letters."""
        return visible(self.cleaned_data["email"]).lower()


class PreferencesForm(forms.Form):
    """Which letters one takes; ticked until one has said no."""

    wanted = forms.MultipleChoiceField(
        label=_("Letters I accept"), choices=Purpose, required=False, widget=forms.CheckboxSelectMultiple
    )


class _BesideOthers(forms.Form):
    """A form on a page of several: its fields have ids of their own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"id_{type(self).__name__.lower()}_%s", **kwargs})


class AnswerForm(_BesideOthers):
    """How staff answer a request; that an erasure is done, the erasure alone says."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=DataRequest.Outcome)
    answer = VisibleCharField(
        label=_("Answer sent to the person"), max_length=3000, many_lines=True,
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def __init__(self, *args: Any, asked: DataRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asked.kind == Kind.ERASURE:
            refused = DataRequest.Outcome.REFUSED
            self.fields["outcome"].choices = [(refused, refused.label)]  # type: ignore[attr-defined]


class ExtensionForm(_BesideOthers):
    """Two more months, with the reason that the person is told."""

    because = VisibleCharField(
        label=_("Why two more months are needed"), max_length=1000, many_lines=True,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)


class NameForm(forms.Form):
    """Who asks, where the address does not tell."""

    person = forms.ModelChoiceField(Person.objects.all())
    version = forms.IntegerField(min_value=1, max_value=2**31 - 1)


class ErasureForm(_BesideOthers):
    """The consent of staff to what the preview says; of how many rows, so that a later change is seen."""

    seen = forms.CharField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    agreed = forms.BooleanField(
        label=_("I have read what goes and what stays; it cannot be undone."),
        error_messages={"required": _("Tick the box: an erasure cannot be undone.")},
    )

    def __init__(self, *args: Any, counted: str, **kwargs: Any) -> None:
        self.counted = counted
        super().__init__(*args, **kwargs)

    def clean_seen(self) -> str:
        """Refuse a preview that is no longer true."""
        if self.cleaned_data["seen"] != self.counted:
            said = _("What would be erased has changed since: read the preview again.")
            raise ValidationError(said, code="changed")
        return self.counted
