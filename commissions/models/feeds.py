"""Private calendars: what a program of calendars reads by a secret address, with the rights of whoever made it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commissions.models.commissions import Commission
from leader.shared.audit import tracked
from leader.shared.scope import ScopedQuerySet
from territories.models import Territory


class CalendarFeedQuerySet(ScopedQuerySet):
    """Questions about private calendars."""

    def live(self) -> Self:
        """Keep those that were not revoked."""
        return self.filter(revoked_at=None)


@tracked()
class CalendarFeed(models.Model):
    """What one account reads in its own program of calendars, until it is revoked; revoked, it is kept."""

    class About(models.TextChoices):
        """Whose meetings."""

        OWN = "own", _("my meetings")
        FEDERATION = "federation", _("the federation")
        COMMISSION = "commission", _("a commission")
        TERRITORY = "territory", _("a territory")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feeds", verbose_name=_("account")
    )
    about = models.CharField(_("about"), max_length=10, choices=About)
    commission = models.ForeignKey(
        Commission, models.CASCADE, related_name="+", null=True, blank=True, verbose_name=_("commission")
    )
    territory = models.ForeignKey(
        Territory, models.CASCADE, related_name="+", null=True, blank=True, verbose_name=_("territory")
    )
    created_at = models.DateTimeField(_("created at"), editable=False)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True, editable=False)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("private calendar")
        verbose_name_plural = _("private calendars")
        ordering = ["-created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="calendar_feed_is_about_one_thing",
                condition=Q(about="commission", commission__isnull=False, territory=None)
                | Q(about="territory", territory__isnull=False, commission=None)
                | Q(about__in=["own", "federation"], commission=None, territory=None),
                violation_error_message=_("Choose what the calendar is about."),
            ),
            models.UniqueConstraint(
                name="calendar_feed_once_live",
                fields=["user", "about", "commission", "territory"],
                condition=Q(revoked_at=None),
                nulls_distinct=False,
                violation_error_message=_("You have this calendar already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.commission or self.territory or self.get_about_display())
