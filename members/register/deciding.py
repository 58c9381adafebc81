"""What a person decides about a difference: take the register's, keep ours and say why, or later."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from members.models import Activity, Company, RegisterDifference, RegisterSnapshot, User
from members.register.answers import RegisteredCompany
from members.register.comparing import commune_of, differences
from members.register.recording import settle

Kind, State = RegisterDifference.Kind, RegisterDifference.State
HARMLESS = [Kind.SIZE, Kind.NAF, Kind.NAF_2025]  # decided for many companies at once


class ConflictError(Exception):
    """The difference or our file has changed since it was read."""


class ImpossibleError(Exception):
    """The register's cannot be taken over; ``message`` says why."""

    def __init__(self, message: object) -> None:
        super().__init__(str(message))
        self.message = message


@transaction.atomic
def decide(
    pk: int, decision: str, *, by: User, at: datetime, version: int, ours: str | None = None, note: str = ""
) -> RegisterDifference:
    """Record the ``decision`` (taken, kept, later) about the ``version`` of a difference that ``by`` has read.

    ``ours`` is what our file said on the page, by default what the row says. Raise ConflictError when one of them
    has changed or somebody has decided for good, ImpossibleError when the register's cannot be taken over.
    A difference that is no more is returned as gone.
    """
    company, row = _locked(pk)
    snapshot = RegisterSnapshot.objects.get(company=company)
    if row.version != version or not row.may_be_decided:
        raise ConflictError
    pair = differences(company, snapshot).get(row.kind)
    if pair is None:
        settle(company, snapshot, at=at)
        row.refresh_from_db()
        return row
    if pair != (row.ours if ours is None else ours, row.theirs):
        raise ConflictError
    row.state, row.decided_by, row.decided_at, row.note, row.ours = State(decision), by, at, note, pair[0]
    if decision == State.TAKEN and row.kind != Kind.CLOSED:  # a closure stays decided while the register tells it
        row.ended_at = at
    row.save()
    if decision == State.TAKEN:
        _take(company, row, snapshot)
        settle(company, snapshot, at=at)
    row.refresh_from_db()
    return row


def _locked(pk: int) -> tuple[Company, RegisterDifference]:
    """Return company and difference, locked in the order in which an answer of the register locks them."""
    key = RegisterDifference.objects.filter(pk=pk).values_list("company", flat=True).first()
    company = Company.objects.select_for_update(no_key=True).filter(pk=key).first()
    row = RegisterDifference.objects.select_for_update(no_key=True).filter(pk=pk, company=company).first()
    if company is None or row is None:  # merged with another company meanwhile
        raise ConflictError
    return company, row


def _take(company: Company, row: RegisterDifference, snapshot: RegisterSnapshot) -> None:
    """Write the register's into our file. A closure writes nothing: a person ends the membership."""
    if row.kind == Kind.CLOSED:
        return
    changed = _values(company, row, snapshot)
    for name, value in changed.items():
        setattr(company, name, value)
    try:
        with transaction.atomic():
            company.save(update_fields=list(changed))
    except IntegrityError as error:  # another company was given the number in this moment
        raise ImpossibleError(_taken(row.theirs)) from error
    if row.kind == Kind.SIREN:  # asked about under its new number next
        RegisterSnapshot.objects.filter(pk=snapshot.pk).update(next_at=row.decided_at)


def _values(company: Company, row: RegisterDifference, snapshot: RegisterSnapshot) -> dict[str, object]:
    if row.kind == Kind.SIREN:
        return {"siren": _free_siren(company, row.theirs)}
    told = RegisteredCompany.of_json(snapshot.told or {})
    if row.kind == Kind.SEAT:
        commune = commune_of(told)
        return {"commune": commune, "address": told.street, "postal_code": told.postal_code, "city": told.city}
    if row.kind == Kind.SIZE:
        return {"insee_size_class": told.size_class, "insee_size_class_year": told.size_class_year}
    if row.kind == Kind.NAF:
        activity = Activity.objects.filter(code=row.theirs).first()
        if activity is None:
            raise ImpossibleError(_("The activity %(code)s is not in our list of NAF.") % {"code": row.theirs})
        return {"activity": activity}
    return {row.kind: row.theirs}  # name, legal category, NAF 2025: the kind is the field


def _free_siren(company: Company, siren: str) -> str:
    if not siren:
        raise ImpossibleError(_("The register knows no such number: correct the SIREN by hand, or keep it."))
    if Company.objects.filter(siren=siren).exclude(pk=company.pk).exists():
        raise ImpossibleError(_taken(siren))
    return siren


def _taken(siren: str) -> str:
    return _("Another company is recorded with the SIREN %(siren)s.") % {"siren": siren}


def closed_since(row: RegisterDifference) -> date | None:
    """Return the day of a closure, if the register tells it."""
    try:
        return date.fromisoformat(row.theirs)
    except ValueError:
        return None
