"""Applications have an end: what they said is forgotten, and one whose question nobody answers is closed.

Unconfirmed ones are erased after thirty days, refused or withdrawn ones after two years, those that nobody
answered three years after the applicant's last word; of an accepted one the contact and the words go after two
years, and what became of it stays. Their history is forgotten with them: it
says the same of the same person.
"""

from datetime import datetime, timedelta
from typing import Any

import pgtrigger
from django.db import transaction
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from leader.shared.audit import forget
from leader.shared.history import changes_of
from territories.models import Application, ApplicationQuestion

UNCONFIRMED_KEPT = timedelta(days=30)
DECIDED_KEPT = timedelta(days=2 * 365)
WAITING_KEPT = timedelta(days=3 * 365)  # as long as a prospect who gives no sign
ANSWERED_WITHIN = timedelta(days=183)  # six months
_CONTACT = ["given_name", "family_name", "function", "email", "phone", "motivation"]
State = Application.State


def over(now: datetime) -> QuerySet[Any]:
    """Return the applications whose time is over."""
    return Application.objects.filter(
        Q(state=State.SUBMITTED, submitted_at__lt=now - UNCONFIRMED_KEPT)
        | Q(state=State.REFUSED, decided_at__lt=now - DECIDED_KEPT)
        | Q(state=State.WITHDRAWN, withdrawn_at__lt=now - DECIDED_KEPT)
        # Withdrawn without ever being confirmed: nobody has read it.
        | Q(state=State.WITHDRAWN, confirmed_at=None, withdrawn_at__lt=now - UNCONFIRMED_KEPT)
    )


def left_waiting(now: datetime) -> QuerySet[Any]:
    """Return the applications that nobody has answered three years after the applicant's last word."""
    limit = now - WAITING_KEPT
    since = ApplicationQuestion.objects.filter(application=OuterRef("pk"), answered_at__gte=limit)
    return Application.objects.filter(~Exists(since), state=State.CONFIRMED, confirmed_at__lt=limit)


def forget_old(now: datetime) -> int:
    """Erase the applications whose time is over, with their history; return how many."""
    return _erase(over(now))


def forget_waiting(now: datetime) -> int:
    """Erase the applications that nobody answered, with their history; return how many."""
    return _erase(left_waiting(now))


@transaction.atomic
def _erase(applications: QuerySet[Any]) -> int:
    keys = list(applications.select_for_update().values_list("pk", flat=True))
    questions = list(ApplicationQuestion.objects.filter(application__in=keys).values_list("pk", flat=True))
    Application.objects.filter(pk__in=keys).delete()
    _erase_history(Application, keys)
    _erase_history(ApplicationQuestion, questions)
    return len(keys)


def unanswered(now: datetime) -> QuerySet[Any]:
    """Return the applications whose question has had no answer for six months."""
    questions = ApplicationQuestion.objects.filter(answered_at=None, asked_at__lt=now - ANSWERED_WITHIN)
    return Application.objects.filter(state=State.ASKED, pk__in=questions.values("application"))


@transaction.atomic
def close_unanswered(now: datetime) -> int:
    """Withdraw the applications whose question has had no answer for six months; return how many."""
    return unanswered(now).update(state=State.WITHDRAWN, withdrawn_at=now)


def with_old_contacts(now: datetime) -> QuerySet[Any]:
    """Return those accepted two years ago whose contact is kept still."""
    return Application.objects.filter(state=State.ACCEPTED, decided_at__lt=now - DECIDED_KEPT).exclude(email="")


@transaction.atomic
def forget_contacts(now: datetime) -> int:
    """Blank the contact, the wish and the questions of those accepted two years ago; return of how many.

    Who represents the company is kept in its file.
    """
    keys = list(with_old_contacts(now).select_for_update().values_list("pk", flat=True))
    contact = dict.fromkeys(_CONTACT, "")
    questions = ApplicationQuestion.objects.filter(application__in=keys)
    asked = list(questions.values_list("pk", flat=True))
    Application.objects.filter(pk__in=keys).update(**contact)
    questions.update(text="", answer="")
    forget(changes_of(Application)._default_manager.filter(pgh_obj__in=keys), **contact)
    forget(changes_of(ApplicationQuestion)._default_manager.filter(pgh_obj__in=asked), text="", answer="")
    return len(keys)


def _erase_history(model: type[Model], keys: list[int]) -> None:
    changes = changes_of(model)
    with pgtrigger.ignore(f"{changes._meta.label}:append_only"):
        changes._default_manager.filter(pgh_obj__in=keys).delete()
