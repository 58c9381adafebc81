"""What follows an event: thanks to who came, once each, and a short survey whose answers name nobody."""

import uuid
from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from events.models.events import Event
from leader.shared.audit import tracked
from leader.shared.scope import ScopedQuerySet
from leader.shared.versions import Versioned


class FollowUpQuerySet(ScopedQuerySet):
    """Questions about what follows events."""

    def due_on(self, day: date) -> "FollowUpQuerySet":
        """Keep those whose letters leave on ``day``, or should have left and still may."""
        return self.filter(sends_on__lte=day, closes_on__gte=day, event__held_on__lt=day)


@tracked()
class FollowUp(Versioned):
    """The letter of thanks of an event and the days of its survey."""

    event = models.OneToOneField(
        Event, models.PROTECT, related_name="follow_up", editable=False, verbose_name=_("event")
    )
    thanks = models.TextField(_("words of thanks"), max_length=2000)
    sends_on = models.DateField(_("letters leave on"))
    closes_on = models.DateField(_("survey until"))

    objects = FollowUpQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("follow-up of an event")
        verbose_name_plural = _("follow-ups of events")
        ordering = ["-sends_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="follow_up_closes_after_it_sends",
                condition=Q(closes_on__gte=F("sends_on")),
                violation_error_message=_("The last day is before the day of the letters."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.event)


@tracked(exclude=["email", "has_answered"])
class FollowUpLetter(models.Model):
    """An address was thanked; one for each address, whatever a job does again.

    ``sent_at`` is empty for who refuses such letters. That an address has answered is kept apart from what it
    said.
    """

    follow_up = models.ForeignKey(
        FollowUp, models.PROTECT, related_name="letters", editable=False, verbose_name=_("follow-up of an event"),
        db_index=False,  # follow_up_letter_once_an_address begins with it
    )  # fmt: skip
    email = models.EmailField(_("e-mail"), editable=False)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True, editable=False)
    has_answered = models.BooleanField(_("has answered"), default=False, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter of thanks")
        verbose_name_plural = _("letters of thanks")
        ordering = ["follow_up", "pk"]
        constraints = [
            models.UniqueConstraint(
                "follow_up",
                Lower("email"),
                name="follow_up_letter_once_an_address",
                violation_error_message=_("This address was thanked already."),
            ),
        ]

    def __str__(self) -> str:
        return self.email


class SurveyAnswer(models.Model):
    """What somebody thought of an event; nothing says who, nor when, and keys are drawn by chance.

    It has no history: that would tell in which order people answered.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    follow_up = models.ForeignKey(
        FollowUp, models.PROTECT, related_name="answers", editable=False, verbose_name=_("follow-up of an event")
    )
    evening = models.PositiveSmallIntegerField(
        _("the event as a whole"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    programme = models.PositiveSmallIntegerField(
        _("the programme"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    welcome = models.PositiveSmallIntegerField(
        _("the welcome and the place"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    encounters = models.PositiveSmallIntegerField(
        _("the people met"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    comes_again = models.BooleanField(_("comes again"), null=True)
    words = models.TextField(_("in your words"), max_length=1000, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to a survey")
        verbose_name_plural = _("answers to surveys")
        ordering = ["follow_up", "pk"]
        constraints = [
            models.CheckConstraint(
                name="survey_answer_from_one_to_five",
                condition=Q(
                    evening__range=(1, 5), programme__range=(1, 5), welcome__range=(1, 5), encounters__range=(1, 5)
                ),
                violation_error_message=_("An answer is from 1 to 5."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.follow_up}: {self.evening}/5"
