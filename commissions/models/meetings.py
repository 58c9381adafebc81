"""The meetings of a commission: when, where, and what is on the agenda."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commissions.models.commissions import Commission
from leader.shared.audit import tracked
from leader.shared.names import search_field
from leader.shared.scope import ScopedQuerySet
from leader.shared.versions import Versioned
from members.models import Person

SHORTEST, LONGEST = 5, 24 * 60  # minutes
ITEMS_AT_MOST = 100


class MeetingQuerySet(ScopedQuerySet):
    """Questions about many meetings."""

    def from_moment(self, at: datetime) -> Self:
        """Keep the meetings that begin at ``at`` or later, the next first."""
        return self.filter(starts_at__gte=at).order_by("starts_at", "pk")

    def before_moment(self, at: datetime) -> Self:
        """Keep the meetings that began before ``at``, the latest first."""
        return self.filter(starts_at__lt=at).order_by("-starts_at", "-pk")

    def held(self) -> Self:
        """Keep the meetings that were not called off."""
        return self.filter(cancelled_at=None)

    def convened(self) -> Self:
        """Keep those to which people were invited, and that were not called off."""
        return self.held().filter(convened_at__isnull=False)


@tracked()
class Meeting(Versioned):
    """A meeting of a commission: an instant, a place or a link; called off, it is kept.

    ``uid`` and ``sequence`` are what calendars know it by (RFC 5545): the first never changes, the second grows
    with each change that they must take over. Meetings planned in one go share a ``series``; each is its own.
    """

    commission = models.ForeignKey(
        Commission, models.PROTECT, related_name="meetings", verbose_name=_("commission")
    )
    uid = models.UUIDField(_("identifier in calendars"), default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(_("revision in calendars"), default=0, editable=False)
    series = models.UUIDField(_("series"), null=True, blank=True, db_index=True, editable=False)
    title = models.CharField(_("subject"), max_length=150)
    starts_at = models.DateTimeField(_("beginning"))
    duration_minutes = models.PositiveSmallIntegerField(_("duration in minutes"), default=90)
    place = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(
        _("link to join"), max_length=500, blank=True, validators=[URLValidator(schemes=["https", "http"])]
    )
    details = models.TextField(_("practical information"), blank=True, max_length=2000)
    convened_at = models.DateTimeField(_("convened at"), null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(_("called off at"), null=True, blank=True, editable=False)
    cancel_reason = models.CharField(_("why it is called off"), max_length=300, blank=True, editable=False)
    q = search_field("title", "place")

    objects = MeetingQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-starts_at", "-pk"]
        indexes = [
            models.Index(fields=["commission", "starts_at"], name="meeting_of_commission_by_day"),
            models.Index(fields=["starts_at"], name="meeting_by_day"),
            GinIndex(OpClass(F("q"), name="gin_trgm_ops"), name="meeting_trigrams"),
        ]
        constraints = [
            models.CheckConstraint(
                name="meeting_lasts_a_while",
                condition=Q(duration_minutes__gte=SHORTEST, duration_minutes__lte=LONGEST),
                violation_error_message=_("A meeting lasts from 5 minutes to 24 hours."),
            ),
            models.CheckConstraint(
                name="meeting_convened_has_a_place",
                condition=Q(convened_at=None) | ~Q(place="") | ~Q(link=""),
                violation_error_message=_("Say where the meeting is held: a place, or a link to join."),
            ),
            models.CheckConstraint(
                name="meeting_called_off_says_why",
                condition=Q(cancelled_at=None, cancel_reason="")
                | (Q(cancelled_at__isnull=False) & ~Q(cancel_reason="")),
                violation_error_message=_("Say why the meeting is called off: those invited read it."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the meeting's page."""
        return reverse("commissions:meeting-detail", args=[self.pk])

    @property
    def ends_at(self) -> datetime:
        """Return the instant at which it ends."""
        return self.starts_at + timedelta(minutes=self.duration_minutes)

    def is_over_at(self, at: datetime) -> bool:
        """Tell whether it has ended by ``at``."""
        return self.ends_at <= at


@tracked()
class AgendaItem(models.Model):
    """What is spoken of at a meeting, for how long, and who leads it."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda", verbose_name=_("meeting"))
    rank = models.PositiveSmallIntegerField(_("rank"))
    title = models.CharField(_("item"), max_length=200)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    owner = models.ForeignKey(
        Person, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("led by")
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("item of an agenda")
        verbose_name_plural = _("agendas")
        ordering = ["meeting", "rank", "pk"]
        constraints = [
            models.CheckConstraint(
                name="agenda_item_within_its_bounds",
                condition=Q(rank__gte=1, rank__lte=ITEMS_AT_MOST) & ~Q(title=""),
                violation_error_message=_("An agenda has 100 items at most, each with its words."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
