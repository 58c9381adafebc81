"""What a commission is told by its chair: kept on its page, sent to each member as each has chosen."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commissions.models.commissions import Commission
from leader.shared.audit import tracked
from leader.shared.scope import ScopedQuerySet
from members.models import Person


@tracked()
class Announcement(models.Model):
    """What was told to the members of a commission on a day; sent, it is not changed any more."""

    commission = models.ForeignKey(
        Commission, models.PROTECT, related_name="announcements", verbose_name=_("commission"),
        db_index=False,  # announcement_of_commission begins with it
    )  # fmt: skip
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author")
    )
    subject = models.CharField(_("subject"), max_length=150)
    text = models.TextField(_("text"), max_length=10_000)
    sent_at = models.DateTimeField(_("sent at"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering = ["-sent_at", "-pk"]
        indexes = [models.Index(fields=["commission", "-sent_at"], name="announcement_of_commission")]
        constraints = [
            models.CheckConstraint(
                name="announcement_says_something",
                condition=~Q(subject="") & ~Q(text=""),
                violation_error_message=_("An announcement has a subject and a text."),
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class How(models.TextChoices):
    """How a member gets the announcements of a commission."""

    AT_ONCE = "at_once", _("by mail, at once")
    WEEKLY = "weekly", _("by mail, once a week")
    NONE = "none", _("not by mail: they stay on the page of the commission")


@tracked()
class AnnouncementChoice(models.Model):
    """How one person gets the announcements of one commission; without a row, by mail at once."""

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="announcement_choices", verbose_name=_("person"),
        db_index=False,  # announcement_choice_once begins with it
    )  # fmt: skip
    commission = models.ForeignKey(Commission, models.CASCADE, related_name="+", verbose_name=_("commission"))
    how = models.CharField(_("announcements"), max_length=7, choices=How, default=How.AT_ONCE)
    chosen_at = models.DateTimeField(_("chosen at"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("choice about announcements")
        verbose_name_plural = _("choices about announcements")
        ordering = ["person", "commission"]
        constraints = [
            models.UniqueConstraint(
                name="announcement_choice_once",
                fields=["person", "commission"],
                violation_error_message=_("This person has chosen for this commission already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.commission}"


class DeliveryQuerySet(ScopedQuerySet):
    """Questions about what is still to be sent to whom."""

    def waiting(self) -> Self:
        """Keep those of which no letter was written yet."""
        return self.filter(told_at=None)


class AnnouncementDelivery(models.Model):
    """One announcement and one person: at once or in the weekly letter, and when the letter was written.

    The row is what makes it once: a job that runs again finds ``told_at``.
    """

    announcement = models.ForeignKey(
        Announcement, models.CASCADE, related_name="deliveries", verbose_name=_("announcement"),
        db_index=False,  # announcement_delivered_once begins with it
    )  # fmt: skip
    person = models.ForeignKey(
        Person, models.CASCADE, related_name="announcement_deliveries", verbose_name=_("person")
    )
    how = models.CharField(_("announcements"), max_length=7, choices=How)
    told_at = models.DateTimeField(_("letter written at"), null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("announcement sent to a person")
        verbose_name_plural = _("announcements sent to people")
        ordering = ["announcement", "pk"]
        indexes = [
            models.Index(fields=["how", "person"], name="delivery_waiting", condition=Q(told_at=None)),
        ]
        constraints = [
            models.UniqueConstraint(
                name="announcement_delivered_once",
                fields=["announcement", "person"],
                violation_error_message=_("This person has this announcement already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.announcement} – {self.person}"
