"""Standing for an office, and no longer."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from elections.holding import RefusedActError, hold, hold_first_round
from elections.models import Candidacy, Contest, Election, ListPlace
from members.models import Company, Person, Representative


@transaction.atomic
def stand(
    contest: Contest, person: Person, *, statement: str = "", at: datetime, is_late: bool = False
) -> Candidacy:
    """Let ``person`` stand; raise RefusedActError. ``is_late``: whoever runs the election adds late ones."""
    election = hold_first_round(contest.election)
    if not is_late and election.candidacies_until and at > election.candidacies_until:
        raise RefusedActError(_("The time for candidacies is over."))
    if contest.method != Contest.Method.OFFICE:
        raise RefusedActError(_("Lists stand there, not people one by one."))
    company = company_of(person, election)
    if company is None:
        raise RefusedActError(_("Only those who represent a company on the roll stand."))
    found = Candidacy.objects.filter(contest=contest, person=person).first()
    if found is None:
        made: Candidacy = Candidacy.objects.create(
            contest=contest, person=person, company=company, statement=statement, rank=_next_rank(contest)
        )
        return made
    if not found.is_withdrawn:
        raise RefusedActError(_("This person stands for this office already."))
    found.is_withdrawn, found.statement, found.company = False, statement or found.statement, company
    found.save()
    return found


@transaction.atomic
def enter_list(contest: Contest, name: str, places: list[tuple[Person, Any]], *, statement: str = "") -> Candidacy:
    """Let a closed list stand: ``places`` are people with the office that each would take."""
    election = hold_first_round(contest.election)
    if contest.method != Contest.Method.LISTS:
        raise RefusedActError(_("People stand there one by one."))
    if Candidacy.objects.filter(contest=contest, list_name=name).exists():
        raise RefusedActError(_("Another list has this name."))
    if taken := _on_another_list(contest, [person for person, _office in places]):
        raise RefusedActError(_("They stand on another list already: %(names)s.") % {"names": ", ".join(taken)})
    candidacy: Candidacy = Candidacy.objects.create(
        contest=contest, list_name=name, statement=statement, rank=_next_rank(contest)
    )
    for rank, (person, office) in enumerate(places):
        ListPlace.objects.create(
            candidacy=candidacy, person=person, office=office, rank=rank, company=company_of(person, election)
        )
    return candidacy


@transaction.atomic
def withdraw(candidacy: Candidacy) -> None:
    """Let a candidacy stand no more, before the roll and the candidacies are sealed."""
    hold(candidacy.contest.election, Election.State.DRAFT)
    Candidacy.objects.filter(pk=candidacy.pk).update(is_withdrawn=True)


def company_of(person: Person, election: Election) -> Company | None:
    """Return the company on the roll that ``person`` represents on its day; the voting one first."""
    spells = representatives_on_roll(election, election.roll_on).filter(person=person).select_related("company")
    ranked = sorted(spells, key=lambda spell: (spell.vote != Representative.Vote.VOTING, spell.pk))
    if ranked:
        return ranked[0].company
    entry = election.roll.filter(representative=person).select_related("company").first()
    return entry.company if entry else None


def representatives_on_roll(election: Election, day: date) -> Any:
    """Return the spells of those who represent the companies on the roll on ``day``."""
    return Representative.objects.running_on(day).filter(company__in=election.roll.values("company"))


def eligible(election: Election) -> Any:
    """Return the people who may stand: those who represent, or vote for, a company on the roll."""
    representing = representatives_on_roll(election, election.roll_on).values("person")
    voting = election.roll.filter(representative__isnull=False).values("representative")
    people = Person.objects.filter(pk__in=representing) | Person.objects.filter(pk__in=voting)
    return people.order_by("family_name", "given_name", "pk")


def of_nobody_on_the_roll(election: Election) -> list[str]:
    """Return the names of those who stand and may no more: their company was struck off, or the day changed."""
    standing = Candidacy.objects.standing().filter(contest__election=election)
    places = ListPlace.objects.filter(candidacy__in=standing)
    may_stand = eligible(election).order_by().values("pk")
    is_struck = Q(company__isnull=False) & ~Q(company__in=election.roll.values("company"))
    strangers = [rows.filter(is_struck | ~Q(person__in=may_stand)).values("person") for rows in (standing, places)]
    left = Person.objects.filter(Q(pk__in=strangers[0]) | Q(pk__in=strangers[1]))
    return [str(one) for one in left.order_by("family_name", "given_name", "pk")]


def _on_another_list(contest: Contest, people: list[Person]) -> list[str]:
    """Return the names of those of ``people`` who stand on a list of ``contest``."""
    standing = Candidacy.objects.standing().filter(contest=contest)
    rows = ListPlace.objects.filter(candidacy__in=standing.values("pk"), person__in=people)
    return [str(place.person) for place in rows.select_related("person").order_by("person__family_name", "pk")]


def _next_rank(contest: Contest) -> int:
    return (Candidacy.objects.filter(contest=contest).aggregate(last=Max("rank"))["last"] or 0) + 1
