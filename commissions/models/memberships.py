"""Who sits in a commission, from day to day."""

from typing import Self

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commissions.models.commissions import Commission
from leader.shared.audit import tracked
from leader.shared.constraints import ConditionalExclusion
from leader.shared.periods import DatedQuerySet, DaysBetween, ends_after_start
from members.models import Person

# The row of the commission is locked first, so that of two who take the last seat one is refused. What is past is
# not judged: a limit set today says nothing of those who sat there before. Seats are the most taken on the days
# when they can become more: today or the first day, and the days on which others begin.
_KEEP_THE_LIMIT = """
    IF NEW.ends_on < (now() AT TIME ZONE 'Europe/Paris')::date THEN RETURN NEW; END IF;
    SELECT seat_limit INTO seats FROM commissions_commission WHERE id = NEW.commission_id FOR NO KEY UPDATE;
    IF seats IS NULL THEN RETURN NEW; END IF;
    SELECT max((
        SELECT count(*) FROM commissions_commissionmembership s
        WHERE s.commission_id = NEW.commission_id AND s.id <> NEW.id
        AND s.starts_on <= d.day AND coalesce(s.ends_on, d.day) >= d.day
    )) INTO busiest FROM (
        SELECT greatest(NEW.starts_on, (now() AT TIME ZONE 'Europe/Paris')::date) AS day
        UNION SELECT o.starts_on FROM commissions_commissionmembership o
        WHERE o.commission_id = NEW.commission_id AND o.id <> NEW.id
        AND o.starts_on > greatest(NEW.starts_on, (now() AT TIME ZONE 'Europe/Paris')::date)
        AND o.starts_on <= coalesce(NEW.ends_on, o.starts_on)
    ) d;
    IF busiest >= seats THEN
        RAISE EXCEPTION 'every seat of commission % is taken', NEW.commission_id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'commission_never_above_its_limit';
    END IF;
    RETURN NEW;
"""


class CommissionMembershipQuerySet(DatedQuerySet):
    """Questions about who sits in commissions."""

    def by_role(self) -> Self:
        """Order as on a page: the chair, the vice-chairs, then the members by name."""
        role = Case(When(role="chair", then=Value(0)), When(role="vice_chair", then=Value(1)), default=Value(2))
        return self.order_by(role, "person__family_name", "person__given_name", "pk")


@tracked()
class CommissionMembership(models.Model):
    """A person sits in a commission from a day to a day; one at most chairs it at a time."""

    class Role(models.TextChoices):
        """What the person does there."""

        CHAIR = "chair", _("chair")
        VICE_CHAIR = "vice_chair", _("vice-chair")
        MEMBER = "member", _("member")

    commission = models.ForeignKey(
        Commission, models.PROTECT, related_name="commission_memberships", verbose_name=_("commission")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="commission_memberships", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MEMBER)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = CommissionMembershipQuerySet.as_manager()

    class Meta:
        triggers = [
            pgtrigger.Trigger(
                name="keep_the_limit",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("seats", "integer"), ("busiest", "integer")],
                func=_KEEP_THE_LIMIT,
            )
        ]
        verbose_name = _("member of a commission")
        verbose_name_plural = _("members of commissions")
        ordering = ["commission", "-starts_on", "pk"]
        constraints = [
            ends_after_start("commission_membership_ends_after_start"),
            ExclusionConstraint(
                name="commission_membership_one_spell_at_a_time",
                expressions=[
                    ("person", "="),
                    ("commission", "="),
                    (DaysBetween("starts_on", "ends_on"), "&&"),
                ],
                violation_error_message=_("This person sits in this commission already on these days."),
            ),
            ConditionalExclusion(
                name="commission_one_chair_at_a_time",
                expressions=[("commission", "="), (DaysBetween("starts_on", "ends_on"), "&&")],
                condition=Q(role="chair"),
                violation_error_message=_("On these days the commission has a chair already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.commission}"

    def clean(self) -> None:
        """Say in words what the trigger refuses: a seat beyond the limit of the commission."""
        super().clean()
        seated = CommissionMembership.objects.running_on(timezone.localdate()).filter(pk=self.pk)
        if self.commission_id and self._is_to_come() and not seated.exists() and self.commission.is_full():
            raise ValidationError(_("Every seat of this commission is taken."), code="full")

    def _is_to_come(self) -> bool:
        return self.ends_on is None or self.ends_on >= timezone.localdate()
