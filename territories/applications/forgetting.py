"""What applications said is forgotten: unconfirmed after thirty days, refused or withdrawn after two years.

The history of an application is forgotten with it: it says the same of the same person.
"""

from datetime import datetime, timedelta

import pgtrigger
from django.db import transaction
from django.db.models import Model, Q

from leader.shared.history import changes_of
from territories.models import Application, ApplicationQuestion

UNCONFIRMED_KEPT = timedelta(days=30)
DECIDED_KEPT = timedelta(days=2 * 365)
State = Application.State


@transaction.atomic
def forget_old(now: datetime) -> int:
    """Erase the applications whose time is over, with their history; return how many."""
    over = Application.objects.filter(
        Q(state=State.SUBMITTED, submitted_at__lt=now - UNCONFIRMED_KEPT)
        | Q(state=State.REFUSED, decided_at__lt=now - DECIDED_KEPT)
        | Q(state=State.WITHDRAWN, withdrawn_at__lt=now - DECIDED_KEPT)
        # Withdrawn without ever being confirmed: nobody has read it.
        | Q(state=State.WITHDRAWN, confirmed_at=None, withdrawn_at__lt=now - UNCONFIRMED_KEPT)
    )
    keys = list(over.select_for_update().values_list("pk", flat=True))
    questions = list(ApplicationQuestion.objects.filter(application__in=keys).values_list("pk", flat=True))
    Application.objects.filter(pk__in=keys).delete()
    _erase_history(Application, keys)
    _erase_history(ApplicationQuestion, questions)
    return len(keys)


def _erase_history(model: type[Model], keys: list[int]) -> None:
    changes = changes_of(model)
    with pgtrigger.ignore(f"{changes._meta.label}:append_only"):
        changes._default_manager.filter(pgh_obj__in=keys).delete()
