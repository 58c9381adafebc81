"""The SQL that reads the cells of every line in one pass: what each says, and what is wrong with it.

Only the columns that the file has are read, in layers that each see what the layer below has found. The
expressions are written for what they cost over a million lines: a regular expression that counts ("[0-9]{4,9}")
takes three to five times as long as one that does not ("[0-9]+", and the length asked apart).
"""

from collections.abc import Iterable, Mapping
from datetime import date

_COLUMNS = ["reference", "siren", "country", "foreign_number", "name", "address", "postal_code", "city", "email",
            "phone", "website", "naf", "naf_2025", "size_class", "founded_on", "year", "headcount", "turnover", "member_since",
            "territory", "contact"]  # fmt: skip
_ATOM = "[-!#$%%&''*+/=?^_`{}|~0-9A-Za-z]+"
_MAIL = f"^{_ATOM}([.]{_ATOM})*@([A-Za-z0-9-]+[.])+[A-Za-z][A-Za-z]+$"
# The last letter tells the nomenclature: no code stands in both.
_REV_2, _OF_2025 = "^[0-9][0-9][0-9][0-9][A-FZ]$", "^[0-9][0-9][0-9][0-9][G-LY]$"
_DOTTED = "left({0}, 2) || '.' || right({0}, 3)"
_BOTH_CODES = {"naf", "naf_2025"}
_MONEY = "^-?[0-9]+([.,][0-9]+)?$"
_AMBIGUOUS = "^-?[0-9][0-9]?[0-9]?[.,][0-9][0-9][0-9]$"


def parse_sql(mapping: Mapping[str, int]) -> str:
    """Return the INSERT … SELECT from the lines of an import to its rows; its one parameter is ``import``."""
    known = [name for name in _COLUMNS if mapping.get(name) or name in _always(mapping)]
    read = f"""SELECT number, {", ".join(_cell(name, mapping.get(name)) for name in known)}
      FROM (SELECT number, string_to_array(cells, E'\\x1f') AS c FROM territories_importline
        WHERE import_id = %(import)s OFFSET 0) AS cut"""
    if "country" not in known:
        read = f"SELECT *, 'FR' AS country2 FROM ({read} OFFSET 0) AS abroad"
    for layer in (_first(), _SECOND, _THIRD):
        read = _with(read, (layer[name] for name in known if name in layer))
    values = ", ".join(_VALUES.get(name, name) for name in known)
    wrong = [sql for name, sql in _PROBLEMS if name in known]
    country = [] if "country" in known else ["country"]
    return f"""
INSERT INTO territories_importrow (import_id, number, {", ".join([*known, *country])}, problems, outcome, refusal,
  changes, warnings)
SELECT %(import)s, number, {", ".join([values, *(["country2"] if country else [])])}, problems,
  CASE WHEN problems = '{{}}' THEN 'new' ELSE 'refused' END, problems, '{{}}', '{{}}'
FROM (SELECT *, array_remove(ARRAY[{", ".join(wrong)}]::text[], NULL) AS problems FROM ({read} OFFSET 0) AS said OFFSET 0)
  AS judged"""


def _always(mapping: Mapping[str, int]) -> set[str]:
    """Return the columns that are read whether the file has them or not: either code may stand under NAF."""
    return {"name", *(_BOTH_CODES if mapping.keys() & _BOTH_CODES else ())}


def _cell(name: str, place: int | None) -> str:
    return f"nullif(c[{int(place)}], '') AS {name}" if place else f"NULL::text AS {name}"


def _with(read: str, more: Iterable[str]) -> str:
    added = ", ".join(more)
    # OFFSET 0 keeps the planner from copying an expression to each place that uses it.
    return f"SELECT *, {added} FROM ({read} OFFSET 0) AS layer" if added else read


def _luhn(number: str, length: int) -> str:
    """Return the condition that the digits of ``number`` (a bigint) pass Luhn's check."""
    terms = []
    for place in range(length):
        digit = f"({number} / {10**place} %% 10)"
        terms.append(digit if place % 2 == 0 else f"(2 * {digit} / 10 + 2 * {digit} %% 10)")
    return f"(({' + '.join(terms)}) %% 10 = 0)"


def _day(name: str) -> str:
    """Return the SQL that reads a day written 05/03/2024, 5-3-24 or 2024-03-05; an impossible one is NULL."""
    french = f"regexp_match({name}, '^([0-9][0-9]?)[-/.]([0-9][0-9]?)[-/.]([0-9][0-9]([0-9][0-9])?)( .*)?$')"
    iso = f"regexp_match({name}, '^([0-9][0-9][0-9][0-9])-([0-9][0-9]?)-([0-9][0-9]?)([ T].*)?$')"
    pivot = date.today().year % 100 + 10  # noqa: DTZ011 - two digits mean a past day, or a near one
    year = f"CASE WHEN length(f[3]) = 4 THEN 0 WHEN f[3]::int <= {pivot} THEN 2000 ELSE 1900 END + f[3]::int"
    return f"""CASE WHEN {name} IS NOT NULL THEN (SELECT CASE WHEN m BETWEEN 1 AND 12 AND y BETWEEN 1500 AND 2200
        AND d >= 1 AND d <= extract(day FROM make_date(y, m, 1) + interval '1 month - 1 day') THEN make_date(y, m, d) END
        FROM (SELECT CASE WHEN f IS NOT NULL THEN {year} ELSE i[1]::int END AS y, coalesce(f[2], i[2])::int AS m,
        CASE WHEN f IS NOT NULL THEN f[1]::int ELSE i[3]::int END AS d
        FROM (SELECT {french} AS f, {iso} AS i) AS parts) AS read) END AS {name}_day"""


def _first() -> dict[str, str]:
    return {
        "siren": "translate(siren, ' .-', '') AS s",
        "country": "CASE WHEN country IS NULL OR lower(country) = 'france' THEN 'FR' ELSE upper(country) END AS country2",
        "phone": "CASE WHEN length(phone) = 9 AND phone ~ '^[1-9][0-9]+$' THEN '0' || phone ELSE phone END AS tel",
        "website": "CASE WHEN website ~* '^[a-z]+:' THEN website ELSE 'https://' || website END AS site",
        "naf": "translate(upper(naf), ' .', '') AS ape",
        "naf_2025": "translate(upper(naf_2025), ' .', '') AS ape_2025",
        "founded_on": _day("founded_on"),
        "year": """CASE WHEN year ~ '^[0-9][0-9][0-9][0-9]$' THEN year::int
          WHEN year ~ '^[0-9][0-9][0-9][0-9]-' THEN left(year, 4)::int
          WHEN year ~ '/[0-9][0-9][0-9][0-9]$' THEN right(year, 4)::int END AS y""",
        "headcount": "translate(headcount, ' ', '') AS heads",
        "turnover": "translate(turnover, ' €', '') AS euros",
        "member_since": _day("member_since"),
    }


_SECOND = {
    "siren": """CASE WHEN (length(s) BETWEEN 4 AND 9 OR length(s) IN (13, 14)) AND s ~ '^[0-9]+$'
      THEN s::bigint END AS digits""",
    "postal_code": """CASE WHEN length(postal_code) = 4 AND country2 = 'FR' AND postal_code ~ '^[0-9]+$'
      THEN '0' || postal_code ELSE postal_code END AS post""",
    "headcount": """CASE WHEN heads ~ '^[0-9]+([.,]0+)?$' AND length(split_part(replace(heads, ',', '.'), '.', 1)) < 8
      THEN split_part(replace(heads, ',', '.'), '.', 1)::int END AS staff""",
    "turnover": f"""CASE WHEN length(euros) < 17 AND euros ~ '{_MONEY}' AND euros !~ '{_AMBIGUOUS}'
      THEN round(replace(euros, ',', '.')::numeric)::bigint END AS amount""",
}
# The post office alone numbers its places by another sum than Luhn's.
_THIRD = {
    "siren": f"""CASE WHEN length(s) < 10 AND digits > 0 AND {_luhn("digits", 9)} THEN lpad(s, 9, '0')
      WHEN length(s) > 12 AND digits IS NOT NULL AND ({_luhn("digits", 14)} OR (left(s, 9) = '356000000' AND length(s) = 14
        AND (SELECT sum(d::int) FROM regexp_split_to_table(s, '') d) %% 5 = 0))
        AND {_luhn("(digits / 100000)", 9)} THEN left(lpad(s, 14, '0'), 9) END AS siren9"""
}
_VALUES = {
    "reference": "CASE WHEN length(reference) < 16 AND reference ~ '^[0-9]+$' THEN reference::bigint END",
    "siren": "siren9",
    "country": "country2",
    "postal_code": "post",
    "phone": "tel",
    "website": "site",
    "naf": f"""CASE WHEN ape ~ '{_REV_2}' THEN {_DOTTED.format("ape")} WHEN ape !~ '{_OF_2025}' THEN naf
      WHEN ape_2025 ~ '{_REV_2}' THEN {_DOTTED.format("ape_2025")} END""",
    "naf_2025": f"""CASE WHEN ape_2025 ~ '{_OF_2025}' THEN {_DOTTED.format("ape_2025")}
      WHEN ape ~ '{_OF_2025}' THEN {_DOTTED.format("ape")}
      WHEN naf IS NOT NULL OR ape_2025 !~ '{_REV_2}' THEN naf_2025 END""",
    "size_class": "CASE WHEN lower(size_class) IN ('micro', 'pme', 'eti', 'ge') THEN lower(size_class) END",
    "founded_on": "founded_on_day",
    "year": "CASE WHEN y BETWEEN 1900 AND 2200 THEN y END",
    "headcount": "staff",
    "turnover": "amount",
    "member_since": "member_since_day",
}


def _longer(name: str, most: int) -> tuple[str, str]:
    return name, f"CASE WHEN length({name}) > {most} THEN '{name}:long:{most}' END"


def _absent(name: str, read: str, why: str) -> tuple[str, str]:
    return name, f"CASE WHEN {name} IS NOT NULL AND {read} IS NULL THEN '{name}:{why}' END"


# In the order in which they are told.
_PROBLEMS = [
    ("name", "CASE WHEN name IS NULL THEN 'name:blank' END"),
    ("siren", """CASE WHEN s IS NULL THEN NULL
      WHEN siren9 IS NOT NULL THEN CASE WHEN country2 <> 'FR' THEN 'siren:abroad' END
      WHEN s ~ '^[0-9]+([.,][0-9]+)?[eE][+]?[0-9]+$' THEN 'siren:scientific'
      WHEN s !~ '^[0-9]+$' THEN 'siren:digits' WHEN length(s) IN (13, 14) THEN 'siren:siret'
      WHEN length(s) NOT BETWEEN 4 AND 9 THEN 'siren:digits' ELSE 'siren:checksum' END"""),
    ("email", f"""CASE WHEN email !~ '{_MAIL}' OR length(split_part(email, '.', -1)) > 63 THEN 'email:email' END"""),
    ("phone", """CASE WHEN tel !~ '^[+]?[0-9(][0-9 ().-]+$' OR length(tel) - (left(tel, 1) = '+')::int
      NOT BETWEEN 4 AND 29 THEN 'phone:phone' END"""),
    ("postal_code", """CASE WHEN country2 = 'FR' AND NOT (length(post) = 5 AND post ~ '^[0-9]+$')
      THEN 'postal_code:postal_code' WHEN length(post) > 10 THEN 'postal_code:long:10' END"""),
    ("country", "CASE WHEN country IS NOT NULL AND country2 !~ '^[A-Z][A-Z]$' THEN 'country:country' END"),
    ("website", """CASE WHEN site !~* '^https?://[^[:space:]<>"]+[.][^[:space:]<>"]+$' THEN 'website:website' END"""),
    _absent("founded_on", "founded_on_day", "date"),
    _absent("member_since", "member_since_day", "date"),
    ("year", "CASE WHEN year IS NOT NULL AND coalesce(y, 0) NOT BETWEEN 1900 AND 2200 THEN 'year:year' END"),
    _absent("headcount", "staff", "whole"),
    ("turnover", f"""CASE WHEN euros IS NULL OR amount IS NOT NULL THEN NULL
      WHEN euros ~ '{_AMBIGUOUS}' THEN 'turnover:ambiguous' ELSE 'turnover:amount' END"""),
    *(_longer(name, most) for name, most in (("name", 200), ("address", 250), ("city", 100), ("email", 254),
                                            ("phone", 30), ("website", 190), ("foreign_number", 40))),
]  # fmt: skip
