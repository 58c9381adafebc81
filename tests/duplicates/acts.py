"""A merge as a clerk would do it, and the tables before and after, for the tests of merges."""

from django.apps import apps
from django.db import connection
from django.utils import timezone
from pghistory.models import Event

from members.duplicates.merging import foresee, merge
from members.models import MergeRecord
from tests.factories import accounts

OURS = {"members", "territories", "commissions", "events", "elections", "dues"}


def merged(kept, removed, kind="company", *, by=None, **values):
    """Merge ``removed`` into ``kept`` with ``values``, as it was foreseen; return the record of it."""
    kept.refresh_from_db()
    removed.refresh_from_db()
    return merge(
        kind, kept.pk, removed.pk, values, by=by or accounts.staff(), at=timezone.now(),
        versions=(kept.version, removed.version), promised=foresee(kind, kept.pk, removed.pk).digest(),
    )  # fmt: skip


def tables():
    """Return the content of every table that the merge may touch, versions left out."""
    content = {}
    for model in apps.get_models(include_auto_created=True):
        if issubclass(model, Event) or model in (MergeRecord,) or model._meta.app_label not in OURS:
            continue
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT to_jsonb(t) - 'version' FROM \"{model._meta.db_table}\" t")
            content[model._meta.label] = sorted(row[0] for row in cursor.fetchall())
    return content
