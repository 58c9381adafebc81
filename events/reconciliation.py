"""What ``manage.py reconcile`` asks of events: whether the files that the database names are there."""

from django.core.files.storage import default_storage

from events.gallery.forgetting import named_files
from leader.shared.reconciliation import asks


@asks("every photo and document of events that is named is among the files, and is not empty")
def missing_files() -> list[str]:
    """Return the files that are named in vain."""
    missing = []
    for folder, named in named_files().items():
        there = set(default_storage.listdir(folder)[1]) if default_storage.exists(folder) else set()
        missing += [
            name
            for name in sorted(named)
            if name.rpartition("/")[2] not in there or not default_storage.size(name)
        ]
    return missing
