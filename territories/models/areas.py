"""Changes of areas from a day on, and the companies that are asked where they are at home."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from leader.geography.models import Commune
from leader.shared.audit import tracked
from leader.shared.scope import ScopedQuerySet
from leader.shared.versions import Versioned
from members.models import Company
from territories.models.territories import Territory


def _codes(label: Any, length: int) -> ArrayField:
    return ArrayField(models.CharField(max_length=length), default=list, blank=True, verbose_name=label)


class AreaChangeQuerySet(ScopedQuerySet):
    """Questions about changes of areas."""

    def due_on(self, day: date) -> Self:
        """Keep those recorded whose day has come and whose companies have not followed yet, in their order."""
        return self.filter(state=AreaChange.State.PLANNED, starts_on__lte=day).order_by("starts_on", "pk")


@tracked()
class AreaChange(Versioned):
    """A territory has another area from a day on: the whole area, as départements, EPCI and communes.

    The parts of areas (``AreaPart``) are dated as soon as it is recorded; companies follow on its day.
    """

    class State(models.TextChoices):
        """How far it is."""

        DRAFT = "draft", _("being prepared")
        PLANNED = "planned", _("recorded, its day to come")
        SETTLED = "settled", _("done")
        CANCELLED = "cancelled", _("cancelled")

    class WrongStateError(Exception):
        """The change is not as far as the person saw, or its day is not possible; the message says why."""

    territory = models.ForeignKey(
        Territory, models.PROTECT, related_name="area_changes", verbose_name=_("territory")
    )
    starts_on = models.DateField(_("from"))
    departements = _codes(_("départements"), 3)
    epcis = _codes(_("EPCI"), 9)
    communes = _codes(_("communes"), 5)
    touched = _codes(_("communes that come or go"), 5)
    reason = models.CharField(_("why"), max_length=300)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    recorded_at = models.DateTimeField(_("recorded at"), null=True, blank=True)
    settled_on = models.DateField(_("companies followed on"), null=True, blank=True)
    moved_count = models.PositiveIntegerField(_("companies that changed home"), default=0)
    asked_count = models.PositiveIntegerField(_("companies asked"), default=0)

    objects = AreaChangeQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("change of an area")
        verbose_name_plural = _("changes of areas")
        ordering = ["territory", "-starts_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="area_change_one_draft",
                fields=["territory"],
                condition=Q(state="draft"),
                violation_error_message=_("A change of this area is being prepared already."),
            ),
            models.UniqueConstraint(
                name="area_change_one_planned_a_day",
                fields=["territory", "starts_on"],
                condition=Q(state="planned"),
                violation_error_message=_("A change of this area from that day is planned already."),
            ),
            models.CheckConstraint(
                name="area_change_settled_has_a_day",
                condition=Q(state="settled", settled_on__isnull=False)
                | (~Q(state="settled") & Q(settled_on__isnull=True)),
                violation_error_message=_("A change that is done has the day on which the companies followed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.territory} – {self.starts_on:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("territories:area-change-detail", args=[self.pk])


class HomeQuestionQuerySet(ScopedQuerySet):
    """Questions about companies that are asked."""

    def open(self) -> Self:
        """Keep those that wait for a decision."""
        return self.filter(state=HomeQuestion.State.OPEN)


@tracked()
class HomeQuestion(Versioned):
    """A company whose commune lies in several areas is asked where it is at home; somebody records its answer."""

    class State(models.TextChoices):
        """Whether it waits."""

        OPEN = "open", _("to be asked")
        DECIDED = "decided", _("decided")
        GONE = "gone", _("no question any more")

    class WrongStateError(Exception):
        """The question is decided or gone, or the home is none of those asked about."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="home_questions", verbose_name=_("company"))
    commune = models.ForeignKey(Commune, models.PROTECT, related_name="+", verbose_name=_("commune"))
    change = models.ForeignKey(
        AreaChange, models.PROTECT, related_name="questions", verbose_name=_("change of an area")
    )
    asked_on = models.DateField(_("asked on"))
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.OPEN)
    home = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("home chosen")
    )
    answer = models.CharField(_("what the company answered"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("decided by"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = HomeQuestionQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("company to be asked for its home")
        verbose_name_plural = _("companies to be asked for their home")
        ordering = ["-asked_on", "company"]
        constraints = [
            models.UniqueConstraint(
                name="home_question_one_open",
                fields=["company"],
                condition=Q(state="open"),
                violation_error_message=_("This company is asked already."),
            ),
            models.CheckConstraint(
                name="home_question_decided_is_whole",
                condition=Q(state="decided", home__isnull=False, decided_at__isnull=False)
                | (~Q(state="decided") & Q(home__isnull=True, decided_at__isnull=True)),
                violation_error_message=_("A decision has a home and a moment."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.company)

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("territories:home-question", args=[self.pk])


@tracked()
class HomeCandidate(models.Model):
    """A territory in which the company asked may be at home, and what its leads have to say."""

    question = models.ForeignKey(
        HomeQuestion, models.CASCADE, related_name="candidates", verbose_name=_("question")
    )
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+", verbose_name=_("territory"))
    favours = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("home its leads wish")
    )
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("said by"),
    )  # fmt: skip
    said_at = models.DateTimeField(_("said at"), null=True, blank=True)
    word = models.CharField(_("what the company answered"), max_length=500, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("possible home")
        verbose_name_plural = _("possible homes")
        ordering = ["question", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="home_candidate_once",
                fields=["question", "territory"],
                violation_error_message=_("This territory is asked about already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.territory)
