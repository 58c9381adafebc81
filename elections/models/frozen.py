"""Triggers by which the database refuses what an election does not allow any more.

Each locks the election's row in shared mode, so that of a change and a sealing that come together one is refused.
"""

from typing import Any

import pgtrigger

# How the table of each model leads to its election; %s is NEW or OLD.
PATHS = {
    "election": "%s.election_id",
    "contest": "(SELECT election_id FROM elections_contest WHERE id = %s.contest_id)",
    "candidacy": (
        "(SELECT c.election_id FROM elections_contest c JOIN elections_candidacy k ON k.contest_id = c.id"
        " WHERE k.id = %s.candidacy_id)"
    ),
    "ceremony": "(SELECT election_id FROM elections_keyceremony WHERE id = %s.ceremony_id)",
    "roll_entry": "(SELECT election_id FROM elections_rollentry WHERE id = %s.roll_entry_id)",
    "giver": "(SELECT election_id FROM elections_rollentry WHERE id = %s.giver_id)",
}


def only_while(
    path: str, *states: str, name: str, any_time: tuple[str, ...] = (), once_over: tuple[str, ...] = ()
) -> Any:
    """Return the trigger that refuses a change unless the election is in one of ``states``.

    Columns named ``any_time`` may always be changed: what a person wrote can be forgotten. Those named
    ``once_over`` may when the election is over: two records of a company or of a person are made one then.
    """
    allowed = ", ".join(map(repr, states))
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("found", "text")],
        func=f"""
            {_spared(any_time)}
            IF TG_OP <> 'DELETE' THEN
                SELECT state INTO found FROM elections_election WHERE id = {PATHS[path] % "NEW"} FOR SHARE;
                {_spared(once_over, "found IN ('proclaimed', 'void')")}
                {_refusal(allowed, name)}
            END IF;
            IF TG_OP <> 'INSERT' THEN
                SELECT state INTO found FROM elections_election WHERE id = {PATHS[path] % "OLD"} FOR SHARE;
                {_refusal(allowed, name)}
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,  # noqa: S608 - names of ours, nothing that anybody typed
    )


def _spared(columns: tuple[str, ...], condition: str = "true") -> str:
    if not columns:
        return ""
    named = f"ARRAY[{', '.join(map(repr, columns))}]"
    return (
        f"IF TG_OP = 'UPDATE' AND {condition} AND to_jsonb(NEW) - {named} = to_jsonb(OLD) - {named}"
        " THEN RETURN NEW; END IF;"
    )


def _refusal(allowed: str, name: str) -> str:
    return f"""
        IF found IS NOT NULL AND found NOT IN ({allowed}) THEN
            RAISE EXCEPTION 'this election is %', found
            USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';
        END IF;
    """
