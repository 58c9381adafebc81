"""Who hosts the gala of a year: the call, the candidacies of territories, and what was decided."""

from datetime import date
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from leader.shared.audit import tracked
from leader.shared.scope import ScopedQuerySet
from leader.shared.versions import Versioned
from territories.models import Territory


class HostCallQuerySet(ScopedQuerySet):
    """Questions about calls."""

    def open_on(self, day: date) -> Self:
        """Keep those in which territories stand on ``day``."""
        return self.filter(opens_on__lte=day, closes_on__gte=day, outcome="")


@tracked()
class HostCall(Versioned):
    """The call of one year. Its decision is public as soon as it is made, with its reason."""

    class Outcome(models.TextChoices):
        """What was decided."""

        TERRITORY = "territory", _("a territory hosts the gala")
        FEDERATION = "federation", _("the federation holds it itself")
        SKIPPED = "skipped", _("no gala this year")

    year = models.PositiveSmallIntegerField(
        _("year of the gala"), unique=True, validators=[MinValueValidator(2000), MaxValueValidator(2199)]
    )
    opens_on = models.DateField(_("candidacies from"))
    closes_on = models.DateField(_("candidacies until"))
    criteria = models.TextField(_("criteria"), max_length=3000, help_text=_("Read by those who stand."))
    outcome = models.CharField(_("decision"), max_length=10, choices=Outcome, blank=True, editable=False)
    host = models.ForeignKey(
        Territory, models.PROTECT, related_name="+", null=True, blank=True, editable=False,
        verbose_name=_("host territory"),
    )  # fmt: skip
    reason = models.TextField(_("reason"), max_length=2000, blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, editable=False,
        verbose_name=_("decided by"),
    )  # fmt: skip

    objects = HostCallQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("call for hosts")
        verbose_name_plural = _("calls for hosts")
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                name="host_call_closes_after_it_opens",
                condition=Q(closes_on__gte=F("opens_on")),
                violation_error_message=_("The last day is before the first day."),
            ),
            models.CheckConstraint(
                name="host_call_decision_has_a_reason",
                condition=Q(outcome="", reason="", decided_at=None)
                | (~Q(outcome="") & ~Q(reason="") & Q(decided_at__isnull=False)),
                violation_error_message=_("A decision has its reason and its day."),
            ),
            models.CheckConstraint(
                name="host_call_names_its_host",
                condition=Q(outcome="territory", host__isnull=False) | (~Q(outcome="territory") & Q(host=None)),
                violation_error_message=_("Say which territory hosts the gala."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)


@tracked()
class HostCandidacy(Versioned):
    """A territory stands to host the gala of a year; a draft may miss anything."""

    class State(models.TextChoices):
        """Where the candidacy stands."""

        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        WITHDRAWN = "withdrawn", _("withdrawn")

    call = models.ForeignKey(
        HostCall, models.PROTECT, related_name="candidacies", editable=False, verbose_name=_("year of the gala"),
        db_index=False,  # host_candidacy_once_a_territory begins with it
    )  # fmt: skip
    territory = models.ForeignKey(
        Territory, models.PROTECT, related_name="+", editable=False, verbose_name=_("territory")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("author")
    )
    venue = models.CharField(_("venue"), max_length=150, blank=True)
    city = models.CharField(_("town"), max_length=100, blank=True)
    capacity = models.PositiveIntegerField(
        _("places in the venue"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100_000)],
    )
    budget = models.PositiveIntegerField(
        _("budget, in euros"), null=True, blank=True, validators=[MaxValueValidator(100_000_000)]
    )
    proposed_on = models.DateField(_("proposed date"), null=True, blank=True)
    pitch = models.TextField(_("why here"), max_length=5000, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT, editable=False)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("candidacy to host")
        verbose_name_plural = _("candidacies to host")
        ordering = ["call", "territory"]
        constraints = [
            models.UniqueConstraint(
                name="host_candidacy_once_a_territory",
                fields=["call", "territory"],
                violation_error_message=_("The territory stands in this year already."),
            ),
            models.CheckConstraint(
                name="host_candidacy_is_whole_when_submitted",
                condition=~Q(state="submitted")
                | (
                    ~Q(venue="") & ~Q(pitch="") & Q(capacity__isnull=False)
                    & Q(proposed_on__isnull=False) & Q(submitted_at__isnull=False)
                ),
                violation_error_message=_("A candidacy names its venue, its places, its date and why."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.territory} {self.call}"
