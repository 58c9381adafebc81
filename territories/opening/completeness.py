"""What a dossier still lacks before it may be submitted, and what is unusual in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from territories.models import Federation, Opening, Territory
from territories.opening.areas import Area, overlaps

Step = Opening.Step


@dataclass(frozen=True)
class Problem:
    """A sentence about one step; one that ``blocks`` must be mended before the dossier is submitted."""

    step: str
    text: str
    blocks: bool = True
    field: str = ""


def problems(opening: Opening, today: date) -> list[Problem]:
    """Return what is missing in the dossier, and what its reader should look at twice."""
    return [
        *_typed_wrongly(opening),
        *_of_territory(opening, today),
        *_of_launch(opening, today),
        *_of_prospects(opening),
        *_of_team(opening),
    ]


def _typed_wrongly(opening: Opening) -> Iterator[Problem]:
    for step in Step:
        if step.value in opening.unfinished:
            yield Problem(step, _("An entry is refused: it is kept as you typed it, to be mended."))


def _of_territory(opening: Opening, today: date) -> Iterator[Problem]:
    if not opening.name:
        yield Problem(Step.TERRITORY, _("The territory has no name yet."), field="name")
    elif Territory.objects.filter(name__iexact=opening.name).exclude(pk=opening.territory_id).exists():
        yield Problem(Step.TERRITORY, _("Another territory has this name already."), field="name")
    if not opening.kind:
        yield Problem(Step.TERRITORY, _("Say what the territory is in law."), field="kind")
    if opening.kind == Territory.Kind.CONVERTED and not opening.predecessor_name:
        text = _("A converted association has a predecessor: give its name.")
        yield Problem(Step.TERRITORY, text, field="predecessor_name")
    if not opening.is_abroad:
        yield from _of_area(opening, today)


def _of_area(opening: Opening, today: date) -> Iterator[Problem]:
    area = Area.of(opening)
    if not area:
        yield Problem(Step.TERRITORY, _("The area is empty: choose a département, an EPCI or a commune."))
    elif not opening.overlap_reason and (found := overlaps(area.as_communes(), today)):
        names = ", ".join(overlap.territory.name for overlap in found)
        text = _("The area overlaps with %(names)s: say why.") % {"names": names}
        yield Problem(Step.TERRITORY, text, field="overlap_reason")


def _of_launch(opening: Opening, today: date) -> Iterator[Problem]:
    if not opening.opens_on:
        yield Problem(Step.LAUNCH, _("The day of the opening is not known yet."), field="opens_on")
    if not opening.election_due_on:
        text = _("The day by which the bureau and its president are elected is not known yet.")
        yield Problem(Step.LAUNCH, text, field="election_due_on")
    if not opening.place:
        yield Problem(Step.LAUNCH, _("The place of the opening is not known yet."), blocks=False, field="place")
    if not opening.announced_at:
        text = _("No event is chosen at which the opening is announced.")
        yield Problem(Step.LAUNCH, text, blocks=False, field="event")
    for text in launch_warnings(opening.opens_on, opening.election_due_on, today):
        yield Problem(Step.LAUNCH, text, blocks=False, field="opens_on")


def launch_warnings(opens_on: date | None, election_due_on: date | None, today: date) -> Iterator[str]:
    """Yield what is unusual in the two days: real life warns, it does not block."""
    if opens_on and opens_on < today:
        yield _("The day of the opening is past.")
    if opens_on and opens_on > today + timedelta(days=2 * 365):
        yield _("The opening is more than two years away.")
    if opens_on and election_due_on and election_due_on > opens_on + timedelta(days=366):
        yield _("The bureau would be elected more than a year after the opening.")


def _of_prospects(opening: Opening) -> Iterator[Problem]:
    aim, count = Federation.load().prospects_target_min, opening.prospects.count()
    if not count:
        yield Problem(Step.PROSPECTS, _("No pressentie is named yet."))
    elif count < aim:
        text = ngettext(
            "%(count)s pressentie is named, the federation aims at %(aim)s at least.",
            "%(count)s pressenties are named, the federation aims at %(aim)s at least.",
            count,
        )
        yield Problem(Step.PROSPECTS, text % {"count": count, "aim": aim}, blocks=False)


def _of_team(opening: Opening) -> Iterator[Problem]:
    team = dict(opening.team.values_list("is_lead").annotate(Count("pk")).order_by())
    if not team.get(True):
        yield Problem(Step.TEAM, _("Nobody of the team leads the territory yet: name a lead."))
