"""The one act by which memberships are renewed: that of the campaign and that of a company's page alike.

Here attaches what a renewal makes on the higher floors. Whoever calls dues for a period calls, in ``renewed``, the
verb of that app with the keys of the periods just made: within this transaction, so that no period is without its
dues, and no dues without their period. The lower floors know nothing of it.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from territories.membership.renewing import renew
from territories.models import Federation


@transaction.atomic
def renewed(memberships: Any, *, shown: str) -> list[int]:
    """Renew ``memberships`` today, those that were ``shown``; return the keys of the periods made.

    Raise StaleError when they are others by now.
    """
    return renew(memberships, day=timezone.localdate(), terms=Federation.load().terms, shown=shown)
