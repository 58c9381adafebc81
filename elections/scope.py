"""Who may see and change assemblies: their dates and decisions are public."""

from django.db.models import Q

from elections.models import Assembly
from leader.shared.scope import EVERY_ROW, AnyUser, Right, grant
from members.scope import staff

grant(Right.ADMINISTER, Assembly)(staff)


@grant(Right.VIEW, Assembly)
def everybody(user: AnyUser) -> Q:
    """What an assembly decided is public."""
    return EVERY_ROW
