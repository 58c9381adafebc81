"""Keeping what a register told: the snapshot of the day, and the differences that come, stay and go with it."""

from datetime import datetime, timedelta

from django.db import transaction

from members.models import Company, RegisterDifference, RegisterSnapshot
from members.register.comparing import differences
from members.register.told import Told

ASKED_EVERY = timedelta(days=30)
Outcome, State = RegisterSnapshot.Outcome, RegisterDifference.State


@transaction.atomic
def record(company_pk: int, siren: str, told: Told, *, source: str, at: datetime) -> None:
    """Keep what ``source`` told ``at`` an instant of the company with ``siren``.

    If it has another number by now, nothing is kept. A company that is not published leaves nothing here; a
    question that was refused changes nothing but the day.
    """
    company = Company.objects.select_for_update(no_key=True).filter(pk=company_pk, siren=siren).first()
    if company is None:
        return
    snapshot, _made = RegisterSnapshot.objects.get_or_create(company=company)
    snapshot.next_at, snapshot.told_at = at + ASKED_EVERY, at
    snapshot.siren, snapshot.outcome, snapshot.source = siren, told.outcome, source
    if told.outcome != Outcome.REFUSED:
        snapshot.told = told.company.as_json() if told.company else None
        snapshot.other_siren = told.other_siren
    snapshot.save()
    if told.outcome != Outcome.REFUSED:
        settle(company, snapshot, at=at)


def settle(company: Company, snapshot: RegisterSnapshot, *, at: datetime) -> None:
    """Bring the differences of ``company`` (locked) up to its ``snapshot``.

    The same difference found again is the row that is there; one that is no more ends; one that was decided
    comes back when the register says something else than was decided about.
    """
    found = differences(company, snapshot)
    for row in RegisterDifference.objects.standing().filter(company=company):
        pair = found.pop(row.kind, None)
        if pair is None:
            _end(row, at)
        elif row.theirs == pair[1]:
            _bring_up(row, pair[0], snapshot)
        elif row.state in {State.OPEN, State.LATER}:
            row.theirs, row.state, row.found_at = pair[1], State.OPEN, at
            _bring_up(row, pair[0], snapshot)
        else:
            _end(row, at)
            found[row.kind] = pair
    for kind, (ours, theirs) in found.items():
        RegisterDifference.objects.create(
            company=company, kind=kind, ours=ours, theirs=theirs, source=snapshot.source, found_at=at
        )


def _end(row: RegisterDifference, at: datetime) -> None:
    if row.state in {State.OPEN, State.LATER}:
        row.state = State.GONE
    row.ended_at = at
    row.save(update_fields=["state", "ended_at"])


def _bring_up(row: RegisterDifference, ours: str, snapshot: RegisterSnapshot) -> None:
    """Save the row where something of it has changed: its version tells who decides that it has."""
    row.ours, row.source = ours, snapshot.source
    names = ["ours", "theirs", "state", "found_at", "source"]
    stored = RegisterDifference.objects.values(*names).get(pk=row.pk)
    if any(stored[name] != getattr(row, name) for name in names):
        row.save(update_fields=names)
