"""How a person gets the announcements of a commission."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from commissions.models import AnnouncementChoice, Commission, How
from members.models import Person


def choose(person: Person, commissions: Iterable[Commission], how: How, *, at: datetime) -> None:
    """Keep ``how`` the person gets the announcements of ``commissions``; a second time changes nothing."""
    for commission in commissions:
        own = AnnouncementChoice.objects.filter(person=person, commission=commission)
        if not own.filter(how=how).exists():
            AnnouncementChoice.objects.bulk_create(
                [AnnouncementChoice(person=person, commission=commission, how=how, chosen_at=at)],
                update_conflicts=True, unique_fields=["person", "commission"], update_fields=["how", "chosen_at"],
            )  # fmt: skip


def choice_of(person: int, commission: Commission) -> How:
    """Return how ``person`` gets the announcements of ``commission``."""
    chosen = AnnouncementChoice.objects.filter(person=person, commission=commission).first()
    return How(chosen.how) if chosen else How.AT_ONCE


def with_choice(people: Any, commission: Any) -> Any:
    """Annotate ``people`` with ``chosen``: how each gets the announcements of ``commission``, a key or an F."""
    chosen = AnnouncementChoice.objects.filter(person=OuterRef("pk"), commission=commission)
    return people.annotate(chosen=Coalesce(Subquery(chosen.values("how")[:1]), Value(How.AT_ONCE.value)))
