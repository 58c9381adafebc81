"""Which letters about its end a membership has had: each is sent once."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from members.models import Membership


class RenewalNotice(models.Model):
    """A letter of one kind that left for one membership; the mark and the letter are written together."""

    class Kind(models.TextChoices):
        """What the letter says."""

        OPENS = "opens", _("renewal is open")
        LAST_DAY = "last_day", _("the last day is near")
        GRACE_ENDS = "grace_ends", _("the days of grace end")
        LAPSED = "lapsed", _("the membership has lapsed")

    membership = models.ForeignKey(
        Membership, models.CASCADE, related_name="notices", verbose_name=_("membership"),
        db_index=False,  # the constraint begins with it
    )  # fmt: skip
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    sent_on = models.DateField(_("sent on"))

    class Meta:
        verbose_name = _("renewal notice")
        verbose_name_plural = _("renewal notices")
        ordering = ["-sent_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="renewal_notice_once_of_each_kind",
                fields=["membership", "kind"],
                violation_error_message=_("This letter has left for this membership already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.sent_on:%d/%m/%Y}"
