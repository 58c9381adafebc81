"""The acts of a party's page, each a form: what is asked, and what it does; a refusal is told in the form."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.models import Attendee, Diet, Registration
from events.models.admissions import PARTY_MAX
from events.registration import acts, attendees, inviting
from events.registration.holding import RefusedError
from events.registration.parties import Party
from leader.shared.typed import VisibleCharField, key_of

State = Registration.State


class PartyForm(forms.Form):
    """An act of ``user`` (none: whoever holds the link) on a party; ``seen`` is the version that was shown."""

    act = ""
    title: Any = ""
    button: Any = _("Save")
    told: Any = ""
    is_danger = False
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    def __init__(
        self,
        *args: Any,
        party: Party,
        registration: Registration | None,
        user: Any,
        target: str = "",
        **kwargs: Any,
    ) -> None:
        kwargs["auto_id"] = f"id_{self.act}_%s"
        super().__init__(*args, **kwargs)
        self.party, self.registration, self.user, self.target = party, registration, user, target
        if registration:
            self.initial.setdefault("seen", registration.version)

    def clean(self) -> dict[str, Any]:
        """Refuse what needs a registration where there is none."""
        cleaned = super().clean() or {}
        if self.registration is None and not isinstance(self, RegisterForm):
            raise ValidationError(_("This party is not registered any more."), code="gone")
        return cleaned

    def carry_out(self) -> str:
        """Do it; return what to tell, or nothing when it was refused, with the reason in the form."""
        try:
            return self.do() or str(self.told)
        except RefusedError as error:
            self.add_error(None, ValidationError(str(error), code="refused"))
        return ""

    def do(self) -> str:
        """Do it; return what to tell, or nothing for ``told``."""
        raise NotImplementedError

    @property
    def how(self) -> dict[str, Any]:
        """Return on which version the act is, and when."""
        return {"seen": self.cleaned_data["seen"], "at": timezone.now()}

    @property
    def who(self) -> Any:
        """Return the account that acts; None for whoever holds a link."""
        return self.user if self.user.is_authenticated else None


class _Places(forms.IntegerField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=PARTY_MAX, **kwargs)


class RegisterForm(PartyForm):
    """Ask for places."""

    act, title, button = "inscrire", _("Register"), _("Ask for the places")
    places = _Places(label=_("How many places"))
    fewest = _Places(
        label=_("If fewer are free: no fewer than"), required=False,
        help_text=_("Leave it empty to be asked. Below this number the party waits for more."),
    )  # fmt: skip
    takes_at_once = forms.BooleanField(
        label=_("If we have to wait: give us the places as soon as they are free, without asking us again"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = self.party.places_max
        for name in ["places", "fewest"]:
            self.fields[name].widget.attrs["max"] = most
        self.fields["places"].help_text = _("%(most)s at most for one party.") % {"most": most}

    def clean(self) -> dict[str, Any]:
        """Refuse a smallest party that is larger than the party."""
        cleaned = super().clean()
        places, fewest = cleaned.get("places"), cleaned.get("fewest")
        if places and fewest and fewest > places:
            self.add_error("fewest", ValidationError(_("This is more than what you ask for."), code="more"))
        return cleaned

    def do(self) -> str:
        """Ask."""
        asked = self.cleaned_data
        email = self.party.invitation.email if self.party.invitation else self.user.email
        registration, is_new = acts.register(
            self.party, places=asked["places"], fewest=asked["fewest"] or 1, takes_at_once=asked["takes_at_once"],
            email=email, by=self.who, at=timezone.now(),
        )  # fmt: skip
        if not is_new:
            return gettext("Somebody of yours has registered already: nothing was asked twice.")
        return {
            State.CONFIRMED.value: gettext("The places are yours. You may name who comes now, or later."),
            State.OFFERED.value: gettext("Fewer places are free than you asked for: say whether you take them."),
        }.get(registration.state, gettext("No places are free for you at present: you are in the waiting line."))


class AbsentForm(PartyForm):
    """Say that the invited house does not come."""

    act, told = "absent", _("Thank you for your answer. You may still change your mind here.")

    def clean(self) -> dict[str, Any]:
        """Refuse it of a company, which was not asked."""
        cleaned = forms.Form.clean(self) or {}
        if self.party.invitation is None:
            raise ValidationError(_("Only who is invited answers so."), code="uninvited")
        return cleaned

    def do(self) -> str:
        """Record it."""
        inviting.decline(self.party.invitation, at=timezone.now())  # type: ignore[arg-type]
        return ""


class ChangeForm(PartyForm):
    """Have more places or fewer."""

    act, title, told = "modifier", _("Change the number of places"), _("The number of places is changed.")
    places = _Places(label=_("How many places"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["places"].widget.attrs["max"] = self.party.places_max
        if self.registration:
            self.initial.setdefault("places", self.registration.places)

    def do(self) -> str:
        """Change it."""
        acts.change(self.registration, places=self.cleaned_data["places"], by=self.who, **self.how)  # type: ignore[arg-type]
        return ""


class AcceptForm(PartyForm):
    """Take what is offered."""

    act, told = "accepter", _("The places are yours. You may name who comes now, or later.")

    def do(self) -> str:
        """Take it."""
        acts.accept(self.registration, **self.how)  # type: ignore[arg-type]
        return ""


class DeclineForm(PartyForm):
    """Decline what is offered."""

    act, told = "decliner", _("The offer is declined.")

    def do(self) -> str:
        """Decline it."""
        acts.decline(self.registration, **self.how)  # type: ignore[arg-type]
        return ""


class CancelForm(PartyForm):
    """Give the places back."""

    act, title, button = "annuler", _("Cancel the registration"), _("Cancel the registration")
    told, is_danger = _("The registration is cancelled."), True

    def do(self) -> str:
        """Give them back."""
        acts.cancel(self.registration, by=self.who, **self.how)  # type: ignore[arg-type]
        return ""


class EntryForm(forms.Form):
    """What is asked about one person who comes."""

    given_name = VisibleCharField(label=_("Given name"), max_length=100)
    family_name = VisibleCharField(label=_("Family name"), max_length=100)
    function = VisibleCharField(label=_("Function"), max_length=120, required=False)
    badge_name = VisibleCharField(
        label=_("Name on the badge"),
        max_length=60,
        required=False,
        help_text=_("If it is another than the names."),
    )
    diets = forms.MultipleChoiceField(
        label=_("At table"), choices=Diet, required=False, widget=forms.CheckboxSelectMultiple
    )
    diet_note = VisibleCharField(label=_("Something else at table"), max_length=200, required=False)
    access_needs = VisibleCharField(
        label=_("To make coming easier"), max_length=200, required=False,
        help_text=_("A wheelchair, a place near the stage, an interpreter… Forgotten the day after the event."),
    )  # fmt: skip

    FIELDS = ["given_name", "family_name", "function", "badge_name", "diets", "diet_note", "access_needs"]


class AttendeeForm(EntryForm, PartyForm):
    """Name somebody, or change what was said of them: ``target`` is the key."""

    act, title = "convive", _("Somebody who comes")
    given_name = VisibleCharField(label=_("Given name"), max_length=100, required=False)
    family_name = VisibleCharField(label=_("Family name"), max_length=100, required=False)
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, required=False,
        help_text=_("To send the person a link by which to complete the rest."),
    )  # fmt: skip
    field_order = ["given_name", "family_name", "email"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if found := self.found():
            for name in [*self.FIELDS, "email"]:
                self.initial.setdefault(name, getattr(found, name))

    def found(self) -> Attendee | None:
        """Return who is changed."""
        return attendee_of(self.registration, self.target)

    def clean(self) -> dict[str, Any]:
        """Ask for a name or an address."""
        cleaned = super().clean()
        if not self.errors and not (cleaned.get("family_name") or cleaned.get("email")):
            self.add_error("family_name", ValidationError(_("Write a name or an address."), code="nobody"))
        return cleaned

    def do(self) -> str:
        """Write it."""
        entry = {name: self.cleaned_data[name] for name in [*self.FIELDS, "email"]}
        if found := self.found():
            attendees.change(found, entry, by=self.who, at=timezone.now())
            return gettext("The entry is saved.")
        if self.target:
            raise RefusedError(gettext("This person was taken out meanwhile."))
        attendees.add(self.registration, entry, by=self.who, at=timezone.now())  # type: ignore[arg-type]
        return gettext("The person is named.")


class _OfOneForm(PartyForm):
    """An act on one person who comes."""

    def do(self) -> str:
        """Do it to who is meant."""
        found = attendee_of(self.registration, self.target)
        if found is None:
            raise RefusedError(gettext("This person was taken out meanwhile."))
        self.do_to(found)
        return ""

    def do_to(self, attendee: Attendee) -> None:
        """Do it."""
        raise NotImplementedError


class RemoveForm(_OfOneForm):
    """Take somebody out; the place stays."""

    act, told = "retirer", _("The person is taken out; the place is still yours.")

    def do_to(self, attendee: Attendee) -> None:
        """Take them out."""
        attendees.remove(attendee, by=self.who, at=timezone.now())


class SendForm(_OfOneForm):
    """Send somebody the link to the own entry."""

    act, told = "envoyer", _("The link is on its way.")

    def do_to(self, attendee: Attendee) -> None:
        """Send it."""
        attendees.send_link(attendee, by=self.who, at=timezone.now())


def attendee_of(registration: Registration | None, key: str) -> Attendee | None:
    """Return the attendee of the party whose key ``key`` writes; None for one of another party."""
    number = key_of(key)
    if registration is None or number is None:
        return None
    return Attendee.objects.select_related("registration").filter(registration=registration, pk=number).first()


FORMS: list[type[PartyForm]] = [
    RegisterForm, AbsentForm, ChangeForm, AcceptForm, DeclineForm, CancelForm, AttendeeForm, RemoveForm, SendForm,
]  # fmt: skip
PANELS = [ChangeForm, CancelForm, AttendeeForm]  # shown on demand


def form_for(act: str) -> type[PartyForm] | None:
    """Return the form of ``act``."""
    return next((form for form in FORMS if form.act == act), None)
