"""What a dossier needs before it may be submitted, and what is unusual in it.

``NEEDS`` is the one list of what is needed: the review says from it what is missing, the forms say from it,
beside each field, whether it is needed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from territories.models import Federation, Opening, ProspectFile, Territory
from territories.opening.areas import Area, overlaps

Step = Opening.Step


@dataclass(frozen=True)
class Problem:
    """A sentence about one step; one that ``blocks`` must be mended before the dossier is submitted."""

    step: str
    text: str
    blocks: bool = True
    field: str = ""


@dataclass(frozen=True)
class Need:
    """Something without which no dossier is submitted.

    ``lack`` returns the sentence of what is missing on a day, or an empty text; ``beside`` is shown beside
    the field whose name is ``field``.
    """

    step: Step
    field: str
    lack: Callable[[Opening, date], str]
    beside: Any


def problems(opening: Opening, today: date) -> list[Problem]:
    """Return what is missing in the dossier, and what its reader should look at twice, step by step."""
    found = [*_typed_wrongly(opening), *_lacking(opening, today), *_unusual(opening, today)]
    return sorted(found, key=lambda problem: Step.values.index(problem.step))


def beside_fields(step: str) -> dict[str, Any]:
    """Return what stands beside each field of ``step`` that is needed, by its name."""
    return {need.field: need.beside for need in NEEDS if need.step == step}


def _typed_wrongly(opening: Opening) -> Iterator[Problem]:
    for step in Step:
        if step.value in opening.unfinished:
            yield Problem(step, _("An entry is refused: it is kept as you typed it, to be mended."))


def _lacking(opening: Opening, today: date) -> Iterator[Problem]:
    for need in NEEDS:
        if text := need.lack(opening, today):
            yield Problem(need.step, text, field=need.field)


def _name(opening: Opening, today: date) -> str:
    if not opening.name:
        return _("The territory has no name yet.")
    taken = Territory.objects.filter(name__iexact=opening.name).exclude(pk=opening.territory_id)
    return _("Another territory has this name already.") if taken.exists() else ""


def _kind(opening: Opening, today: date) -> str:
    return "" if opening.kind else _("Say what the territory is in law.")


def _predecessor(opening: Opening, today: date) -> str:
    is_converted = opening.kind == Territory.Kind.CONVERTED
    if is_converted and not opening.predecessor_name:
        return _("A converted association has a predecessor: give its name.")
    return ""


def _area(opening: Opening, today: date) -> str:
    if opening.is_abroad or Area.of(opening):
        return ""
    return _("The area is empty: choose a département, an EPCI or a commune.")


def _overlap(opening: Opening, today: date) -> str:
    if opening.is_abroad or opening.overlap_reason:
        return ""
    names = ", ".join(o.territory.name for o in overlaps(Area.of(opening).as_communes(), today))
    return _("The area overlaps with %(names)s: say why.") % {"names": names} if names else ""


def _opens_on(opening: Opening, today: date) -> str:
    return "" if opening.opens_on else _("The day of the opening is not known yet.")


def _election(opening: Opening, today: date) -> str:
    if opening.election_due_on:
        return ""
    return _("The day by which the bureau and its president are elected is not known yet.")


def _prospects(opening: Opening, today: date) -> str:
    return "" if opening.prospects.exists() else _("No pressentie is named yet.")


def _lead(opening: Opening, today: date) -> str:
    if opening.team.filter(is_lead=True).exists():
        return ""
    return _("Nobody of the team leads the territory yet: name a lead.")


TO_SUBMIT = gettext_lazy("needed to submit")
NEEDS = [
    Need(Step.TERRITORY, "name", _name, TO_SUBMIT),
    Need(Step.TERRITORY, "kind", _kind, TO_SUBMIT),
    Need(Step.TERRITORY, "predecessor_name", _predecessor, gettext_lazy("needed for a converted association")),
    Need(Step.TERRITORY, "area", _area, gettext_lazy("needed to submit, except abroad")),
    Need(Step.TERRITORY, "overlap_reason", _overlap, gettext_lazy("needed when areas overlap")),
    Need(Step.LAUNCH, "opens_on", _opens_on, TO_SUBMIT),
    Need(Step.LAUNCH, "election_due_on", _election, TO_SUBMIT),
    Need(Step.PROSPECTS, "prospects", _prospects, gettext_lazy("one at least is needed to submit")),
    Need(Step.TEAM, "lead", _lead, gettext_lazy("one lead at least is needed to submit")),
]


def _unusual(opening: Opening, today: date) -> Iterator[Problem]:
    """Real life warns, it does not block."""
    if not opening.place:
        yield Problem(Step.LAUNCH, _("The place of the opening is not known yet."), blocks=False, field="place")
    if not opening.announced_at:
        text = _("No event is chosen at which the opening is announced.")
        yield Problem(Step.LAUNCH, text, blocks=False, field="event")
    for text in launch_warnings(opening.opens_on, opening.election_due_on, today):
        yield Problem(Step.LAUNCH, text, blocks=False, field="opens_on")
    yield from _of_prospects(opening)


def launch_warnings(opens_on: date | None, election_due_on: date | None, today: date) -> Iterator[str]:
    """Yield what is unusual in the two days."""
    if opens_on and opens_on < today:
        yield _("The day of the opening is past.")
    if opens_on and opens_on > today + timedelta(days=2 * 365):
        yield _("The opening is more than two years away.")
    if opens_on and election_due_on and election_due_on > opens_on + timedelta(days=366):
        yield _("The bureau would be elected more than a year after the opening.")


def _of_prospects(opening: Opening) -> Iterator[Problem]:
    aim, count = Federation.load().prospects_target_min, opening.prospects.count()
    if 0 < count < aim:
        text = ngettext(
            "%(count)s pressentie is named, the federation aims at %(aim)s at least.",
            "%(count)s pressenties are named, the federation aims at %(aim)s at least.",
            count,
        )
        yield Problem(Step.PROSPECTS, text % {"count": count, "aim": aim}, blocks=False)
    if name := ProspectFile.waiting_for(opening):
        text = _("The file “%(name)s” is previewed and not added: add it or set it aside.") % {"name": name}
        yield Problem(Step.PROSPECTS, text, blocks=False)
