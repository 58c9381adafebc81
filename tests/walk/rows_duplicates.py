"""What the pages of duplicates answer: staff decide, a lead reads the pairs of the own companies."""

from members.models import MergeRecord
from tests.walk.expectations import Row, only


def _own(world):
    return {"pk": world.own.pair.pk}


def _foreign(world):
    return {"pk": world.foreign.pair.pk}


def _record(world):
    return {"kind": "entreprise", "record_pk": world.own.pair.company_id}


def _merge(world):
    return {"pk": MergeRecord.objects.earliest("pk").pk}


def duplicate_rows() -> dict[str, Row]:
    """Return the rows of the suspected duplicates and of the merges."""
    readers = ("staff", "lead", "neighbour")
    refused = only("staff", answer="405")
    away = only("staff", answer="away")
    return {
        "pages:duplicate-list": Row(get=only(*readers), post=only(*readers, answer="405")),
        "pages:duplicate-pair": Row(
            get=only("staff", "lead"),
            post=only(*readers, answer="405"),
            own=_own,
            foreign=_foreign,
            get_foreign=only("staff", "neighbour"),
        ),
        "pages:duplicate-name": Row(get=only("staff"), post=away, own=_record),
        "pages:duplicate-search": Row(get=refused, post=away),
        "pages:duplicate-decide": Row(get=refused, post=away, own=_own),
        "pages:duplicate-merge": Row(get=refused, post=only("staff"), own=_own),
        "pages:merge-list": Row(get=only("staff"), post=refused),
        "pages:merge-undo": Row(get=refused, post=away, own=_merge),
    }
