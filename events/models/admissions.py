"""On which terms one comes to an event: how many places there are, for whom first, and until when."""

from datetime import datetime

import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.events import Event
from leader.shared.audit import tracked
from leader.shared.scope import ScopedQuerySet
from leader.shared.versions import Versioned

PARTY_MAX = 50

# A quota that is made, or becomes one of another category, once parties are there counts those: the places that
# they give back later are taken off it. The terms are locked first, as whoever gives or frees places does.
_COUNT_AGAIN = """
    PERFORM 1 FROM events_admission WHERE id = NEW.admission_id FOR NO KEY UPDATE;
    SELECT COALESCE(sum(held), 0) INTO NEW.taken FROM events_registration
        WHERE admission_id = NEW.admission_id AND category = NEW.category;
    RETURN NEW;
"""


class Category(models.TextChoices):
    """As what a party comes."""

    HOST = "host", _("host territory")
    MEMBER = "member", _("member")
    INSTITUTION = "institution", _("institution")
    PRESS = "press", _("press")
    COURTED = "courted", _("pressentie")
    GUEST = "guest", _("guest company")

    @property
    def priority(self) -> int:
        """Return the place of the category in the waiting line: the lower is served first."""
        return {"host": 10, "member": 20, "institution": 30, "press": 30, "courted": 30, "guest": 40}[self.value]


@tracked(exclude=["taken"])
class Admission(Versioned):
    """The terms of one event; ``taken`` is kept by a trigger on the registrations, whoever writes them."""

    event = models.OneToOneField(Event, models.PROTECT, related_name="admission", verbose_name=_("event"))
    capacity = models.PositiveIntegerField(_("places"), validators=[MaxValueValidator(100_000)])
    taken = models.PositiveIntegerField(_("places taken"), default=0, editable=False)
    party_max = models.PositiveSmallIntegerField(
        _("places for one party, at most"), default=10,
        validators=[MinValueValidator(1), MaxValueValidator(PARTY_MAX)],
    )  # fmt: skip
    opens_at = models.DateTimeField(_("registration opens"))
    members_until = models.DateField(
        _("members first until"), null=True, blank=True,
        help_text=_("Until the end of this day guest companies wait: places are for members and those invited."),
    )  # fmt: skip
    closes_at = models.DateTimeField(
        _("registration closes"), help_text=_("Until then a party changes and cancels by itself.")
    )
    answer_hours = models.PositiveSmallIntegerField(
        _("hours to answer an offer"), default=48, validators=[MinValueValidator(1), MaxValueValidator(720)]
    )
    price_cents = models.PositiveIntegerField(_("price of a place, in cents"), default=0)
    free_places = models.PositiveSmallIntegerField(_("free places for a company"), default=0)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("terms of registration")
        verbose_name_plural = _("terms of registration")
        ordering = ["-event__held_on", "pk"]
        triggers = [
            pgtrigger.Trigger(
                name="raise_version",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                # A place taken is no change of the terms: it makes no form stale.
                func="IF NEW.taken = OLD.taken THEN NEW.version := OLD.version + 1; END IF; RETURN NEW;",
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="admission_never_above_capacity",
                condition=Q(taken__lte=F("capacity")),
                violation_error_message=_("More places are taken than that."),
            ),
            models.CheckConstraint(
                name="admission_closes_after_it_opens",
                condition=Q(closes_at__gt=F("opens_at")),
                violation_error_message=_("Registration closes before it opens."),
            ),
            models.CheckConstraint(
                name="admission_parties_have_a_size",
                condition=Q(party_max__gte=1, party_max__lte=PARTY_MAX),
                violation_error_message=_("A party has from 1 to 50 places."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.event)

    @property
    def free(self) -> int:
        """Return how many places nobody holds."""
        return self.capacity - self.taken

    def is_open_at(self, at: datetime) -> bool:
        """Tell whether one registers, changes and cancels at ``at``."""
        return self.opens_at <= at < self.closes_at

    def serves(self, category: str, at: datetime) -> bool:
        """Tell whether places are given at ``at`` to parties of ``category``: members first, until the day."""
        if category != Category.GUEST or self.members_until is None:
            return True
        return timezone.localdate(at) > self.members_until

    def price_of(self, places: int) -> int:
        """Return what ``places`` of one company cost, in euro cents."""
        return max(0, places - self.free_places) * self.price_cents


@tracked(exclude=["taken"])
class Quota(models.Model):
    """How many of the places one category may take at most."""

    admission = models.ForeignKey(
        Admission, models.CASCADE, related_name="quotas", verbose_name=_("registration"), db_index=False
    )
    category = models.CharField(_("category"), max_length=11, choices=Category)
    places = models.PositiveIntegerField(_("places"), validators=[MaxValueValidator(100_000)])
    taken = models.PositiveIntegerField(_("places taken"), default=0, editable=False)

    class Meta:
        verbose_name = _("quota")
        verbose_name_plural = _("quotas")
        ordering = ["admission", "category"]
        triggers = [
            pgtrigger.Trigger(
                name="count_who_is_there",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("category", "admission_id"),
                func=_COUNT_AGAIN,
            )
        ]
        constraints = [
            models.UniqueConstraint(
                name="quota_once_a_category",
                fields=["admission", "category"],
                violation_error_message=_("This category has its quota already."),
            ),
            models.CheckConstraint(
                name="quota_never_exceeded",
                condition=Q(taken__lte=F("places")),
                violation_error_message=_("More places of this category are taken than that."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()}: {self.places}"
