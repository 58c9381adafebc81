"""What becomes of each line: new, changed, unchanged or refused; asked once for the preview, once more to confirm.

Most lines of a large file meet no company, or one that says the same: they are told apart by joins of narrow rows,
and neither compared field by field nor written again.
"""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone

from leader.shared.scope import AnyUser
from members.models import Activity2025, Company
from members.models.nomenclatures import NAF_2025
from territories.models import CompanyImport, StageKind, Territory

_FIELDS = ["siren", "name", "address", "postal_code", "city", "email", "phone", "website", "founded_on"]
# The list of NAF 2025 may be loaded, or not: without it the form of a code is all that can be asked.
_KNOWN_2025 = f"(new_act.code IS NOT NULL OR NOT %(listed)s) AND coalesce(r.naf_2025 ~ '{NAF_2025}', false)"
_KEY = "translate(f_norm({}), E' .,;:-_&/()''’\"', '')"


def match(company_import: CompanyImport, reach: AnyUser | None = None) -> int:
    """Write the outcome of every line; return how many lines had another one before.

    ``reach`` is the person whose companies alone may change; None, a command, reaches all.
    """
    reachable, values = _reach(reach)
    chosen = company_import.territory
    values |= {
        "import": company_import.pk, "choices": json.dumps(company_import.choices),
        "year": timezone.localdate(company_import.created_at).year - 1, "today": timezone.localdate(),
        "listed": Activity2025.objects.exists(), "closed": closed_territories(timezone.localdate()),
        "chosen": chosen.pk if chosen else None, "prospects": company_import.as_prospects,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_match_sql(reachable), values)
        return cursor.rowcount


def closed_territories(day: date) -> list[int]:
    """Return the keys of the territories that are closed on ``day``: a file that names one names none."""
    return list(Territory.objects.at_stage_on(day, [StageKind.CLOSED]).order_by().values_list("pk", flat=True))


def territory_key() -> str:
    """Return the SQL that makes "LeadeR Alès" and "alès" one; it takes the name's place."""
    return f"regexp_replace({_KEY}, '^leader', '')"


def _reach(person: AnyUser | None) -> tuple[Callable[[str], str], dict[str, Any]]:
    """Return what makes the condition that a company's key is within reach of ``person``, and its parameters."""
    companies = Company.objects.administered_by(person) if person else Company.objects.all()
    query = companies.order_by().values("pk").query
    if not query.where:
        return lambda _key: "true", {}
    sql, parameters = query.sql_with_params()
    named = {f"reach{place}": value for place, value in enumerate(parameters)}
    sql %= tuple(f"%({name})s" for name in named)
    return lambda key: f"{key} IN ({sql})", named


# Who was found by the name alone keeps it as it is known: "OENOLOGIE D ETE" corrects nothing.
_RENAMED = f"""r.name <> c.name AND (coalesce(c.siren = r.siren, false) OR coalesce(c.id = r.reference, false)
  OR coalesce(c.foreign_number = r.foreign_number, false) OR {_KEY.format("c.name")} <> {_KEY.format("r.name")})"""


def _changes() -> str:
    """Return the jsonb of the fields that the line ``r`` would change, with their old and new values."""
    pairs = [(f, f"r.{f}::text <> coalesce(c.{f}::text, '')", f"c.{f}", f"r.{f}") for f in _FIELDS if f != "name"]
    pairs.append(("name", _RENAMED, "c.name", "r.name"))
    pairs += [
        ("activity", "r.activity <> coalesce(c.activity_id, '')", "c.activity_id", "r.activity"),
        ("activity_2025", "r.activity_2025 <> c.activity_2025", "c.activity_2025", "r.activity_2025"),
        ("size_class", "r.size_class <> c.insee_size_class", "c.insee_size_class", "r.size_class"),
    ]
    for figure in ("headcount", "turnover"):
        differs = f"r.{figure} IS NOT NULL AND r.{figure} IS DISTINCT FROM f.{figure}"
        pairs.append((figure, differs, f"coalesce(f.{figure}::text, '')", f"r.{figure}"))
    any_change = " OR ".join(f"({differs})" for _name, differs, _old, _new in pairs)
    each = ", ".join(
        f"'{name}', CASE WHEN {differs} THEN jsonb_build_array({old}, {new}) END"
        for name, differs, old, new in pairs
    )
    return f"""CASE WHEN c.id IS NULL OR r.first_line < r.number OR NOT coalesce({any_change}, false) THEN '{{}}'
      ELSE jsonb_strip_nulls(jsonb_build_object({each})) END"""


# A line that repeats another may still bring an earlier day of membership, nothing else.
_ATTACHMENTS = """CASE WHEN r.member_since IS NULL AND r.territory_id IS NULL THEN '{}'
      ELSE jsonb_strip_nulls(jsonb_build_object('member_since', CASE WHEN r.member_since IS NOT NULL
        AND (c.id IS NULL OR c.id NOT IN (SELECT company_id FROM members_membership))
        THEN jsonb_build_array('', r.member_since) END)
      || CASE WHEN r.first_line < r.number OR r.territory_id IS NULL THEN '{}' ELSE jsonb_build_object(
        'territory', CASE WHEN NOT %(prospects)s AND home.territory_id IS NULL
          THEN jsonb_build_array('', r.territory_id) END,
        'prospect', CASE WHEN %(prospects)s AND home.territory_id IS DISTINCT FROM r.territory_id
          AND (c.id IS NULL OR (c.id, r.territory_id) NOT IN (SELECT company_id, territory_id FROM territories_prospect))
          THEN jsonb_build_array('', r.territory_id) END) END) END"""


def _match_sql(reachable: Callable[[str], str]) -> str:
    key = _KEY.format
    table = Territory._meta.db_table
    return f"""
WITH said AS MATERIALIZED (
  SELECT number, reference, siren, country, foreign_number, name, city, member_since,
    coalesce('s' || siren, 'f' || country || foreign_number,
      'n' || {key("name")} || '/' || coalesce({key("city")}, '') || coalesce('#' || reference, '')) AS same
  FROM territories_importrow WHERE import_id = %(import)s AND problems = '{{}}'),
repeated AS (
  SELECT s.number, first_value(s.number) OVER w AS first_line,
    min(s.member_since) OVER (w ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS since
  FROM said s JOIN (SELECT same FROM said GROUP BY same HAVING count(*) > 1) AS twice USING (same)
  WINDOW w AS (PARTITION BY s.same ORDER BY s.number)),
exact AS MATERIALIZED (
  SELECT DISTINCT ON (number) number, id FROM (
    SELECT a.number::int, c.id, 1 AS place FROM jsonb_each_text(%(choices)s::jsonb) AS a (number, chosen)
      JOIN members_company c ON c.id = a.chosen::bigint AND {reachable("c.id")}
    UNION ALL SELECT s.number, c.id, 2 FROM said s JOIN members_company c ON c.id = s.reference
      AND (c.siren = s.siren OR {key("c.name")} = {key("s.name")})
    UNION ALL SELECT s.number, c.id, 3 FROM said s JOIN members_company c ON c.siren = s.siren
    UNION ALL SELECT s.number, c.id, 4 FROM said s
      JOIN members_company c ON c.country = s.country AND c.foreign_number = s.foreign_number) AS told
  ORDER BY number, place),
unknown AS NOT MATERIALIZED (
  SELECT * FROM said s WHERE NOT EXISTS (SELECT 1 FROM exact e WHERE e.number = s.number)),
namesakes AS (
  SELECT u.number, u.city AS said_city, c.id, c.city FROM unknown u
    JOIN members_company c ON {key("c.name")} = {key("u.name")} WHERE u.siren IS NULL
  UNION ALL SELECT u.number, u.city, c.id, c.city FROM unknown u
    JOIN members_company c ON {key("c.name")} = {key("u.name")} WHERE u.siren IS NOT NULL AND c.siren IS NULL),
alike AS (
  SELECT number, count(*) FILTER (WHERE {key("city")} = {key("said_city")}) AS same_town,
    min(id) FILTER (WHERE {key("city")} = {key("said_city")}) AS id,
    count(*) FILTER (WHERE said_city IS NULL OR city = '') AS no_town
  FROM namesakes WHERE {reachable("id")} AND NOT %(choices)s::jsonb ? number::text GROUP BY number),
met AS MATERIALIZED (
  SELECT number, id AS cid, false AS doubtful FROM exact
  UNION ALL SELECT number, CASE WHEN same_town = 1 THEN id END, same_town > 1 OR (same_town = 0 AND no_town > 0)
  FROM alike),
places AS MATERIALIZED (
  SELECT named.territory, min(t.id) AS id
  FROM (SELECT DISTINCT territory FROM territories_importrow WHERE import_id = %(import)s) AS named
  JOIN {table} t ON {territory_key().format("t.name")} = {territory_key().format("named.territory")}
    AND NOT t.id = ANY(%(closed)s::bigint[]) GROUP BY 1),
found AS (
  SELECT r.*, p.first_line, p.since, m.cid, coalesce(m.doubtful, false) AS doubtful,
    CASE WHEN r.territory IS NULL THEN %(chosen)s::bigint ELSE t.id END AS territory_id,
    r.naf IS NOT NULL AND act.code IS NULL AS naf_unknown, act.code AS activity,
    r.naf_2025 IS NOT NULL AND NOT ({_KNOWN_2025}) AS naf_2025_unknown,
    CASE WHEN {_KNOWN_2025} THEN r.naf_2025 END AS activity_2025
  FROM territories_importrow r LEFT JOIN repeated p USING (number) LEFT JOIN met m USING (number)
  LEFT JOIN places t ON t.territory = r.territory LEFT JOIN members_activity act ON act.code = r.naf
  LEFT JOIN members_activity2025 new_act ON new_act.code = r.naf_2025
  WHERE r.import_id = %(import)s AND r.problems = '{{}}'),
compared AS (
  SELECT r.number, r.cid, r.outcome, r.company_id, r.changes, r.refusal, r.warnings, r.repeats, c.id IS NOT NULL AS known,
    CASE WHEN r.first_line < r.number THEN r.first_line END AS repeated,
    {_changes()} || {_ATTACHMENTS} AS changed,
    CASE WHEN r.territory_id IS NOT DISTINCT FROM home.territory_id AND r.territory IS NULL
      AND NOT r.naf_unknown AND NOT r.naf_2025_unknown
      THEN '{{}}' ELSE array_remove(ARRAY[
      CASE WHEN r.territory IS NOT NULL AND r.territory_id IS NULL THEN 'territory:unknown' END,
      CASE WHEN r.naf_unknown THEN 'naf:unknown' END,
      CASE WHEN r.naf_2025_unknown THEN 'naf_2025:unknown' END,
      CASE WHEN home.territory_id <> r.territory_id AND NOT %(prospects)s THEN 'territory:other' END], NULL) END AS warned,
    CASE WHEN r.cid IS NULL AND r.first_line IS NULL AND NOT r.doubtful THEN '{{}}' ELSE array_remove(ARRAY[
      CASE WHEN r.cid IS NOT NULL AND NOT ({reachable("r.cid")}) THEN 'siren:elsewhere' END,
      CASE WHEN r.first_line < r.number AND NOT coalesce(r.member_since < r.since, false)
        THEN 'siren:duplicate:' || r.first_line END,
      CASE WHEN r.doubtful THEN 'name:doubtful' END], NULL) END AS refused
  FROM found r LEFT JOIN members_company c ON c.id = r.cid
  LEFT JOIN members_companyfigures f ON f.company_id = c.id AND f.year = coalesce(r.year, %(year)s)
  LEFT JOIN territories_affiliation home ON home.company_id = c.id AND home.is_home
    AND daterange(home.starts_on, home.ends_on, '[]') @> %(today)s::date
  OFFSET 0),
outcomes AS (
  SELECT *, CASE WHEN refused <> '{{}}' THEN 'refused' WHEN NOT known AND repeated IS NULL THEN 'new'
    WHEN changed = '{{}}' THEN 'unchanged' ELSE 'updated' END AS told FROM compared OFFSET 0),
moved AS (
  SELECT number, told, repeated, refused, warned::text[] AS warned,
    CASE WHEN told = 'refused' THEN NULL ELSE cid END AS cid,
    CASE WHEN told = 'refused' THEN '{{}}' ELSE changed END AS changed
  FROM outcomes
  WHERE outcome <> told OR refusal <> refused OR warnings <> warned::text[] OR repeats IS DISTINCT FROM repeated
    OR company_id IS DISTINCT FROM CASE WHEN told = 'refused' THEN NULL ELSE cid END
    OR changes <> CASE WHEN told = 'refused' THEN '{{}}' ELSE changed END)
UPDATE territories_importrow r SET outcome = m.told, company_id = m.cid, repeats = m.repeated, changes = m.changed,
  refusal = m.refused, warnings = m.warned
FROM moved m WHERE r.import_id = %(import)s AND r.number = m.number"""
