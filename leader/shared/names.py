"""Names as people type them: found whatever the accents, the case and the ligatures."""

from typing import Any

from django.db.models import Func, GeneratedField, TextField, Value
from django.db.models.functions import Concat


class Folded(Func):
    """The text in lower case, without accents, ligatures opened: the database function ``f_norm``."""

    function = "f_norm"
    output_field = TextField()


def search_field(*names: str) -> GeneratedField:
    """Return the stored column ``q``: the fields ``names`` folded, for a trigram index to search.

    The words are parted by a space, so that a search never matches across two fields by accident.
    """
    parts: list[Any] = []
    for name in names:
        parts += [name, Value(" ")]
    joined = Concat(*parts, output_field=TextField())
    return GeneratedField(expression=Folded(joined), output_field=TextField(), db_persist=True)
