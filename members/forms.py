"""What members change themselves: the file of their company, their own name and phone."""

import re
from collections.abc import Mapping
from typing import Any

from crispy_forms.bootstrap import FormActions
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Row, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from leader.shared.typed import VisibleCharField
from leader.shared.versions import VersionedModelForm, stored_meanwhile
from members.disclosure import StaleError, choices_of, choose, version_of
from members.models import Audience, Company, Field, Person

_PHONE = re.compile(r"\+?[0-9][0-9 .()/\u00a0\u202f-]{4,28}")


def validate_phone(value: str) -> None:
    """Raise ValidationError unless ``value`` is a phone number as people write one."""
    if not _PHONE.fullmatch(value):
        raise ValidationError(
            _("Write the number with digits and spaces, such as 04 66 00 00 00 or +33 4 66 00 00 00."),
            code="phone",
        )


def _helper(*parts: Any) -> FormHelper:
    helper = FormHelper()
    helper.render_hidden_fields = True  # the version
    helper.layout = Layout(*parts, FormActions(Submit("save", _("Save"))))
    return helper


class CompanyForm(VersionedModelForm):
    """The part of a company's file that its voting representatives keep.

    Its name, SIREN, activity and the commune of its seat stay with the staff: the roll, the imports and the
    territories stand on them (docs/decisions/040-what-a-company-keeps.md).
    """

    website = forms.URLField(
        label=_("Website"),
        required=False,
        max_length=200,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
    )
    description = VisibleCharField(
        label=_("Presentation"), required=False, max_length=5000, many_lines=True,
        widget=forms.Textarea(attrs={"rows": 8}),
    )  # fmt: skip
    phone = VisibleCharField(label=_("Phone"), required=False, max_length=30, validators=[validate_phone])

    class Meta:
        model = Company
        fields = ["description", "website", "email", "phone", "address", "postal_code", "city"]
        field_classes = dict.fromkeys(["address", "postal_code", "city"], VisibleCharField)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = _helper(
            Fieldset(_("What members read about you"), "description", "website"),
            Fieldset(_("How to reach you"), Row("email", "phone"), "address", Row("postal_code", "city")),
        )


class PersonForm(VersionedModelForm):
    """A person's own name and phone."""

    phone = VisibleCharField(label=_("Phone"), required=False, max_length=30, validators=[validate_phone])

    class Meta:
        model = Person
        fields = ["given_name", "family_name", "phone"]
        field_classes = dict.fromkeys(["given_name", "family_name"], VisibleCharField)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = _helper(Row("given_name", "family_name"), "phone")


class DisclosureForm(forms.Form):
    """To whom a person shows each field; the name is known to members in any case.

    ``seen`` is what the page showed: a page left open does not take back a choice made meanwhile.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=300)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        held = choices_of(person)
        self.initial["seen"] = version_of(held)
        for field in Field:
            offered = Audience.choices[1:] if field == Field.NAME else Audience.choices
            self.fields[field.value] = forms.ChoiceField(
                label=field.label, choices=offered, initial=held[field.value]
            )

    def save(self) -> bool:
        """Keep the choices; False when others were made meanwhile, which the form then tells."""
        chosen = {field.value: self.cleaned_data[field.value] for field in Field}
        try:
            choose(self.person, chosen, seen=self.cleaned_data["seen"])
        except StaleError:
            self._show_both(choices_of(self.person))
            return False
        return True

    def _show_both(self, held: Mapping[str, str]) -> None:
        said = _(
            "Your choices were changed meanwhile, on another page. Compare with what is stored now, beside each"
            " line, and save again to keep what you chose here."
        )
        self.add_error(None, ValidationError(said, code="conflict"))
        for name, audience in held.items():
            if self.data.get(name) != audience:
                self.add_error(name, stored_meanwhile(str(Audience(audience).label)))
        data: Any = self.data
        self.data = data = data.copy()
        data["seen"] = version_of(held)
