"""A company that lies in several areas says where it is at home; leads say what they heard, somebody decides.

Staff record the answer. Leads say what the company told them, each for the own territory: once the leads of all
the territories asked about say the same, that is the decision; so nobody takes a company from another territory.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from members.models import User
from territories.areas.changing import one_at_a_time
from territories.areas.homes import move_homes
from territories.models import HomeQuestion, Territory
from territories.scope import territories_led_by


@transaction.atomic
def decide(question: HomeQuestion, home: Territory, *, version: int, answer: str, by: User, at: datetime) -> None:
    """Record that the company chose ``home``, from today on; raise WrongStateError when it is not open now."""
    _decide(_locked(question, version), home, answer, by, at)


@transaction.atomic
def say(question: HomeQuestion, home: Territory, *, version: int, word: str, by: User, at: datetime) -> bool:
    """Record what the leads of the territories of ``by`` heard; tell whether all agree, which decides."""
    question = _locked(question, version)
    _choice(question, home)
    own = question.candidates.filter(territory__in=territories_led_by(by))
    if not own.update(favours=home, said_by=by, said_at=at, word=word):
        raise HomeQuestion.WrongStateError
    question.save(update_fields=["asked_on"])  # raises its version: two leads never answer the same page unseen
    if question.candidates.exclude(favours=home).exists() or question.candidates.filter(favours=None).exists():
        return False
    _decide(question, home, word, by, at)
    return True


def _decide(question: HomeQuestion, home: Territory, answer: str, by: User, at: datetime) -> None:
    _choice(question, home)
    move_homes({question.company_id: home.pk}, timezone.localdate(at))
    question.state, question.home, question.answer = HomeQuestion.State.DECIDED, home, answer
    question.decided_by, question.decided_at = by, at
    question.save(update_fields=["state", "home", "answer", "decided_by", "decided_at"])


def _choice(question: HomeQuestion, home: Territory) -> None:
    if not question.candidates.filter(territory=home).exists():
        raise HomeQuestion.WrongStateError


def _locked(question: HomeQuestion, version: int) -> HomeQuestion:
    one_at_a_time()  # a territory that closes meanwhile is no answer any more
    rows = HomeQuestion.objects.open().select_for_update(no_key=True, of=("self",))
    found = rows.filter(pk=question.pk, version=version).first()
    if found is None:
        raise HomeQuestion.WrongStateError
    return found
