"""A party: the places that a company, or an invited house, holds at an event, is offered, or waits for."""

from typing import Any, Self

import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from events.models.admissions import PARTY_MAX, Admission, Category
from events.models.invitations import EventInvitation
from leader.shared.audit import tracked
from leader.shared.scope import ScopedQuerySet
from leader.shared.versions import Versioned
from members.models import Company

# The counters of places follow every row of every statement, SQL typed by hand included; what would be above the
# capacity or a quota is refused by their constraints.
_COUNT = """
    IF TG_OP <> 'INSERT' AND OLD.held > 0 THEN
        UPDATE events_admission SET taken = taken - OLD.held WHERE id = OLD.admission_id;
        UPDATE events_quota SET taken = taken - OLD.held
            WHERE admission_id = OLD.admission_id AND category = OLD.category;
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.held > 0 THEN
        UPDATE events_admission SET taken = taken + NEW.held WHERE id = NEW.admission_id;
        UPDATE events_quota SET taken = taken + NEW.held
            WHERE admission_id = NEW.admission_id AND category = NEW.category;
    END IF;
    RETURN NULL;
"""


class RegistrationQuerySet(ScopedQuerySet):
    """Questions about many parties."""

    def live(self) -> Self:
        """Keep those that hold places, are offered some, or wait."""
        return self.filter(state__in=Registration.LIVE)

    def in_line(self) -> Self:
        """Keep those that wait, in the order in which they are served.

        Keys are drawn while the event is held: of two who ask at once, the one who was let in first stands first.
        """
        return self.filter(state=Registration.State.WAITING).order_by("priority", "pk")

    def before(self, party: "Registration") -> Self:
        """Keep those that stand before ``party``."""
        return self.filter(Q(priority__lt=party.priority) | Q(priority=party.priority, pk__lt=party.pk))

    def ahead_of(self, party: "Registration") -> int:
        """Return how many parties are served before ``party``."""
        return self.in_line().before(party).filter(admission=party.admission_id).count()


@tracked()
class Registration(Versioned):
    """A party. An offer holds its places until it ends, so that nobody else is given them meanwhile."""

    class State(models.TextChoices):
        """Where the party stands."""

        WAITING = "waiting", _("waits for places")
        OFFERED = "offered", _("is offered places")
        CONFIRMED = "confirmed", _("confirmed")
        CANCELLED = "cancelled", _("cancelled")
        EXPIRED = "expired", _("let the offer pass")

    LIVE = [State.WAITING.value, State.OFFERED.value, State.CONFIRMED.value]

    admission = models.ForeignKey(
        Admission, models.PROTECT, related_name="registrations", editable=False, verbose_name=_("event")
    )
    company = models.ForeignKey(
        Company, models.PROTECT, related_name="registrations", null=True, blank=True, editable=False,
        verbose_name=_("company"),
    )  # fmt: skip
    invitation = models.ForeignKey(
        EventInvitation, models.PROTECT, related_name="registrations", null=True, blank=True, editable=False,
        verbose_name=_("invitation"),
    )  # fmt: skip
    category = models.CharField(_("category"), max_length=11, choices=Category)
    contact_email = models.EmailField(_("e-mail of who registered"))
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, editable=False,
        verbose_name=_("registered by"),
    )  # fmt: skip
    places = models.PositiveSmallIntegerField(_("places"))
    fewest = models.PositiveSmallIntegerField(_("accepts no fewer than"), default=1)
    takes_at_once = models.BooleanField(_("takes places without being asked again"), default=False)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.WAITING)
    offered = models.PositiveSmallIntegerField(_("places offered"), null=True, blank=True)
    offer_ends_at = models.DateTimeField(_("offer until"), null=True, blank=True)
    priority = models.SmallIntegerField(_("rank in the line"))
    asked_at = models.DateTimeField(_("asked at"))
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    held = models.GeneratedField(
        expression=Case(
            When(state="confirmed", then=F("places")), When(state="offered", then=F("offered")), default=Value(0)
        ),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
        verbose_name=_("places held"),
    )

    objects = RegistrationQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["asked_at", "pk"]
        triggers = [
            *Versioned.Meta.triggers,
            pgtrigger.Trigger(
                name="count_places",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=_COUNT,
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="registration_once_a_company",
                fields=["admission", "company"],
                condition=Q(state__in=["waiting", "offered", "confirmed"]),
                violation_error_message=_("The company is registered already."),
            ),
            models.UniqueConstraint(
                name="registration_once_an_invitation",
                fields=["invitation"],
                condition=Q(state__in=["waiting", "offered", "confirmed"]),
                violation_error_message=_("This invitation is used already."),
            ),
            models.CheckConstraint(
                name="registration_is_of_one_party",
                condition=Q(company__isnull=False, invitation__isnull=True)
                | Q(company__isnull=True, invitation__isnull=False),
                violation_error_message=_("A party is one of a company or of an invited house."),
            ),
            models.CheckConstraint(
                name="registration_has_places",
                condition=Q(places__gte=1, places__lte=PARTY_MAX, fewest__gte=1, fewest__lte=F("places")),
                violation_error_message=_("A party has from 1 to 50 places."),
            ),
            models.CheckConstraint(
                name="registration_offer_has_places_and_an_end",
                condition=Q(
                    state="offered", offered__gte=1, offered__lte=F("places"),
                    offered__isnull=False, offer_ends_at__isnull=False,
                )
                | (~Q(state="offered") & Q(offered__isnull=True, offer_ends_at__isnull=True)),
                violation_error_message=_("An offer says how many places, and until when."),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["admission", "priority", "id"], name="registration_in_line",
                condition=Q(state="waiting"),
            ),
            models.Index(fields=["offer_ends_at"], name="registration_offer_ends", condition=Q(state="offered")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.party)

    @property
    def party(self) -> Any:
        """Return whose party it is: a company or an invitation."""
        return self.company or self.invitation

    def outranks(self, other: Self) -> bool:
        """Tell whether this party stands when a merge makes one of both: who holds places, first."""
        return self.LIVE.index(self.state) > self.LIVE.index(other.state)

    def joined_with(self, other: Self) -> dict[str, int]:
        """Return what this party takes over from ``other``, by column: its places, where both stand alike.

        Raise ValidationError where both together are more than one party, or its category, may have.
        """
        if self.state != other.state or self.state == self.State.OFFERED:
            return {}
        places = self.places + other.places
        if places > PARTY_MAX:
            said = _("At “%(event)s” both parties together have %(places)s places, more than the %(most)s of one.")
            raise ValidationError(said, params={"event": self.admission, "places": places, "most": PARTY_MAX})
        if self.state == self.State.CONFIRMED and self.category != other.category:
            self._refuse_above_the_quota(other.places)
        return {"places": places}

    def _refuse_above_the_quota(self, more: int) -> None:
        quota = self.admission.quotas.filter(category=self.category, taken__gt=F("places") - more).first()
        if quota:
            said = _("At “%(event)s” both parties together pass the quota “%(category)s” (%(places)s places).")
            told = {"event": self.admission, "places": quota.places, "category": quota.get_category_display()}
            raise ValidationError(said, params=told)

    @property
    def price_cents(self) -> int:
        """Return what the places cost, in euro cents; those who are invited pay nothing."""
        return self.admission.price_of(self.places) if self.company_id else 0


@tracked()
class LineChange(models.Model):
    """Why the order of the waiting line was not, or is no more, that of the requests; the party reads it."""

    class Kind(models.TextChoices):
        """What happened."""

        FIRST = "first", _("moved to the head of the line")
        LAST = "last", _("moved to the end of the line")
        PASSED = "passed", _("another party was moved before this one")
        TOO_FEW = "too_few", _("too few places were free: a smaller party was served")
        NOT_YET = "not_yet", _("members are served first")
        DECLINED = "declined", _("fewer places were declined: the place in the line is kept")

    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="line_changes", editable=False, verbose_name=_("party")
    )
    kind = models.CharField(_("what happened"), max_length=8, choices=Kind, editable=False)
    free = models.PositiveIntegerField(_("places that were free"), null=True, blank=True, editable=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, editable=False,
        verbose_name=_("by"),
    )  # fmt: skip
    at = models.DateTimeField(_("at"), editable=False)

    class Meta:
        verbose_name = _("change of the order")
        verbose_name_plural = _("changes of the order")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="line_change_by_hand_has_a_reason",
                condition=~Q(kind__in=["first", "last"]) | (Q(by__isnull=False) & ~Q(reason="")),
                violation_error_message=_("Say why the order changes: the party reads it."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
