"""The steps of a dossier as the page shows them: where one is, what is done, what was remarked."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from territories.models import Opening
from territories.opening.completeness import Problem

Step = Opening.Step
REVIEW = "review"


@dataclass(frozen=True)
class Shown:
    """A step in the bar above the form."""

    label: str
    url: str
    look: str
    note: str
    is_current: bool


def step_url(opening: Opening, step: str) -> str:
    """Return the address of a step, or of the review."""
    return reverse(f"territories:opening-{step}", args=[opening.pk])


def next_step(step: str) -> str:
    """Return the step after ``step``; after the last comes the review."""
    steps = [*Step.values, REVIEW]
    return steps[steps.index(step) + 1]


def shown_steps(
    opening: Opening, current: str, problems: Iterable[Problem], remarks: Iterable[Any]
) -> list[Shown]:
    """Return the steps and the review, each with its state."""
    blocked = {problem.step for problem in problems if problem.blocks}
    noted = [remark.step for remark in remarks]
    steps = [
        _shown(opening, step, current, is_done=step.value not in blocked, remarks=noted.count(step.value))
        for step in Step
    ]
    review = Shown(_("Review"), step_url(opening, REVIEW), "", _("and submit"), current == REVIEW)
    return [*steps, review]


def _shown(opening: Opening, step: Step, current: str, *, is_done: bool, remarks: int) -> Shown:
    note = _("done") if is_done else _("to be completed")
    if remarks:
        note = ngettext("%d remark", "%d remarks", remarks) % remarks
    look = "is-remark" if remarks else "is-done" if is_done else ""
    return Shown(str(step.label), step_url(opening, step.value), look, note, step.value == current)
