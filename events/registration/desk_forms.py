"""What the staff does on the desk of an event: the order of the line, and invitations."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.models import Admission, EventInvitation, LineChange
from events.models.admissions import PARTY_MAX
from events.registration import inviting
from events.registration.holding import RefusedError
from events.registration.moving import move
from leader.shared.typed import VisibleCharField

Kind = LineChange.Kind
_Invited = EventInvitation.Invited
_OF_THE_FEDERATION = [(each.value, each.label) for each in (_Invited.INSTITUTION, _Invited.PRESS)]


class MoveForm(forms.Form):
    """Move a waiting party, and say why."""

    target = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**63 - 1)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    kind = forms.ChoiceField(label=_("Where to"), choices=[(k.value, k.label) for k in (Kind.FIRST, Kind.LAST)])
    reason = VisibleCharField(
        label=_("Reason"), max_length=300, error_messages={"required": _("Say why: the party reads it.")}
    )

    def carry_out(self, rows: QuerySet[Any], by: Any) -> str:
        """Move it; return what to tell, or nothing when it was refused, with the reason in the form."""
        asked = self.cleaned_data
        found = rows.filter(pk=asked["target"]).first()
        if found is None:
            self.add_error(None, ValidationError(_("This party does not wait any more."), code="gone"))
            return ""
        try:
            move(found, asked["kind"], reason=asked["reason"], seen=asked["seen"], by=by, at=timezone.now())
        except RefusedError as error:
            self.add_error(None, ValidationError(str(error), code="refused"))
            return ""
        return gettext("%(party)s is moved.") % {"party": found}


class InviteForm(forms.Form):
    """Invite an institution or the press."""

    organisation = VisibleCharField(label=_("Organisation"), max_length=150)
    category = forms.ChoiceField(label=_("As"), choices=_OF_THE_FEDERATION)
    contact_name = VisibleCharField(label=_("Name of the person"), max_length=150, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    places_max = forms.IntegerField(label=_("Places, at most"), min_value=1, max_value=PARTY_MAX, initial=2)

    def carry_out(self, admission: Admission, by: Any) -> str:
        """Invite; return what to tell, or nothing when it was refused, with the reason in the form."""
        try:
            sent = inviting.invite(admission, self.cleaned_data, by=by, at=timezone.now())
        except RefusedError as error:
            self.add_error("email", ValidationError(str(error), code="refused"))
            return ""
        return gettext("The invitation is on its way to %(email)s.") % {"email": sent.email}


def _send_again(request: HttpRequest, invitation: EventInvitation) -> None:
    _try(request, lambda: inviting.send_again(invitation, at=timezone.now()), _("The invitation is sent again."))


def _withdraw(request: HttpRequest, invitation: EventInvitation) -> None:
    withdrawn = _("The invitation is withdrawn, its places are given back.")
    _try(request, lambda: inviting.withdraw(invitation, by=request.user, at=timezone.now()), withdrawn)


def _try(request: HttpRequest, act: Callable[[], None], told: Any) -> None:
    try:
        act()
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, told)


one_click: dict[str, Callable[[HttpRequest, EventInvitation], None]] = {
    "renvoyer": _send_again,
    "retirer": _withdraw,
}
