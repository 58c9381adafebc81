"""What nobody needs any more, and from which day: invitations and requests that ended, letters refused."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from leader.shared.audit import forget_rows
from leader.shared.mails import Letter
from members.models import DataRequest, JoinRequest, Person, Representative, TeamInvitation

CONTRACT_KEPT = timedelta(days=5 * 365)
CONTRACT_LAW = _("the contract of membership may be disputed for five years after the end")
INVITATIONS_KEPT = timedelta(days=2 * 365)
REFUSED_LETTERS_KEPT = timedelta(days=30)


def represented_within_contract(day: date) -> Q:
    """Return the condition that a representation ended less than five years before ``day``, or has not ended."""
    return Q(ends_on__isnull=True) | Q(ends_on__gt=day - CONTRACT_KEPT)


def who_left(day: date) -> QuerySet[Person]:
    """Return the people whose last representation of any company ended five years before ``day``.

    Who never represented one is taken from the day on which they were recorded.
    """
    spells = Representative.objects.filter(person=OuterRef("pk"))
    recorded_long_ago = Q(created_at__date__lte=day - CONTRACT_KEPT)
    return Person.objects.filter(
        recorded_long_ago | Exists(spells), ~Exists(spells.filter(represented_within_contract(day)))
    )


def used_after(day: date) -> Q:
    """Return the condition that an account was made or used after ``day``."""
    return Q(last_login__date__gt=day) | Q(date_joined__date__gt=day)


def last_known_after(day: date) -> date:
    """Return the day from which on it counts that somebody was known for something, for the clock of ``day``."""
    return day - CONTRACT_KEPT + timedelta(days=1)


def old_invitations(now: datetime) -> QuerySet[TeamInvitation]:
    """Return the invitations to a team that were accepted or withdrawn, or expired, two years ago."""
    limit = now - INVITATIONS_KEPT
    lapsed = Q(accepted_at=None, withdrawn_at=None, expires_at__lte=limit)
    return TeamInvitation.objects.filter(Q(accepted_at__lte=limit) | Q(withdrawn_at__lte=limit) | lapsed)


def old_requests_to_join(now: datetime) -> QuerySet[JoinRequest]:
    """Return the requests to join a team that were answered two years ago, or have waited as long."""
    limit = now - INVITATIONS_KEPT
    return JoinRequest.objects.filter(Q(decided_at__lte=limit) | Q(decided_at=None, asked_at__lte=limit))


@transaction.atomic
def forget_invitations(now: datetime) -> int:
    """Delete old invitations to a team and old requests to join one, with their history; return how many."""
    return forget_rows(old_invitations(now)) + forget_rows(old_requests_to_join(now))


def refused_letters(now: datetime) -> QuerySet[Letter]:
    """Return the letters whose address was refused thirty days ago."""
    return Letter.objects.filter(refused_at__lte=now - REFUSED_LETTERS_KEPT)


def forget_refused_letters(now: datetime) -> int:
    """Delete the letters whose address was refused thirty days ago; return how many."""
    return refused_letters(now).delete()[0]


@transaction.atomic
def forget_requests(requests: QuerySet[DataRequest]) -> int:
    """Delete requests about personal data with their history; return how many."""
    return forget_rows(requests)
