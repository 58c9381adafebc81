"""Inviting pressenties to an event, many in one go, and again those that have not answered."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from events.courting.answers import has_answered
from events.models import Admission
from events.registration import inviting
from events.registration.holding import RefusedError


@dataclass
class Outcome:
    """How many letters left, and why others did not: a sentence each."""

    sent: int = 0
    refused: list[str] = field(default_factory=list)


def invite(admission: Admission, prospects: Iterable[Any], *, places_max: int, by: Any, at: datetime) -> Outcome:
    """Send each of ``prospects`` (of ``courted_guests``) its link, or send it again; tell of each refusal."""
    outcome = Outcome()
    for prospect in prospects:
        try:
            _invite(admission, prospect, places_max=places_max, by=by, at=at)
            outcome.sent += 1
        except RefusedError as error:
            said = {"company": prospect.company.name, "reason": error}
            outcome.refused.append(_("%(company)s: %(reason)s") % said)
    return outcome


def _invite(admission: Admission, prospect: Any, *, places_max: int, by: Any, at: datetime) -> None:
    if has_answered(prospect):
        raise RefusedError(_("It has answered already."))
    if prospect.invited:
        inviting.send_again(prospect.invited[0], at=at)
        return
    if not prospect.contact_email:
        raise RefusedError(_("Its file has no e-mail."))
    entry = {
        "category": "courted",
        "prospect": prospect,
        "organisation": prospect.company.name[:150],
        "contact_name": prospect.contact_name,
        "email": prospect.contact_email,
        "places_max": places_max,
    }
    inviting.invite(admission, entry, by=by, at=at)
