"""A change of an area: prepared as a draft, recorded once, followed by its companies on its day."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import User
from territories.areas.homes import move_homes
from territories.areas.moving import Foreseen, Outcome, foresee, touched_by
from territories.models import AreaChange, AreaPart, HomeCandidate, HomeQuestion, StageKind, Territory
from territories.opening.areas import Area

State = AreaChange.State
WrongStateError = AreaChange.WrongStateError
_DAY = timedelta(days=1)


def area_of(change: AreaChange) -> Area:
    """Return the area that ``change`` gives."""
    return Area(frozenset(change.departements), frozenset(change.epcis), frozenset(change.communes))


@transaction.atomic
def draft(territory: Territory, area: Area, *, starts_on: date, reason: str, by: User) -> AreaChange:
    """Prepare a change of the area of ``territory``, in place of the draft that there is; nothing changes yet."""
    Territory.objects.select_for_update(no_key=True).get(pk=territory.pk)
    found = AreaChange.objects.filter(territory=territory, state=State.DRAFT).first()
    change = found or AreaChange(territory=territory)
    change.starts_on, change.reason, change.author = starts_on, reason, by
    change.departements, change.epcis = sorted(area.departements), sorted(area.epcis)
    change.communes = sorted(area.communes)
    change.save()
    return change


def foreseen(change: AreaChange) -> Foreseen:
    """Return which companies the draft ``change`` would concern, on its day or, if that is past, today."""
    area = area_of(change)
    touched = touched_by(change.territory, area, change.starts_on)
    return foresee(change.territory, touched, _day_of(change), area)


def obstacle(territory: Territory, starts_on: date) -> str:
    """Return why the area cannot change from that day; empty if it can.

    A later change is recorded already, and what was between the two would be guessed.
    """
    if territory.stage_on(starts_on) == StageKind.CLOSED:
        return _("This territory is closed.")
    said = _("The area changes from %(day)s already: choose that day or a later one, or cancel what is planned.")
    latest = latest_change_of(territory)
    return said % {"day": f"{latest:%d/%m/%Y}"} if latest and latest > starts_on else ""


def latest_change_of(territory: Territory) -> date | None:
    """Return the last day from which the area is another than before; None if it has always been the same."""
    days = [
        day
        for starts_on, ends_on in territory.area_parts.values_list("starts_on", "ends_on")
        for day in (starts_on, ends_on and ends_on + _DAY)
        if day
    ]
    return max(days, default=None)


@transaction.atomic
def record(change: AreaChange, *, version: int, shown: str, at: datetime) -> AreaChange:
    """Record the draft ``change``: its parts are dated; when its day has come its companies follow at once.

    Raise WrongStateError, and change nothing, when it is no draft, another was planned, or other companies are
    concerned than those ``shown`` (``Foreseen.digest``).
    """
    one_at_a_time()
    change = _locked(change, State.DRAFT)
    if change.version != version or foreseen(change).digest() != shown:
        raise WrongStateError(_("What would change is not what you read any more: read it again, then confirm."))
    if said := obstacle(change.territory, change.starts_on):
        raise WrongStateError(said)
    touched = touched_by(change.territory, area_of(change), change.starts_on)
    same_day = {"territory": change.territory, "starts_on": change.starts_on}
    if planned := AreaChange.objects.filter(state=State.PLANNED, **same_day).first():
        touched |= set(planned.touched)
        _move(planned, State.CANCELLED)
    _date_parts(change.territory, area_of(change), change.starts_on)
    _move(change, State.PLANNED, touched=sorted(touched), recorded_at=at)
    return settle(change, timezone.localdate(at)) if change.starts_on <= timezone.localdate(at) else change


def _date_parts(territory: Territory, area: Area, starts_on: date) -> None:
    """End the parts that are not in ``area`` the day before, and begin those that are new."""
    wanted = set(area.places())
    for part in AreaPart.objects.running_on(starts_on).filter(territory=territory):
        if (place := _place(part)) in wanted:
            wanted.discard(place)
        elif part.starts_on is None or part.starts_on < starts_on:
            part.ends_on = starts_on - _DAY
            part.save(update_fields=["ends_on"])
        else:
            part.delete()
    _begin_again(territory, wanted, starts_on)
    AreaPart.objects.bulk_create(
        AreaPart(territory=territory, starts_on=starts_on, **{f"{kind}_id": code}) for kind, code in sorted(wanted)
    )


def _begin_again(territory: Territory, wanted: set[tuple[str, str]], day: date) -> None:
    """Let the parts of ``wanted`` that end the day before ``day`` go on, and take them out of it."""
    for part in territory.area_parts.filter(ends_on=day - _DAY):
        if (place := _place(part)) in wanted:
            part.ends_on = None
            part.save(update_fields=["ends_on"])
            wanted.discard(place)


def _place(part: AreaPart) -> tuple[str, str]:
    if part.departement_id:
        return "departement", part.departement_id
    return ("epci", part.epci_id) if part.epci_id else ("commune", part.commune_id or "")


@transaction.atomic
def cancel(change: AreaChange, *, today: date) -> None:
    """Take back a planned change before its day; raise WrongStateError when it has come."""
    one_at_a_time()
    change = _locked(change, State.PLANNED)
    if change.starts_on <= today:
        raise WrongStateError(_("The day of this change has come: record another change instead."))
    if AreaChange.objects.filter(
        territory=change.territory, state=State.PLANNED, starts_on__gt=change.starts_on
    ).exists():
        raise WrongStateError(_("A later change stands on this one: cancel the later one first."))
    _take_back(change)


def _take_back(change: AreaChange) -> None:
    parts = change.territory.area_parts
    parts.filter(starts_on=change.starts_on).delete()
    parts.filter(ends_on=change.starts_on - _DAY).update(ends_on=None)
    _move(change, State.CANCELLED)


def take_all_back(territory: Territory, today: date) -> None:
    """Take back what is prepared, and planned for a day to come: ``territory`` closes with the area of today."""
    territory.area_changes.filter(state=State.DRAFT).delete()
    planned = territory.area_changes.filter(state=State.PLANNED, starts_on__gt=today)
    for change in planned.order_by("-starts_on"):
        _take_back(change)


@transaction.atomic
def discard(change: AreaChange) -> None:
    """Throw the draft ``change`` away."""
    _locked(change, State.DRAFT).delete()


@transaction.atomic
def settle(change: AreaChange, today: date) -> AreaChange:
    """Let the companies follow a recorded change from ``today`` on: homes, and questions to those that choose.

    Raise WrongStateError when it is settled already, or its day has not come.
    """
    one_at_a_time()
    change = _locked(change, State.PLANNED)
    if change.starts_on > today:
        raise WrongStateError(_("The day of this change has not come."))
    found = foresee(change.territory, change.touched, today)
    moved = {line.company.pk: line.target.pk for line in found.lines if line.target}
    move_homes(moved, today)
    asked = found.of(Outcome.ASKED)
    _close_questions(change, keeping={line.company.pk for line in asked})
    _ask(change, found, today)
    _move(change, State.SETTLED, settled_on=today, moved_count=len(moved), asked_count=len(asked))
    return change


def settle_due(today: date) -> int:
    """Settle every recorded change whose day has come; return how many. A second run finds none."""
    due = list(AreaChange.objects.due_on(today))
    for change in due:
        settle(change, today)
    return len(due)


def _ask(change: AreaChange, found: Foreseen, today: date) -> None:
    asked = {line.company.pk: line for line in found.of(Outcome.ASKED)}
    open_ones = {q.company_id: q for q in HomeQuestion.objects.open().filter(company__in=asked)}
    new = [
        HomeQuestion(company=line.company, commune=line.company.commune, change=change, asked_on=today)
        for key, line in asked.items()
        if key not in open_ones
    ]
    questions = [*open_ones.values(), *HomeQuestion.objects.bulk_create(new)]
    # What is asked anew is asked whole: what leads said of other choices is no answer to it.
    HomeCandidate.objects.filter(question__in=open_ones.values()).delete()
    HomeCandidate.objects.bulk_create(
        HomeCandidate(question=question, territory=territory)
        for question in questions
        for territory in asked[question.company_id].choices
    )


def _close_questions(change: AreaChange, *, keeping: set[int]) -> None:
    """Close the questions of companies whose commune came or went and of which one answer is left."""
    stale = HomeQuestion.objects.open().filter(company__commune__in=change.touched).exclude(company__in=keeping)
    stale.update(state=HomeQuestion.State.GONE)


def one_at_a_time() -> None:
    """Let changes of areas wait for each other, and for the end of a territory: both are read from both areas.

    Whoever also holds companies or territories takes this first.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('territories.areas', 0))")


def _locked(change: AreaChange, state: str) -> AreaChange:
    rows = AreaChange.objects.select_for_update(no_key=True, of=("self",)).select_related("territory")
    found = rows.filter(pk=change.pk, state=state).first()
    if found is None:
        raise WrongStateError(_("This change has gone on meanwhile: look at it again."))
    return found


def _move(change: AreaChange, state: str, **stamps: Any) -> None:
    AreaChange.objects.filter(pk=change.pk).update(state=state, **stamps)
    change.refresh_from_db()


def _day_of(change: AreaChange) -> date:
    """Return the day on which companies follow: nobody's past belonging is written anew."""
    return max(change.starts_on, timezone.localdate())
