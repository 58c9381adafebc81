"""French prose found by its words: singular or plural, in most of their forms, accents and ligatures forgiven.

The text search configuration ``leader_french`` (a migration of this app) is PostgreSQL's own for French behind
``unaccent``. Names are looked for in another way, by any part of them: ``leader.shared.names``.

Without its accents a participle in -ée keeps a letter that one in -é loses: "réservé" is stored as ``reserv``,
"réservées" as ``reserve``. So what is typed asks for both; "année" then finds "Anne", as "arme" finds "armée" in
PostgreSQL's own French, accents and all.
"""

import re
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchVectorField
from django.db.models import Func

CONFIGURATION = "public.leader_french"
# What frames a word that was found: characters that no form lets through.
_BEGINS, _ENDS = "\ue000", "\ue001"


# A word of a query as PostgreSQL writes it: letters, of which the last is no e, then an e or none.
_STEM, _WITH_AND_WITHOUT_E = r"'([a-z]+[a-df-z])e?'", r"('\1' | '\1e')"


class _Typed(SearchQuery):
    """What somebody typed, each of its words with a final e and without."""

    def as_sql(self, *args: Any, **kwargs: Any) -> Any:
        """Widen the query that PostgreSQL made of the words."""
        sql, params = super().as_sql(*args, **kwargs)
        return f"regexp_replace(({sql})::text, %s, %s, 'g')::tsquery", [*params, _STEM, _WITH_AND_WITHOUT_E]


class FrenchWords(Func):
    """The words of a text, as an index holds them."""

    template = f"to_tsvector('{CONFIGURATION}'::regconfig, %(expressions)s)"
    output_field = SearchVectorField()


def words_typed(text: str) -> SearchQuery:
    """Return what somebody typed as a condition: every word, “a phrase” in quotes, a word left out by a minus."""
    return _Typed(text, config=CONFIGURATION, search_type="websearch")


def extract(expression: Any, text: str) -> SearchHeadline:
    """Return the passages of ``expression`` that hold the words of ``text``; ``passages`` takes them apart."""
    return SearchHeadline(
        expression, words_typed(text), config=CONFIGURATION, start_sel=_BEGINS, stop_sel=_ENDS,
        min_words=8, max_words=24, max_fragments=2, fragment_delimiter=" … ",
    )  # fmt: skip


def passages(found: str) -> list[tuple[str, bool]]:
    """Return ``found`` in pieces, each with whether it is a word that was looked for."""
    pieces = re.split(f"[{_BEGINS}{_ENDS}]", found)
    return [(piece, at % 2 == 1) for at, piece in enumerate(pieces) if piece]
