"""Who may see and change assemblies and elections: what was decided is public, what is prepared is not yet."""

from typing import Any

from django.db.models import Q

from elections.models import (
    Assembly,
    Box,
    BoxCheck,
    BoxEvent,
    BoxVerdict,
    Candidacy,
    CodeOfficer,
    Contest,
    Count,
    Elected,
    Election,
    Incident,
    IncidentAnswer,
    KeyCeremony,
    Minutes,
    Presence,
    Proxy,
    RollCallVote,
    RollEntry,
    Trustee,
)
from leader.shared.scope import EVERY_ROW, AnyUser, Right, grant
from members.scope import companies_of, person_of, staff
from territories.models import LeadRight
from territories.scope import is_lead, leads_may, may_create, territories_led_by

grant(
    Right.ADMINISTER,
    Assembly,
    Box,
    BoxCheck,
    BoxEvent,
    BoxVerdict,
    Candidacy,
    CodeOfficer,
    Contest,
    Count,
    Elected,
    Election,
    Incident,
    IncidentAnswer,
    KeyCeremony,
    Minutes,
    Presence,
    Proxy,
    RollCallVote,
    RollEntry,
    Trustee,
)(staff)


@grant(Right.VIEW, Assembly)
def everybody(user: AnyUser) -> Q:
    """What an assembly decided is public."""
    return EVERY_ROW


@grant(Right.VIEW, Election)
def once_sealed(user: AnyUser) -> Q:
    """An election is public from the sealing of its roll on: given up later it does not vanish."""
    given_up_before = Q(state=Election.State.VOID, sealed_at__isnull=True)
    return ~Q(state=Election.State.DRAFT) & ~given_up_before


@grant(Right.VIEW, Election)
def on_the_roll(user: AnyUser) -> Q | None:
    """Whoever represents a company on the roll sees the election while it is prepared, to take part."""
    if (person := person_of(user)) is None:
        return None
    lines = RollEntry.objects.filter(Q(representative=person) | Q(company__in=companies_of(user)))
    return Q(pk__in=lines.values("election"))


@grant(Right.VIEW, Trustee)
def own_part_of_a_key(user: AnyUser) -> Q | None:
    """A trustee sees the own part of a key, as long as it counts."""
    if not user.is_authenticated or not user.is_active:
        return None
    return Q(account=user.pk, ceremony__given_up_at__isnull=True)


@grant(Right.VIEW, Election)
def whose_key_one_holds(user: AnyUser) -> Q | None:
    """A trustee sees the election, given up or not."""
    if not user.is_authenticated or not user.is_active:
        return None
    own = Trustee.objects.filter(account=user.pk, ceremony__given_up_at__isnull=True)
    return Q(pk__in=own.values("ceremony__election"))


@grant(Right.VIEW, CodeOfficer)
def own_office_of_codes(user: AnyUser) -> Q | None:
    """A code officer sees the own office."""
    return Q(account=user.pk) if user.is_authenticated and user.is_active else None


@grant(Right.VIEW, Election)
def whose_codes_one_makes(user: AnyUser) -> Q | None:
    """A code officer sees the election."""
    if not user.is_authenticated or not user.is_active:
        return None
    return Q(pk__in=CodeOfficer.objects.filter(account=user.pk).values("election"))


@grant(Right.VIEW, Contest)
def offices_of_an_election_one_sees(user: AnyUser) -> Q:
    """What is to be filled is seen by who sees the election."""
    return Q(election__in=Election.objects.visible_to(user).values("pk"))


@grant(Right.VIEW, Candidacy)
def candidacies_of_an_election_one_sees(user: AnyUser) -> Q:
    """Who stands is seen by who sees the election."""
    return Q(contest__in=Contest.objects.visible_to(user).values("pk"))


@grant(Right.EDIT, Election)
def of_a_territory_one_leads(user: AnyUser) -> Q | None:
    """The lead of a territory runs the elections of its bureau."""
    return Q(territory__in=territories_led_by(user)) if leads_may(user, LeadRight.EDIT) else None


@grant(Right.VIEW, Election)
def read_by_a_lead(user: AnyUser) -> Q | None:
    """A lead who may not edit follows the elections of the territory all the same."""
    reads_only = is_lead(user) and not leads_may(user, LeadRight.EDIT)
    return Q(territory__in=territories_led_by(user)) if reads_only else None


@grant(Right.VIEW, Minutes, RollEntry)
def of_an_election_one_takes_part_in(user: AnyUser) -> Q | None:
    """Whoever is on the roll, or runs the election, reads roll and minutes: they hold who came."""
    if person_of(user) is None:
        return None
    seen = Election.objects.filter(on_the_roll(user) or Q(pk__in=[]))
    return Q(election__in=seen.values("pk")) | Q(election__in=Election.objects.editable_by(user).values("pk"))


def elections_of(user: AnyUser) -> Any:
    """Return the elections under way that concern ``user``: to vote, to conduct, with a key or codes to make."""
    if person_of(user) is None:
        return Election.objects.none()
    nothing = Q(pk__in=[])
    taking_part = (on_the_roll(user) or nothing) | (whose_key_one_holds(user) or nothing)
    taking_part |= whose_codes_one_makes(user) or nothing
    rows = Election.objects.filter(taking_part | Q(pk__in=Election.objects.editable_by(user).values("pk")))
    return rows.under_way().select_related("territory").order_by("held_on", "pk")


def may_begin(user: AnyUser) -> bool:
    """Tell whether ``user`` may prepare an election: staff, and the leads who may add."""
    return may_create(user)


def elections_run_by(user: AnyUser) -> Any:
    """Return the elections that ``user`` prepares and conducts."""
    return Election.objects.editable_by(user).select_related("territory")
