"""Départements, EPCI and communes as INSEE and the DGCL publish them.

Loaded by ``manage.py load_geography``; nobody types them. Areas of territories, seats of companies and
the map all stand on the INSEE code of the commune, because a postcode may span several EPCI.
"""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from leader.shared.names import search_field


class DepartementQuerySet(models.QuerySet["Departement"]):
    """Questions about départements."""

    def whole(self) -> Self:
        """Keep those loaded with all their communes: the ones that a person may choose or see on a map."""
        return self.filter(is_whole=True)


class Departement(models.Model):
    """A département; ``code`` is INSEE's, such as 48 or 2A.

    Of a département beyond the region's border only the communes of EPCI that cross it may be loaded.
    """

    code = models.CharField(_("code"), max_length=3, primary_key=True)
    name = models.CharField(_("name"), max_length=60)
    region_code = models.CharField(_("code of the region"), max_length=3)
    is_whole = models.BooleanField(_("loaded with all its communes"), default=True)

    objects = DepartementQuerySet.as_manager()

    class Meta:
        verbose_name = _("département")
        verbose_name_plural = _("départements")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class Epci(models.Model):
    """A group of communes with its own taxation (métropole, agglomération, communauté de communes)."""

    siren = models.CharField(_("SIREN"), max_length=9, primary_key=True)
    name = models.CharField(_("name"), max_length=150)
    q = search_field("name")

    class Meta:
        verbose_name = _("EPCI")
        verbose_name_plural = _("EPCI")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Commune(models.Model):
    """A commune; ``population`` is the municipal population of the year in docs/data.md."""

    code = models.CharField(_("INSEE code"), max_length=5, primary_key=True)
    name = models.CharField(_("name"), max_length=80)
    departement = models.ForeignKey(
        Departement, models.PROTECT, related_name="communes", verbose_name=_("département")
    )
    epci = models.ForeignKey(
        Epci, models.PROTECT, related_name="communes", null=True, blank=True, verbose_name=_("EPCI")
    )
    postal_codes = ArrayField(models.CharField(max_length=5), default=list, verbose_name=_("postcodes"))
    population = models.PositiveIntegerField(_("population"), default=0)
    q = search_field("name")

    class Meta:
        verbose_name = _("commune")
        verbose_name_plural = _("communes")
        ordering = ["name", "code"]
        indexes = [
            GinIndex(OpClass(F("q"), name="gin_trgm_ops"), name="commune_name_trigrams"),
            GinIndex(fields=["postal_codes"], name="commune_postal_codes"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.departement_id})"
