"""Which membership of a company is its first: kept by the database, for lists by arrival.

To find the newest members among all periods, those of each company would have to be read and put in order; the
first ones alone stand in an index by their day.
"""

import pgtrigger

# The companies are held in the order of their keys: two who add periods to one company wait for each other.
# They are given as an array, and earlier periods looked up one by one: PostgreSQL plans this once in a session,
# for any number of rows. It ends with itself: to mark a period moves no company and no day.
_MARK = """
    touched := ARRAY(SELECT DISTINCT company_id FROM ({moved}) AS moved);
    IF cardinality(touched) > 0 THEN
      PERFORM 1 FROM members_company WHERE id = ANY (touched) ORDER BY id FOR NO KEY UPDATE;
      UPDATE members_membership AS period SET is_first = NOT is_first
      WHERE company_id = ANY (touched) AND is_first = EXISTS (
        SELECT FROM members_membership AS earlier
        WHERE earlier.company_id = period.company_id AND earlier.starts_on < period.starts_on);
    END IF;
    RETURN NULL;
"""
_UPDATED = """
    (SELECT id, company_id, starts_on FROM new_rows EXCEPT SELECT id, company_id, starts_on FROM old_rows)
    UNION ALL
    (SELECT id, company_id, starts_on FROM old_rows EXCEPT SELECT id, company_id, starts_on FROM new_rows)
"""


def marks_of_the_first() -> list[pgtrigger.Trigger]:
    """Return the triggers that keep ``Membership.is_first`` true of the earliest period of each company alone."""
    tables = pgtrigger.Referencing
    return [
        _mark("first_of_the_added", pgtrigger.Insert, tables(new="new_rows"), "TABLE new_rows"),
        _mark("first_of_the_changed", pgtrigger.Update, tables(old="old_rows", new="new_rows"), _UPDATED),
        _mark("first_of_the_left", pgtrigger.Delete, tables(old="old_rows"), "TABLE old_rows"),
    ]


def _mark(
    name: str, operation: pgtrigger.Operation, referencing: pgtrigger.Referencing, moved: str
) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=referencing,
        declare=[("touched", "bigint[]")],
        func=" ".join(_MARK.format(moved=moved).split()),
    )
