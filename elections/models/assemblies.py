"""Assemblies of the federation and of its territories, and what they decided."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from leader.shared.audit import tracked
from leader.shared.names import numbered
from leader.shared.scope import ScopedQuerySet
from leader.shared.versions import Versioned
from territories.models import Mandate, Territory


@tracked()
class Assembly(Versioned):
    """A general assembly; no territory means the federation's own."""

    class Kind(models.TextChoices):
        """What kind of assembly."""

        GENERAL = "general", _("general assembly")
        CONSTITUENT = "constituent", _("constituent assembly")
        EXTRAORDINARY = "extraordinary", _("extraordinary assembly")

    kind = models.CharField(_("kind"), max_length=14, choices=Kind, default=Kind.GENERAL)
    territory = models.ForeignKey(
        Territory, models.PROTECT, related_name="assemblies", null=True, blank=True,
        verbose_name=_("territory"), help_text=_("None: the federation itself."),
    )  # fmt: skip
    held_on = models.DateField(_("held on"))
    place = models.CharField(_("place"), max_length=150, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("assembly")
        verbose_name_plural = _("assemblies")
        ordering = ["-held_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="assembly_once_a_day_for_a_body",
                fields=["territory", "held_on", "kind"],
                nulls_distinct=False,
                violation_error_message=_("This assembly is recorded already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.held_on:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        """Return the address of the assembly's page; the number alone decides."""
        body = self.territory.slug if self.territory else "federation"
        return reverse("elections:assembly-detail", args=[numbered(self.pk, f"{body} {self.held_on:%Y-%m-%d}")])


@tracked()
class Decision(models.Model):
    """What an assembly decided; ``mandates`` are those that begin with it."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="decisions", verbose_name=_("assembly"))
    text = models.TextField(_("decision"), max_length=2000)
    mandates = models.ManyToManyField(Mandate, blank=True, related_name="decisions", verbose_name=_("mandates"))
    rank = models.PositiveSmallIntegerField(_("rank"), default=0)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["assembly", "rank", "pk"]

    def __str__(self) -> str:
        return self.text[:80]
