"""Whose party it is: a company that somebody represents, or a house invited by the federation."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from events.models import Admission, Category, Event, EventInvitation, Registration
from events.models.registrations import RegistrationQuerySet
from leader.shared.scope import AnyUser
from members.models import Company
from members.scope import companies_of, person_of, staff
from territories.models import Affiliation
from territories.scope import territories_led_by


@dataclass(frozen=True)
class Party:
    """A company or an invitation, with what follows from which it is."""

    admission: Admission
    company: Company | None = None
    invitation: EventInvitation | None = None

    def category_on(self, day: date) -> Category:
        """Return as what the party comes, on ``day``."""
        if self.invitation:
            return Category(self.invitation.category)
        home = Affiliation.objects.running_on(day).filter(company=self.company, is_home=True)
        host = self.admission.event.territory_id
        if host and home.filter(territory=host).exists():
            return Category.HOST
        is_member = Company.objects.members_on(day).filter(pk=self.company.pk if self.company else None).exists()
        return Category.MEMBER if is_member else Category.GUEST

    @property
    def places_max(self) -> int:
        """Return how many places the party may ask for."""
        most = self.admission.party_max
        return min(most, self.invitation.places_max) if self.invitation else most

    def registrations(self) -> RegistrationQuerySet:
        """Return the party's registrations to the event, live or not, the latest first."""
        whose = Q(company=self.company) if self.company else Q(invitation=self.invitation)
        rows: RegistrationQuerySet = Registration.objects.filter(whose, admission=self.admission)
        return rows.order_by("-asked_at", "-pk")


def companies_for(user: AnyUser) -> QuerySet[Any]:
    """Return the companies that ``user`` may register: those represented today; all, for the staff."""
    if staff(user) is not None:
        return Company.objects.all()
    return Company.objects.filter(pk__in=companies_of(user)) if person_of(user) else Company.objects.none()


def events_run_by(user: AnyUser) -> QuerySet[Any]:
    """Return the events with registration whose parties ``user`` sees: the staff, and a host's lead."""
    events = Event.objects.filter(Exists(Admission.objects.filter(event=OuterRef("pk"))))
    if staff(user) is not None:
        return events
    led = territories_led_by(user)
    return events.filter(territory__in=led) if led else events.none()


def may_run(user: AnyUser, event: Event) -> bool:
    """Tell whether ``user`` sees the parties of ``event``."""
    return staff(user) is not None or event.territory_id in territories_led_by(user)
