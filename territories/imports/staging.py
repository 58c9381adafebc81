"""From the file to rows that the database has read: COPY first, then one INSERT … SELECT that checks each cell."""

from datetime import date

from django.db import connection, transaction

from territories.imports.reading import SEPARATOR, Table
from territories.models import CompanyImport

_BLOCK = 5000
_RAW = ["reference", "siren", "country", "foreign_number", "name", "address", "postal_code", "city", "email",
        "phone", "website", "naf", "size_class", "founded_on", "year", "headcount", "turnover", "member_since",
        "territory", "contact"]  # fmt: skip
_MAIL = (
    "^[-!#$%&''*+/=?^_`{}|~0-9A-Za-z]+([.][-!#$%&''*+/=?^_`{}|~0-9A-Za-z]+)*@([A-Za-z0-9-]+[.])+[A-Za-z]{2,63}$"
)
_LONGEST = {"name": 200, "address": 250, "city": 100, "email": 254, "phone": 30, "website": 190,
            "foreign_number": 40}  # fmt: skip


def stage(company_import: CompanyImport, table: Table) -> int:
    """Copy the lines of ``table`` beside the import, in place of any from an earlier try; return how many."""
    lines = 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM territories_importrow WHERE import_id = %s", [company_import.pk])
        cursor.execute("DELETE FROM territories_importline WHERE import_id = %s", [company_import.pk])
        with cursor.copy("COPY territories_importline (import_id, number, cells) FROM STDIN") as copy:
            block: list[str] = []
            for number, cells in table.rows:
                block.append(f"{company_import.pk}\t{number}\t{_escaped(cells)}\n")
                lines += 1
                if len(block) == _BLOCK:
                    copy.write("".join(block))
                    block.clear()
            copy.write("".join(block))
    return lines


def _escaped(cells: list[str]) -> str:
    joined = SEPARATOR.join(cells)
    if "'" in joined:  # what the export put before a formula
        joined = SEPARATOR.join(c[1:] if c[:1] == "'" and c[1:2] in "'=+-@＝＋－＠−" else c for c in cells)
    if "\\" in joined:
        joined = joined.replace("\\", "\\\\")
    for sign in "\t\r\n":
        if sign in joined:
            joined = joined.replace(sign, " ")
    return joined


def parse(company_import: CompanyImport) -> None:
    """Read the cells of every line by the mapping, and note what is wrong with each."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM territories_importrow WHERE import_id = %s", [company_import.pk])
        cursor.execute(_parse_sql(company_import.mapping), {"import": company_import.pk})
        cursor.execute("ANALYZE territories_importrow")


def _cell(mapping: dict[str, int], name: str) -> str:
    place = mapping.get(name)
    if not place:
        return f"NULL::text AS {name}"
    clean = f"btrim(translate(c[{int(place)}], E'\\u00a0\\u202f\\u2009', '   '))"
    return f"nullif({clean}, '') AS {name}"


def _luhn(number: str, length: int) -> str:
    """Return the condition that the digits of ``number`` (a bigint) pass Luhn's check."""
    terms = []
    for place in range(length):
        digit = f"({number} / {10**place} %% 10)"
        terms.append(digit if place % 2 == 0 else f"(2 * {digit} / 10 + 2 * {digit} %% 10)")
    return f"(({' + '.join(terms)}) %% 10 = 0)"


def _day(name: str) -> str:
    """Return the SQL that reads a day written 05/03/2024, 5-3-24 or 2024-03-05; an impossible one is NULL."""
    french = f"regexp_match({name}, '^([0-9]{{1,2}})[-/.]([0-9]{{1,2}})[-/.]([0-9]{{4}}|[0-9]{{2}})( .*)?$')"
    iso = f"regexp_match({name}, '^([0-9]{{4}})-([0-9]{{1,2}})-([0-9]{{1,2}})([ T].*)?$')"
    pivot = date.today().year % 100 + 10  # noqa: DTZ011 - two digits mean a past day, or a near one
    year = f"CASE WHEN length(f[3]) = 4 THEN 0 WHEN f[3]::int <= {pivot} THEN 2000 ELSE 1900 END + f[3]::int"
    return f"""(SELECT CASE WHEN m BETWEEN 1 AND 12 AND y BETWEEN 1500 AND 2200 AND d >= 1 AND
        d <= extract(day FROM make_date(y, m, 1) + interval '1 month - 1 day') THEN make_date(y, m, d) END
        FROM (SELECT CASE WHEN f IS NOT NULL THEN {year} ELSE i[1]::int END AS y, coalesce(f[2], i[2])::int AS m,
        CASE WHEN f IS NOT NULL THEN f[1]::int ELSE i[3]::int END AS d
        FROM (SELECT {french} AS f, {iso} AS i) AS parts) AS read)"""


def _parse_sql(mapping: dict[str, int]) -> str:
    cells = ", ".join(_cell(mapping, name) for name in _RAW)
    money = "^-?[0-9]+([.,][0-9]+)?$"
    too_long = ", ".join(f"CASE WHEN length({n}) > {m} THEN '{n}:long' END" for n, m in _LONGEST.items())
    days = ", ".join(
        f"CASE WHEN {n} IS NOT NULL THEN {_day(n)} END AS {n}_day" for n in ("founded_on", "member_since")
    )
    return f"""
INSERT INTO territories_importrow (import_id, number, reference, siren, country, foreign_number, name, address,
  postal_code, city, email, phone, website, naf, size_class, founded_on, year, headcount, turnover, member_since,
  territory, contact, problems, outcome, changes, refusal, warnings)
SELECT %(import)s, number,
  CASE WHEN reference ~ '^[0-9]{{1,15}}$' THEN reference::bigint END, siren9, country2, foreign_number, name,
  address, post, city, email, tel, site,
  CASE WHEN ape ~ '^[0-9]{{4}}[A-Z]$' THEN left(ape, 2) || '.' || right(ape, 3) END,
  CASE lower(size_class) WHEN 'pme' THEN 'pme' WHEN 'eti' THEN 'eti' WHEN 'ge' THEN 'ge'
    WHEN 'micro' THEN 'micro' END,
  founded_on_day, CASE WHEN y BETWEEN 1900 AND 2200 THEN y END,
  CASE WHEN heads ~ '^[0-9]{{1,7}}([.,]0+)?$' THEN split_part(replace(heads, ',', '.'), '.', 1)::int END,
  CASE WHEN euros ~ '{money}' AND euros !~ '^-?[0-9]{{1,3}}[.,][0-9]{{3}}$' AND length(euros) < 17
    THEN round(replace(euros, ',', '.')::numeric)::bigint END,
  member_since_day, territory, contact,
  array_remove(ARRAY[
    CASE WHEN name IS NULL THEN 'name:blank' END,
    CASE WHEN s IS NULL THEN NULL WHEN s ~ '^[0-9]+([.,][0-9]+)?[eE][+]?[0-9]+$' THEN 'siren:scientific'
      WHEN s !~ '^[0-9]+$' THEN 'siren:digits' WHEN length(s) IN (13, 14) AND siren9 IS NULL THEN 'siren:siret'
      WHEN length(s) NOT BETWEEN 4 AND 9 AND siren9 IS NULL THEN 'siren:digits'
      WHEN siren9 IS NULL THEN 'siren:checksum'
      WHEN country2 <> 'FR' THEN 'siren:abroad' END,
    CASE WHEN email IS NOT NULL AND email !~ '{_MAIL.replace("%", "%%")}' THEN 'email:email' END,
    CASE WHEN phone IS NOT NULL AND tel !~ '^[+]?[0-9(][0-9 ().-]{{3,28}}$' THEN 'phone:phone' END,
    CASE WHEN country2 = 'FR' AND post !~ '^[0-9]{{5}}$' THEN 'postal_code:postal_code'
      WHEN length(post) > 10 THEN 'postal_code:long' END,
    CASE WHEN country IS NOT NULL AND country2 !~ '^[A-Z]{{2}}$' THEN 'country:country' END,
    CASE WHEN website IS NOT NULL AND site !~* '^https?://[^[:space:]<>"]+[.][^[:space:]<>"]+$'
      THEN 'website:website' END,
    CASE WHEN founded_on IS NOT NULL AND founded_on_day IS NULL THEN 'founded_on:date' END,
    CASE WHEN member_since IS NOT NULL AND member_since_day IS NULL THEN 'member_since:date' END,
    CASE WHEN year IS NOT NULL AND coalesce(y, 0) NOT BETWEEN 1900 AND 2200 THEN 'year:year' END,
    CASE WHEN heads IS NOT NULL AND heads !~ '^[0-9]{{1,7}}([.,]0+)?$' THEN 'headcount:whole' END,
    CASE WHEN euros IS NULL THEN NULL WHEN euros !~ '{money}' OR length(euros) >= 17 THEN 'turnover:amount'
      WHEN euros ~ '^-?[0-9]{{1,3}}[.,][0-9]{{3}}$' THEN 'turnover:ambiguous' END,
    {too_long}], NULL),
  'new', '{{}}', '{{}}', '{{}}'
FROM (
  SELECT *, CASE WHEN digits BETWEEN 1 AND 999999999 AND length(s) <= 9 AND {_luhn("digits", 9)}
      THEN lpad(s, 9, '0')
    WHEN length(s) IN (13, 14) AND ({_luhn("digits", 14)}
      OR (left(s, 9) = '356000000' AND length(s) = 14 AND (SELECT sum(d::int) FROM regexp_split_to_table(s, '') d) %% 5 = 0))
      AND {_luhn("(digits / 100000)", 9)} THEN left(lpad(s, 14, '0'), 9) END AS siren9
  FROM (
    SELECT *, CASE WHEN s ~ '^[0-9]{{4,9}}$' OR s ~ '^[0-9]{{13,14}}$' THEN s::bigint END AS digits,
      translate(upper(naf), ' .', '') AS ape, {days},
      CASE WHEN year ~ '^[0-9]{{4}}$' THEN year::int WHEN year ~ '^[0-9]{{4}}-' THEN left(year, 4)::int
        WHEN year ~ '/[0-9]{{4}}$' THEN right(year, 4)::int END AS y,
      CASE WHEN country IS NULL OR lower(country) = 'france' THEN 'FR' ELSE upper(country) END AS country2,
      CASE WHEN postal_code ~ '^[0-9]{{4}}$' AND (country IS NULL OR lower(country) IN ('fr', 'france'))
        THEN '0' || postal_code ELSE postal_code END AS post,
      CASE WHEN phone ~ '^[1-9][0-9]{{8}}$' THEN '0' || phone ELSE phone END AS tel,
      CASE WHEN website ~* '^[a-z]+:' THEN website ELSE 'https://' || website END AS site,
      translate(headcount, ' ', '') AS heads, translate(turnover, ' €', '') AS euros
    FROM (SELECT number, translate(siren, ' .-', '') AS s, r.* FROM (
        SELECT number AS line, {cells} FROM (
          SELECT number, string_to_array(cells, E'\\x1f') AS c FROM territories_importline
          WHERE import_id = %(import)s OFFSET 0) AS l OFFSET 0) AS r, LATERAL (SELECT line AS number) AS n OFFSET 0
    ) AS a OFFSET 0
  ) AS b OFFSET 0
) AS checked"""
