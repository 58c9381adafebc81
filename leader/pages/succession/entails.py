"""What hangs on a territory, shown before anything is decided of it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet, Window
from django.urls import reverse
from django.utils.translation import gettext as _

from commissions.models import Commission, Meeting
from elections.models import Assembly, Election
from events.models import Event
from territories.models import (
    Affiliation,
    Application,
    AreaChange,
    HomeQuestion,
    Mandate,
    Prospect,
    Task,
    Territory,
    TerritoryLead,
    Transfer,
)
from territories.models.applications import OPEN_STATES

SHOWN = 5
CLOSE, MERGE, SPLIT = "fermeture", "fusion", "scission"
_ENDED = [Election.State.PROCLAIMED, Election.State.VOID]


@dataclass(frozen=True)
class Line:
    """Something that hangs there: how many, the first of them, where they are, and what becomes of them."""

    label: str
    names: list[str]
    count: int
    url: str
    outcome: str

    @property
    def hidden(self) -> int:
        """Return how many are not named."""
        return self.count - len(self.names)


def entailed(territory: Territory, act: str, today: date) -> list[Line]:
    """Return what hangs on ``territory`` today and what ``act`` makes of it; one query a line."""
    own = {"territory": territory}
    companies = Affiliation.objects.running_on(today).filter(**own).select_related("company")
    homes, others = companies.filter(is_home=True), companies.filter(is_home=False)
    mandates = Mandate.objects.running_on(today).filter(**own).select_related("person", "office")
    leads = TerritoryLead.objects.running_on(today).filter(**own).select_related("person")
    prospects = Prospect.objects.courted().filter(**own).select_related("company")
    applications = Application.objects.filter(**own, state__in=OPEN_STATES)
    transfers = Transfer.objects.waiting().between([territory.pk]).select_related("company")
    changes = AreaChange.objects.filter(**own, state=AreaChange.State.PLANNED, starts_on__gt=today)
    questions = HomeQuestion.objects.open().filter(candidates__territory=territory).select_related("company")
    tasks = Task.objects.to_do().filter(**own)
    commissions = Commission.objects.alive_on(today).filter(**own)
    meetings = Meeting.objects.held().filter(commission__territory=territory, starts_at__date__gte=today)
    events = Event.objects.filter(**own).from_day(today)
    assemblies = Assembly.objects.filter(**own, held_on__gte=today)
    elections = Election.objects.filter(**own).exclude(state__in=_ENDED)
    directory = reverse("members:company-list") + f"?territory={territory.slug}"
    bureau = reverse("territories:bureau-detail", args=[territory.slug])
    desk = reverse("admin:territories_territory_change", args=[territory.pk])
    board = reverse("territories:prospect-board", args=[territory.slug])
    to_do = reverse("territories:territory-tasks", args=[territory.slug])
    asked = reverse("territories:application-list") + f"?territory={territory.slug}"
    says = _outcomes(act)
    lines = [
        _line(_("Companies at home there"), homes, _company, directory, says["homes"]),
        _line(_("Companies for which it is secondary"), others, _company, directory, says["others"]),
        _line(_("Mandates that run"), mandates, _mandate, bureau, says["mandates"]),
        _line(_("Leads"), leads, _person, desk, says["leads"]),
        _line(_("Pressenties on their way"), prospects, _company, board, says["prospects"]),
        _line(_("Applications that wait"), applications, _name, asked, says["applications"]),
        _line(_("Transfers that wait"), transfers, _company, reverse("territories:transfer-list"),
              says["transfers"]),
        _line(_("Changes of its area to come"), changes, str,
              reverse("territories:territory-area", args=[territory.slug]), says["changes"]),
        _line(_("Companies asked where they are at home"), questions, _company,
              reverse("territories:home-question-list"), says["questions"]),
        _line(_("Tasks to be done"), tasks, str, to_do, says["kept"]),
        _line(_("Commissions"), commissions, str, reverse("commissions:commission-list"), says["kept"]),
        _line(_("Meetings to come"), meetings, _titled, reverse("commissions:commission-list"), says["kept"]),
        _line(_("Events to come"), events, str, reverse("events:event-list"), says["kept"]),
        _line(_("Assemblies to come"), assemblies, str, reverse("elections:assembly-list"), says["kept"]),
        _line(_("Elections under way"), elections, str, reverse("elections:election-list"), says["kept"]),
    ]  # fmt: skip
    return [line for line in lines if line.count]


def _outcomes(act: str) -> dict[str, str]:
    goes_on, by_hand = _("nothing changes"), _("nothing changes: to be decided one by one")
    names = [
        "homes",
        "others",
        "mandates",
        "leads",
        "prospects",
        "applications",
        "transfers",
        "changes",
        "questions",
    ]
    says = dict.fromkeys(names, goes_on) | {"kept": goes_on}
    if act == SPLIT:
        chosen = _("those that you choose follow, the others stay")
        return says | {"homes": chosen, "others": chosen}
    if act not in {CLOSE, MERGE}:
        return says
    ends, withdrawn = _("end the day before"), _("are withdrawn, with the reason")
    says |= {"mandates": ends, "leads": ends, "transfers": withdrawn, "kept": by_hand, "applications": by_hand}
    says |= {"changes": _("are cancelled"), "questions": _("are asked about the other territories alone")}
    if act == CLOSE:
        homeless = _("no longer belong there; they stay members of the federation, without a home territory")
        return says | {"homes": homeless, "others": ends, "prospects": _("become dormant, with the reason")}
    follow = _("follow into the other territory")
    return says | {
        "homes": follow,
        "others": follow,
        "prospects": follow,
        "applications": follow,
        "questions": _("are asked about the territory that goes on instead"),
    }


def _line(label: str, rows: QuerySet[Any], name: Any, url: str, outcome: str) -> Line:
    found = list(rows.annotate(in_all=Window(Count("pk"))).order_by("pk")[:SHOWN])
    return Line(label, [name(row) for row in found], found[0].in_all if found else 0, url, outcome)


def _company(row: Any) -> str:
    return str(row.company.name)


def _person(row: Any) -> str:
    return str(row.person)


def _mandate(row: Any) -> str:
    return f"{row.person} ({row.office.name})"


def _name(row: Any) -> str:
    return str(row.name)


def _titled(row: Any) -> str:
    return str(row.title)
