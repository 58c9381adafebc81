"""Look for records that may be one: whole tables by what is equal, the changed companies by near names.

What is equal (e-mail, phone, website, number, name and place) is found by grouping, one pass over the table; a
value that more than five records share, such as the address of an accountant, is no sign. Near names are looked up
in the trigram index, for the companies that have changed since the last search, as long as the time allows.
"""

import time
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from members.duplicates.scoring import LISTED, SCORED
from members.models import Company, DuplicateSearch
from members.models.duplicates import Kind, Reason

CROWD = 5  # more records than this share a value: no sign that they are one
BATCH = 500
LASTS = timedelta(minutes=15)
ALIKE = 0.8  # how much of a name must be found in the other file (pg_trgm's word similarity)

_KEYS = {
    Kind.COMPANY: """
        SELECT id, 'e' || lower(email) AS key FROM members_company WHERE email <> ''
        UNION ALL SELECT id, 'p' || right(regexp_replace(phone, '[^0-9]', '', 'g'), 9) FROM members_company
          WHERE length(regexp_replace(phone, '[^0-9]', '', 'g')) >= 9
        UNION ALL SELECT id, 'w' || pg_temp.domain_of(website) FROM members_company WHERE website <> ''
        UNION ALL SELECT id, 'f' || country || regexp_replace(lower(foreign_number), '[^a-z0-9]', '', 'g')
          FROM members_company WHERE foreign_number <> ''
        UNION ALL SELECT id, 'n' || pg_temp.bare(name) || postal_code FROM members_company WHERE postal_code <> ''
        UNION ALL SELECT id, 't' || pg_temp.bare(name) || f_norm(city) FROM members_company WHERE city <> ''""",
    Kind.PERSON: """
        SELECT id, 'e' || lower(email) AS key FROM members_person WHERE email <> ''
        UNION ALL SELECT id, 'p' || right(regexp_replace(phone, '[^0-9]', '', 'g'), 9) FROM members_person
          WHERE length(regexp_replace(phone, '[^0-9]', '', 'g')) >= 9
        UNION ALL SELECT p.id, 'c' || f_norm(p.given_name || ' ' || p.family_name) || ' ' || r.company_id
          FROM members_person p JOIN (SELECT DISTINCT person_id, company_id FROM members_representative) r
          ON r.person_id = p.id WHERE p.given_name <> ''
        UNION ALL SELECT id, 's' || least(f_norm(given_name), f_norm(family_name)) || '|'
          || greatest(f_norm(given_name), f_norm(family_name)) FROM members_person WHERE given_name <> ''""",
}
_EQUAL = """
    SELECT DISTINCT a, b FROM (SELECT array_agg(id) AS ids FROM ({keys}) AS keyed GROUP BY key
      HAVING count(*) BETWEEN 2 AND %s) AS groups, unnest(ids) AS a, unnest(ids) AS b WHERE a < b
    UNION SELECT {kind}_id, other_{kind}_id FROM members_duplicatepair WHERE kind = '{kind}' AND state = 'open'"""
_NEAR = """
    SELECT DISTINCT least(c.id, k.id) AS a, greatest(c.id, k.id) AS b FROM members_company c JOIN members_company k
      ON k.q %%> f_norm(c.name) AND k.id <> c.id
      AND (k.commune_id = c.commune_id OR k.postal_code = c.postal_code AND c.postal_code <> '')
    WHERE c.id = ANY(%s)"""
_KEPT = """
    WITH candidate AS MATERIALIZED ({candidates}), scored AS MATERIALIZED ({scored}), listed AS (
      INSERT INTO members_duplicatepair AS p
        ({kind}_id, other_{kind}_id, kind, score, reasons, found_at, state, version)
      SELECT a, b, '{kind}', score, reasons, now(), 'open', 1 FROM scored WHERE score >= {listed}
      ORDER BY score DESC, a, b LIMIT 20000
      ON CONFLICT ({kind}_id, other_{kind}_id) DO UPDATE SET score = excluded.score, reasons = excluded.reasons
      WHERE p.state = 'open' AND NOT '{named}' = ANY (p.reasons)
        AND (p.score, p.reasons) IS DISTINCT FROM (excluded.score, excluded.reasons)
      RETURNING 1
    ), gone AS (
      DELETE FROM members_duplicatepair p USING scored s WHERE p.{kind}_id = s.a AND p.other_{kind}_id = s.b
      AND p.state = 'open' AND NOT '{named}' = ANY (p.reasons) AND s.score < {listed} RETURNING 1
    ) SELECT (SELECT count(*) FROM listed)"""
# Functions of the session alone: written once, and gone with the connection.
_FUNCTIONS = r"""
    CREATE OR REPLACE FUNCTION pg_temp.bare(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$
      SELECT btrim(regexp_replace(regexp_replace(public.f_norm($1),
        '\y(sasu?|sarl|eurl|sa|sci|snc|scop|selarl|ste|societe)\y', '', 'g'), '[^[:alnum:]]+', ' ', 'g')) $$;
    CREATE OR REPLACE FUNCTION pg_temp.domain_of(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$
      SELECT regexp_replace(regexp_replace(lower($1), '^[a-z]+://(www\.)?', ''), '[/:?#].*$', '') $$;"""


def search(lasts: timedelta = LASTS) -> int:
    """Look through everything and return how many pairs are new or seen otherwise; near names as time allows."""
    ends_at = time.monotonic() + lasts.total_seconds()
    found = sum(search_equal(kind) for kind in Kind.values)
    while time.monotonic() < ends_at:
        count, more = _next_batch()
        found += count
        if not more:
            break
    return found


def search_equal(kind: str) -> int:
    """Look through all records of ``kind`` for values that are equal; look again at the pairs that wait."""
    return _keep(kind, _EQUAL.format(keys=_KEYS[Kind(kind)], kind=kind), [CROWD])


def search_near(companies: list[int]) -> int:
    """Look for companies of nearly the same name in the same place as ``companies`` (keys)."""
    return _keep(Kind.COMPANY, _NEAR, [companies])


@transaction.atomic
def _next_batch() -> tuple[int, bool]:
    """Look for those that changed next; return how many pairs were found, and whether there may be more."""
    DuplicateSearch.objects.get_or_create(pk=1)
    cursor = DuplicateSearch.objects.select_for_update().get(pk=1)
    changes = Company._meta.get_field("changes").related_model._default_manager.filter(pgh_id__gt=cursor.seen)
    batch = list(changes.order_by("pgh_id").values_list("pgh_id", "pgh_obj_id")[:BATCH])
    if not batch:
        return 0, False
    found = search_near(sorted({company for _change, company in batch}))
    cursor.seen, cursor.searched_at = batch[-1][0], timezone.now()
    cursor.save()
    return found, len(batch) == BATCH


@transaction.atomic
def _keep(kind: str, candidates: str, params: list[Any]) -> int:
    sql = _KEPT.format(
        candidates=candidates, scored=SCORED[Kind(kind)], kind=kind, listed=LISTED, named=Reason.NAMED
    )
    with connection.cursor() as cursor:
        cursor.execute(_FUNCTIONS)
        cursor.execute("SET LOCAL pg_trgm.word_similarity_threshold = %s", [ALIKE])
        cursor.execute(sql, params)
        return cursor.fetchone()[0]
