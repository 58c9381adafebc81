"""How much two records look like one, out of a hundred, and why: the weights, and the question that uses them.

Signs add up as chances do: each takes its part of the doubt that the others left.
"""

from members.models.duplicates import Kind, Reason

LISTED = 45  # a pair of less is not shown
WEIGHTS = {
    Reason.NAME_AND_TOWN: 0.6, Reason.NEAR_NAME: 0.45, Reason.ONE_SIREN: 0.3, Reason.FOREIGN_NUMBER: 0.9,
    Reason.EMAIL: 0.5, Reason.PHONE: 0.45, Reason.WEBSITE: 0.45, Reason.NAME_AND_COMPANY: 0.7,
    Reason.SAME_NAME: 0.3, Reason.SWAPPED: 0.45,
}  # fmt: skip
TWO_SIRENS = 0.6  # two numbers speak for two companies

_PHONE = "right(regexp_replace({t}.phone, '[^0-9]', '', 'g'), 9)"
_SAME_PHONE = f"length({_PHONE.format(t='x')}) = 9 AND {_PHONE.format(t='x')} = {_PHONE.format(t='y')}"
_SAME_EMAIL = "x.email <> '' AND lower(x.email) = lower(y.email)"
_NUMBER = "regexp_replace(lower({t}.foreign_number), '[^a-z0-9]', '', 'g')"
_PLACE = """(x.commune_id = y.commune_id OR x.postal_code <> '' AND x.postal_code = y.postal_code
    OR x.city <> '' AND f_norm(x.city) = f_norm(y.city))"""
_SAME = f"pg_temp.bare(x.name) <> '' AND pg_temp.bare(x.name) = pg_temp.bare(y.name) AND {_PLACE}"
_NEAR = f"similarity(pg_temp.bare(x.name), pg_temp.bare(y.name)) >= 0.6 AND {_PLACE}"
_FOLDED = "f_norm({t}.given_name || ' ' || {t}.family_name)"
# Without a given name, as somebody erased, nobody is recognised.
_SAME_PERSON = f"x.given_name <> '' AND {_FOLDED.format(t='x')} = {_FOLDED.format(t='y')}"
_SHARED = """EXISTS (SELECT 1 FROM members_representative r
    JOIN members_representative s ON s.company_id = r.company_id
    WHERE r.person_id = x.id AND s.person_id = y.id)"""

SIGNS = {
    Kind.COMPANY: {
        Reason.NAME_AND_TOWN: _SAME,
        Reason.NEAR_NAME: f"NOT ({_SAME}) AND {_NEAR}",
        Reason.ONE_SIREN: f"(x.siren IS NULL) <> (y.siren IS NULL) AND {_NEAR}",
        Reason.FOREIGN_NUMBER: "x.foreign_number <> '' AND x.country = y.country"
        f" AND {_NUMBER.format(t='x')} = {_NUMBER.format(t='y')}",
        Reason.EMAIL: _SAME_EMAIL,
        Reason.PHONE: _SAME_PHONE,
        Reason.WEBSITE: "x.website <> '' AND pg_temp.domain_of(x.website) = pg_temp.domain_of(y.website)",
    },
    Kind.PERSON: {
        Reason.EMAIL: _SAME_EMAIL,
        Reason.PHONE: _SAME_PHONE,
        Reason.NAME_AND_COMPANY: f"{_SAME_PERSON} AND {_SHARED}",
        Reason.SAME_NAME: f"{_SAME_PERSON} AND NOT {_SHARED}",
        Reason.SWAPPED: "x.given_name <> '' AND f_norm(x.given_name) = f_norm(y.family_name)"
        " AND f_norm(x.family_name) = f_norm(y.given_name) AND f_norm(x.given_name) <> f_norm(x.family_name)",
    },
}  # fmt: skip


def _scored(kind: Kind) -> str:
    signs = ", ".join(f"CASE WHEN {sign} THEN '{reason.value}' END" for reason, sign in SIGNS[kind].items())
    doubt = " * ".join(
        f"CASE WHEN '{reason.value}' = ANY(reasons) THEN {1 - WEIGHTS[reason]:.2f} ELSE 1 END"
        for reason in SIGNS[kind]
    )
    numbers = "x.siren <> y.siren" if kind == Kind.COMPANY else "false"
    return f"""
        SELECT a, b, reasons,
          round(100 * (1 - {doubt}) * CASE WHEN has_two_numbers THEN {TWO_SIRENS} ELSE 1 END)::int AS score
        FROM (
          SELECT a, b, coalesce({numbers}, false) AS has_two_numbers,
            array_remove(ARRAY[{signs}]::varchar[], NULL) AS reasons
          FROM candidate JOIN members_{kind} x ON x.id = a JOIN members_{kind} y ON y.id = b
        ) AS seen"""  # noqa: S608 - our own tables and rules


SCORED = {kind: _scored(kind) for kind in Kind}
