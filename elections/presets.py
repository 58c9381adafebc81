"""Recommended settings for the usual cases, each with its reason in plain words."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from elections.models import Contest, Election
from territories.models import Federation, Office, Territory

Kind, Way = Election.Kind, Election.Way


@dataclass(frozen=True)
class Preset:
    """What is filled in beforehand, and why."""

    kind: Election.Kind
    title: str | Promise
    reasons: list[str | Promise]
    settings: dict[str, Any]


ALWAYS: list[str | Promise] = [  # whatever is elected
    _("One company, one vote; whoever votes for it in the file of members votes here."),
    _("More than half of the votes expressed in the first round; in the second, the most votes: so a bureau is"
      " elected the same evening. Change it if your statutes count who is present or represented."),
    _("Equal votes: the oldest person is elected, as is the custom. Change it if your statutes say otherwise."),
    _("One proxy for each company at most: nobody votes for half the room."),
]  # fmt: skip

AS_LAST_TIME: str | Promise = _(
    "Where an election was held here before, its rules are filled in instead: quorum, majority, ties, term."
)

PRESETS = {
    Kind.FIRST_BUREAU: Preset(
        Kind.FIRST_BUREAU,
        _("First bureau of a new territory"),
        [
            _("Ballot papers in the room: secret, quick for a dozen companies, and nothing to install. A show of"
              " hands does as well when nobody asks for secrecy."),
            _("No quorum: a constituent assembly has none unless the founders decide so."),
        ],
        {"way": Way.PAPER, "quorum_percent": 0, "proxies_per_holder": 1},
    ),
    Kind.RENEWAL: Preset(
        Kind.RENEWAL,
        _("Renewal of the bureau"),
        [
            _("All offices are elected anew; whoever is elected again begins a new term."),
            _("Look up the quorum in the statutes: none is filled in here."),
            AS_LAST_TIME,
        ],
        {"way": Way.PAPER, "quorum_percent": 0, "proxies_per_holder": 1},
    ),
    Kind.BY_ELECTION: Preset(
        Kind.BY_ELECTION,
        _("By-election for an office that stands empty"),
        [_("Only the offices that you choose; the others go on until their term."), AS_LAST_TIME],
        {"way": Way.PAPER, "quorum_percent": 0, "proxies_per_holder": 1},
    ),
}  # fmt: skip

USUAL_OFFICES = ["president", "treasurer", "secretary"]  # what is ticked beforehand where there are such offices


def begin(
    territory: Territory | None, kind: Election.Kind, *, typed: dict[str, Any], offices: list[Office]
) -> Election:
    """Create the draft of an election from a preset and what was typed; ``offices`` have one seat each."""
    settings = {
        "term_years": Federation.load().bureau_term_years,
        "roll_on": typed["held_on"],
        **PRESETS[kind].settings,
        **_as_last_time(territory),
        **typed,
    }
    election: Election = Election.objects.create(territory=territory, kind=kind, **settings)
    for rank, office in enumerate(offices, 1):
        Contest.objects.create(election=election, office=office, rank=rank)
    return election


_KEPT = [
    "article", "quorum_percent", "quorum_base", "second_call_days", "second_call_quorum", "second_call_article",
    "majority_base", "rounds", "second_round", "tie_rule",
    "proxies_per_holder", "term_years", "cooptation_allowed", "codes_by", "contest_days", "contest_article",
]  # fmt: skip


def _as_last_time(territory: Territory | None) -> dict[str, Any]:
    """Return the rules by which the body voted last: its statutes have hardly changed since.

    A second call asks no quorum, which is no rule for the next time: that of the call before it is.
    """
    proclaimed = Election.objects.of_body(territory).filter(state=Election.State.PROCLAIMED)
    last = proclaimed.first()
    if last is None:
        return {}
    first_call = next((one for one in map(_first_call, proclaimed) if not one.is_second_call), None)
    kept = {name: getattr(last, name) for name in _KEPT}
    return kept | {"quorum_percent": first_call.quorum_percent if first_call else 0}


def _first_call(election: Election) -> Election:
    """Return the first round, and the first call, that led to ``election``; itself when nothing led to it."""
    before = election.first_round or (election.in_place_of if election.is_second_call else None)
    return _first_call(before) if before else election
