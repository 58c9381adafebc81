"""Who may see the reference data: everybody."""

from django.db.models import Q

from leader.geography.models import Commune, Departement, Epci
from leader.shared.scope import EVERY_ROW, AnyUser, Right, grant


@grant(Right.VIEW, Commune, Departement, Epci)
def everybody(user: AnyUser) -> Q:
    """Reference data is public."""
    return EVERY_ROW
