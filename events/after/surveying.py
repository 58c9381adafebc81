"""Answers to a survey: taken once for each letter, kept apart from it, told in figures once there are a few."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Avg, Count, Q
from django.utils.translation import gettext as _

from events.models import FollowUp, FollowUpLetter, SurveyAnswer

FEWEST = 3  # answers before any figure is told: of one or two, everybody knows whose they are
ASKED = ["evening", "programme", "welcome", "encounters"]


class RefusedError(Exception):
    """An answer that is not taken; its text says why."""


@transaction.atomic
def answer(letter: FollowUpLetter, said: dict[str, Any], *, day: date) -> None:
    """Keep an answer; raise RefusedError when the survey is over, or this letter has been answered."""
    if letter.follow_up.closes_on < day:
        raise RefusedError(_("This survey is closed: thank you for your visit."))
    if not FollowUpLetter.objects.filter(pk=letter.pk, has_answered=False).update(has_answered=True):
        raise RefusedError(_("Your answer is here already: thank you."))
    SurveyAnswer.objects.create(follow_up=letter.follow_up, **said)


@dataclass
class Figures:
    """How many letters left, how many answers came, and what they say on average (1 to 5)."""

    letters: int
    answers: int
    averages: list[tuple[str, float]]
    again: int
    words: list[str]

    @property
    def rate(self) -> int:
        """Return how many of a hundred letters were answered."""
        return round(100 * self.answers / self.letters) if self.letters else 0


def figures_of(follow_up: FollowUp) -> Figures:
    """Return the figures; fewer answers than ``FEWEST`` are counted and not told."""
    letters = follow_up.letters.filter(sent_at__isnull=False).count()
    told = follow_up.answers.order_by().aggregate(
        *[Avg(name) for name in ASKED], count=Count("pk"), again=Count("pk", filter=Q(comes_again=True))
    )
    if told["count"] < FEWEST:
        return Figures(letters, told["count"], [], 0, [])
    labels = {name: str(SurveyAnswer._meta.get_field(name).verbose_name) for name in ASKED}  # type: ignore[union-attr]
    averages = [(labels[name], told[f"{name}__avg"]) for name in ASKED]
    words = follow_up.answers.exclude(words="").order_by("pk").values_list("words", flat=True)[:200]
    return Figures(letters, told["count"], averages, told["again"], list(words))
