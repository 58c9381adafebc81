"""The act: preview a file, confirm it as a whole. Nothing is written to a company before the confirmation."""

from collections import Counter
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext

from leader.shared.scope import AnyUser
from territories.imports.columns import allowed
from territories.imports.matching import match
from territories.imports.progress import Step, tell
from territories.imports.reading import FileRefusedError, read
from territories.imports.room import make_room
from territories.imports.staging import parse, stage
from territories.models import CompanyImport, ImportRow
from territories.models.prospects import COURTED

State = CompanyImport.State


def preview(company_import: CompanyImport, path: Path, reach: AnyUser | None = None) -> None:
    """Read the file and tell what would become of each line; a refused file leaves its reason."""
    try:
        table = read(path)
        lines = stage(company_import, table)
    except FileRefusedError as error:
        company_import.move([State.UPLOADED], State.FAILED, file_error=str(error))
        return
    mapping = company_import.mapping or allowed(table.mapping, may_attach=may_attach(reach))
    company_import.move([State.UPLOADED], State.UPLOADED, headings=table.headings, lines=lines, mapping=mapping)
    review(company_import, reach)


def may_attach(reach: AnyUser | None) -> bool:
    """Tell whether the person may record memberships and territories by columns of the file: staff, a command."""
    return reach is None or bool(getattr(reach, "is_staff", False))


def review(company_import: CompanyImport, reach: AnyUser | None = None) -> None:
    """Read the lines again by the mapping and the answers, and keep the outcomes."""
    with transaction.atomic():
        make_room(company_import.lines)
        tell(company_import, Step.CHECK)
        parse(company_import)
        tell(company_import, Step.COMPARE)
        match(company_import, reach)
        counts = outcomes(company_import)
        company_import.move([State.UPLOADED], State.PREVIEWED, counts=counts)


def outcomes(company_import: CompanyImport) -> dict[str, int]:
    """Return how many lines have each outcome."""
    rows = ImportRow.objects.filter(import_id=company_import.pk).values_list("outcome")
    found = Counter(dict(rows.annotate(Count("number")).values_list("outcome", "number__count")))
    return {outcome: found[outcome] for outcome in ImportRow.Outcome.values}


def confirm(company_import: CompanyImport, reach: AnyUser | None = None) -> bool:
    """Write what the preview showed, all or nothing, once; False when the companies changed since.

    Then nothing is written and the preview holds the new outcomes. Company rows are locked here only, in the
    order of their keys.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        make_room(company_import.lines)
        company_import.move([State.PREVIEWED, State.CONFIRMED], State.CONFIRMED)
        values = _values(company_import)
        tell(company_import, Step.COMPARE)
        cursor.execute(_LOCK, values)
        if match(company_import, reach):
            counts = outcomes(company_import)
            company_import.move([State.CONFIRMED], State.PREVIEWED, counts=counts, **company_import.again())
            return False
        cursor.execute(_SPARE_SUBTRANSACTIONS)
        for done, statement in enumerate(_STATEMENTS):
            tell(company_import, Step.WRITE, done * 100 // len(_STATEMENTS))
            cursor.execute(statement, values)
        company_import.move([State.CONFIRMED], State.DONE, done_at=timezone.now())
    return True


def _values(company_import: CompanyImport) -> dict[str, Any]:
    return {
        "import": company_import.pk,
        "year": timezone.localdate(company_import.created_at).year - 1,
        "today": timezone.localdate(),
        "now": timezone.now(),
        "chosen": company_import.territory_id,
        "prospects": company_import.as_prospects,
        "author": company_import.author_id,
        "courted": [state.value for state in COURTED],
        "joined": gettext("Member from %(day)s on, by an import of companies.") % {"day": "%s"},
    }


# Each trigger asks for this setting, and catches the error where there is none: a failed subtransaction a row,
# which walks through all the foreign keys still to be checked. Told once, nothing fails.
_SPARE_SUBTRANSACTIONS = "SET LOCAL pgtrigger.ignore = '{}'"

_LOCK = """
SELECT 1 FROM members_company WHERE id IN (SELECT company_id FROM territories_importrow
  WHERE import_id = %(import)s AND outcome = 'updated') ORDER BY id FOR NO KEY UPDATE"""

_KEYLESS = "translate(f_norm({}), ' -''’', '')"
# The commune is told by postcode and name together; where two fit, none is chosen.
# The keys are drawn first: a join of the new companies with their lines would cost the square of both.
_NUMBER = """
UPDATE territories_importrow SET company_id = nextval((SELECT pg_get_serial_sequence('members_company', 'id')))
WHERE import_id = %(import)s AND outcome = 'new'"""

_REPEATS = """
UPDATE territories_importrow r SET company_id = f.company_id FROM territories_importrow f
WHERE r.import_id = %(import)s AND r.repeats IS NOT NULL AND r.outcome IN ('new', 'updated')
  AND f.import_id = r.import_id AND f.number = r.repeats AND f.outcome = 'new'"""

_CREATE = f"""
WITH fresh AS NOT MATERIALIZED (
  SELECT * FROM territories_importrow WHERE import_id = %(import)s AND outcome = 'new'),
towns AS (
  SELECT t.postal_code, t.city, min(c.code) AS code FROM (SELECT DISTINCT postal_code, city FROM fresh) t
  JOIN geography_commune c ON c.postal_codes @> ARRAY[t.postal_code::varchar]
    AND {_KEYLESS.format("c.name")} = {_KEYLESS.format("t.city")}
  WHERE t.postal_code ~ '^[0-9]{{5}}$' GROUP BY 1, 2 HAVING count(*) = 1)
INSERT INTO members_company (id, version, siren, country, foreign_number, name, legal_category, activity_id,
  activity_2025, insee_size_class, commune_id, address, postal_code, city, email, phone, website, description,
  founded_on, created_at)
SELECT f.company_id, 1, f.siren, coalesce(f.country, 'FR'), coalesce(f.foreign_number, ''), f.name, '', a.code,
  CASE WHEN 'naf_2025:unknown' = ANY(f.warnings) THEN '' ELSE coalesce(f.naf_2025, '') END,
  coalesce(f.size_class, ''), t.code, coalesce(f.address, ''), coalesce(f.postal_code, ''),
  coalesce(f.city, ''), coalesce(f.email, ''), coalesce(f.phone, ''), coalesce(f.website, ''), '',
  f.founded_on, %(now)s
FROM fresh f LEFT JOIN members_activity a ON a.code = f.naf
LEFT JOIN towns t ON t.postal_code = f.postal_code AND t.city = f.city"""

_KEPT = ["siren", "name", "address", "postal_code", "city", "email", "phone", "website", "founded_on"]
_UPDATE = f"""
UPDATE members_company c SET {", ".join(f"{f} = CASE WHEN r.changes ? '{f}' THEN r.{f} ELSE c.{f} END" for f in _KEPT)},
  activity_id = CASE WHEN r.changes ? 'activity' THEN r.naf ELSE c.activity_id END,
  activity_2025 = coalesce(r.changes -> 'activity_2025' ->> 1, c.activity_2025),
  insee_size_class = coalesce(r.changes -> 'size_class' ->> 1, c.insee_size_class)
FROM territories_importrow r WHERE r.import_id = %(import)s AND r.outcome = 'updated' AND r.company_id = c.id
  AND r.changes - ARRAY['headcount', 'turnover', 'territory', 'prospect', 'member_since'] <> '{{}}'"""

_FIGURES = """
INSERT INTO members_companyfigures (company_id, year, headcount, turnover)
SELECT company_id, coalesce(year, %(year)s), headcount, turnover FROM territories_importrow
WHERE import_id = %(import)s AND repeats IS NULL AND (headcount IS NOT NULL OR turnover IS NOT NULL)
"""
_FIRST_FIGURES = f"{_FIGURES} AND outcome = 'new'"
# Looking for the figures that stand already costs as much again as writing them: asked of known companies only.
_MORE_FIGURES = f"""{_FIGURES} AND outcome = 'updated' AND changes ?| ARRAY['headcount', 'turnover']
ON CONFLICT (company_id, year) DO UPDATE SET headcount = coalesce(excluded.headcount, members_companyfigures.headcount),
  turnover = coalesce(excluded.turnover, members_companyfigures.turnover)"""

# A company that has memberships already keeps them as they are: a period is never extended in place.
_MEMBERSHIPS = """
INSERT INTO members_membership (company_id, category, starts_on, grace_days, ending, ending_reason)
SELECT company_id, 'member', min(member_since), 0, '', '' FROM territories_importrow
WHERE import_id = %(import)s AND outcome IN ('new', 'updated') AND changes ? 'member_since' GROUP BY company_id"""

# Nobody courts a member: as ``territories.joining.stop_courting``, for many at once.
_COURTED_NO_MORE = """
WITH joined AS (SELECT company_id, min(member_since) AS since FROM territories_importrow
  WHERE import_id = %(import)s AND outcome IN ('new', 'updated') AND changes ? 'member_since' GROUP BY company_id),
ended AS (UPDATE territories_prospect p SET state = 'member', reason = '', next_action = '', next_action_on = NULL
  FROM joined WHERE joined.company_id = p.company_id AND p.state = ANY(%(courted)s)
  RETURNING p.id, joined.since)
INSERT INTO territories_prospectexchange (prospect_id, "on", kind, from_them, summary, author_id)
SELECT id, %(today)s, 'other', false, format(%(joined)s, to_char(since, 'DD/MM/YYYY')), %(author)s FROM ended"""

_AFFILIATIONS = """
INSERT INTO territories_affiliation (company_id, territory_id, is_home, starts_on)
SELECT company_id, (changes -> 'territory' ->> 1)::bigint, true, coalesce(least(member_since, %(today)s), %(today)s)
FROM territories_importrow
WHERE import_id = %(import)s AND outcome IN ('new', 'updated') AND changes ? 'territory'"""

_PROSPECTS = """
INSERT INTO territories_prospect (version, company_id, territory_id, state, contact_name, contact_email, next_action,
  notes, created_at)
SELECT 1, company_id, (changes -> 'prospect' ->> 1)::bigint, 'identified', left(coalesce(contact, ''), 150), '', '', '',
  %(now)s FROM territories_importrow
WHERE import_id = %(import)s AND outcome IN ('new', 'updated') AND changes ? 'prospect'
ON CONFLICT DO NOTHING"""

# The foreign keys are checked by plans that a session keeps: one of a time when there were few companies would read
# all of them for each line. Counting them anew makes PostgreSQL plan again.
_COUNT = "ANALYZE members_company (id, siren)"

_STATEMENTS = [
    _NUMBER,
    _REPEATS,
    _CREATE,
    _COUNT,
    _UPDATE,
    _FIRST_FIGURES,
    _MORE_FIGURES,
    _MEMBERSHIPS,
    _COURTED_NO_MORE,
    _AFFILIATIONS,
    _PROSPECTS,
]
