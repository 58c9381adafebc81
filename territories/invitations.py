"""Invitations to open a territory: sent by staff, bound to an address, used once, and expiring.

The link shows that whoever holds it reads the letters of that address. It makes an account where there is
none. It never signs anybody in to an account that exists: that would go round its second factor.
"""

import secrets
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from leader.shared import mails
from members.accounts.adapter import verify
from members.models import User
from territories.approval import account_of
from territories.models import OpeningInvitation

GOOD_FOR = timedelta(days=14)


class SpentError(Exception):
    """The invitation was accepted already, was replaced, or has expired."""


class WrongAccountError(Exception):
    """The invitation is for another address than the account's."""


class KnownAddressError(Exception):
    """The address has an account: its owner signs in first."""


@transaction.atomic
def invite(email: str, *, by: User, at: datetime, message: str = "") -> OpeningInvitation:
    """Send a link to ``email``; an earlier one that nobody used is good no more."""
    OpeningInvitation.objects.filter(email__iexact=email, accepted_at=None, expires_at__gt=at).update(
        expires_at=at
    )
    invitation = OpeningInvitation.objects.create(
        email=email, token=secrets.token_urlsafe(32), invited_by=by, message=message, expires_at=at + GOOD_FOR
    )
    mails.send("opening_invitation", email, {"invitation": invitation})
    return invitation


def holds(user: User, email: str) -> bool:
    """Tell whether ``email`` is the address of ``user``, or another that they have verified."""
    if user.email.casefold() == email.casefold():
        return True
    return EmailAddress.objects.filter(user=user, email__iexact=email, verified=True).exists()


def has_account(email: str) -> bool:
    """Tell whether somebody signs in with ``email``."""
    verified = EmailAddress.objects.filter(email__iexact=email, verified=True)
    return User.objects.filter(email__iexact=email).exists() or verified.exists()


@transaction.atomic
def accept(invitation: OpeningInvitation, *, by: User, at: datetime) -> None:
    """Use the invitation once, for ``by``; raise WrongAccountError or SpentError."""
    if not holds(by, invitation.email):
        raise WrongAccountError
    found = OpeningInvitation.objects.filter(pk=invitation.pk, accepted_at=None, expires_at__gt=at)
    if not found.update(accepted_at=at, accepted_by=by):
        raise SpentError


@transaction.atomic
def sign_up(invitation: OpeningInvitation, given_name: str, family_name: str, *, at: datetime) -> User:
    """Make the account of the invited address, with its person, and accept for it.

    Raise KnownAddressError where the address has an account, SpentError where the link is good no more.
    """
    if has_account(invitation.email):
        raise KnownAddressError
    try:
        with transaction.atomic():
            User.objects.create_user(invitation.email)
    except IntegrityError as error:  # made by another request at this moment
        raise KnownAddressError from error
    user = account_of(invitation.email, given_name, family_name)
    verify(user)
    accept(invitation, by=user, at=at)
    return user
