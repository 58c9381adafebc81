"""The approval of a dossier: the territory, its announcement at an event and the letters, or none of them."""

from datetime import datetime

from django.db import transaction

from events.models import Announcement
from members.models import User
from territories.approval import approve
from territories.models import Opening, StageKind, Territory
from territories.opening.acts import tell


@transaction.atomic
def approve_and_announce(opening: Opening, *, by: User, at: datetime, version: int) -> Territory:
    """Approve the dossier on the ``version`` that ``by`` has read, and tell its author and its team.

    Raise Opening.WrongStateError and IncompleteError as ``territories.approval.approve`` does.
    """
    territory = approve(opening, by=by, at=at, version=version)
    _announce(opening, territory)
    tell("opening_approved", opening)
    return territory


def _announce(opening: Opening, territory: Territory) -> None:
    """Hand the announcement on to the territory, and plan it for the day of the event.

    Planned, not done: that it took place is recorded by somebody who was there.
    """
    announcement = Announcement.objects.select_related("event").filter(opening=opening).first()
    if announcement is None:
        return
    announcement.opening, announcement.territory = None, territory
    announcement.save(update_fields=["opening", "territory"])
    event = announcement.event
    territory.plan(StageKind.ANNOUNCED, planned_for=event.held_on, place=event.place)
