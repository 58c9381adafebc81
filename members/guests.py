"""Accounts that somebody made for themselves and nobody uses: no person of the register stands behind them."""

from datetime import datetime
from itertools import islice

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from leader.shared.personal_data import erasing
from leader.shared.personal_data.standing import accounts_known_for, is_known_for_something
from leader.shared.personal_data.subjects import subject
from members.forgetting import CONTRACT_KEPT, last_known_after, used_after
from members.models import Person, User

ERASED_A_NIGHT = 100  # as many as of people, beside them
NO_ADDRESS = "@effacement.invalid"  # of an account that was erased


def unused_guests(now: datetime) -> QuerySet[User]:
    """Return the accounts without a person, none of the staff, that were neither made nor used in five years.

    Whoever has their address in the register keeps them: that person has a clock of their own.
    """
    day = timezone.localdate(now)
    guests = User.objects.filter(person=None, is_staff=False, is_superuser=False)
    guests = guests.exclude(used_after(day - CONTRACT_KEPT)).exclude(email__endswith=NO_ADDRESS)
    guests = guests.filter(~Exists(Person.objects.filter(email__iexact=OuterRef("email"))))
    return guests.filter(*(~known for known in accounts_known_for(day, last_known_after(day)))).order_by("pk")


def forget_guests(now: datetime) -> int:
    """Erase accounts that nobody uses, some of them a night; return how many."""
    keys = list(unused_guests(now).values_list("pk", flat=True))
    return sum(islice((1 for key in keys if _forget_if_unused_still(key, now)), ERASED_A_NIGHT))


@transaction.atomic
def _forget_if_unused_still(key: int, now: datetime) -> bool:
    """Erase under a lock: who signs in at this very moment stays; so does who has an address of before."""
    guest = User.objects.select_for_update().filter(pk=key).first()
    if guest is None:
        return False
    whose = subject(address=guest.email)
    erasing.lock(whose)
    day = timezone.localdate(now)
    if whose.person or whose.shared or not unused_guests(now).filter(pk=key).exists():
        return False
    if is_known_for_something(whose, day, last_known_after(day)):  # by an address of before
        return False
    erasing.erase(whose, at=now)
    return True
