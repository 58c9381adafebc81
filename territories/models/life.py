"""The life of a territory: its stages, and in which order they may come. No database here."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from django.db import models
from django.utils.translation import gettext_lazy as _


class StageKind(models.TextChoices):
    """The stages of a territory's life, in the order in which they usually come."""

    PLANNED = "planned", _("planned")
    ANNOUNCED = "announced", _("announced")
    OPEN = "open", _("open")
    BUREAU_ELECTED = "bureau_elected", _("bureau elected")
    DORMANT = "dormant", _("dormant")
    RELAUNCHED = "relaunched", _("relaunched")
    CLOSED = "closed", _("closed")


LIVELY = [StageKind.OPEN, StageKind.BUREAU_ELECTED, StageKind.RELAUNCHED]

_P, _A, _O, _B, _D, _R, _C = StageKind
# What may follow what. Real life is wide: GECO Grands Causses had its bureau before it opened as LeadeR
# Aveyron, and a territory that slept may close. What is left out cannot be: nobody sleeps twice in a row.
POSSIBLE: dict[StageKind, list[StageKind]] = {
    _P: [_A, _O, _B, _C],
    _A: [_O, _B, _D, _C],
    _O: [_B, _D, _C],
    _B: [_O, _D, _C],
    _D: [_R, _C],
    _R: [_B, _D, _C],
    _C: [_R],
}
# What may be and is seldom: recorded, with a word to whoever records it.
UNUSUAL = {(_P, _O), (_P, _B), (_A, _B), (_A, _D), (_B, _O), (_P, _C), (_A, _C), (_C, _R)}


def impossible_step(kinds: Iterable[StageKind]) -> tuple[StageKind, StageKind] | None:
    """Return the first pair of stages that cannot follow each other, or None; a life begins planned."""
    walk = [StageKind.PLANNED, *(kind for kind in kinds if kind != StageKind.PLANNED)]
    return next(((a, b) for a, b in pairwise(walk) if b not in POSSIBLE[a]), None)


def life_in_order(done: Sequence[tuple[date, StageKind]]) -> list[StageKind]:
    """Return the kinds of the stages done, in the order of life: by day, then as they usually come.

    On one day "open" comes before "bureau elected" and "relaunched" after "dormant", because their rank does.
    """
    rank = list(StageKind)
    return [kind for _day, kind in sorted(done, key=lambda stage: (stage[0], rank.index(stage[1])))]
