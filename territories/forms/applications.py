"""What a company types to become a member: the search in the register, then the application."""

from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from leader.geography.addresses import communes_of
from leader.geography.models import Commune
from leader.shared.names import fold
from leader.shared.typed import VisibleCharField, visible
from members.forms import validate_phone
from members.register import RegisteredCompany
from members.siren import compact, siren_in
from territories.applications.homes import living_territories, territories_for
from territories.models import Application, Territory
from territories.opening.countries import countries

FEDERATION, OF_COMMUNE = "federation", "commune"
_WEB_ADDRESS = r"(?i)://|\bwww\.|\w\.[a-z]{2,}/"
SHORTEST_SEARCH = 3  # characters: the register refuses less


class LookUpForm(forms.Form):
    """A company looked for by its SIREN, its SIRET or its name."""

    q = VisibleCharField(
        label=_("SIREN or name of your company"), max_length=100,
        help_text=_("Nine digits, or a few words of its name."),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "organization"}),
        error_messages={"required": _("Type a SIREN or a name, or fill the form in by hand.")},
    )  # fmt: skip

    def clean_q(self) -> str:
        """Return nine digits, or words; a number is judged before anybody is asked."""
        typed = self.cleaned_data["q"]
        if compact(typed).isdigit():
            return siren_in(typed)
        if len(typed) < SHORTEST_SEARCH:
            raise ValidationError(_("Type three characters at least."), code="short")
        return typed


class ApplicationForm(forms.ModelForm):
    """The company, the person who speaks for it, and why they wish to join.

    ``registered`` is what the register says of the company chosen, ``today`` the day. A postcode of several
    communes, or a commune of several territories, is asked about beside the field.
    """

    siren = VisibleCharField(
        label=_("SIREN"), required=False, max_length=60,
        help_text=_("Nine digits; the SIRET will do. Leave it empty for a company abroad or in creation."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )  # fmt: skip
    country = forms.ChoiceField(label=_("Country"), choices=countries, initial="FR")
    foreign_number = VisibleCharField(
        label=_("Register number abroad"), required=False, max_length=40,
        help_text=_("For a company abroad: its number in the register of its country."),
    )  # fmt: skip
    # The letter that asks to confirm holds it, and may go to somebody who asked for nothing.
    name = VisibleCharField(
        label=_("Name of the company"), max_length=200,
        validators=[
            RegexValidator(_WEB_ADDRESS, _("Write the name alone, without a web address."), inverse_match=True)
        ],
    )  # fmt: skip
    address = VisibleCharField(label=_("Address"), required=False, max_length=250)
    postal_code = VisibleCharField(label=_("Postcode"), max_length=10)
    city = VisibleCharField(label=_("Town"), max_length=100)
    commune_code = forms.ChoiceField(label=_("Commune, among those of this postcode"), required=False)
    territory = forms.ChoiceField(
        label=_("Territory where you would be at home"),
        error_messages={"required": _("Your commune belongs to several territories: choose yours.")},
    )
    given_name = VisibleCharField(
        label=_("Given name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    family_name = VisibleCharField(
        label=_("Family name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    function = VisibleCharField(
        label=_("Function in the company"), max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )  # fmt: skip
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, help_text=_("A letter is sent there, to confirm the application."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    phone = VisibleCharField(
        label=_("Phone"), required=False, max_length=30, validators=[validate_phone],
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )  # fmt: skip
    motivation = VisibleCharField(
        label=_("Why you wish to join"), max_length=3000, many_lines=True, widget=forms.Textarea(attrs={"rows": 5})
    )

    class Meta:
        model = Application
        fields = [
            "siren", "country", "foreign_number", "name", "address", "postal_code", "city", "given_name",
            "family_name", "function", "email", "phone", "motivation",
        ]  # fmt: skip

    def __init__(self, *args: Any, registered: RegisteredCompany | None, today: date, **kwargs: Any) -> None:
        self.registered, self.today = registered, today
        self.commune: Commune | None = None
        self.home: Territory | None = None
        self.living = {str(territory.pk): territory for territory in living_territories(today)}
        super().__init__(*args, **{"initial": self._told_by_register(), **kwargs})
        self._field("postal_code").required = (
            not self.is_bound or self.data.get(self.add_prefix("country")) == "FR"
        )
        self._field("territory").choices = self._territory_choices()
        self._field("commune_code").choices = [("", ""), *self._commune_choices()]

    @property
    def helper(self) -> FormHelper:
        """Say how crispy lays the form out; the page writes the form tag itself."""
        helper = FormHelper()
        helper.form_tag, helper.disable_csrf = False, True
        asked = ["commune_code"] if len(self._field("commune_code").choices) > 1 else []
        helper.layout = Layout(
            Fieldset(
                _("Your company"), Row(Column("siren"), Column("name")), "address",
                Row(Column("postal_code"), Column("city")), *asked,
                Row(Column("country"), Column("foreign_number")), "territory",
            ),
            Fieldset(
                _("Who speaks for it"), Row(Column("given_name"), Column("family_name")),
                Row(Column("function"), Column("phone")), "email",
            ),
            Fieldset(_("Your wish"), "motivation"),
        )  # fmt: skip
        return helper

    def _field(self, name: str) -> Any:
        return self.fields[name]

    # What the register tells

    def _told_by_register(self) -> dict[str, Any]:
        if self.registered is None:
            return {"territory": OF_COMMUNE}
        told = self.registered
        commune = Commune.objects.filter(code=told.commune_code).first()
        homes = territories_for(commune, "FR", self.today) if commune else []
        proposed = [str(home.pk) for home in homes] or [FEDERATION if told.commune_code else OF_COMMUNE]
        return {
            "siren": told.siren, "name": told.name, "address": told.street, "postal_code": told.postal_code,
            "city": told.city, "territory": proposed[0] if len(proposed) == 1 else "",
        }  # fmt: skip

    def _territory_choices(self) -> list[tuple[str, Any]]:
        named = [(key, territory.name) for key, territory in self.living.items()]
        choices = [(OF_COMMUNE, _("that of our commune")), *named, (FEDERATION, _("none: the federation itself"))]
        # Two areas hold the commune: then the person chooses.
        return [("", _("Choose the territory")), *choices] if self.initial.get("territory") == "" else choices

    # What was typed

    def clean_siren(self) -> str:
        """Return nine digits, or nothing."""
        typed = visible(self.cleaned_data["siren"])
        return siren_in(typed) if typed else ""

    def clean_email(self) -> str:
        """Return the address without what cannot be seen."""
        return visible(self.cleaned_data["email"])

    def clean(self) -> dict[str, Any]:
        """Judge what several fields say together: country and numbers, address and commune, and the territory."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("country") == "FR":
            self._clean_in_france(cleaned)
        elif cleaned.get("country") and cleaned.get("siren"):
            self.add_error("siren", ValidationError(_("Only a company in France has a SIREN."), code="abroad"))
        if not {"country", "postal_code", "city", "commune_code"} & set(self.errors):
            self._clean_territory(cleaned)
        return cleaned

    def _clean_in_france(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("foreign_number"):
            self.add_error("foreign_number", ValidationError(_("A company in France has a SIREN."), code="french"))
        if {"postal_code", "city"} & set(self.errors):
            return
        try:
            RegexValidator(r"^[0-9]{5}\Z", _("A French postcode has five digits."))(cleaned["postal_code"])
        except ValidationError as error:
            self.add_error("postal_code", error)
        else:
            self._clean_commune(cleaned)

    def _clean_commune(self, cleaned: dict[str, Any]) -> None:
        if self._is_seat_of_register(cleaned):
            self.commune = Commune.objects.filter(code=self.registered.commune_code).first()  # type: ignore[union-attr]
            return
        found = communes_of(cleaned["postal_code"], cleaned["city"])
        chosen = [commune for commune in found if commune.code == cleaned.get("commune_code")]
        self.commune = (chosen or found)[0] if chosen or len(found) == 1 else None
        if found and self.commune is None:
            said = _("This postcode is that of several communes: choose yours.")
            self.add_error("commune_code", ValidationError(said, code="several"))

    def _is_seat_of_register(self, cleaned: dict[str, Any]) -> bool:
        told = self.registered
        if told is None or not told.commune_code or cleaned.get("siren") != told.siren:
            return False
        return told.postal_code == cleaned["postal_code"] and fold(told.city) == fold(cleaned["city"])

    def _commune_choices(self) -> list[tuple[str, str]]:
        """Offer the communes of the postcode typed, once there are several and none has the name of the town."""
        if not self.is_bound:
            return []
        code, city = (visible(str(self.data.get(self.add_prefix(name)) or "")) for name in ["postal_code", "city"])
        found = communes_of(code, city) if len(code) == 5 and code.isascii() and code.isdigit() else []
        return [(commune.code, commune.name) for commune in found] if len(found) > 1 else []

    def _clean_territory(self, cleaned: dict[str, Any]) -> None:
        self.home = self.living.get(cleaned.get("territory", ""))
        if cleaned.get("territory") != OF_COMMUNE:
            return
        homes = territories_for(self.commune, cleaned["country"], self.today)
        if len(homes) > 1:
            names = ", ".join(home.name for home in homes)
            said = _("Several territories hold your commune: choose among %(names)s.")
            self.add_error("territory", ValidationError(said, code="overlap", params={"names": names}))
        self.home = homes[0] if len(homes) == 1 else None

    def application(self) -> Application:
        """Return the application, not stored yet."""
        application: Application = self.save(commit=False)
        application.commune, application.territory = self.commune, self.home
        told = self.registered
        application.registered = told.as_json() if told and told.siren == application.siren else None
        return application


class ConfirmationForm(forms.Form):
    """The agreement of whoever owns the address, who has read the whole application."""

    informed = forms.BooleanField(
        label=_("I have read how these data are used, and I agree"),
        error_messages={"required": _("Tick this box once you have read how your data are used.")},
    )


class AnswerForm(forms.Form):
    """The applicant's answer to a question."""

    answer = VisibleCharField(
        label=_("Your answer"), max_length=3000, many_lines=True, widget=forms.Textarea(attrs={"rows": 5})
    )
