"""What happens to a dossier besides its writing: begun, submitted, returned, refused; and who hears of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from leader.shared import mails
from members.models import User
from territories.models import Opening, ProspectFile
from territories.opening.completeness import Problem, problems
from territories.scope import invitation_of, may_create, may_open


@transaction.atomic
def begin(user: Any) -> Opening:
    """Begin a dossier; raise PermissionDenied unless ``user`` may. An invitation serves for one dossier."""
    if not may_open(user):
        raise PermissionDenied
    opening = Opening.objects.create(author=user)
    if not may_create(user):
        invitation = invitation_of(user).select_for_update().first()
        if invitation is None:
            raise PermissionDenied
        invitation.opening = opening
        invitation.save(update_fields=["opening"])
    return opening


@transaction.atomic
def submit(opening: Opening, *, at: datetime) -> list[Problem]:
    """Submit the dossier and tell staff; return instead what blocks it, when something does."""
    locked = Opening.objects.select_for_update(no_key=True).get(pk=opening.pk)
    blocking = [problem for problem in problems(locked, timezone.localdate(at)) if problem.blocks]
    if blocking:
        return blocking
    locked.submit(at=at)
    staff = User.objects.filter(is_staff=True, is_active=True).exclude(pk=locked.author_id)
    mails.send("opening_submitted", list(staff.values_list("email", flat=True)), {"opening": locked})
    return []


@transaction.atomic
def send_back(opening: Opening, *, by: User, at: datetime, remarks: Mapping[str, str], version: int) -> None:
    """Return the dossier with remarks, and tell its author and its team."""
    opening.send_back(by=by, at=at, remarks=remarks, version=version)
    tell("opening_returned", opening)


@transaction.atomic
def refuse(opening: Opening, *, by: User, at: datetime, reason: str, version: int) -> None:
    """Refuse the dossier, and tell its author and its team."""
    opening.refuse(by=by, at=at, reason=reason, version=version)
    ProspectFile.objects.filter(opening=opening).delete()
    tell("opening_refused", opening)


def tell(template: str, opening: Opening) -> None:
    """Queue a letter to the author and to each of the team, one a person."""
    team = opening.team.values_list("email", flat=True)
    addresses = {address.casefold(): address for address in [*team, opening.author.email]}
    context = {"opening": opening, "territory": opening.territory, "remarks": list(opening.open_remarks())}
    mails.send(template, list(addresses.values()), context)
