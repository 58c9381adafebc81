"""The register of what happened during an election that its minutes must tell."""

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from elections.models.elections import Election
from elections.models.rolls import RollEntry
from leader.shared.audit import tracked
from leader.shared.scope import ScopedQuerySet

LONGEST = 500  # characters of an incident or an answer: the minutes hold all of them


@tracked()
class Incident(models.Model):
    """A refused act, a fault, a change of hours or what a voter reports: written down at once, never changed."""

    class Kind(models.TextChoices):
        """Where it comes from."""

        SITE = "site", _("written down by the site")
        HOURS = "hours", _("hours of the vote")
        NOTED = "noted", _("written down by the polling station")
        REPORTED = "reported", _("reported by a voter")

    election = models.ForeignKey(Election, models.PROTECT, related_name="incidents", verbose_name=_("election"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.SITE)
    roll_entry = models.ForeignKey(
        RollEntry, models.PROTECT, related_name="incidents", null=True, blank=True,
        verbose_name=_("company that reports it"),
    )  # fmt: skip
    at = models.DateTimeField(_("when"), default=timezone.now)
    text = models.CharField(_("what happened"), max_length=LONGEST)

    objects: Any = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("incident of an election")
        verbose_name_plural = _("incidents of elections")
        ordering = ["election", "at", "pk"]
        triggers = [
            pgtrigger.Protect(name="incident_never_changes", operation=pgtrigger.Update | pgtrigger.Delete),
        ]
        constraints = [
            models.CheckConstraint(
                name="incident_reported_by_a_company",
                condition=Q(kind="reported", roll_entry__isnull=False)
                | (~Q(kind="reported") & Q(roll_entry__isnull=True)),
                violation_error_message=_("What a voter reports names the company, and nothing else does."),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


@tracked()
class IncidentAnswer(models.Model):
    """What the polling station answered to an incident; it never changes either."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="answers", verbose_name=_("incident"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    text = models.CharField(_("answer"), max_length=LONGEST)

    objects: Any = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to an incident")
        verbose_name_plural = _("answers to incidents")
        ordering = ["incident", "at", "pk"]
        triggers = [
            pgtrigger.Protect(name="answer_never_changes", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.text[:80]
