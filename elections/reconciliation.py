"""What ``manage.py reconcile`` asks of elections: whether a share of a key is there that should not be."""

from django.utils import timezone

from elections import destroying
from leader.shared.reconciliation import asks


@asks("no share of a key is there that was destroyed, or whose time is over")
def shares_that_should_be_gone() -> list[str]:
    """Return the elections whose share came back with a backup, or was not destroyed by the job of the night."""
    late = destroying.due(timezone.now() - destroying.DAY)
    keys = {one.election_id for one in [*destroying.returned(), *late]}
    return [f"election {key}" for key in sorted(keys)]
