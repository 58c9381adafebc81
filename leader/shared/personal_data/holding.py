"""Whose a row is that an address alone leads to: a mailbox may be that of several, or somebody else's by now."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Model, Q
from django.db.models.functions import Lower

from leader.shared.personal_data import words
from leader.shared.personal_data.declaring import Place, declared
from leader.shared.personal_data.subjects import Subject

NAMED_BY = ({"given_name", "family_name"}, {"contact_name"})  # the columns that may tell whose an address is


def bearing_a_name(model: Any, address: str, subject: Subject) -> Q:
    """Return the condition that the row whose field ``address`` is shared bears the subject's name."""
    *path, _field = address.split("__")
    for name in path:
        model = model._meta.get_field(name).related_model
    named, start = _named_by(model), "".join(f"{name}__" for name in path)
    condition = Q(pk__in=[])
    for given, family in subject.names:
        if "contact_name" in named:
            orders = (words.whole(f"{given} {family}"), words.whole(f"{family} {given}"))
            condition |= Q(**{f"{start}contact_name__iregex": "|".join(orders)})
        elif named:
            parts = {"given_name": words.whole(given), "family_name": words.whole(family)}
            condition |= Q(**{f"{start}{name}__iregex": part for name, part in parts.items()})
    return condition


def at_their_address(model: Any, name: str, subject: Subject) -> Q:
    """Return the condition that the address in the field ``name`` makes a row the subject's; empty: none is."""
    condition = Q()
    for address in subject.addresses:
        condition |= Q(**{f"{name}__iexact": address})
    for address in subject.shared:
        condition |= Q(**{f"{name}__iexact": address}) & bearing_a_name(model, name, subject)
    return condition


def held_by_others(subject: Subject, day: date) -> frozenset[str]:
    """Return those of the subject's addresses behind which somebody else is on ``day``.

    Somebody else is where a row with the address bears another name, or is one by which people are known for
    something, unless it is the subject's by key or by name. People themselves are for the caller to ask.
    """
    found = [_held_in(place, name, subject, day) for place in declared() for name in place.addresses]
    return frozenset(email.lower() for emails in found for email in emails)


def _held_in(place: Place, name: str, subject: Subject, day: date) -> Iterable[str]:
    if place.person == "pk" or "__" in name:  # a path leads to rows of another place, which answers for them
        return []
    told = Q(pk__in=[])
    for column in _named_by(place.model) - {"given_name"}:
        told |= ~Q(**{column: ""})
    if place.current:
        told |= place.current(day)
    if told == Q(pk__in=[]):
        return []
    rows = place.model._base_manager.alias(mailbox=Lower(name)).filter(told, mailbox__in=subject.addresses)
    if place.person and subject.person:
        rows = rows.exclude(**{place.person: subject.person})
    return rows.exclude(bearing_a_name(place.model, name, subject)).values_list(name, flat=True)


def _named_by(model: type[Model]) -> set[str]:
    beside = {each.name for each in model._meta.fields}
    return next((columns for columns in NAMED_BY if columns <= beside), set())
