"""The forms of the acts on mandates. What is unusual is said once, and recorded when it is confirmed."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leader.shared.names import every_word
from leader.shared.scope import AnyUser
from leader.shared.typed import VisibleCharField, visible_formfield
from leader.shared.versions import VersionedModelForm
from members.models import Company, Person, Representative
from territories.forms.life import EARLIEST, LATEST
from territories.mandates.months import months_after
from territories.mandates.warnings import warnings_of, warnings_of_end
from territories.models import Federation, Mandate, Office, Territory
from territories.opening.prospects import fold

SUGGESTED = 8
NOBODY_KNOWN = "0"


class Day(forms.DateInput):
    """A field that a browser shows with its calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ConfirmedForm(forms.Form):
    """A form that says what is unusual, and is valid once that is confirmed."""

    confirmed = forms.BooleanField(label=_("This is unusual and right: record it"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.warnings: list[str] = []
        self.order_fields([name for name in self.fields if name != "confirmed"])  # it stands last

    def clean(self) -> dict[str, Any]:
        """Refuse a year that cannot be, then ask to confirm what is unusual."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            if isinstance(value, date) and not EARLIEST <= value <= LATEST:
                self.add_error(name, ValidationError(_("This year cannot be right."), code="year"))
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # Django's own hook after clean()
        if self.errors:
            return
        self.warnings = self.unusual()
        if self.warnings and not self.cleaned_data.get("confirmed"):
            self.add_error(
                "confirmed", ValidationError(_("Confirm, or change what is typed."), code="unconfirmed")
            )

    def unusual(self) -> list[str]:
        """Return what is unusual in what was typed."""
        return []

    def hide_confirmation(self) -> None:
        """Leave the box out as long as there is nothing to confirm."""
        if not self.warnings:
            self.fields.pop("confirmed", None)


class AppointForm(ConfirmedForm):
    """Somebody takes an office of a bureau."""

    who = VisibleCharField(label=_("Person"), max_length=150, help_text=_("Given name and family name."))
    office = forms.ModelChoiceField(Office.objects.all(), label=_("Office"))
    mission = VisibleCharField(label=_("Mission"), max_length=120, required=False,
                              help_text=_("For instance: digital transition."))  # fmt: skip
    beginning = forms.ChoiceField(label=_("How it begins"), choices=Mandate.Beginning.choices)
    starts_on = forms.DateField(label=_("From"), widget=Day())
    expected_end_on = forms.DateField(label=_("End of the term"), required=False, widget=Day(),
                                      help_text=_("An honorary office has none."))  # fmt: skip
    source = VisibleCharField(label=_("Minutes, source"), max_length=200, required=False)

    def __init__(self, *args: Any, territory: Territory | None, user: AnyUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.territory, self.user = territory, user
        self.person: Person | None = None
        today = timezone.localdate()
        self.initial = {
            "starts_on": today,
            "expected_end_on": months_after(today, 12 * Federation.load().bureau_term_years),
            **self.initial,
        }

    def clean(self) -> dict[str, Any]:
        """Find the person; an end before the beginning cannot be."""
        cleaned = super().clean()
        office = cleaned.get("office")
        if office and office.is_honorary:
            cleaned["expected_end_on"] = None
        _refuse_reversed(self, "starts_on", "expected_end_on")
        if name := cleaned.get("who"):
            self._recognise(name)
        return cleaned

    def unusual(self) -> list[str]:
        """Return what is unusual about the mandate; a person whom nobody knows yet belongs to no member."""
        if self.person is None:
            return [str(_("Nobody of this name is known to you: the person would be created."))]
        return warnings_of(Mandate(**self.mandate()))

    def mandate(self) -> dict[str, Any]:
        """Return what a mandate is made of; the person is created where there is none."""
        typed = self.cleaned_data
        names = ["office", "mission", "beginning", "starts_on", "expected_end_on", "source"]
        person = self.person or self._created()
        return {
            "person": person, "territory": self.territory, "company": company_on(person, typed["starts_on"]),
            **{name: typed[name] for name in names},
        }  # fmt: skip

    def _recognise(self, name: str) -> None:
        people = Person.objects.administered_by(self.user).filter(every_word(name)).order_by("family_name", "pk")
        alike = list(people[:SUGGESTED])
        if not alike:
            return
        if len(alike) == 1 and fold(str(alike[0])) == fold(name):
            self.person = alike[0]
            return
        choices = [(str(person.pk), _described(person)) for person in alike]
        self.fields["same"] = forms.ChoiceField(
            label=_("Who is meant?"), widget=forms.RadioSelect, required=False,
            choices=[*choices, (NOBODY_KNOWN, _("None of these: it is somebody else"))],
        )  # fmt: skip
        answer = self.data.get("same", "")
        if answer not in dict(self.fields["same"].choices):  # type: ignore[attr-defined]
            said = _("Say who is meant, so that nobody stands twice.")
            self.add_error("same", ValidationError(said, code="doubtful"))
        self.person = next((person for person in alike if str(person.pk) == answer), None)

    def _created(self) -> Person:
        given_name, _space, family_name = self.cleaned_data["who"].strip().rpartition(" ")
        return Person.objects.create(given_name=given_name[:100], family_name=family_name[:100])


class EndForm(ConfirmedForm):
    """A mandate ends on a day, for a reason."""

    ends_on = forms.DateField(label=_("Last day"), widget=Day())
    reason = VisibleCharField(label=_("Why it ends"), max_length=200,
                             help_text=_("End of the term, resignation, election elsewhere…"))  # fmt: skip

    def __init__(self, *args: Any, mandate: Mandate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mandate = mandate

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        cleaned = super().clean()
        if (day := cleaned.get("ends_on")) and day < self.mandate.starts_on:
            self.add_error("ends_on", ValidationError(_("The last day is before the first day."), code="order"))
        return cleaned

    def unusual(self) -> list[str]:
        """Return what is unusual about this end."""
        return warnings_of_end(self.mandate, self.cleaned_data["ends_on"])


class RenewForm(ConfirmedForm):
    """The same person begins a new term."""

    starts_on = forms.DateField(label=_("New term from"), widget=Day())
    expected_end_on = forms.DateField(label=_("End of the term"), required=False, widget=Day())
    beginning = forms.ChoiceField(label=_("How it begins"), choices=Mandate.Beginning.choices)

    def __init__(self, *args: Any, mandate: Mandate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mandate = mandate

    def clean(self) -> dict[str, Any]:
        """Refuse a term before the present one, or one that ends before it begins."""
        cleaned = super().clean()
        _refuse_reversed(self, "starts_on", "expected_end_on")
        last = self.mandate.ends_on or self.mandate.starts_on
        if (day := cleaned.get("starts_on")) and day <= last:
            said = _("The new term begins after the present one.")
            self.add_error("starts_on", ValidationError(said, code="order"))
        return cleaned

    def unusual(self) -> list[str]:
        """Return what is unusual about the new term."""
        term, day = self.mandate.expected_end_on, self.cleaned_data["starts_on"]
        if term and day < term and not self.mandate.ends_on:
            return [str(_("The present term has not run out: this is an early election."))]
        return []


class RatifyForm(ConfirmedForm):
    """An assembly ratifies a co-optation."""

    ratified_on = forms.DateField(label=_("Ratified on"), widget=Day())

    def __init__(self, *args: Any, mandate: Mandate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mandate = mandate

    def clean(self) -> dict[str, Any]:
        """Refuse a day before the co-optation."""
        cleaned = super().clean()
        if (day := cleaned.get("ratified_on")) and day < self.mandate.starts_on:
            self.add_error("ratified_on", ValidationError(_("That is before the co-optation."), code="order"))
        return cleaned


class CorrectForm(ConfirmedForm, VersionedModelForm):
    """A mandate that was recorded wrongly is put right; its history keeps what stood before."""

    class Meta:
        model = Mandate
        fields = [
            "office", "mission", "beginning", "is_renewal", "starts_on", "starts_precision", "expected_end_on",
            "ends_on", "ending_reason", "ratified_on", "source",
        ]  # fmt: skip
        formfield_callback = visible_formfield
        widgets = {name: Day() for name in ["starts_on", "expected_end_on", "ends_on", "ratified_on"]}

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order."""
        cleaned = super().clean()
        _refuse_reversed(self, "starts_on", "expected_end_on")
        return cleaned

    def unusual(self) -> list[str]:
        """Return what is unusual about the mandate as it would stand."""
        return warnings_of(self.instance)


class DayForm(forms.Form):
    """Which day to look at."""

    jour = forms.DateField(label=_("On the day"), required=False, widget=Day())

    def day(self) -> date:
        """Return the day asked for; today where none, or an impossible one, is given."""
        asked: date | None = self.cleaned_data.get("jour") if self.is_valid() else None
        return asked if asked and EARLIEST <= asked <= LATEST else timezone.localdate()


def company_on(person: Person, day: date) -> Company | None:
    """Return the company that ``person`` represented on ``day``."""
    spell = Representative.objects.running_on(day).filter(person=person.pk).select_related("company")
    found = spell.order_by("starts_on", "pk").first()
    return found.company if found else None


def _described(person: Person) -> str:
    company = company_on(person, timezone.localdate())
    return f"{person} ({company})" if company else str(person)


def _refuse_reversed(form: forms.BaseForm, first: str, last: str) -> None:
    begins, ends = form.cleaned_data.get(first), form.cleaned_data.get(last)
    if begins and ends and ends < begins:
        form.add_error(last, ValidationError(_("The last day is before the first day."), code="order"))
