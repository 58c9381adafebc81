"""The roll of an election: filled from the members on a day, corrected until it is sealed, weighed before."""

import hashlib
from collections import Counter
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from elections.holding import RefusedActError, hold_first_round
from elections.models import Election, Proxy, RollEntry
from members.models import Company, Membership, Person, Representative, User, categories
from territories.models import Affiliation, Territory

NAMED = 5  # companies of which a warning tells the names
SMALL = 5  # expressed votes below which a result nearly tells who voted how
Vote = Representative.Vote


def voters_of(territory: Territory | None, day: date) -> Any:
    """Return the companies that vote on ``day``: those whose membership gives a vote, one each.

    In a territory only those at home there. Partners, honorary members and clubs abroad do not vote.
    """
    memberships = Membership.objects.covering_on(day).filter(category__in=categories.VOTING)
    companies = Company.objects.filter(pk__in=memberships.values("company"))
    if territory is None:
        return companies
    home = Affiliation.objects.running_on(day).filter(territory=territory, is_home=True)
    return companies.filter(pk__in=home.values("company"))


@transaction.atomic
def fill(election: Election) -> int:
    """Put the companies that vote on the roll, with who votes for them; return how many were added.

    What was corrected by hand stays: a line that is there already is left alone.
    """
    locked = hold_first_round(election)
    known = set(locked.roll.values_list("company", flat=True))
    companies = [
        c for c in voters_of(locked.territory, locked.roll_on).order_by("name", "pk") if c.pk not in known
    ]
    voting = _who_votes([c.pk for c in companies], locked.roll_on)
    RollEntry.objects.bulk_create(
        RollEntry(election=locked, company=company, representative_id=voting.get(company.pk))
        for company in companies
    )
    return len(companies)


def _who_votes(companies: list[int], day: date) -> dict[int, int]:
    spells = Representative.objects.running_on(day).filter(company__in=companies, vote=Vote.VOTING)
    return dict(spells.values_list("company", "person"))


@transaction.atomic
def add(election: Election, company: Company, *, representative: Person | None, weight: int) -> RollEntry:
    """Put one more company on the roll; raise RefusedActError when it is there."""
    locked = hold_first_round(election)
    if locked.roll.filter(company=company).exists():
        raise RefusedActError(_("This company is on the roll already."))
    representative = representative or _voting_person(company, locked.roll_on)
    entry: RollEntry = RollEntry.objects.create(
        election=locked, company=company, representative=representative, weight=weight
    )
    return entry


def _voting_person(company: Company, day: date) -> Person | None:
    key = _who_votes([company.pk], day).get(company.pk)
    return Person.objects.get(pk=key) if key else None


@transaction.atomic
def correct(entry: RollEntry, *, representative: Person | None, weight: int) -> None:
    """Change who votes for a company, or with how many voices, before the roll is sealed; or refuse."""
    hold_first_round(entry.election)
    if representative is None and Proxy.objects.filter(holder=entry).exists():
        raise RefusedActError(_("This company votes for another one: somebody must vote, or withdraw that proxy."))
    RollEntry.objects.filter(pk=entry.pk).update(representative=representative, weight=weight)


@transaction.atomic
def strike(entry: RollEntry) -> None:
    """Take a company off the roll before it is sealed, with the proxies it gave or holds."""
    hold_first_round(entry.election)
    entry.delete()


def hash_of(election: Election) -> str:
    """Return the SHA-256 of the roll: who votes, for which company, with how many voices."""
    rows = RollEntry.objects.filter(election=election).order_by("company_id")
    lines = rows.values_list("company_id", "company__siren", "representative_id", "weight")
    return hashlib.sha256("\n".join(repr(tuple(line)) for line in lines).encode()).hexdigest()


def strangers_of(election: Election) -> list[str]:
    """Return the names of the companies on the roll that ``fill`` would not put there, such as a founder."""
    voting = voters_of(election.territory, election.roll_on).order_by().values("pk")
    rows = RollEntry.objects.filter(election=election).exclude(company__in=voting)
    return list(rows.by_name().values_list("company__name", flat=True))


def _of_strangers(count: int, *, in_territory: bool) -> str:
    if in_territory:
        return ngettext(
            "%(count)s company is no member with a vote at home there on the day of the roll: %(names)s.",
            "%(count)s companies are no members with a vote at home there on the day of the roll: %(names)s.",
            count,
        )
    return ngettext(
        "%(count)s company is no member with a vote on the day of the roll: %(names)s.",
        "%(count)s companies are no members with a vote on the day of the roll: %(names)s.",
        count,
    )


def warnings_of_accounts(election: Election) -> list[str]:
    """Return who could not vote online for want of an account, and what to do about it."""
    if not election.is_online:
        return []
    voters = RollEntry.objects.filter(election=election, representative__isnull=False, proxy_given__isnull=True)
    accounts = User.objects.filter(is_active=True, person__isnull=False)
    people = Person.objects.filter(pk__in=voters.values("representative")).exclude(
        pk__in=accounts.values("person")
    )
    names = [str(person) for person in people.order_by("family_name", "given_name", "pk")]
    if not names:
        return []
    said = ngettext(
        "%(count)s voter has no account and cannot vote online: %(names)s. An account is made on the page of the"
        " sign-in, with the e-mail address of the person's record, or by an invitation from the page of the"
        " company's team; for want of it the company gives a proxy, before the sealing.",
        "%(count)s voters have no account and cannot vote online: %(names)s. An account is made on the page of the"
        " sign-in, with the e-mail address of the person's record, or by an invitation from the page of the"
        " company's team; for want of it the company gives a proxy, before the sealing.",
        len(names),
    )
    shown = ", ".join(names[:NAMED]) + ("…" if len(names) > NAMED else "")
    return [said % {"count": len(names), "names": shown}]


def warnings_of(election: Election) -> list[str]:
    """Return what whoever runs the election should know of its roll before it is sealed."""
    rows = list(RollEntry.objects.filter(election=election).values_list("weight", "representative"))
    said = []
    if mute := sum(1 for _weight, person in rows if person is None):
        said.append(
            ngettext(
                "%(count)s company has nobody who votes for it.",
                "%(count)s companies have nobody who votes for them.",
                mute,
            )
            % {"count": mute}
        )
    if strangers := strangers_of(election):
        said.append(
            _of_strangers(len(strangers), in_territory=election.territory_id is not None)
            % {
                "count": len(strangers),
                "names": ", ".join(strangers[:NAMED]) + ("…" if len(strangers) > NAMED else ""),
            }
        )
    said += warnings_of_accounts(election)
    if election.is_public_vote:
        return said
    if 0 < len(rows) < SMALL:
        said.append(
            _(
                "Fewer than %(count)s companies vote: when all choose alike, everybody knows how each voted,"
                " whatever the way one votes."
            )
            % {"count": SMALL}
        )
    weights = Counter(weight for weight, _person in rows)
    alone = sorted(weight for weight, count in weights.items() if count == 1) if len(weights) > 1 else []
    if alone:
        said.append(
            _("One company alone has %(weights)s voices: the sums may tell how it voted.")
            % {"weights": ", ".join(map(str, alone))}
        )
    return said
