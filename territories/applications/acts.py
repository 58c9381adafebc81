"""What happens to an application besides its acceptance, and who hears of it."""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from leader.shared import mails
from members.models import User
from territories.applications.known import is_member_already, others_under_way
from territories.applications.links import link_to
from territories.applications.recipients import those_who_answer
from territories.models import Application
from territories.scope import may_answer_applications

State = Application.State
CONFIRMED_WITHIN = timedelta(days=7)


class ExpiredError(Exception):
    """The address was not confirmed in time."""


@transaction.atomic
def submit(application: Application, *, at: datetime) -> None:
    """Store what somebody sent, and ask the owner of the address by mail to confirm: the same for everybody.

    Nobody learns who is a member or who has applied before the address is proven, neither from the page nor
    from the letter. An earlier one of that address for the same company is withdrawn.
    """
    earlier = Application.objects.filter(state=State.SUBMITTED, email__iexact=application.email)
    same = {"siren": application.siren} if application.siren else {"siren": "", "name__iexact": application.name}
    earlier.filter(**same).update(state=State.WITHDRAWN, withdrawn_at=at)
    application.submitted_at = application.informed_at = at
    try:
        with transaction.atomic():
            application.save()
    except IntegrityError:  # the same was sent from another window at this moment, and has its letter
        return
    tell("application_confirm", application, company=_safe_name(application))


def _safe_name(application: Application) -> str:
    """Return how a letter to an unproven address names the company: by no word that a stranger typed."""
    told = application.registered or {}
    return str(told.get("name") or (f"SIREN {application.siren}" if application.siren else ""))


@transaction.atomic
def confirm(application: Application, *, at: datetime) -> bool:
    """Note that the address is proven, and tell who answers; return False when this was done before.

    A company may be a member already, or have applied by somebody else: whoever answers is told, and decides.
    Raise ExpiredError, or WrongStateError when it was withdrawn.
    """
    if application.state != State.SUBMITTED and application.confirmed_at:
        return False
    if application.submitted_at < at - CONFIRMED_WITHIN:
        raise ExpiredError
    application.confirm(at=at)
    today, has_rival = timezone.localdate(at), others_under_way(application).exists()
    tell("application_received", application, has_rival=has_rival)
    told = {"has_rival": has_rival, "is_member": is_member_already(application, today)}
    mails.send("application_confirmed", those_who_answer(application, today), {"application": application, **told})
    return True


@transaction.atomic
def ask(application: Application, text: str, *, by: User, at: datetime, version: int) -> None:
    """Put a question to the applicant by mail."""
    application.ask(text, by=by, at=at, version=version)
    tell("application_asked", application, question=text)


@transaction.atomic
def answer(application: Application, text: str, *, at: datetime) -> None:
    """Keep the applicant's answer, and tell who answers today, and who asked while they may read it still."""
    question = application.questions.select_related("asked_by__person").filter(answered_at=None).first()
    application.answer(text, at=at)
    if question:
        told = those_who_answer(application, timezone.localdate(at))
        told += _asker_besides(told, question.asked_by, application)
        mails.send("application_answered", told, {"application": application})


def _asker_besides(told: list[str], asker: User, application: Application) -> list[str]:
    """Return the address of ``asker``, unless they are told already or answer applications no more."""
    own = {address.lower() for address in (asker.email, asker.person.email if asker.person else "")}
    if own & {address.lower() for address in told} or not may_answer_applications(asker):
        return []
    return [asker.email] if Application.objects.editable_by(asker).filter(pk=application.pk).exists() else []


@transaction.atomic
def refuse(application: Application, reason: str, *, by: User, at: datetime, version: int) -> None:
    """Refuse, and tell the applicant why."""
    application.refuse(reason, by=by, at=at, version=version)
    tell("application_refused", application)


def tell(template: str, application: Application, **context: Any) -> None:
    """Queue a letter to the applicant; once stored, an application has a link to follow it."""
    link = link_to(application) if application.pk else ""
    mails.send(template, application.email, {"application": application, "link": link, **context})
