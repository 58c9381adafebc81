"""What a meeting leaves to do: by whom, by which day."""

from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commissions.models.meetings import Meeting
from commissions.models.minutes import MeetingMinutes
from leader.shared.audit import tracked
from leader.shared.scope import ScopedQuerySet
from members.models import Person

TOLD_BEFORE = timedelta(days=7)


class ActionItemQuerySet(ScopedQuerySet):
    """Questions about actions."""

    def told(self) -> Self:
        """Keep those of meetings whose minutes are approved: the others are being written."""
        return self.filter(meeting__in=MeetingMinutes.objects.approved().order_by().values("meeting"))

    def to_remind_on(self, day: date) -> Self:
        """Keep those for which a letter is due on ``day``: one a week before, one once the day is past.

        ``reminded_on`` is the day of the last letter: a day that moves away is announced again.
        """
        never = Q(reminded_on=None)
        soon = Q(due_on__range=(day, day + TOLD_BEFORE)) & (never | Q(reminded_on__lt=F("due_on") - TOLD_BEFORE))
        late = Q(due_on__lt=day) & (never | Q(reminded_on__lte=F("due_on")))
        return self.told().filter(soon | late, done_at=None)


@tracked(exclude=["reminded_on"])
class ActionItem(models.Model):
    """Something to be done after a meeting; it is followed until somebody says that it is done."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="actions", verbose_name=_("meeting"))
    what = models.CharField(_("what"), max_length=300)
    owner = models.ForeignKey(
        Person, models.SET_NULL, related_name="action_items", null=True, blank=True, verbose_name=_("by whom")
    )
    due_on = models.DateField(_("due on"))
    done_at = models.DateTimeField(_("done at"), null=True, blank=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True, editable=False,
        verbose_name=_("done by"),
    )  # fmt: skip
    reminded_on = models.DateField(_("reminded on"), null=True, blank=True, editable=False)

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("action of a commission")
        verbose_name_plural = _("actions of commissions")
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["due_on"], condition=Q(done_at=None), name="action_to_do_by_day")]
        constraints = [
            models.CheckConstraint(
                name="action_says_what",
                condition=~Q(what=""),
                violation_error_message=_("Say what is to be done."),
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def is_late(self) -> bool:
        """Tell whether its day is past and it is not done."""
        return self.done_at is None and self.due_on < timezone.localdate()
