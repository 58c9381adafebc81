"""What happens to an application besides its acceptance, and who hears of it."""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from leader.shared import mails
from members.models import User
from territories.applications.known import is_member_already, same_register_number
from territories.applications.links import link_to
from territories.applications.recipients import those_who_answer
from territories.models import Application
from territories.models.applications import OPEN_STATES

State = Application.State
CONFIRMED_WITHIN = timedelta(days=7)


class TakenError(Exception):
    """The company is a member already, or another application for it is under way."""


class ExpiredError(Exception):
    """The address was not confirmed in time."""


@transaction.atomic
def submit(application: Application, *, at: datetime) -> None:
    """Store what an applicant sent and ask them by mail to confirm; what is known already is told by mail alone.

    Whoever sends the form learns nothing from the page: neither who is a member, nor who has applied.
    """
    if is_member_already(application, timezone.localdate(at)):
        tell("application_member", application)
    elif _others_under_way(application).exists():
        tell("application_known", application)
    else:
        _store(application, at)


def _others_under_way(application: Application) -> Any:
    number = same_register_number(application)
    rows = Application.objects.filter(state__in=OPEN_STATES)
    return rows.none() if number is None else rows.filter(number)


def _store(application: Application, at: datetime) -> None:
    """Store it in the place of an earlier one by the same person for the same company."""
    earlier = Application.objects.filter(state=State.SUBMITTED, email__iexact=application.email)
    if application.siren:
        earlier.filter(siren=application.siren).update(state=State.WITHDRAWN, withdrawn_at=at)
    application.submitted_at = application.informed_at = at
    try:
        with transaction.atomic():
            application.save()
    except IntegrityError:  # the same was sent from another window at this moment, and has its letter
        return
    tell("application_confirm", application)


@transaction.atomic
def confirm(application: Application, *, at: datetime) -> None:
    """Note that the address is proven, and tell who answers; a second time does nothing.

    Raise ExpiredError, TakenError, or WrongStateError when it was withdrawn.
    """
    if application.state != State.SUBMITTED and application.confirmed_at:
        return
    if application.submitted_at < at - CONFIRMED_WITHIN:
        raise ExpiredError
    if is_member_already(application, timezone.localdate(at)):
        raise TakenError
    try:
        with transaction.atomic():
            application.confirm(at=at)
    except IntegrityError as error:  # of two applicants for one company the second is told
        raise TakenError from error
    tell("application_received", application)
    told = those_who_answer(application, timezone.localdate(at))
    mails.send("application_confirmed", told, {"application": application})


@transaction.atomic
def ask(application: Application, text: str, *, by: User, at: datetime, version: int) -> None:
    """Put a question to the applicant by mail."""
    application.ask(text, by=by, at=at, version=version)
    tell("application_asked", application, question=text)


@transaction.atomic
def answer(application: Application, text: str, *, at: datetime) -> None:
    """Keep the applicant's answer, and tell who asked."""
    question = application.questions.select_related("asked_by").filter(answered_at=None).first()
    application.answer(text, at=at)
    if question:
        mails.send("application_answered", question.asked_by.email, {"application": application})


@transaction.atomic
def refuse(application: Application, reason: str, *, by: User, at: datetime, version: int) -> None:
    """Refuse, and tell the applicant why."""
    application.refuse(reason, by=by, at=at, version=version)
    tell("application_refused", application)


def tell(template: str, application: Application, **context: Any) -> None:
    """Queue a letter to the applicant; once stored, an application has a link to follow it."""
    link = link_to(application) if application.pk else ""
    mails.send(template, application.email, {"application": application, "link": link, **context})
