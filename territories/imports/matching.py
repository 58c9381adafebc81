"""What becomes of each line: new, changed, unchanged or refused; asked once for the preview, once more to confirm."""

import json

from django.db import connection
from django.utils import timezone

from leader.shared.scope import AnyUser
from members.models import Company
from territories.models import CompanyImport, Territory

_FIELDS = ["siren", "name", "address", "postal_code", "city", "email", "phone", "website", "founded_on"]
_KEY = "translate(f_norm({}), E' .,;:-_&/()''’\"', '')"


def match(company_import: CompanyImport, reach: AnyUser | None = None) -> int:
    """Write the outcome of every line; return how many lines had another one before.

    ``reach`` is the person whose companies alone may change; None, a command, reaches all.
    """
    query = Company.objects.administered_by(reach) if reach else Company.objects.all()
    reachable, parameters = query.order_by().values("pk").query.sql_with_params()
    named = {f"reach{place}": value for place, value in enumerate(parameters)}
    reachable = reachable % tuple(f"%({name})s" for name in named)
    chosen = company_import.territory
    values = {
        **named, "import": company_import.pk, "choices": json.dumps(company_import.choices),
        "year": timezone.localdate(company_import.created_at).year - 1, "today": timezone.localdate(),
        "chosen": chosen.pk if chosen else None, "prospects": company_import.as_prospects,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_match_sql(reachable), values)
        return cursor.rowcount


def territory_key() -> str:
    """Return the SQL that makes "LeadeR Alès" and "alès" one; it takes the name's place."""
    return f"regexp_replace({_KEY}, '^leader', '')"


def _match_sql(reachable: str) -> str:
    key = _KEY.format
    kept = ", ".join(
        f"'{f}', CASE WHEN r.{f} IS NOT NULL AND r.{f}::text <> coalesce(c.{f}::text, '') "
        f"THEN jsonb_build_array(c.{f}, r.{f}) END"
        for f in _FIELDS
    )
    table = Territory._meta.db_table
    return f"""
WITH reach (id) AS NOT MATERIALIZED ({reachable}),
said AS MATERIALIZED (
  SELECT r.*, {key("r.name")} AS name_key, {key("r.city")} AS city_key,
    coalesce('s' || r.siren, 'f' || r.country || r.foreign_number,
      'n' || {key("r.name")} || '/' || coalesce({key("r.city")}, '') || coalesce('#' || r.reference, '')) AS same
  FROM territories_importrow r WHERE r.import_id = %(import)s AND r.problems = '{{}}'),
once AS (
  SELECT s.*, first_value(number) OVER w AS first_line,
    min(member_since) OVER (w ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS since
  FROM said s WINDOW w AS (PARTITION BY same ORDER BY number)),
exact AS (
  SELECT o.number, coalesce(chosen.id, own.id, by_siren.id, abroad.id) AS id
  FROM once o
  LEFT JOIN members_company own ON own.id = o.reference AND (own.siren = o.siren OR {key("own.name")} = o.name_key)
  LEFT JOIN members_company by_siren ON by_siren.siren = o.siren
  LEFT JOIN members_company abroad ON abroad.country = o.country AND abroad.foreign_number = o.foreign_number
  LEFT JOIN members_company chosen ON chosen.id = (%(choices)s::jsonb ->> o.number::text)::bigint
    AND chosen.id IN (SELECT id FROM reach)),
alike AS (
  SELECT o.number, count(*) FILTER (WHERE {key("c.city")} = o.city_key) AS same_town,
    min(c.id) FILTER (WHERE {key("c.city")} = o.city_key) AS id,
    count(*) FILTER (WHERE o.city_key IS NULL OR c.city = '') AS no_town
  FROM once o JOIN exact e USING (number)
  JOIN members_company c ON {key("c.name")} = o.name_key AND (o.siren IS NULL OR c.siren IS NULL)
  WHERE e.id IS NULL AND c.id IN (SELECT id FROM reach) AND NOT %(choices)s::jsonb ? o.number::text
  GROUP BY o.number),
found AS MATERIALIZED (
  SELECT o.*, coalesce(e.id, CASE WHEN a.same_town = 1 THEN a.id END) AS cid,
    e.id IS NULL AND (a.same_town > 1 OR (a.same_town = 0 AND a.no_town > 0)) AS doubtful,
    CASE WHEN o.territory IS NULL THEN %(chosen)s::bigint ELSE t.id END AS territory_id,
    o.naf IS NOT NULL AND act.code IS NULL AS naf_unknown, act.code AS activity
  FROM once o JOIN exact e USING (number) LEFT JOIN alike a USING (number)
  LEFT JOIN {table} t ON {territory_key().format("t.name")} = {territory_key().format("o.territory")}
  LEFT JOIN members_activity act ON act.code = o.naf),
compared AS (
  SELECT r.number, r.cid, r.first_line, r.doubtful, r.since, r.member_since, c.id IS NOT NULL AS known,
    r.cid IS NULL OR r.cid IN (SELECT id FROM reach) AS reachable,
    array_remove(ARRAY[
      CASE WHEN r.territory IS NOT NULL AND r.territory_id IS NULL THEN 'territory:unknown' END,
      CASE WHEN r.naf_unknown THEN 'naf:unknown' END,
      CASE WHEN home.territory_id <> r.territory_id AND NOT %(prospects)s THEN 'territory:other' END], NULL) AS warned,
    jsonb_strip_nulls(jsonb_build_object('member_since', CASE WHEN r.member_since IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM members_membership m WHERE m.company_id = c.id)
        THEN jsonb_build_array('', r.member_since) END)
    || CASE WHEN r.first_line < r.number THEN '{{}}' ELSE jsonb_build_object({kept},
      'activity', CASE WHEN r.activity <> coalesce(c.activity_id, '')
        THEN jsonb_build_array(c.activity_id, r.activity) END,
      'size_class', CASE WHEN r.size_class <> c.insee_size_class
        THEN jsonb_build_array(c.insee_size_class, r.size_class) END,
      'headcount', CASE WHEN r.headcount IS DISTINCT FROM f.headcount AND r.headcount IS NOT NULL
        THEN jsonb_build_array(coalesce(f.headcount::text, ''), r.headcount) END,
      'turnover', CASE WHEN r.turnover IS DISTINCT FROM f.turnover AND r.turnover IS NOT NULL
        THEN jsonb_build_array(coalesce(f.turnover::text, ''), r.turnover) END,
      'territory', CASE WHEN r.territory_id IS NOT NULL AND NOT %(prospects)s AND home.territory_id IS NULL
        THEN jsonb_build_array('', r.territory_id) END,
      'prospect', CASE WHEN %(prospects)s AND r.territory_id IS NOT NULL AND home.territory_id IS DISTINCT FROM r.territory_id AND NOT EXISTS (
        SELECT 1 FROM territories_prospect p WHERE p.company_id = c.id AND p.territory_id = r.territory_id)
        THEN jsonb_build_array('', r.territory_id) END) END) AS changed
  FROM found r LEFT JOIN members_company c ON c.id = r.cid
  LEFT JOIN members_companyfigures f ON f.company_id = c.id AND f.year = coalesce(r.year, %(year)s)
  LEFT JOIN territories_affiliation home ON home.company_id = c.id AND home.is_home
    AND daterange(home.starts_on, home.ends_on, '[]') @> %(today)s::date),
settled AS (
  SELECT number, cid, changed, warned, CASE WHEN first_line < number THEN first_line END AS repeats, known,
    array_remove(ARRAY[CASE WHEN NOT reachable THEN 'siren:elsewhere' END,
      CASE WHEN first_line < number AND NOT coalesce(member_since < since, false)
        THEN 'siren:duplicate:' || first_line END,
      CASE WHEN doubtful THEN 'name:doubtful' END], NULL) AS refused
  FROM compared
  UNION ALL
  SELECT number, NULL, '{{}}', '{{}}', NULL, false, problems FROM territories_importrow
  WHERE import_id = %(import)s AND problems <> '{{}}'),
outcomes AS (
  SELECT number, cid, repeats, refused,
    CASE WHEN refused <> '{{}}' THEN 'refused' WHEN NOT known AND repeats IS NULL THEN 'new'
      WHEN changed = '{{}}' THEN 'unchanged' ELSE 'updated' END AS outcome,
    CASE WHEN refused <> '{{}}' THEN '{{}}' ELSE changed END AS changes, warned::text[] AS warned
  FROM settled)
UPDATE territories_importrow r SET outcome = o.outcome, company_id = CASE WHEN o.outcome <> 'refused' THEN o.cid END,
  repeats = o.repeats, changes = o.changes, refusal = o.refused, warnings = o.warned
FROM outcomes o WHERE r.import_id = %(import)s AND r.number = o.number
AND (r.outcome, coalesce(r.company_id, 0), r.changes, r.refusal, r.warnings, coalesce(r.repeats, 0)) IS DISTINCT FROM
  (o.outcome, CASE WHEN o.outcome <> 'refused' THEN coalesce(o.cid, 0) ELSE 0 END, o.changes, o.refused, o.warned,
   coalesce(o.repeats, 0))"""
