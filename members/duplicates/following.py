"""All that hangs on a record goes over to another: one rule for every model of every app.

A row goes over as it is where nothing hinders it. Where the other record has one like it (a unique constraint),
that one stands, what hangs on the first goes over to it, and the first is taken out. Where days overlap, those of
the kept record stand (``spells``). What no rule settles is refused, and nothing is done.

A model may say more: ``counted_by`` names the number by which its rows go on, ``counted_to`` how far; ``outranks``
tells which of two rows stands, ``joined_with`` what it takes over from the other, or (ValidationError) why both
cannot be one; ``merged_without`` names triggers that would write something else than what a merge or its undoing
writes.
"""

import copy
from itertools import count
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, Model, Q, UniqueConstraint
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from members.duplicates.journal import Journal, read
from members.duplicates.relations import keys_to
from members.duplicates.spells import excluded_by, settled
from members.models import DuplicatePair, User


class RefusedError(Exception):
    """The two records cannot be merged; ``message`` says why."""

    def __init__(self, message: object) -> None:
        super().__init__(str(message))
        self.message = message


def follow(model: type[Model], removed: Any, kept: Any, journal: Journal) -> None:
    """Let all that hangs on the row ``removed`` of ``model`` hang on ``kept``."""
    for key in keys_to(model):
        if key.model is DuplicatePair:
            continue  # a pair is about two records: members.duplicates.pairs
        rows = key.model._base_manager.filter(**{key.attname: removed}).order_by("pk")
        if _is_free(key):
            keys = list(rows.select_for_update(no_key=True, of=("self",)).values_list("pk", flat=True))
            if keys:
                journal.change(key.model, keys, {key.column: removed}, {key.column: kept})
                journal.followed[key.model] += len(keys)
        else:
            for row in list(rows.select_for_update(no_key=True, of=("self",))):
                journal.followed[key.model] += 1
                _go_over(row, key, kept, journal)


def _is_free(key: Any) -> bool:
    """Tell whether no rule of the database is about the key, so that all its rows go over at once."""
    meta = key.model._meta
    ruled = {name for names in meta.unique_together for name in names}
    for constraint in meta.constraints:
        if isinstance(constraint, ExclusionConstraint) or getattr(constraint, "expressions", None):
            return False
        ruled |= set(getattr(constraint, "fields", ()))
        if isinstance(constraint, CheckConstraint):
            ruled |= {name.split("__")[0] for name in _names(constraint.condition)}
    return not key.unique and key.name not in ruled


def _names(condition: Any) -> set[str]:
    found: set[str] = set()
    for child in getattr(condition, "children", ()):
        if isinstance(child, tuple):
            found.add(child[0])
            found |= {getattr(child[1], "name", "")}
        else:
            found |= _names(child)
    return found


def _go_over(row: Any, key: Any, kept: Any, journal: Journal) -> None:
    moved = copy.copy(row)
    moved._state = copy.copy(row._state)
    setattr(moved, key.attname, kept)
    if (twin := _twin(moved)) is not None and not _counts_on(moved):
        if hasattr(row, "outranks") and row.outranks(twin):
            further = _("%(what)s “%(row)s”: that of the removed record stands, which is further.")
            joined = _("%(what)s “%(row)s”: that of the removed record stands, which is further, joined with the"
                       " kept record’s own.")  # fmt: skip
            _absorb(twin, row, journal, further, joined)
            _go_over(row, key, kept, journal)
        elif hasattr(moved, "counted_by") and _twin(moved, but=moved.counted_by) is None:
            _absorb(row, twin, journal, _("%(what)s “%(row)s”: left out, the kept record has no room for more."))
        else:
            said = _("%(what)s “%(row)s”: the kept record has its own, which stands.")
            _absorb(row, twin, journal, said)
        return
    blockers = [other for _constraint, others in excluded_by(moved) for other in others]
    parts = settled(moved)
    if not parts:
        said = _("%(what)s “%(row)s”: the kept record has its own, which stands.")
        _absorb(row, blockers[0], journal, said)
        return
    before, first, *more = (_columns(each) for each in (row, *parts))
    changed = [column for column in first if first[column] != before[column]]
    journal.change(type(row), [row.pk], {c: before[c] for c in changed}, {c: first[c] for c in changed})
    for part in more:
        stored = {**read(type(row), row.pk), **part}
        del stored[row._meta.pk.column]
        journal.add(type(row), stored)
    if blockers:
        _tell_cut(row, parts, journal)


def _counts_on(row: Any) -> bool:
    """Give the row the first number that is free, where its model counts its rows; False where there is none.

    A row of which the kept record has the same, whatever its number, counts no further.
    """
    name, last = getattr(row, "counted_by", ""), getattr(row, "counted_to", None)
    if not name or _twin(row, but=name) is not None:
        return False
    for number in range(1, last + 1) if last else count(1):
        setattr(row, name, number)
        if _twin(row) is None:
            return True
    return False


def _columns(row: Any) -> dict[str, Any]:
    return {f.column: f.get_prep_value(getattr(row, f.attname)) for f in row._meta.concrete_fields if _is_plain(f)}


def _is_plain(field: Any) -> bool:
    """Tell whether a merge may have changed the field: keys, days, flags."""
    return not field.generated and field.get_internal_type() in {
        "ForeignKey", "OneToOneField", "DateField", "BooleanField", "CharField", "PositiveSmallIntegerField",
    }  # fmt: skip


def _twin(row: Any, but: str = "") -> Any:
    """Return the other row of which a unique constraint says that ``row`` would be the second, or None.

    Constraints on the field ``but`` are not asked.
    """
    for names, condition in _unique(type(row)):
        if but and but in names:
            continue
        values = {name: getattr(row, row._meta.get_field(name).attname) for name in names}
        if None in values.values():
            continue
        same = type(row)._base_manager.filter(condition)
        own = not condition or same.filter(pk=row.pk).exists()
        if own and (twin := same.filter(**values).exclude(pk=row.pk).first()):
            return twin
    return None


def _unique(model: type[Model]) -> list[tuple[tuple[str, ...], Q]]:
    meta = model._meta
    sets: list[tuple[tuple[str, ...], Q]] = [
        ((f.name,), Q()) for f in meta.concrete_fields if f.unique and not f.primary_key
    ]
    sets += [(tuple(names), Q()) for names in meta.unique_together]
    return sets + [
        (tuple(c.fields), c.condition or Q())
        for c in meta.constraints
        if isinstance(c, UniqueConstraint) and c.fields
    ]


def _absorb(row: Any, twin: Any, journal: Journal, said: str, said_joined: str = "") -> None:
    """Let ``twin`` stand for ``row``: what hangs on the one hangs on the other.

    ``said`` tells of it; ``said_joined`` where ``twin`` takes something over from ``row``.
    """
    if isinstance(row, User):
        raise RefusedError(
            _(
                "Both people have an account (%(one)s and %(other)s), and accounts never merge:"
                " delete one of them first."
            )
            % {"one": row.email, "other": twin.email}
        )
    joined = _joined(twin, row)
    follow(type(row), row.pk, twin.pk, journal)
    journal.remove(type(row), row.pk)
    if joined:  # once the other is gone: both together may be more than there is room for
        stored = read(type(twin), twin.pk)
        journal.change(type(twin), [twin.pk], {column: stored[column] for column in joined}, joined)
        said = said_joined or _("%(what)s “%(row)s”: joined with the kept record’s own.")
    journal.told.append(said % {"what": _kind(row), "row": row})


def _joined(twin: Any, row: Any) -> dict[str, Any]:
    try:
        return twin.joined_with(row) if hasattr(twin, "joined_with") else {}
    except ValidationError as error:
        said = _("%(what)s “%(row)s”: %(why)s Change or cancel one of both first; nothing is merged.")
        why = " ".join(error.messages)
        raise RefusedError(said % {"what": _kind(row), "row": row, "why": why}) from error


def _tell_cut(row: Any, parts: list[Any], journal: Journal) -> None:
    yielded = getattr(row, "gives_way", {})
    given = {name for values in yielded.values() for name in values}
    if any(getattr(part, name) != getattr(row, name) for part in parts for name in given):
        said = _("%(what)s “%(row)s”: on the days that both cover, the kept record’s vote or home stands.")
    else:
        said = _("%(what)s “%(row)s”: shortened to the days that the kept record’s own leave free.")
    journal.told.append(said % {"what": _kind(row), "row": row})


def _kind(row: Any) -> str:
    return capfirst(str(row._meta.verbose_name))
