"""An erasure: previewed row by row, done in one transaction, in the history too, and remembered by key alone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import F, Func, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from leader.shared import audit
from leader.shared.history import changes_of, is_tracked
from leader.shared.personal_data.declaring import Place, declared
from leader.shared.personal_data.holding import at_their_address
from leader.shared.personal_data.remembering import remember
from leader.shared.personal_data.subjects import Subject

REPLACED = "[effacé]"
CALLED = {
    "phone",
    "email",
    "reply_to",
}  # where another word than a number or an address would be dialled, written to, refused
Obstacle = Callable[[Subject], list[str]]
_obstacles: list[Obstacle] = []


class ObstacleError(Exception):
    """Something must happen first; ``args`` are the sentences."""


@dataclass
class Line:
    """What an erasure does in one place, or leaves there."""

    name: Any
    act: Any
    count: int
    reason: Any = ""


@dataclass
class Preview:
    """What an erasure would do: lines of what goes, of what stays, and what must happen first."""

    erased: list[Line] = field(default_factory=list)
    kept: list[Line] = field(default_factory=list)
    obstacles: list[str] = field(default_factory=list)

    @property
    def keeps_the_name(self) -> bool:
        """Tell whether the name stays, for the sake of a row that the law keeps."""
        return any(line.act == NAME_KEPT for line in self.kept)


DELETED, BLANKED, NAMED = _("rows deleted"), _("rows emptied"), _("texts in which the person is named")
ROW_KEPT, NAME_KEPT = _("rows kept"), _("rows kept with the name")


def obstacle(function: Obstacle) -> Obstacle:
    """Register a function that gives the sentences of what must happen before somebody is erased."""
    _obstacles.append(function)
    return function


def rows_of(place: Place, subject: Subject, model: Any = None) -> QuerySet[Any] | None:
    """Return the rows of ``place`` that are the subject's (or of its history ``model``); None: none can be."""
    model = model or place.model
    condition = Q()
    if place.person and subject.person:
        condition |= Q(**{place.person: subject.person})
    kept = {field.name for field in model._meta.fields}  # a history may leave an address out
    for name in (each for each in place.addresses if "__" in each or each in kept):
        condition |= at_their_address(place.model, name, subject)
    return model._base_manager.filter(condition) if condition else None


def rows_of_model(model: Any, subject: Subject) -> QuerySet[Any]:
    """Return the rows of a declared ``model`` that are the subject's."""
    own = next(rows_of(place, subject) for place in declared() if place.model is model)
    return model._base_manager.none() if own is None else own


def preview(subject: Subject) -> Preview:
    """Say what an erasure of ``subject`` would do today."""
    told = Preview(obstacles=[sentence for ask in _obstacles for sentence in ask(subject)])
    for place in declared():
        name = place.model._meta.verbose_name_plural
        own = rows_of(place, subject)
        if own is not None and (count := own.count()):
            if place.blank or place.deletes:
                told.erased.append(Line(name, DELETED if place.deletes else BLANKED, count))
            if place.kept and (kept := own.filter(place.kept.while_()).count()):
                told.kept.append(Line(name, NAME_KEPT if place.kept.names else ROW_KEPT, kept, place.kept.reason))
        if named := sum(rows.count() for rows, _fields in _texts(place, subject)):
            told.erased.append(Line(name, NAMED, named))
    return told


def lock(subject: Subject) -> None:
    """Wait for whoever is writing the subject's rows, and keep others from it until the transaction ends."""
    for place in declared():
        if (place.blank or place.deletes) and (own := rows_of(place, subject)) is not None:
            list(own.select_for_update(of=("self",)).order_by("pk").values_list("pk"))


@transaction.atomic
def erase(subject: Subject, *, at: datetime, whatever: bool = False, foreseen: Preview | None = None) -> Preview:
    """Erase ``subject`` everywhere and return what was done; raise ObstacleError when something must happen first.

    ``whatever`` stands in the way is passed over when it is done for the second time, after a restore.

    What the law keeps stays, as the preview says. A second erasure finds nothing more. Whoever has ``foreseen`` it
    under ``lock`` spares a second search of every text.
    """
    lock(subject)
    told = foreseen or preview(subject)
    if told.obstacles and not whatever:
        raise ObstacleError(*told.obstacles)
    places = declared()
    for place in places:
        if place.also:
            place.also(subject)
    # Which rows are theirs is asked before the words go: at a mailbox of several a row is found by its name.
    own = [(place, *_own_keys(place, subject)) for place in places if place.blank or place.deletes]
    for place in places:  # texts first: they are found by words, which the rows below lose
        _replace_words(place, subject)
    # The rows that others are reached through (a person, an account) go last.
    for place, keys, past in sorted(own, key=lambda each: -_depth(each[0])):
        _erase_rows(place, keys, past, keeps_the_name=told.keeps_the_name)
    remember(subject, at=at)
    return told


def _depth(place: Place) -> int:
    if place.person == "pk":
        return 0
    return 1 + max(path.count("__") for path in [place.person, *place.addresses])


def _own_keys(place: Place, subject: Subject) -> tuple[list[Any], list[Any]]:
    """Return the keys of the rows that are the subject's, and of what the history kept of rows that were once."""
    own, past = rows_of(place, subject), None
    if own is None:
        return [], []
    # What a row said when it was theirs: an address replaced since leads to its old versions alone.
    if is_tracked(place.model) and place.blank and "__" not in place.person and place.person != "pk":
        past = rows_of(place, subject, changes_of(place.model))
    keys = list(own.select_for_update(of=("self",)).values_list("pk", flat=True))
    return keys, [] if past is None else list(past.values_list("pk", flat=True))


def _erase_rows(place: Place, keys: list[Any], past: list[Any], *, keeps_the_name: bool) -> None:
    blank = dict(place.blank)
    if keeps_the_name and place.person == "pk":
        blank = {name: value for name, value in blank.items() if name not in {"given_name", "family_name"}}
    rows = place.model._base_manager.filter(pk__in=keys)
    if place.deletes:
        rows.delete()
    else:
        rows.update(**blank)
    if is_tracked(place.model) and blank:
        changes = changes_of(place.model)
        audit.forget(
            changes._base_manager.filter(Q(pgh_obj__in=keys) | Q(pk__in=past)), **_known_to(changes, blank)
        )


def _known_to(changes: Any, blank: dict[str, Any]) -> dict[str, Any]:
    names = {f.name for f in changes._meta.fields}
    return {name: value for name, value in blank.items() if name in names}


def _texts(place: Place, subject: Subject) -> Iterator[tuple[QuerySet[Any], list[str]]]:
    """Yield the rows that name the subject in a free text, in the table and in its history, with the fields."""
    if not (place.free and subject.pattern):
        return
    tables: list[Any] = [place.model]
    if is_tracked(place.model):
        tables.append(changes_of(place.model))
    for model in tables:
        fields = [name for name in place.free if name in {f.name for f in model._meta.fields}]
        named = Q()
        for name in fields:
            is_pages = _are_pages(model._meta.get_field(name))
            named |= Q(**{f"{name}__iregex": subject.in_pages}) if is_pages else subject.named_in(name)
        if fields:
            yield model._base_manager.filter(named), fields


def _replace_words(place: Place, subject: Subject) -> None:
    for rows, fields in _texts(place, subject):
        replaced = {name: _without_words(rows.model._meta.get_field(name), subject) for name in fields}
        if rows.model is place.model:
            rows.update(**replaced)
        else:
            with pgtrigger.ignore(f"{rows.model._meta.label}:append_only"):
                rows.update(**replaced)


def _are_pages(kept: Any) -> bool:
    """Tell whether a field lists addresses of pages: with another word in it, one would lead elsewhere."""
    return isinstance(kept, ArrayField) and isinstance(kept.base_field, models.URLField)


def _without_words(kept: Any, subject: Subject) -> Any:
    """Return the field without the words: a text, or JSON and lists of texts by way of their text.

    Of a list of addresses of pages, those that name the subject go whole.
    """
    if _are_pages(kept):
        return _Unnamed(F(kept.name), Value(subject.in_pages), output_field=kept)
    text: Any = Cast(F(kept.name), models.TextField())
    if subject.words:
        text = _replaced(text, "|".join(subject.words), "" if kept.name in CALLED else REPLACED)
    for pattern in subject.cells:  # what parts two cells stays, or the others would be in the wrong column
        text = _replaced(text, pattern, rf"{REPLACED}\1{REPLACED}")
    return text if isinstance(kept, (models.CharField, models.TextField)) else Cast(text, kept)


class _Unnamed(Func):
    """The elements of an array that a regular expression does not find, in their order."""

    template = "ARRAY(SELECT one FROM unnest(%(expressions)s ORDER BY place)"
    arg_joiner = ") WITH ORDINALITY AS listed(one, place) WHERE one !~* "


def _replaced(text: Any, pattern: str, by: str) -> Any:
    return Func(
        text, Value(pattern), Value(by), Value("gi"), function="regexp_replace", output_field=models.TextField()
    )
