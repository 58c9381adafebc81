"""The companies that invented territories court, each as far as another."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from leader.demonstration.invented import words
from leader.demonstration.invented.companies import Fate, Invented
from leader.demonstration.invented.days import AS_OF
from leader.demonstration.invented.draws import Draw, Weighted
from leader.demonstration.invented.people import People, in_area
from leader.demonstration.invented.territories import Area
from territories.models import Prospect
from territories.models.prospects import STOPPED

PROSPECT = [
    "territory", "company", "state", "state_since", "reason", "contact_since", "owner", "sponsor", "contact_name",
    "contact_email", "next_action", "next_action_on",
]  # fmt: skip
_State = Prospect.State
_STATES = Weighted([
    (_State.IDENTIFIED, 35), (_State.CONTACTED, 25), (_State.MET, 15), (_State.ENGAGED, 10), (_State.DECLINED, 9),
    (_State.DORMANT, 6),
])  # fmt: skip
_REASONS = ["Pas cette année", "Déjà engagée ailleurs", "Sans réponse", "Siège déplacé"]
_ACTIONS = {
    _State.IDENTIFIED: ["Trouver un contact", "Appeler"],
    _State.CONTACTED: ["Rappeler", "Proposer un rendez-vous"],
    _State.MET: ["Envoyer le dossier d’adhésion", "Inviter au gala"],
    _State.ENGAGED: ["Recevoir le bulletin d’adhésion"],
}


def prospects(
    draw: Draw, companies: Iterable[Invented], areas: list[Area], people: People, keys: list[int]
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows: all who are courted where a territory holds them, and some members, courted once."""
    for company in companies:
        if company.fate is Fate.MEMBER and (home := people.homes.get(company.key)) and draw.chance(0.2):
            since = AS_OF - timedelta(days=draw.number(30, 900))
            yield home.key, company.key, _State.MEMBER, since, "", since, home.lead, None, "", "", "", None
        elif company.fate is Fate.COURTED:
            area = next((a for a in areas if not a.closed and in_area(a, company)), None)
            if area:
                yield area.key, company.key, *_course(draw, company, area, people, keys)


def _course(draw: Draw, company: Invented, area: Area, people: People, keys: list[int]) -> tuple[Any, ...]:
    state = draw.weighted(_STATES)
    since = AS_OF - timedelta(days=draw.number(0, 400))
    reason = draw.one_of(_REASONS) if state in STOPPED else ""
    sponsor = keys[draw.one_of(area.roster).place] if area.roster and draw.chance(0.5) else None
    given, family = words.person_name(draw)
    email = f"{words.mailbox_of(given, family)}@{words.domain_of(company.name)}"
    if state not in _ACTIONS:
        return state, since, reason, since, area.lead, sponsor, f"{given} {family}", email, "", None
    next_on = AS_OF + timedelta(days=draw.number(-10, 60))
    course = (state, since, reason, since, area.lead, sponsor)
    return *course, f"{given} {family}", email, draw.one_of(_ACTIONS[state]), next_on
