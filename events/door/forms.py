"""The acts at a door, each a form: the code of a badge, somebody found by name, somebody who is on no list."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.door import acts
from events.door.codes import attendee_behind
from events.models import Admission, CheckIn, Registration
from events.registration.holding import RefusedError
from leader.shared.typed import VisibleCharField

Way = CheckIn.Way


class DoorForm(forms.Form):
    """An act at a door: ``scan`` makes it known when it is sent again, ``at`` says when it happened."""

    act = ""
    scan = forms.UUIDField(widget=forms.HiddenInput)
    door = VisibleCharField(widget=forms.HiddenInput, required=False, max_length=40)
    at = forms.DateTimeField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, admission: Admission, user: Any, door: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"id_{self.act}_%s")
        kwargs["initial"] = {"scan": uuid4(), "door": door}
        super().__init__(*args, **kwargs)
        self.admission, self.user = admission, user

    def carry_out(self) -> CheckIn | None:
        """Do it; return the arrival, or nothing when it was refused, with the reason in the form."""
        try:
            return self.do()
        except RefusedError as error:
            self.add_error(None, ValidationError(str(error), code="refused"))
        return None

    def do(self) -> CheckIn:
        """Do it."""
        raise NotImplementedError

    def seen(self, way: str) -> acts.Scan:
        """Return the look at somebody that the form tells of."""
        told: datetime | None = self.cleaned_data["at"]
        return acts.Scan(
            self.cleaned_data["scan"], way, self.cleaned_data["door"], told, timezone.now(), self.user
        )


class CodeForm(DoorForm):
    """The code of a badge, typed or read by a camera."""

    act = "badge"
    code = VisibleCharField(
        label=_("Code on the badge"), max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )  # fmt: skip
    scanned = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def clean_code(self) -> int:
        """Return whose badge it is; refuse a code that was not printed for this event."""
        key = attendee_behind(self.cleaned_data["code"], self.admission.pk)
        if key is None:
            raise ValidationError(_("This is no badge of this event: read the code again, or search by name."))
        return key

    def do(self) -> CheckIn:
        """Let the person in."""
        way = Way.SCANNED if self.cleaned_data["scanned"] else Way.TYPED
        return acts.arrive(self.admission, self.cleaned_data["code"], self.seen(way))


class PersonForm(DoorForm):
    """Somebody who was found by name."""

    act = "personne"
    who = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**63 - 1)

    def do(self) -> CheckIn:
        """Let the person in."""
        return acts.arrive(self.admission, self.cleaned_data["who"], self.seen(Way.SEARCHED))


class WalkInForm(DoorForm):
    """Somebody who is on no list: comes with a party that has places without a name, or without registration."""

    act = "sans-inscription"
    given_name = VisibleCharField(label=_("Given name"), max_length=100, required=False)
    family_name = VisibleCharField(label=_("Family name"), max_length=100)
    party = forms.ModelChoiceField(
        label=_("Comes with"), queryset=Registration.objects.none(), required=False,
        empty_label=_("Nobody: without registration"),
    )  # fmt: skip
    organisation = VisibleCharField(label=_("Company, if without registration"), max_length=150, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = confirmed(self.admission)  # type: ignore[attr-defined]
        blank = ("", WalkInForm.base_fields["party"].empty_label)  # type: ignore[attr-defined]
        offered = [(party.pk, str(party)) for party in with_places(self.admission)]
        self.fields["party"].widget.choices = [blank, *offered]

    def do(self) -> CheckIn:
        """Let the person in."""
        typed = self.cleaned_data
        names = {"given_name": typed["given_name"], "family_name": typed["family_name"]}
        if typed["party"]:
            try:
                return acts.name(typed["party"], names, self.seen(Way.NAMED))
            except RefusedError:  # another door has named the last place meanwhile: the person stands here already
                typed["organisation"] = str(typed["party"])[:150]
        entry = {"name": " ".join(filter(None, names.values())), "organisation": typed["organisation"]}
        return acts.walk_in(self.admission, entry, self.seen(Way.WALK_IN))


FORMS: dict[str, type[DoorForm]] = {form.act: form for form in (CodeForm, PersonForm, WalkInForm)}


def confirmed(admission: Admission) -> QuerySet[Any]:
    """Return the confirmed parties, by name."""
    rows = Registration.objects.filter(admission=admission, state=Registration.State.CONFIRMED)
    return rows.select_related("company", "invitation").order_by("company__name", "invitation__organisation", "pk")


def with_places(admission: Admission) -> QuerySet[Any]:
    """Return the confirmed parties of which some place has nobody's name."""
    return confirmed(admission).annotate(named=Count("attendees")).filter(named__lt=F("places"))


def told_of(check_in: CheckIn) -> str:
    """Return what to say at the door."""
    name = f"{check_in} ({check_in.house})" if check_in.house else str(check_in)
    if not check_in.is_repeat:
        return gettext("%(name)s: welcome.") % {"name": name}
    first = CheckIn.objects.counted().filter(attendee=check_in.attendee).first()
    if first is None:
        return gettext("%(name)s: shown before; the first arrival was undone.") % {"name": name}
    hour = timezone.localtime(first.at).strftime("%H:%M")
    if first.door:
        known = {"name": name, "hour": hour, "door": first.door}
        return gettext("%(name)s has arrived already, at %(hour)s, door “%(door)s”.") % known
    return gettext("%(name)s has arrived already, at %(hour)s.") % {"name": name, "hour": hour}
