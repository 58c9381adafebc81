"""Make two records one, in one act; or do so and take it back, to tell beforehand what would happen."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils.translation import gettext as _

from members.duplicates.following import RefusedError, follow
from members.duplicates.journal import Journal, at_once, is_said, read
from members.duplicates.pairs import ChangedError, settle_pairs
from members.models import MergeRecord, User
from members.models.duplicates import MODELS, Kind


def foresee(kind: str, kept: int, removed: int) -> Journal:
    """Return what a merge would do: it is done, and taken back. Raise RefusedError when it cannot be."""
    with transaction.atomic():
        journal = Journal()
        _both(kind, kept, removed)
        _join(kind, kept, removed, journal)
        transaction.set_rollback(True)
    return journal


@transaction.atomic
def merge(
    kind: str, kept: int, removed: int, values: dict[str, Any], *, by: User, at: datetime,
    versions: tuple[int, int], promised: str,
) -> MergeRecord:  # fmt: skip
    """Let the record ``kept`` stand for ``removed`` too, with ``values`` (by field) chosen by ``by``.

    ``versions`` (kept, removed) and ``promised`` (the digest of what was foreseen) are those that were read: when
    something has changed, ChangedError is raised and nothing is done. RefusedError says why a merge cannot be;
    ValidationError what is wrong with the chosen values.
    """
    stays, goes = _both(kind, kept, removed)
    if (stays.version, goes.version) != versions:
        raise ChangedError
    journal = Journal()
    _join(kind, kept, removed, journal)
    if journal.digest() != promised:
        raise ChangedError
    _fill(stays, values, journal)
    return MergeRecord.objects.create(
        kind=kind, removed_key=removed, removed_name=str(goes)[:250], merged_by=by, merged_at=at,
        content={"kept": kept, "acts": journal.acts}, **{kind: stays},
    )  # fmt: skip


def _both(kind: str, kept: int, removed: int) -> tuple[Any, Any]:
    """Return both records, locked against whoever would hang something on them; the older key first."""
    rows = MODELS[kind]._base_manager.select_for_update(of=("self",)).order_by("pk")
    found = {row.pk: row for row in rows.filter(pk__in=[kept, removed])}
    if len(found) != 2:
        raise ChangedError  # merged with another meanwhile
    return found[kept], found[removed]


def _join(kind: str, kept: int, removed: int, journal: Journal) -> None:
    with at_once():
        try:
            with transaction.atomic():
                settle_pairs(kind, removed, kept, journal)
                follow(MODELS[kind], removed, kept, journal)
                journal.remove(MODELS[kind], removed)
        except DatabaseError as error:
            if not is_said(error):
                raise
            said = _("The database refuses to let all that hangs on this record go over: %(why)s")
            raise RefusedError(said % {"why": str(error).partition("\n")[0]}) from error


def _fill(stays: Any, values: dict[str, Any], journal: Journal) -> None:
    """Write the chosen values into the kept record; the removed one is gone, so its SIREN is free."""
    model, stored = type(stays), read(type(stays), stays.pk)
    changed = {}
    for name, value in values.items():
        field = model._meta.get_field(name)
        setattr(stays, field.attname, getattr(value, "pk", value))
        written = field.get_prep_value(getattr(stays, field.attname))
        if str(written) != str(stored[field.column]):
            changed[field] = written
    stays.full_clean(exclude={f.name for f in model._meta.fields} - {field.name for field in changed})
    if not changed:
        return
    before = {field.column: stored[field.column] for field in changed}
    try:
        with transaction.atomic():
            journal.change(model, [stays.pk], before, {field.column: value for field, value in changed.items()})
    except IntegrityError as error:  # somebody else took the number in this moment
        raise ValidationError(_("A record with one of these values is known already."), code="known") from error


def kept_in_place_of(kind: str, key: int) -> int | None:
    """Return the key of the record that stands for the one that was merged away, or None."""
    found = MergeRecord.objects.filter(kind=kind, removed_key=key, undone_at=None).order_by("-pk").first()
    if found is None:
        return None
    return found.company_id if kind == Kind.COMPANY else found.person_id
