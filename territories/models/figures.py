"""Figures that somebody told, kept apart from what the database counts."""

from datetime import date
from typing import Any, Self

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from leader.shared.audit import tracked
from leader.shared.precision import precision_field
from leader.shared.scope import ScopedQuerySet
from territories.models.territories import Territory


class DeclaredFigureQuerySet(ScopedQuerySet):
    """Questions about declared figures."""

    def of_the_federation(self) -> Self:
        """Keep the figures of the federation itself."""
        return self.filter(territory__isnull=True)

    def latest_first(self) -> Self:
        """Put the latest first; a figure without a day is older than all."""
        return self.order_by("subject", F("told_on").desc(nulls_last=True), "-pk")

    def latest_of_territory(self, subject: str, day: date) -> Any:
        """Return the latest figure about ``subject`` told by ``day``, as a column of a queryset of territories."""
        told = self.filter(territory=OuterRef("pk"), subject=subject, told_on__lte=day)
        return Subquery(told.latest_first().values("value")[:1])


@tracked()
class DeclaredFigure(models.Model):
    """A figure as the press or somebody else gave it, with its source; no territory means the federation."""

    class Subject(models.TextChoices):
        """What was counted by whoever told it."""

        MEMBERS = "members", _("members")
        PROSPECTS = "prospects", _("pressenties")
        POTENTIAL = "potential", _("companies that could become members")

    territory = models.ForeignKey(
        Territory, models.CASCADE, related_name="declared_figures", null=True, blank=True,
        verbose_name=_("territory"), help_text=_("None: the federation itself."),
    )  # fmt: skip
    subject = models.CharField(_("subject"), max_length=10, choices=Subject)
    value = models.PositiveIntegerField(_("figure"))
    at_most = models.PositiveIntegerField(
        _("at most"), null=True, blank=True, help_text=_("Where a range was told: its upper end.")
    )
    is_approximate = models.BooleanField(_("approximate"), default=False)
    told_on = models.DateField(_("told for"), null=True, blank=True)
    precision = precision_field()
    source = models.CharField(_("source"), max_length=200)
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = DeclaredFigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("declared figure")
        verbose_name_plural = _("declared figures")
        ordering = ["territory", "subject", F("told_on").desc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(
                name="declared_figure_in_order",
                condition=Q(at_most__isnull=True) | Q(at_most__gt=F("value")),
                violation_error_message=_("The upper end of a range is above its lower end."),
            ),
            models.UniqueConstraint(
                name="declared_figure_once",
                fields=["territory", "subject", "told_on", "source"],
                nulls_distinct=False,
                violation_error_message=_("This source is recorded already for this figure and this day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_subject_display()}: {self.shown}"

    @property
    def shown(self) -> str:
        """Return the figure as it was told: 45, about 130, 50 to 100."""
        value = intcomma(self.value)
        if self.at_most:
            value = gettext("%(low)s to %(high)s") % {"low": value, "high": intcomma(self.at_most)}
        return gettext("about %(figure)s") % {"figure": value} if self.is_approximate else value
