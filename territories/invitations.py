"""Invitations to open a territory: sent by staff, bound to an address, used once, and expiring.

What such a link gives is told by members.accounts.invited. It carries a secret, of which the database knows the
digest alone.
"""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from leader.shared import mails
from leader.shared.audit import forget_rows
from members.accounts.invited import GOOD_FOR, SpentError, WrongAccountError, digest, holds, new_account
from members.models import User
from territories.models import OpeningInvitation

KEPT = timedelta(days=2 * 365)


@transaction.atomic
def invite(email: str, *, by: User, at: datetime, message: str = "") -> OpeningInvitation:
    """Send a link to ``email``; an earlier one that nobody used is good no more."""
    OpeningInvitation.objects.filter(email__iexact=email, accepted_at=None, expires_at__gt=at).update(
        expires_at=at
    )
    secret = secrets.token_urlsafe(32)
    invitation = OpeningInvitation.objects.create(
        email=email, secret_digest=digest(secret), invited_by=by, message=message, expires_at=at + GOOD_FOR
    )
    link = reverse("territories:invitation", args=[secret])
    mails.send("opening_invitation", email, {"invitation": invitation, "link": link})
    return invitation


def invitations_behind(secret: str) -> QuerySet[OpeningInvitation]:
    """Return the invitation whose link carries ``secret``, spent or not, or none."""
    return OpeningInvitation.objects.filter(secret_digest=digest(secret))


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
    user = new_account(invitation.email, given_name, family_name)
    accept(invitation, by=user, at=at)
    return user


def old(now: datetime) -> QuerySet[OpeningInvitation]:
    """Return the invitations that were accepted, or expired, two years ago."""
    lapsed = Q(accepted_at=None, expires_at__lte=now - KEPT)
    return OpeningInvitation.objects.filter(Q(accepted_at__lte=now - KEPT) | lapsed)


@transaction.atomic
def forget_old(now: datetime) -> int:
    """Delete the invitations that were accepted, or expired, two years ago; return how many."""
    return forget_rows(old(now))
