"""Whose data a request is about: what is known of a person, and which addresses are theirs alone."""

from dataclasses import replace
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from leader.shared.personal_data import ERASED, Subject
from leader.shared.personal_data.holding import held_by_others
from members.duplicates.forgetting import merged_away
from members.models import Company, Person, User


def find(person: int | None, address: str) -> Subject:
    """Return what is known of a person: every address and number that they have or had, every name.

    Somebody known by an address alone is the one who signs in with it, or the one person who has it. Where several
    have it, it tells of none of them: whoever asks is named first (``is_one_of_several``).
    """
    known = Person.objects.filter(pk=person or _signing_in_with(address) or 0).first()
    if known is None and address:
        people = list(people_with(address)[:2])
        known = people[0] if len(people) == 1 else None
        if len(people) > 1:
            return Subject(shared=frozenset({address.lower()}))
    asking = {address.lower()} if address else set()
    if known is None:
        guests = User.objects.filter(person=None, email__iexact=address) if address else User.objects.none()
        theirs = Subject(addresses=_still_there(asking | _addresses_of(guests)))
        return replace(theirs, addresses=theirs.addresses - _of_others_too(theirs, asking | _proven_by(guests)))
    history: Any = Person._meta.get_field("changes").related_model
    merged = merged_away(known.pk)
    past = [*history.objects.filter(pgh_obj__in=[known.pk, *merged]), known]
    accounts = User.objects.filter(person=known)
    whose = Subject(
        person=known.pk,
        addresses=_still_there(asking | {one.email.lower() for one in past} | _addresses_of(accounts)),
        names=frozenset((one.given_name, one.family_name) for one in past if one.family_name != ERASED),
        phones=frozenset(one.phone for one in past if one.phone),
        merged=frozenset(merged),
    )
    shared = _of_others_too(whose, asking | _proven_by(accounts), known.email)
    return replace(whose, addresses=whose.addresses - shared, shared=shared)


def _signing_in_with(address: str) -> int | None:
    """Return the person whose account has the address, proven."""
    proven = EmailAddress.objects.filter(email__iexact=address, verified=True).values("user")
    accounts = User.objects.filter(Q(email__iexact=address) | Q(pk__in=proven), person__isnull=False)
    return accounts.values_list("person", flat=True).first() if address else None


def people_with(address: str) -> QuerySet[Person]:
    """Return those whose address it is, the older first."""
    return Person.objects.filter(email__iexact=address).order_by("pk")


def _of_others_too(whose: Subject, proven: set[str], noted: str = "") -> frozenset[str]:
    """Return those of their addresses that somebody else has today, in their file or by their account.

    One that their account has not ``proven`` may have been typed by mistake, or be a mailbox that passes from hand
    to hand: it is another's as well as soon as anybody is found behind it, or a company. The one that is ``noted``
    in their file today may have come from there to a company that is no member any more, and goes with them.
    """
    today = timezone.localdate()
    people, accounts = Person.objects.exclude(pk=whose.person or 0), User.objects.filter(person__isnull=False)
    found = _at(people, whose.addresses) | _at(accounts.exclude(person=whose.person or 0), whose.addresses)
    unproven = replace(whose, addresses=whose.addresses - proven)
    if not unproven.addresses:
        return frozenset(found)
    others = EmailAddress.objects.filter(verified=True).exclude(user__person=whose.person or 0)
    found |= _at(others, unproven.addresses) | _at(Company.objects.members_on(today), unproven.addresses)
    found |= _at(Company.objects.all(), unproven.addresses - {noted.lower()})
    return frozenset(found) | held_by_others(unproven, today)


def _at(rows: QuerySet[Any], addresses: frozenset[str]) -> set[str]:
    """Return those of ``addresses`` that one of ``rows`` has."""
    emails = rows.alias(mailbox=Lower("email")).filter(mailbox__in=addresses).values_list("email", flat=True)
    return {email.lower() for email in emails}


def _proven_by(accounts: QuerySet[User]) -> set[str]:
    """Return the addresses that ``accounts`` sign in with, or have confirmed."""
    confirmed = EmailAddress.objects.filter(user__in=accounts, verified=True)
    return {email.lower() for rows in (accounts, confirmed) for email in rows.values_list("email", flat=True)}


def _addresses_of(accounts: QuerySet[User]) -> set[str]:
    """Return every address that ``accounts`` have or had."""
    history: Any = User._meta.get_field("changes").related_model
    had = history.objects.filter(pgh_obj__in=accounts)
    noted = EmailAddress.objects.filter(user__in=accounts)
    return {email.lower() for rows in (had, accounts, noted) for email in rows.values_list("email", flat=True)}


def _still_there(addresses: set[str]) -> frozenset[str]:
    return frozenset(address for address in addresses if address and not address.endswith("@effacement.invalid"))
