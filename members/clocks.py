"""When what is kept of people is forgotten: each clock with its rule, its duration and its law."""

import logging
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leader.shared import retention
from leader.shared.models import Erasure
from leader.shared.personal_data import (
    ERASED,
    erasing,
)
from leader.shared.personal_data.standing import is_known_for_something, known_for, names_kept
from leader.shared.personal_data.subjects import Subject, subject
from members.duplicates.forgetting import forget_old_merges, past_undoing
from members.forgetting import (
    CONTRACT_LAW,
    forget_invitations,
    forget_refused_letters,
    forget_requests,
    last_known_after,
    old_invitations,
    old_requests_to_join,
    refused_letters,
    who_left,
)
from members.guests import forget_guests, unused_guests
from members.models import (
    DataRequest,
    Person,
)

logger = logging.getLogger(__name__)
ERASED_A_NIGHT = 100  # each looks for the person's words in every text: docs/performance.md has the seconds
REQUESTS_KEPT = timedelta(days=5 * 365)


def _finished() -> QuerySet[Person]:
    """Return the people erased whose name was kept for a time that is over."""
    erased = Erasure.objects.filter(person_key__isnull=False).values("person_key")
    named = Person.objects.filter(pk__in=erased).exclude(family_name=ERASED)
    return named.filter(*(~is_kept for is_kept in names_kept())).order_by("pk")


def _finish(now: datetime) -> int:
    return sum(_erase(subject(key), now) for key in list(_finished().values_list("pk", flat=True)))


def _erase(whose: Subject, now: datetime) -> bool:
    """Erase, and tell whether it was done: who waits for an act of the staff keeps nobody else waiting."""
    try:
        erasing.erase(whose, at=now)
    except erasing.ObstacleError as error:
        logger.warning("Person %s is due to be forgotten, and is not: %s", whose.person, " ".join(error.args))
        return False
    return True


def _left_long_ago(now: datetime) -> QuerySet[Person]:
    """Return the people who represent no company and are long known for nothing, the first recorded first."""
    day = timezone.localdate(now)
    erased = Exists(Erasure.objects.filter(person_key=OuterRef("pk")))
    people = who_left(day).exclude(family_name=ERASED).filter(~erased)
    return people.filter(*(~is_known for is_known in known_for(day, last_known_after(day)))).order_by("pk")


def _forget_people(now: datetime) -> int:
    keys = list(_left_long_ago(now).values_list("pk", flat=True))  # a LIMIT would have few found one by one
    # Those who stay do not count: the first hundred of them would stand before all others every night.
    return sum(islice((1 for key in keys if _forget_if_gone_still(key, now)), ERASED_A_NIGHT))


@transaction.atomic
def _forget_if_gone_still(key: int, now: datetime) -> bool:
    """Erase under a lock: who comes back in this very moment stays; what the law keeps stays as well."""
    whose = subject(key)
    erasing.lock(whose)
    if not _left_long_ago(now).filter(pk=key).exists():
        return False
    day = timezone.localdate(now)
    if is_known_for_something(whose, day, last_known_after(day)):  # by an address of before
        return False
    return _erase(whose, now)


def _old_requests(now: datetime) -> Any:
    unconfirmed = Q(confirmed_at=None, received_at__lt=now - timedelta(days=30))
    return DataRequest.objects.filter(unconfirmed | Q(answered_at__lt=now - REQUESTS_KEPT))


def _forget_requests(now: datetime) -> int:
    return forget_requests(_old_requests(now))


retention.register(
    retention.Rule(
        key="erased-people", name=_("Names kept for the contract, of people erased"),
        duration=_("five years after they stopped representing a company"), basis=CONTRACT_LAW,
        due=lambda now: _finished().count(), apply=_finish,
    )
)  # fmt: skip
retention.register(
    retention.Rule(
        key="people-who-left", name=_("People who represent no company, any more or ever"),
        duration=_(
            "five years after the last thing known of them: a company represented, an office, a seat, an event, an"
            " answer to an application or a request, the use of their account, else their recording; and never"
            " while they are still known for something else; at most a hundred a night"
        ),
        basis=CONTRACT_LAW, due=lambda now: _left_long_ago(now).count(), apply=_forget_people,
    )
)  # fmt: skip
retention.register(
    retention.Rule(
        key="guest-accounts", name=_("Accounts behind which nobody of the register stands"),
        duration=_("five years after their last use, or their making; at most a hundred a night"),
        basis=_("what was agreed with the federation may be disputed for five years"),
        due=lambda now: unused_guests(now).count(), apply=forget_guests,
    )
)  # fmt: skip
retention.register(
    retention.Rule(
        key="data-requests", name=_("Requests about personal data"),
        duration=_("five years after the answer; thirty days when the address was not confirmed"),
        basis=_("proof that the federation answered"),
        due=lambda now: _old_requests(now).count(), apply=_forget_requests,
    )
)  # fmt: skip
retention.register(
    retention.Rule(
        key="merges", name=_("What a merge of two records had moved"), duration=_("thirty days after the merge"),
        basis=_("the time in which a merge may be undone"),
        due=lambda now: past_undoing(now).count(), apply=forget_old_merges,
    )
)  # fmt: skip
retention.register(
    retention.Rule(
        key="team-invitations", name=_("Invitations and requests to join the team of a company"),
        duration=_("two years after they were accepted, refused or withdrawn, or came to nothing"),
        basis=_("who came is kept with the company, and who did not is not needed"),
        due=lambda now: old_invitations(now).count() + old_requests_to_join(now).count(), apply=forget_invitations,
    )
)  # fmt: skip
retention.register(
    retention.Rule(
        key="refused-letters", name=_("Letters whose address was refused"),
        duration=_("thirty days after the refusal"), basis=_("the time to mend the address"),
        due=lambda now: refused_letters(now).count(), apply=forget_refused_letters,
    )
)  # fmt: skip
