"""A territory closes: nothing waits for it any more, neither a change of its area nor a company that is asked."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef

from territories.models import Affiliation, HomeCandidate, HomeQuestion, Territory


def release_companies(territory: Territory, *, into: Territory | None, today: date) -> None:
    """Ask no company about ``territory`` any more; the one it is merged ``into`` takes its place.

    Its companies have left it by now, and changes of areas are held (``changing.one_at_a_time``).
    """
    asked = HomeQuestion.objects.open().filter(candidates__territory=territory)
    rows = asked.select_for_update(no_key=True, of=("self",)).order_by("pk")
    questions = HomeQuestion.objects.filter(pk__in=list(rows.values_list("pk", flat=True)))
    candidates = HomeCandidate.objects.filter(question__in=questions)
    if into:
        there = HomeCandidate.objects.filter(question=OuterRef("question"), territory=into)
        candidates.filter(~Exists(there), territory=territory).update(territory=into)
    candidates.filter(territory=territory).delete()
    # What is asked anew is asked whole: what leads said of other choices is no answer to it.
    candidates.update(favours=None, said_by=None, said_at=None, word="")
    questions.update(asked_on=today)  # raises the version: an answer to the page of before is refused
    _close_where_nothing_is_left(questions, today)


def _close_where_nothing_is_left(questions: Any, today: date) -> None:
    """Close those that leave the company where it is at home already, or nowhere."""
    home = Affiliation.objects.running_on(today).filter(
        is_home=True, company=OuterRef("question__company"), territory=OuterRef("territory")
    )
    elsewhere = HomeCandidate.objects.filter(~Exists(home), question=OuterRef("pk"))
    questions.filter(~Exists(elsewhere)).update(state=HomeQuestion.State.GONE)
