"""Invitations to a team: signed, bound to an address, used once, and expiring.

The link carries the key of the invitation and a secret, signed: a forged one is refused without a look at the
database, and the database knows the digest of the secret alone. To send again makes a new secret: the earlier
letter opens nothing any more.
"""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from leader.shared import mails
from leader.shared.limits import Limit, is_within
from members.accounts.adapter import verify
from members.accounts.invited import GOOD_FOR, SpentError, WrongAccountError, digest, holds, new_account
from members.models import Company, Person, Representative, TeamInvitation, User
from members.team.changing import RefusedError, changing

LETTERS = Limit(30, timedelta(days=1))  # for one company: nobody writes to the town in the federation's name
_SALT = "members.team.invitation"


@transaction.atomic
def invite(
    company: Company, *, given_name: str, family_name: str, email: str, function: str, by: User, at: datetime
) -> TeamInvitation:
    """Ask somebody by letter to represent ``company``; raise RefusedError."""
    today = timezone.localdate(at)
    represents = Representative.objects.filter(company=company).running_on(today)
    if represents.filter(person__email__iexact=email).exists():
        raise RefusedError(_("Somebody with this address represents the company already."))
    invitation = TeamInvitation(
        company=company,
        given_name=given_name,
        family_name=family_name,
        email=email,
        function=function,
        invited_by=by,
    )
    return _send(invitation, at)


@transaction.atomic
def send_again(invitation: TeamInvitation, *, at: datetime) -> None:
    """Send the letter once more, with another secret; raise RefusedError when it was accepted or withdrawn."""
    locked = TeamInvitation.objects.waiting().select_for_update(no_key=True).filter(pk=invitation.pk).first()
    if locked is None:
        raise RefusedError(_("This invitation was accepted or withdrawn meanwhile."))
    _send(locked, at)


@transaction.atomic
def withdraw(invitation: TeamInvitation, *, at: datetime) -> None:
    """Let the link open nothing any more; raise RefusedError when it was used."""
    if not TeamInvitation.objects.waiting().filter(pk=invitation.pk).update(withdrawn_at=at):
        raise RefusedError(_("This invitation was accepted or withdrawn meanwhile."))


def invitation_behind(token: str) -> TeamInvitation | None:
    """Return the invitation of a link, spent or not; None when it is forged or was replaced by a later letter."""
    try:
        key, secret = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    found = TeamInvitation.objects.select_related("company").filter(pk=key).first()
    return found if found and constant_time_compare(found.secret_digest, digest(secret)) else None


def is_spent(invitation: TeamInvitation, at: datetime) -> bool:
    """Tell whether the link does nothing more."""
    return bool(invitation.accepted_at or invitation.withdrawn_at or invitation.expires_at <= at)


@transaction.atomic
def accept(invitation: TeamInvitation, *, by: User, at: datetime) -> None:
    """Use the invitation once: the person of ``by`` represents the company from today.

    Raise WrongAccountError, SpentError, or RefusedError.
    """
    if not holds(by, invitation.email):
        raise WrongAccountError
    found = TeamInvitation.objects.waiting().filter(
        pk=invitation.pk, secret_digest=invitation.secret_digest, expires_at__gt=at
    )
    if not found.update(accepted_at=at, accepted_by=by):
        raise SpentError
    if by.email.casefold() == invitation.email.casefold():
        verify(by)
    person = person_for(by, invitation.given_name, invitation.family_name)
    let_in(invitation.company, person, invitation.function, at=at, by=by)


@transaction.atomic
def sign_up(invitation: TeamInvitation, given_name: str, family_name: str, *, at: datetime) -> User:
    """Make the account of the invited address and accept for it.

    Raise KnownAddressError where the address has one, SpentError or RefusedError.
    """
    user = new_account(invitation.email, given_name, family_name)
    accept(invitation, by=user, at=at)
    return user


def person_for(user: User, given_name: str, family_name: str) -> Person:
    """Return the person of ``user``, made where the account had none."""
    locked = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if locked.person is None:
        locked.person = Person.objects.create(given_name=given_name, family_name=family_name, email=user.email)
        locked.save(update_fields=["person"])
    user.person = locked.person
    return locked.person


def let_in(company: Company, person: Person, function: str, *, at: datetime, by: Any) -> None:
    """Let ``person`` represent ``company`` without a vote from today; whoever does already, stays as they are."""
    today = timezone.localdate(at)
    with changing(company, by=by):
        spells = Representative.objects.filter(company=company, person=person)
        if spells.running_on(today).exists():
            return
        later = spells.filter(starts_on__gt=today).order_by("starts_on").first()
        Representative.objects.create(
            company=company, person=person, function=function, starts_on=today,
            ends_on=later.starts_on - timedelta(days=1) if later else None,
        )  # fmt: skip


def _send(invitation: TeamInvitation, at: datetime) -> TeamInvitation:
    if not is_within(LETTERS, "team invitation", str(invitation.company_id)):
        raise RefusedError(_("Many invitations were sent for this company today: try again tomorrow."))
    secret = secrets.token_urlsafe(32)
    invitation.secret_digest = digest(secret)
    invitation.sent_at, invitation.expires_at = at, at + GOOD_FOR
    try:
        with transaction.atomic():
            invitation.save()
    except IntegrityError as error:
        raise RefusedError(_("This address is invited already: send the invitation again.")) from error
    token = signing.dumps([invitation.pk, secret], salt=_SALT)
    link = reverse("members:team-invitation", args=[token])
    mails.send("team_invitation", invitation.email, {"invitation": invitation, "link": link})
    return invitation
