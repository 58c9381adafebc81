"""Who begins a dossier of opening, and who reads it."""

from typing import Any

from django.db.models import Exists, Q, QuerySet

from leader.shared.scope import AnyUser, Right, grant
from members.models import User
from territories.models import Opening, OpeningInvitation, OpeningTeamMember
from territories.scope.leading import may_create


@grant(Right.VIEW, Opening)
def opening_of_team(user: AnyUser) -> Q | None:
    """Whoever is named in the team of a dossier reads it, once signed in with that address."""
    if not (user.is_authenticated and user.is_active):
        return None
    named = OpeningTeamMember.objects.filter(email__iexact=user.email)  # type: ignore[attr-defined]
    return Q(pk__in=named.values("opening"))


@grant(Right.EDIT, Opening)
def own_opening(user: AnyUser) -> Q | None:
    """Whoever began a dossier keeps it."""
    return Q(author=user.pk) if user.is_authenticated and user.is_active else None


def openings_of(user: AnyUser) -> QuerySet[Any, Any]:
    """Return the dossiers that ``user`` began or helps with."""
    return Opening.objects.filter(Q(author=user.pk) | (opening_of_team(user) or Q(pk__in=[])))


def may_open(user: AnyUser) -> bool:
    """Tell whether ``user`` may begin a dossier: staff, a lead of today, or somebody invited and not served."""
    return _opens_by_role(user) or (user.is_authenticated and user.is_active and invitation_of(user).exists())


def finds_openings(user: AnyUser) -> bool:
    """Tell whether the pages of openings have something for ``user``: one to begin, or one begun.

    Every page asks, for its navigation: whoever has no role costs one query.
    """
    if _opens_by_role(user) or not (user.is_authenticated and user.is_active):
        return _opens_by_role(user)
    own = User.objects.filter(pk=user.pk)
    return own.filter(Exists(invitation_of(user)) | Exists(openings_of(user))).exists()


def _opens_by_role(user: AnyUser) -> bool:
    return may_create(user)


def invitation_of(user: AnyUser) -> QuerySet[Any, Any]:
    """Return the invitations that ``user`` accepted and that served no dossier yet."""
    return OpeningInvitation.objects.filter(accepted_by=user.pk, opening__isnull=True)
