"""The grid by which the CNIL tells how far a vote online is at risk (délibération 2019-053 of 25 April 2019).

Ten statements, each true where it reassures: each that is false counts a point, and the points give a level.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RiskStatement(models.TextChoices):
    """The statements of the grid, in its order: answers are kept in that order."""

    CAN_WAIT = "can_wait", _("The vote can be put off, after an incident for instance.")
    UNDER_50 = "under_50", _("Fewer than 50 people vote.")
    UNDER_1000 = "under_1000", _("Fewer than 1,000 people vote.")
    OTHER_WAYS = "other_ways", _("One can vote in other ways too, on paper in the room for instance.")
    NO_POWER = "no_power", _("Those who are elected have no power to decide.")
    ALL_IN_FRANCE = "all_in_france", _("All who vote are in France.")
    ALL_IN_EUROPE = "all_in_europe", _("All who vote are in Europe.")
    NO_THREAT = "no_threat", _("Nothing suggests that somebody wants to disturb the vote.")
    NO_PROOF = "no_proof", _("The vote is valid without formal proof that it went well.")
    NO_DUTY = "no_duty", _("No law obliges you to hold this election.")


class RiskLevel(models.IntegerChoices):
    """What the points say."""

    LOW = 1, _("low risk")
    MEDIUM = 2, _("medium risk")
    HIGH = 3, _("high risk")


def points_of(answers: list[bool]) -> int:
    """Return how many statements are false."""
    return answers.count(False)


def level_of(points: int) -> RiskLevel:
    """Return the level of so many points out of ten: up to 2, up to 6, more."""
    if points <= 2:
        return RiskLevel.LOW
    return RiskLevel.MEDIUM if points <= 6 else RiskLevel.HIGH
