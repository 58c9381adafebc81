"""The minutes of an election, frozen."""

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from elections.models.elections import Election
from leader.shared.audit import tracked
from leader.shared.scope import ScopedQuerySet

LARGEST = 1_500_000  # bytes: what the registry takes


@tracked(exclude=["pdf"])
class Minutes(models.Model):
    """The procès-verbal as it was made at the proclamation, with its hash; it never changes."""

    election = models.OneToOneField(
        Election, models.PROTECT, primary_key=True, related_name="minutes", verbose_name=_("election")
    )
    pdf = models.BinaryField(_("document"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    incidents = models.TextField(_("incidents"), max_length=3000, blank=True)
    made_at = models.DateTimeField(_("made at"))

    objects: Any = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("minutes of an election")
        verbose_name_plural = _("minutes of elections")
        triggers = [
            pgtrigger.Protect(name="minutes_never_change", operation=pgtrigger.Update | pgtrigger.Delete),
        ]
        constraints = [
            models.CheckConstraint(
                name="minutes_have_their_hash",
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                violation_error_message=_("The minutes have the SHA-256 of their document."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.election)
