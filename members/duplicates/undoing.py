"""Undo a merge: what is still as the merge left it goes back, and what has changed since is told.

What was added to the kept record since is in no act of the merge: whoever undoes it says of each where it belongs.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from members.duplicates.following import RefusedError
from members.duplicates.journal import at_once, delete, insert, model_of, read, write
from members.duplicates.since import UndecidedError, added_since, hand_over
from members.models import MergeRecord, User
from members.models.duplicates import MODELS


@transaction.atomic
def undo(pk: int, *, by: User, at: datetime, goes: Mapping[str, bool] | None = None) -> list[str]:
    """Undo a merge and return what stays as it is now because it has changed since, in words.

    ``goes`` tells of all that was added since (``added_since``), by its name, whether it goes to the record that
    comes back; UndecidedError is raised where it does not. Raise RefusedError when the merge may not be undone any
    more, when the removed record has no place now, or (HinderedError) when what should go to it cannot.
    """
    record = MergeRecord.objects.select_for_update(no_key=True).get(pk=pk)
    if not record.is_undoable_at(at):
        raise RefusedError(_("This merge cannot be undone any more."))
    model, content = MODELS[record.kind], record.content or {}
    if not model._base_manager.select_for_update().filter(pk=content["kept"]).exists():
        raise RefusedError(_("The kept record was merged in its turn: undo that merge first."))
    added, goes, left = added_since(record), goes or {}, list[str]()
    if any(each.name not in goes for each in added):
        raise UndecidedError
    with at_once():
        for act in reversed(content["acts"]):
            gone = act["act"] == "remove" and model_of(act["model"]) is model
            _take_back(act, left, is_the_record=gone)
        for each in added:
            if goes[each.name]:
                hand_over(each, content["kept"], record.removed_key)
    record.undone_by, record.undone_at = by, at
    record.save(update_fields=["undone_by", "undone_at"])
    return left


def _take_back(act: dict[str, Any], left: list[str], *, is_the_record: bool) -> None:
    model = model_of(act["model"])
    if act["act"] == "change":
        for key in act["keys"]:
            if not _written(model, key, act["after"], act["before"]):
                _tell(model, left)
    elif act["act"] == "add":
        _drop(model, act, left)
    elif not _put_back(model, act["row"]):
        if is_the_record:
            raise RefusedError(_("The removed record has no place any more: another one has its number by now."))
        _tell(model, left)


def _written(model: Any, key: Any, now: dict[str, Any], then: dict[str, Any]) -> bool:
    try:
        with transaction.atomic():
            return bool(write(model, [key], now, then))
    except IntegrityError:
        return False


def _drop(model: Any, act: dict[str, Any], left: list[str]) -> None:
    """Take out a row that the merge had put in, unless it has changed since."""
    if not model._base_manager.filter(pk=act["key"]).exists():
        return
    try:
        with transaction.atomic():
            if read(model, act["key"]) == act["row"]:
                delete(model, act["key"])
                return
    except IntegrityError:
        pass  # something hangs on it by now
    _tell(model, left)


def _put_back(model: Any, row: dict[str, Any]) -> bool:
    try:
        with transaction.atomic():
            insert(model, row)
    except IntegrityError:
        return False
    return True


def _tell(model: Any, left: list[str]) -> None:
    left.append(capfirst(str(model._meta.verbose_name)))
