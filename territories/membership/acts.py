"""A company leaves, comes back, or has a renewal undone that was a mistake."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from leader.shared.scope import AnyUser
from members.models import Category, Company, Membership
from territories.joining import join, stop_courting


class RefusedError(Exception):
    """The act cannot be done; ``message`` says why."""

    def __init__(self, message: Any) -> None:
        super().__init__(str(message))
        self.message = message


CHANGED = _("The memberships of this company changed meanwhile: look at them again. Nothing was recorded.")
HANGS = _("Something hangs on the next period already: cancel that first.")


@transaction.atomic
def leave(company: Company, *, on: date, ending: str, reason: str, shown: int | None, today: date) -> Membership:
    """End the membership of ``company`` with the day ``on``; a renewal that has not begun goes with it.

    In the days of grace the period stays as it was, and the rights last until ``on``. ``shown`` is the key of the
    last membership that the person saw. Raise RefusedError when the company is no member on that day, or has
    changed.
    """
    rows = _locked(company, shown)
    ended = next((row for row in rows if row.starts_on <= on), None)
    if ended is None or (ended.covered_until and ended.covered_until < on):
        raise RefusedError(_("The company is no member on this day."))
    if ended.has_left:
        raise RefusedError(_("This membership has its end already."))
    after = [row for row in rows if row.starts_on > on]
    if any(row.starts_on <= today for row in after):
        raise RefusedError(_("A later membership has begun since: only the last one ends by leaving."))
    _delete(after)
    _end(ended, on)
    ended.ending, ended.ending_reason = ending, reason
    ended.save()
    return ended


def _end(membership: Membership, on: date) -> None:
    if membership.ends_on is None or on <= membership.ends_on:
        membership.ends_on, membership.grace_days = on, 0
    else:
        membership.grace_days = (on - membership.ends_on).days


@transaction.atomic
def come_back(
    company: Company, *, on: date, category: Category, shown: int | None, by: AnyUser | None = None
) -> Membership:
    """Begin a new period with the day ``on``; the days without a membership stay a gap.
    Nobody courts the company any more.

    Raise RefusedError when the company has rights on that day or later, or has changed since it was shown.
    """
    rows = _locked(company, shown)
    covering = next((row for row in rows if row.covered_until is None or row.covered_until >= on), None)
    if covering and covering.ending:
        said = _("The company keeps its rights until %(day)s: begin on a later day.")
        raise RefusedError(said % {"day": f"{covering.covered_until:%d/%m/%Y}"})
    if covering:
        raise RefusedError(_("The company has a membership on this day or later: renew that one."))
    made = join(company, on, category)
    if made is None:
        raise RefusedError(CHANGED)
    stop_courting(company, on, by=by)
    return made


@transaction.atomic
def undo_renewal(company: Company, *, shown: int | None, today: date) -> None:
    """Delete the last period, made by mistake; the history keeps that it was there.

    Raise RefusedError when it has a consequence: the rights of ``today`` come from it, or something hangs on it.
    """
    rows = _locked(company, shown)
    if not may_undo(rows, today):
        raise RefusedError(_("This renewal cannot be undone any more: the rights of today come from it."))
    _delete(rows[:1])


def may_undo(rows: list[Membership], today: date) -> bool:
    """Tell whether the first of ``rows`` (the latest first) is a renewal without which today stays the same."""
    if len(rows) < 2 or rows[0].ending or rows[1].has_left or rows[1].covered_until is None:
        return False
    follows = rows[1].ends_on is not None and (rows[0].starts_on - rows[1].ends_on).days == 1
    return follows and rows[1].covered_until >= today


def _locked(company: Company, shown: int | None) -> list[Membership]:
    """Return the memberships, the latest first, held until the end of the transaction."""
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)
    list(company.memberships.select_for_update(no_key=True).order_by("pk"))
    rows: list[Membership] = list(company.memberships.order_by("-starts_on"))  # read once the others are done
    if (rows[0].pk if rows else None) != shown:
        raise RefusedError(CHANGED)
    return rows


def _delete(rows: list[Membership]) -> None:
    try:
        for row in rows:
            row.delete()
    except ProtectedError as error:
        raise RefusedError(HANGS) from error
