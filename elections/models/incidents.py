"""What happened during an election that its minutes must tell."""

from typing import Any

import pgtrigger
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from elections.models.elections import Election
from leader.shared.audit import tracked
from leader.shared.scope import ScopedQuerySet


@tracked()
class Incident(models.Model):
    """A refused act or a fault, written down when it happens and never changed."""

    election = models.ForeignKey(Election, models.PROTECT, related_name="incidents", verbose_name=_("election"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    text = models.CharField(_("what happened"), max_length=300)

    objects: Any = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("incident of an election")
        verbose_name_plural = _("incidents of elections")
        ordering = ["election", "at", "pk"]
        triggers = [
            pgtrigger.Protect(name="incident_never_changes", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.text[:80]
