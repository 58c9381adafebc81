"""What must be true of a database at any time: asked after a restore, and whenever one wonders."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pgtrigger
from django.apps import apps
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models import AutoField, BigAutoField, Exists, F, Model, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

AUTOMATIC = (AutoField, BigAutoField)
Question = Callable[[], list[str]]
_OF_APPS: dict[str, Question] = {}


def asks(rule: str) -> Callable[[Question], Question]:
    """Return a decorator, for an app's module ``reconciliation``: the function returns what breaks ``rule``."""

    def registered(question: Question) -> Question:
        _OF_APPS[rule] = question
        return question

    return registered


def questions() -> Iterator[tuple[str, list[str]]]:
    """Yield each rule in words, with what breaks it: an empty list is the good answer."""
    yield "every migration is applied", _missing_migrations()
    yield (
        "every constraint was checked against every row",
        _names("SELECT conname FROM pg_constraint WHERE NOT convalidated"),
    )
    yield "every index is valid", _names("SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid")
    yield "every constraint of the models is in the database", sorted(_expected_constraints() - _constraints())
    yield "every trigger is in place and enabled", sorted(_expected_triggers() - _triggers())
    yield (
        "names are compared without accents",
        _names("SELECT 'f_norm' WHERE public.f_norm('Œnologie') <> 'oenologie'"),
    )
    yield (
        "French prose is found without its accents",
        _names(
            "SELECT 'leader_french' WHERE to_tsvector('public.leader_french', 'décidées')"
            " <> to_tsvector('public.leader_french', 'decidees')"
        ),
    )
    yield "every counter stands at or above the highest number given", _counters_behind()
    yield "no two spells overlap where one at a time is allowed", sorted(_overlaps())
    for rule, question in _OF_APPS.items():
        yield rule, question()


def _names(sql: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [str(row[0]) for row in cursor.fetchall()]


def _missing_migrations() -> list[str]:
    executor = MigrationExecutor(connections["default"])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _ in plan]


def _models() -> list[type[Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]


def _expected_constraints() -> set[str]:
    return {constraint.name for model in _models() for constraint in model._meta.constraints}


def _constraints() -> set[str]:
    return {*_names("SELECT conname FROM pg_constraint"), *_names("SELECT indexname FROM pg_indexes")}


def _expected_triggers() -> set[str]:
    return {trigger.get_pgid(model) for model, trigger in pgtrigger.registered()}


def _triggers() -> set[str]:
    return set(_names("SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D' AND NOT tgisinternal"))


def _counters_behind() -> list[str]:
    behind = []
    with connection.cursor() as cursor:
        for model in _models():
            key = model._meta.pk
            if not isinstance(key, AUTOMATIC):
                continue
            quoted = connection.ops.quote_name(model._meta.db_table)
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [quoted, key.column])
            if (sequence := cursor.fetchone()[0]) and _is_behind(cursor, sequence, quoted, key.column or ""):
                behind.append(model._meta.db_table)
    return behind


def _is_behind(cursor: Any, sequence: str, table: str, column: str) -> bool:
    quoted = connection.ops.quote_name(column)
    cursor.execute(f"SELECT last_value < (SELECT coalesce(max({quoted}), 0) FROM {table}) FROM {sequence}")  # noqa: S608
    return cursor.fetchone()[0]


def _overlaps() -> Iterator[str]:
    for model in _models():
        for constraint in model._meta.constraints:
            if isinstance(constraint, ExclusionConstraint) and _overlapping(model, constraint).exists():
                yield constraint.name


def _overlapping(model: type[Model], constraint: ExclusionConstraint) -> QuerySet[Model]:
    """Return the rows whose time meets that of another row that ``constraint`` would keep apart."""
    names = [name for name, operator in constraint.expressions if isinstance(name, str) and operator == "="]
    rows = model._base_manager.filter(constraint.condition or Q())
    others = rows.exclude(pk=OuterRef("pk")).filter(**{name: OuterRef(name) for name in names})
    fields = {field.name for field in model._meta.get_fields()}
    return rows.filter(Exists(_meeting_days(others) if "starts_on" in fields else _meeting_moments(others)))


def _meeting_days(others: QuerySet[Model]) -> QuerySet[Model]:
    """Keep those of which a day is one of the outer row: both bounds belong to a spell."""
    begun = others.filter(starts_on__lte=Coalesce(OuterRef("ends_on"), Value(date.max)))
    return begun.annotate(last=Coalesce(F("ends_on"), Value(date.max))).filter(last__gte=OuterRef("starts_on"))


def _meeting_moments(others: QuerySet[Model]) -> QuerySet[Model]:
    """Keep those that run while the outer row does: the last moment belongs to the next one."""
    return others.filter(started_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("started_at"))
