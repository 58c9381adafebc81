"""A company asks, through a lead, to be at home elsewhere or to belong to one more territory."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from leader.shared.audit import tracked
from leader.shared.scope import ScopedQuerySet
from leader.shared.versions import Versioned
from members.models import Company
from territories.models.territories import Territory


class TransferQuerySet(ScopedQuerySet):
    """Questions about transfers."""

    def waiting(self) -> Self:
        """Keep those that wait for an answer."""
        return self.filter(state=Transfer.State.WAITING)

    def between(self, territories: object) -> Self:
        """Keep those from or to one of ``territories`` (keys)."""
        return self.filter(Q(origin__in=territories) | Q(destination__in=territories))


@tracked()
class Transfer(Versioned):
    """What is asked for a company, from the territory where it is at home to another, and the answer."""

    class Way(models.TextChoices):
        """What becomes of the two territories."""

        MOVES = "moves", _("the home moves, the company leaves the territory of today")
        STAYS = "stays", _("the home moves, the territory of today becomes secondary")
        JOINS = "joins", _("the home stays, the other territory becomes secondary")

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", _("waits for an answer")
        AGREED = "agreed", _("agreed")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    company = models.ForeignKey(Company, models.PROTECT, related_name="transfers", verbose_name=_("company"))
    origin = models.ForeignKey(
        Territory, models.PROTECT, related_name="transfers_away", verbose_name=_("home territory")
    )
    destination = models.ForeignKey(
        Territory, models.PROTECT, related_name="transfers_here", verbose_name=_("other territory")
    )
    way = models.CharField(_("what is asked"), max_length=5, choices=Way, default=Way.MOVES)
    wanted_on = models.DateField(_("first day wanted"))
    reason = models.CharField(_("reason"), max_length=300)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.WAITING)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_for = models.ForeignKey(
        Territory, models.PROTECT, related_name="+", null=True, blank=True,
        verbose_name=_("asked for the leads of"), help_text=_("None: by the staff."),
    )  # fmt: skip
    asked_at = models.DateTimeField(_("asked at"))
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True,
        verbose_name=_("answered by"),
    )  # fmt: skip
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=300, blank=True)
    effective_on = models.DateField(_("takes effect on"), null=True, blank=True)

    objects = TransferQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("transfer of a company")
        verbose_name_plural = _("transfers of companies")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="transfer_between_two_territories",
                condition=~Q(origin=F("destination")),
                violation_error_message=_("The company is at home there already."),
            ),
            models.UniqueConstraint(
                name="transfer_one_waits_for_a_company",
                fields=["company"],
                condition=Q(state="waiting"),
                violation_error_message=_("A transfer of this company waits for an answer already."),
            ),
            models.CheckConstraint(
                name="transfer_answered_once_decided",
                condition=Q(state="waiting", answered_at__isnull=True)
                | (~Q(state="waiting") & Q(answered_at__isnull=False)),
                violation_error_message=_("An answer has its moment."),
            ),
            models.CheckConstraint(
                name="transfer_agreed_has_its_day",
                condition=Q(state="agreed", effective_on__isnull=False)
                | (~Q(state="agreed") & Q(effective_on__isnull=True)),
                violation_error_message=_("What is agreed takes effect on a day."),
            ),
            models.CheckConstraint(
                name="transfer_refusal_says_why",
                condition=~Q(state="refused") | ~Q(answer=""),
                violation_error_message=_("Say why it is refused."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company}: {self.origin} → {self.destination}"

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("territories:transfer-detail", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        """Tell whether it waits for an answer."""
        return self.state == self.State.WAITING

    @property
    def moves_home(self) -> bool:
        """Tell whether the vote goes over to the other territory."""
        return self.way != self.Way.JOINS

    def close(self, state: str, *, by: object, at: datetime, answer: str = "") -> None:
        """Record the answer; the caller holds the row."""
        self.state, self.answered_by, self.answered_at, self.answer = state, by, at, answer  # type: ignore[assignment]
        self.save()
