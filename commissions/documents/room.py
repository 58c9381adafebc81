"""How much the documents of a commission may take: COMMISSION_MEGABYTES, every version counted."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Sum
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from commissions.joining import RefusedError
from commissions.models import Commission, DocumentVersion


@dataclass(frozen=True)
class Room:
    """What the documents of a commission take, and what they may take at most, in bytes."""

    taken: int
    most: int

    @property
    def left(self) -> int:
        """Return how many bytes are free; the setting may have become smaller than what is there."""
        return max(self.most - self.taken, 0)


def room_of(commission: Commission) -> Room:
    """Return the room of ``commission``; documents that were withdrawn take theirs until they are deleted."""
    versions = DocumentVersion.objects.filter(document__commission=commission)
    return Room(versions.aggregate(bytes=Sum("size"))["bytes"] or 0, settings.COMMISSION_MAX_BYTES)


def refuse_beyond_room(commission: Commission, size: int) -> None:
    """Raise RefusedError when ``size`` more bytes do not fit; the row of ``commission`` is held by the caller."""
    room = room_of(commission)
    if size > room.left:
        told = {"left": filesizeformat(room.left), "most": filesizeformat(room.most)}
        raise RefusedError(
            _(
                "The documents of a commission take %(most)s at most, and %(left)s are left. Withdraw some: their"
                " room is free thirty days later; or ask the staff of the federation for more."
            )
            % told
        )
