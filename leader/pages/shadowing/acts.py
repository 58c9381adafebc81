"""To begin and to end; who may look as whom."""

from datetime import datetime
from typing import cast

from django.db import transaction
from django.http import HttpRequest
from django.middleware.csrf import rotate_token

from leader.shared.scope import EVERY_ROW, AnyUser, Right, granted
from members.models import User
from territories.models import Shadowing, Territory
from territories.models.shadowing import LASTS
from territories.scope import leads_with_account, territories_led_by

SESSION = "shadowing"  # the key of the row that runs, in the session of the staff


class RefusedError(Exception):
    """This person may not look as that one."""


def may_shadow(user: AnyUser) -> bool:
    """Tell whether ``user`` may look as a lead: whoever administers every record of it."""
    return granted(Shadowing, Right.ADMINISTER, user) is EVERY_ROW


def may_be_shadowed(lead: User) -> bool:
    """Tell whether one may look as ``lead``: a lead of today who has no right that staff has."""
    return lead.is_active and not (lead.is_staff or lead.is_superuser) and bool(territories_led_by(lead))


@transaction.atomic
def begin(request: HttpRequest, territory: Territory, lead_key: int, *, at: datetime) -> Shadowing:
    """Let who asks look as a lead of ``territory``; what they began before ends. Else raise RefusedError.

    The lead is looked for among those of today who have an account: another key is nobody.
    """
    staff = User.objects.select_for_update(no_key=True).get(pk=request.user.pk)  # one beginning at a time
    lead = leads_with_account(territory).filter(pk=lead_key).first()
    if lead is None or not may_shadow(staff) or not may_be_shadowed(lead):
        raise RefusedError
    Shadowing.objects.filter(staff=staff).running_at(at).update(ends_at=at)
    shadowing = Shadowing.objects.create(
        staff=staff, lead=lead, territory=territory, started_at=at, ends_at=at + LASTS
    )
    request.session[SESSION] = shadowing.pk
    rotate_token(request)  # a form that was opened as oneself is not sent as the other, nor the reverse
    return shadowing


def has_begun(request: HttpRequest) -> bool:
    """Tell whether this session looks as a lead, or did until it ended by itself."""
    return SESSION in request.session


def running(request: HttpRequest, *, at: datetime) -> Shadowing | None:
    """Return what runs for this session at that moment, if both sides still may; None when nothing does."""
    staff = cast("User", request.user)
    if not (has_begun(request) and staff.is_authenticated and may_shadow(staff)):
        return None
    own = Shadowing.objects.running_at(at).filter(pk=request.session[SESSION], staff=staff.pk)
    found = own.select_related("lead__person", "territory").first()
    return found if found and may_be_shadowed(found.lead) else None


def end(request: HttpRequest, *, at: datetime) -> Shadowing | None:
    """End what this session began, and give it its own rights back; return it, None when there was nothing."""
    key = request.session.pop(SESSION, None)
    shadowing = Shadowing.objects.filter(pk=key, staff=request.user.pk).select_related("territory").first()
    if shadowing:
        shadowing.end(at=at)
        rotate_token(request)
    return shadowing
