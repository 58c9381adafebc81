"""What holds for uploaded files wherever they stand: on this machine's disk or in a bucket."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction


def stored(content: File, folder: str, *, ending: str = "") -> str:
    """Store ``content`` under a name of chance in ``folder``, and return it: a file is found by its row alone."""
    return default_storage.save(f"{folder}/{uuid4().hex}{ending}", content)


def delete_after_commit(name: str) -> None:
    """Delete a stored file once the transaction that forgets it is sure."""
    transaction.on_commit(partial(default_storage.delete, name))


def names_in(folder: str) -> list[str]:
    """Return the names of the files in ``folder``; a disk may not have this folder yet."""
    try:
        return default_storage.listdir(folder)[1]
    except FileNotFoundError:
        return []


@contextmanager
def on_disk(name: str) -> Iterator[Path]:
    """Yield the place of a stored file on this machine; one of a bucket is copied for the length of the block."""
    try:
        yield Path(default_storage.path(name))
    except NotImplementedError:
        with TemporaryDirectory(prefix="stored-") as folder:
            copy = Path(folder) / Path(name).name
            with default_storage.open(name) as stored, copy.open("wb") as written:
                shutil.copyfileobj(stored, written)
            yield copy
