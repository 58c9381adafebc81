"""What changed of the addresses and accounts of voters once a roll was sealed, read from the audit.

A roll holds people, not their addresses: whoever may edit a record could, after the sealing, lead a code and an
account to mailboxes of the own and put both back. The audit keeps what was in between; no address is told here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Min, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from elections.models import Election, RollEntry
from leader.shared.history import changes_of
from members.models import Company, Person, User

State = Election.State
OVER = [State.CLOSED, State.VOID]


class What(models.TextChoices):
    """What changed."""

    COMPANY = "company", gettext_lazy("e-mail address of the company")
    PERSON = "person", gettext_lazy("e-mail address of the person who votes")
    SIGN_IN = "sign-in", gettext_lazy("address with which the person who votes signs in")
    ACCOUNT = "account", gettext_lazy("account of the person who votes")
    FIRST_ACCOUNT = "first-account", gettext_lazy("account made for the person who votes, who had none")


@dataclass(frozen=True)
class Change:
    """Something of a line of the roll that changed; ``when`` in words, ``who`` by name."""

    entry: RollEntry
    what: What
    at: datetime
    when: str
    who: str

    @property
    def asks(self) -> bool:
        """Tell whether a code is sent after it only when somebody confirms it: a first account is usual."""
        return self.what != What.FIRST_ACCOUNT


@dataclass(frozen=True)
class _Found:
    """A change that was read, of the company or the person of this key."""

    what: What
    key: int
    event: Any


def changes_since_sealing(election: Election) -> list[Change]:
    """Return what changed from the sealing to the closing, in its order; the queries are as many for any roll.

    The sealing is that of the first round too, and of the vote in the place of which this one is held: their codes
    may serve again.
    """
    since, until = _span(election)
    if since is None:
        return []
    entries = list(RollEntry.objects.filter(election=election).by_name().select_related("company"))
    people = [entry.representative_id for entry in entries if entry.representative_id]
    spell = Q(pgh_created_at__gt=since) & (Q(pgh_created_at__lte=until) if until else Q())
    found = [
        *_of_addresses(What.COMPANY, Company, [entry.company_id for entry in entries], spell),
        *_of_addresses(What.PERSON, Person, people, spell),
        *_of_accounts(set(people), spell),
    ]
    names, opened_at = _names_of(one.event for one in found), _first_opening(election)
    told = [
        Change(entry, one.what, one.event.pgh_created_at, _when(opened_at, one.event), _who(one.event, names))
        for one in found
        for entry in entries
        if one.key == (entry.company_id if one.what == What.COMPANY else entry.representative_id)
    ]
    return sorted(told, key=lambda change: change.at)


def mark_of(changes: Sequence[Change]) -> str:
    """Return what whoever confirms sends back: it shows up to which change the list was read."""
    moments = [change.at.isoformat() for change in changes if change.asks]
    return max(moments, default="")


def _span(election: Election) -> tuple[datetime | None, datetime | None]:
    """Return when the roll was sealed and when the vote ended, by the clock that the audit goes by."""
    history: Any = changes_of(Election)._default_manager.filter(pgh_obj__in=election.with_those_before)
    seen = history.aggregate(
        since=Min("pgh_created_at", filter=Q(state=State.SEALED)),
        until=Min("pgh_created_at", filter=Q(pgh_obj=election.pk, state__in=OVER)),
    )
    return (seen["since"], seen["until"]) if election.sealed_at else (None, None)


def _with_before(model: Any, *names: str) -> Any:
    """Return the changes of ``model``, with the columns ``names`` as they were before each."""
    history: Any = changes_of(model)._default_manager
    earlier = history.filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__lt=OuterRef("pgh_id")).order_by("-pgh_id")
    before = {f"before_{name}": Subquery(earlier.values(name)[:1]) for name in names}
    return history.annotate(**before).select_related("pgh_context").order_by("pgh_id")


def _of_addresses(what: What, model: Any, keys: list[int], spell: Q) -> list[_Found]:
    rows = _with_before(model, "email").filter(spell, pgh_obj__in=keys, pgh_label="update")
    return [_Found(what, row.pgh_obj_id, row) for row in rows if _differs(row.email, row.before_email)]


def _differs(one: str | None, other: str | None) -> bool:
    return (one or "").lower() != (other or "").lower()


def _of_accounts(people: set[int], spell: Q) -> list[_Found]:
    ever = changes_of(User)._default_manager.filter(person__in=people).values("pgh_obj")
    rows = list(_with_before(User, "email", "person", "is_active").filter(spell, pgh_obj__in=ever))
    found, left = [], set()
    for row in rows:
        now, before = _acts_for(row), row.before_person if row.before_is_active else None
        if now == before:
            if now in people and _differs(row.email, row.before_email):
                found.append(_Found(What.SIGN_IN, now, row))
            continue
        if before in people:
            left.add(before)
            found.append(_Found(What.ACCOUNT, before, row))
        if now in people:
            is_first = row.before_person is None and now not in left
            found.append(_Found(What.FIRST_ACCOUNT if is_first else What.ACCOUNT, now, row))
    return found


def _acts_for(row: Any) -> int | None:
    """Return the person for whom an account acts after a change: nobody once it is closed or deleted."""
    key: int | None = row.person_id if row.is_active and row.pgh_label != "delete" else None
    return key


def _names_of(events: Iterable[Any]) -> dict[Any, str]:
    keys = {event.pgh_context.metadata.get("user") for event in events if event.pgh_context} - {None}
    accounts = get_user_model()._default_manager.filter(pk__in=keys).select_related("person")
    return {one.pk: str(one.person) if one.person else _("an account without a person") for one in accounts}


def _who(event: Any, names: dict[Any, str]) -> str:
    metadata = event.pgh_context.metadata if event.pgh_context else {}
    if (key := metadata.get("user")) is not None:
        return names.get(key) or _("a deleted account")
    if "page" in metadata:
        return _("somebody who was not signed in yet")
    return str(metadata.get("job") or metadata.get("command") or _("outside the site"))


def _first_opening(election: Election) -> datetime | None:
    """Return when a vote first opened, of this one and those before it: the archive of either has an order."""
    before = Election.objects.filter(pk__in=election.with_those_before)
    opened_at: datetime | None = before.aggregate(at=Min("opened_at"))["at"]
    return opened_at


def _when(opened_at: datetime | None, event: Any) -> str:
    """Tell the hour before a vote opens, the day after: whoever gets an account then may vote at once."""
    at = timezone.localtime(event.pgh_created_at)
    is_before = opened_at is None or event.pgh_created_at < opened_at
    return date_format(at, "j F Y, H:i" if is_before else "j F Y")
