"""What this app keeps of people: who stands, who votes for a company, and what minutes say, which stay."""

from collections.abc import Callable
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from elections.models import (
    Assembly,
    Box,
    BoxCheck,
    BoxEvent,
    BoxVerdict,
    Candidacy,
    CandidacyVotes,
    CeremonyMessage,
    CodeGiven,
    CodeOfficer,
    Contest,
    Count,
    Decision,
    Elected,
    Election,
    Incident,
    IncidentAnswer,
    KeyCeremony,
    ListPlace,
    Minutes,
    Presence,
    Proxy,
    RollCallVote,
    RollEntry,
    SignOff,
    Trustee,
)
from leader.shared.personal_data import Kept, Processing, declare, declare_none
from territories.personal_data import GOVERNANCE

MINUTES = _("minutes of assemblies: the life of the association")

ELECTIONS = Processing(
    key="elections", name=_("Elections of bureaux"),
    purpose=_("To elect the bureaux: who votes, who stands, who is elected."),
    basis=_("The statutes of the association, which its members have agreed to."),
    people=_("Candidates, and who votes for a company."),
    recipients=_("Everybody, for who stands and who is elected; who takes part, for the roll and the minutes."),
    retention=_("The life of the association for the minutes; statements of candidates until they are erased."),
)  # fmt: skip


def _under_way(path: str) -> Callable[[date], Q]:
    """Return the condition that the election ``path`` is neither proclaimed nor given up, or was since a day."""
    runs = ~Q(**{f"{path}state__in": [Election.State.PROCLAIMED, Election.State.VOID]})
    return lambda day: runs | Q(**{f"{path}held_on__gte": day}) | Q(**{f"{path}proclaimed_at__date__gte": day})


declare(Assembly, GOVERNANCE, plain=["place", "source"])
declare(Decision, GOVERNANCE, plain=["text"], kept=Kept(MINUTES))
declare(
    Election, ELECTIONS, free=["void_reason"],
    plain=[
        "place", "convened_how", "article", "remote_article", "second_call_article", "contest_article",
        "risk_answers",
    ],
    secret=["roll_sha256"],
)  # fmt: skip
declare(
    Candidacy, ELECTIONS, person="person", blank={"statement": ""}, free=["statement", "list_name"],
    current=_under_way("contest__election__"),
)  # fmt: skip
declare(ListPlace, ELECTIONS, person="person", current=_under_way("candidacy__contest__election__"))
declare(RollEntry, ELECTIONS, person="representative")
declare(Minutes, ELECTIONS, plain=["sha256", "incidents"], kept=Kept(MINUTES))
declare(KeyCeremony, ELECTIONS, secret=["server_share", "server_key", "trustee_group"], kept=Kept(MINUTES))
declare(CeremonyMessage, ELECTIONS, secret=["text"], kept=Kept(MINUTES))
declare(Incident, ELECTIONS, plain=["text"], kept=Kept(MINUTES))
declare(IncidentAnswer, ELECTIONS, plain=["text"], kept=Kept(MINUTES))
declare(
    Trustee, ELECTIONS, person="account__person", kept=Kept(MINUTES), current=_under_way("ceremony__election__")
)
declare(CodeOfficer, ELECTIONS, person="account__person", kept=Kept(MINUTES), current=_under_way("election__"))
declare_none(Contest, because="which office is to be filled")
declare_none(Proxy, because="which company votes for which")
declare_none(
    Box,
    BoxEvent,
    BoxCheck,
    BoxVerdict,
    because="encrypted ballots and the public side of codes, tied to nobody; what is asked names for good who"
    " stands, as they were told",
)
declare_none(CodeGiven, because="which public credentials are whose, until the vote opens")
declare_none(Presence, because="which company is in the room")
declare_none(SignOff, because="which company took part")
declare_none(RollCallVote, because="what a company answered in public")
declare_none(Count, CandidacyVotes, Elected, because="numbers, and whether a candidacy is elected")
