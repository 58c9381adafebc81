"""Affiliations: which company belongs to which territory, from day to day."""

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from leader.shared.audit import tracked
from leader.shared.constraints import ConditionalExclusion
from leader.shared.periods import DatedQuerySet, DaysBetween, ends_after_start
from members.models import Company
from territories.models.territories import Stage, StageKind, Territory

CLOSED_THEN = "affiliation_while_the_territory_lives"
# Whoever closes or merges a territory holds its row: an affiliation written meanwhile waits here.
_KEEP_OUT_OF_THE_CLOSED = f"""
    PERFORM 1 FROM territories_territory WHERE id IN (SELECT territory_id FROM new_rows) ORDER BY id FOR SHARE;
    IF EXISTS (
      SELECT FROM new_rows AS spell JOIN territories_stage AS closed USING (territory_id)
      WHERE closed.kind = 'closed' AND closed.done_on IS NOT NULL
        AND (spell.ends_on IS NULL OR spell.ends_on > closed.done_on)
        AND NOT EXISTS (
          SELECT FROM territories_stage AS again
          WHERE again.territory_id = spell.territory_id AND again.kind = 'relaunched'
            AND again.done_on >= closed.done_on AND spell.starts_on >= again.done_on)
    ) THEN
      RAISE EXCEPTION 'a company belongs to no territory that is closed'
        USING ERRCODE = 'check_violation', CONSTRAINT = '{CLOSED_THEN}';
    END IF;
    RETURN NULL;
"""  # noqa: S608 - a name of our own


def _living(name: str, operation: pgtrigger.Operation) -> pgtrigger.Trigger:
    # Asked once a statement: an import writes a hundred thousand affiliations by one.
    return pgtrigger.Trigger(
        name=name, level=pgtrigger.Statement, when=pgtrigger.After, operation=operation,
        referencing=pgtrigger.Referencing(new="new_rows"), func=" ".join(_KEEP_OUT_OF_THE_CLOSED.split()),
    )  # fmt: skip


@tracked()
class Affiliation(models.Model):
    """A company belongs to a territory from a day to a day.

    One territory at a time is its home, for dues and vote; others are secondary.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="affiliations", verbose_name=_("company"))
    territory = models.ForeignKey(
        Territory, models.PROTECT, related_name="affiliations", verbose_name=_("territory")
    )
    is_home = models.BooleanField(_("home territory"), default=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    # When two companies are merged and both are at home on a day, being the home is given up, not the day.
    gives_way: ClassVar = {"affiliation_one_home_at_a_time": {"is_home": False}}

    objects = DatedQuerySet.as_manager()

    class Meta:
        triggers = [
            _living("joins_the_living", pgtrigger.Insert),
            _living("stays_with_the_living", pgtrigger.Update),
        ]
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        ordering = ["company", "-starts_on"]
        indexes = [
            # Which companies are a territory's is read from this index alone.
            models.Index(
                fields=["territory", "company"], include=["starts_on", "ends_on"], name="affiliation_by_territory"
            )
        ]
        constraints = [
            ends_after_start("affiliation_ends_after_start"),
            ConditionalExclusion(
                name="affiliation_one_home_at_a_time",
                expressions=[("company", "="), (DaysBetween("starts_on", "ends_on"), "&&")],
                condition=Q(is_home=True),
                violation_error_message=_("On these days the company has another home territory."),
            ),
            ExclusionConstraint(
                name="affiliation_once_a_territory",
                expressions=[
                    ("company", "="),
                    ("territory", "="),
                    (DaysBetween("starts_on", "ends_on"), "&&"),
                ],
                violation_error_message=_("The company belongs to this territory already on these days."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company} – {self.territory}"

    def clean(self) -> None:
        """Refuse days on which the territory is closed, in words; the database refuses them in any case."""
        super().clean()
        if self.territory_id and self.starts_on and self._outlives(self.territory):
            raise ValidationError(_("The territory is closed on these days."), code="closed")

    def _outlives(self, territory: Territory) -> bool:
        done = Stage.objects.filter(territory=territory, done_on__isnull=False)
        closed = done.filter(kind=StageKind.CLOSED).values_list("done_on", flat=True).first()
        if closed is None or (self.ends_on and self.ends_on <= closed):
            return False
        again = done.filter(kind=StageKind.RELAUNCHED, done_on__gte=closed, done_on__lte=self.starts_on)
        return not again.exists()
