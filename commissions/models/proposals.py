"""A seat that one side proposes and the other has not answered yet."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commissions.models.commissions import Commission
from leader.shared.audit import tracked
from leader.shared.scope import ScopedQuerySet
from members.models import Person


class SeatProposalQuerySet(ScopedQuerySet):
    """Questions about proposals."""

    def waiting(self) -> Self:
        """Keep those without an answer."""
        return self.filter(state=SeatProposal.State.WAITING)


@tracked()
class SeatProposal(models.Model):
    """A person asks for a seat in a commission, or is asked to take one; the other side answers.

    Whoever is invited sits there only once they say so themselves: nobody is seated without their own consent.
    """

    class Origin(models.TextChoices):
        """Who proposed."""

        PERSON = "person", _("request")
        COMMISSION = "commission", _("invitation")

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", _("waiting")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    commission = models.ForeignKey(
        Commission, models.PROTECT, related_name="proposals", verbose_name=_("commission")
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="seat_proposals", verbose_name=_("person"))
    origin = models.CharField(_("origin"), max_length=10, choices=Origin)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.WAITING)
    message = models.TextField(_("message"), max_length=1000, blank=True)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    proposed_at = models.DateTimeField(_("proposed at"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True,
        verbose_name=_("answered by"),
    )  # fmt: skip

    objects = SeatProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("request or invitation to a commission")
        verbose_name_plural = _("requests and invitations to commissions")
        ordering = ["-proposed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="seat_proposal_one_waits",
                fields=["commission", "person"],
                condition=Q(state="waiting"),
                violation_error_message=_("A request or an invitation waits for an answer already."),
            ),
            models.CheckConstraint(
                name="seat_proposal_answered_has_its_moment",
                condition=Q(state="waiting", answered_at__isnull=True)
                | (~Q(state="waiting") & Q(answered_at__isnull=False)),
                violation_error_message=_("What is answered has the moment of its answer, and only then."),
            ),
            models.CheckConstraint(
                name="seat_proposal_refused_says_why",
                condition=~Q(state="refused", origin="person") | ~Q(reason=""),
                violation_error_message=_("Say why: the person reads it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.commission}"
