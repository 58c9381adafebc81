"""Who came through a door of an event, and who may hold one."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from events.models.admissions import Admission
from events.models.attendees import Attendee
from events.models.events import Event
from leader.shared.audit import tracked
from leader.shared.scope import ScopedQuerySet


class CheckInQuerySet(ScopedQuerySet):
    """Questions about many arrivals."""

    def counted(self) -> Self:
        """Keep those that say that somebody is there: neither a badge shown again, nor a mistake undone."""
        return self.filter(is_repeat=False, undone_at=None)


@tracked()
class CheckIn(models.Model):
    """Somebody at a door. ``scan`` is drawn by the browser: what it sends again after a lost network is known.

    ``at`` is when it happened at the door, ``received_at`` when it was told here. A badge that is shown again is
    kept as a repeat: two doors without a network cannot know of each other.
    """

    class Way(models.TextChoices):
        """How somebody was found."""

        SCANNED = "scanned", _("badge scanned")
        TYPED = "typed", _("code typed")
        SEARCHED = "searched", _("found by name")
        NAMED = "named", _("named at the door")
        WALK_IN = "walk_in", _("came without registration")

    admission = models.ForeignKey(
        Admission, models.PROTECT, related_name="check_ins", editable=False, verbose_name=_("event"),
        db_index=False,  # check_in_by_time begins with it
    )  # fmt: skip
    attendee = models.ForeignKey(
        Attendee, models.PROTECT, related_name="check_ins", null=True, blank=True, editable=False,
        verbose_name=_("attendee"),
    )  # fmt: skip
    scan = models.UUIDField(
        _("scan"), unique=True, editable=False, error_messages={"unique": _("This is recorded already.")}
    )
    way = models.CharField(_("how"), max_length=8, choices=Way, editable=False)
    door = models.CharField(_("door"), max_length=40, blank=True, editable=False)
    name = models.CharField(_("name"), max_length=201, blank=True, editable=False)  # of a walk-in, whole
    organisation = models.CharField(_("company"), max_length=150, blank=True, editable=False)
    at = models.DateTimeField(_("arrived at"), editable=False)
    received_at = models.DateTimeField(_("received at"), editable=False)
    is_repeat = models.BooleanField(_("shown again"), default=False, editable=False)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("by")
    )

    objects = CheckInQuerySet.as_manager()

    class Meta:
        verbose_name = _("arrival")
        verbose_name_plural = _("arrivals")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="check_in_once_an_attendee",
                fields=["attendee"],
                condition=Q(is_repeat=False, undone_at=None),
                violation_error_message=_("This person has arrived already."),
            ),
            models.CheckConstraint(
                name="check_in_is_of_an_attendee_or_a_walk_in",
                condition=Q(way="walk_in", attendee=None, is_repeat=False)
                | (~Q(way="walk_in") & Q(attendee__isnull=False, name="", organisation="")),
                violation_error_message=_("An arrival is one of somebody on the list, or of somebody who is not."),
            ),
        ]
        indexes = [models.Index(fields=["admission", "-at"], name="check_in_by_time")]

    def __str__(self) -> str:
        return self.attendee.name_at_the_door if self.attendee else self.name

    @property
    def house(self) -> str:
        """Return with which house the person came."""
        return str(self.attendee.registration) if self.attendee else self.organisation


@tracked()
class DoorKeeper(models.Model):
    """Somebody who holds a door of one event, once signed in with that address; until the day after it."""

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="door_keepers", editable=False, verbose_name=_("event"),
        db_index=False,  # door_keeper_once_an_event begins with it
    )  # fmt: skip
    email = models.EmailField(_("e-mail"))
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("named by")
    )
    named_at = models.DateTimeField(_("named at"), editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("keeper of a door")
        verbose_name_plural = _("keepers of doors")
        ordering = ["email", "pk"]
        constraints = [
            models.UniqueConstraint(
                "event",
                Lower("email"),
                name="door_keeper_once_an_event",
                violation_error_message=_("This person holds a door already."),
            ),
        ]

    def __str__(self) -> str:
        return self.email
