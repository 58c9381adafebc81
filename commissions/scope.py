"""Who may see and change commissions: everybody sees them, members see who sits there, chairs keep theirs."""

from django.db.models import Q
from django.utils import timezone

from commissions.models import Commission, CommissionMembership
from leader.shared.scope import EVERY_ROW, AnyUser, Right, grant
from members.models import Person
from members.scope import is_member, person_of, staff

grant(Right.ADMINISTER, Commission, CommissionMembership)(staff)


@grant(Right.VIEW, Commission)
def everybody(user: AnyUser) -> Q:
    """Commissions and their themes are public."""
    return EVERY_ROW


@grant(Right.VIEW, CommissionMembership)
def members(user: AnyUser) -> Q | None:
    """A member sees who sits in every commission."""
    return EVERY_ROW if is_member(user) else None


@grant(Right.VIEW, Person)
def people_in_commissions(user: AnyUser) -> Q | None:
    """A member sees the people who sit in commissions today."""
    if not is_member(user):
        return None
    sitting = CommissionMembership.objects.running_on(timezone.localdate())
    return Q(pk__in=sitting.values("person"))


@grant(Right.EDIT, Commission)
def chaired(user: AnyUser) -> Q | None:
    """The chair of the day keeps the commission's page."""
    if person_of(user) is None:
        return None
    chairs = CommissionMembership.objects.running_on(timezone.localdate()).filter(
        person=person_of(user), role=CommissionMembership.Role.CHAIR
    )
    return Q(pk__in=chairs.values("commission"))
