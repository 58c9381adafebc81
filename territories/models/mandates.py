"""Offices and mandates: who holds which office of which bureau, from day to day."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from leader.shared.audit import tracked
from leader.shared.periods import DatedQuerySet, ends_after_start
from leader.shared.precision import precision_field
from members.models import Company, Person
from territories.models.territories import Territory


@tracked()
class Office(models.Model):
    """An office of a bureau, such as president; ``rank`` orders a bureau on the page."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80, unique=True)
    rank = models.PositiveSmallIntegerField(_("rank"), default=50)
    is_presidency = models.BooleanField(_("presides"), default=False)
    is_honorary = models.BooleanField(_("honorary"), default=False, help_text=_("Without term and without vote."))

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["rank", "name"]

    def __str__(self) -> str:
        return self.name


class MandateQuerySet(DatedQuerySet):
    """Questions about mandates."""

    def of_the_federation(self) -> Self:
        """Keep the mandates in the bureau of the federation itself."""
        return self.filter(territory__isnull=True)

    def presidents_on(self, day: date) -> Self:
        """Keep the mandates of those who preside on ``day`` (co-presidents are several)."""
        return self.running_on(day).filter(office__is_presidency=True)


@tracked()
class Mandate(models.Model):
    """A person holds an office of a bureau from a day to a day; no territory means the federation.

    Real life warns and never blocks: co-presidents, a mandate that ends early, a seat that stays empty.
    """

    class Beginning(models.TextChoices):
        """How the mandate began."""

        ELECTION = "election", _("election")
        COOPTATION = "cooptation", _("co-optation")
        INTERIM = "interim", _("interim")
        APPOINTMENT = "appointment", _("appointment")

    person = models.ForeignKey(Person, models.PROTECT, related_name="mandates", verbose_name=_("person"))
    office = models.ForeignKey(Office, models.PROTECT, related_name="mandates", verbose_name=_("office"))
    territory = models.ForeignKey(
        Territory, models.PROTECT, related_name="mandates", null=True, blank=True,
        verbose_name=_("territory"), help_text=_("None: the federation itself."),
    )  # fmt: skip
    company = models.ForeignKey(
        Company, models.PROTECT, related_name="+", null=True, blank=True,
        verbose_name=_("company at the time"),
    )  # fmt: skip
    mission = models.CharField(_("mission"), max_length=120, blank=True)
    beginning = models.CharField(_("how it began"), max_length=12, choices=Beginning, default=Beginning.ELECTION)
    is_renewal = models.BooleanField(_("re-elected"), default=False)
    starts_on = models.DateField(_("from"))
    starts_precision = precision_field()
    expected_end_on = models.DateField(_("end of the term"), null=True, blank=True)
    ends_on = models.DateField(_("ended on"), null=True, blank=True)
    ending_reason = models.CharField(_("why it ended"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        ordering = ["territory", "office", "-starts_on"]
        constraints = [ends_after_start("mandate_ends_after_start")]

    def __str__(self) -> str:
        return f"{self.person}, {self.office}"

    def sharing_its_office(self) -> QuerySet["Mandate"]:
        """Return the other mandates in the same office of the same bureau on some of its days."""
        others = Mandate.objects.filter(office=self.office, territory=self.territory).exclude(pk=self.pk)
        if self.office.is_honorary:
            return others.none()
        if self.ends_on:
            others = others.filter(starts_on__lte=self.ends_on)
        return others.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=self.starts_on)).select_related(
            "person", "office"
        )
