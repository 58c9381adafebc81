"""What the acts on whole territories share: the rows they hold, and how they refuse."""

from territories.models import StageKind, Territory


class RefusedError(Exception):
    """The act cannot be done; the message is a sentence for the person who asked."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class ChangedError(Exception):
    """What would be done is not what was shown any more."""


def hold(*territories: Territory) -> dict[int, Territory]:
    """Hold these territories until the transaction ends, in the order of their keys; return them as stored.

    Whoever affiliates a company there waits meanwhile.
    """
    keys = [territory.pk for territory in territories]
    rows = Territory.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=keys)
    return {territory.pk: territory for territory in rows.order_by("pk")}


def is_closed(territory: Territory, day: object) -> bool:
    """Tell whether ``territory`` is closed on ``day``."""
    return territory.stage_on(day) == StageKind.CLOSED  # type: ignore[arg-type]
