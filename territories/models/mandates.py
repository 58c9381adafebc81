"""Offices and mandates: who holds which office of which bureau, from day to day."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from leader.shared.audit import tracked
from leader.shared.periods import DatedQuerySet, ends_after_start
from leader.shared.precision import precision_field
from leader.shared.versions import Versioned
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

    def of_body(self, territory: Territory | None) -> Self:
        """Keep the mandates in the bureau of ``territory``; none means the federation."""
        return self.filter(territory=territory) if territory else self.of_the_federation()

    def expired_on(self, day: date) -> Self:
        """Keep the mandates whose term is over on ``day`` and whose end nobody recorded."""
        return self.filter(ends_on__isnull=True, expected_end_on__lt=day)

    def ending_between(self, first: date, last: date) -> Self:
        """Keep the mandates whose term ends from ``first`` to ``last`` and that have not ended before."""
        return self.filter(ends_on__isnull=True, expected_end_on__range=(first, last))

    def presidents_on(self, day: date) -> Self:
        """Keep the mandates of those who preside on ``day`` (co-presidents are several)."""
        return self.running_on(day).filter(office__is_presidency=True)


@tracked(exclude=["alerted_on"])
class Mandate(Versioned):
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
    ratified_on = models.DateField(
        _("ratified on"), null=True, blank=True, help_text=_("The day an assembly ratified a co-optation.")
    )
    source = models.CharField(_("source"), max_length=200, blank=True)
    alerted_on = models.DateField(_("end of the term announced on"), null=True, blank=True, editable=False)

    objects = MandateQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        ordering = ["territory", "office", "-starts_on"]
        constraints = [
            ends_after_start("mandate_ends_after_start"),
            models.CheckConstraint(
                name="mandate_ratified_was_a_cooptation",
                condition=Q(ratified_on__isnull=True) | Q(beginning="cooptation", ratified_on__gte=F("starts_on")),
                violation_error_message=_("A co-optation alone is ratified, from its first day on."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.office}"

    @property
    def waits_for_ratification(self) -> bool:
        """Tell whether a co-optation waits for an assembly."""
        return self.beginning == self.Beginning.COOPTATION and not (self.ratified_on or self.ends_on)

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


@tracked()
class OutsideMandate(models.Model):
    """A seat held for a body of ours elsewhere: a chamber of commerce, the Region, an agency."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="outside_mandates", verbose_name=_("person"))
    territory = models.ForeignKey(
        Territory, models.PROTECT, related_name="outside_mandates", null=True, blank=True,
        verbose_name=_("territory"), help_text=_("For which territory; none: for the federation."),
    )  # fmt: skip
    body = models.CharField(_("body"), max_length=150)
    role = models.CharField(_("role"), max_length=120, blank=True)
    starts_on = models.DateField(_("from"))
    starts_precision = precision_field()
    ends_on = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandate elsewhere")
        verbose_name_plural = _("mandates elsewhere")
        ordering = ["body", "-starts_on"]
        constraints = [ends_after_start("outside_mandate_ends_after_start")]

    def __str__(self) -> str:
        return f"{self.person}, {self.body}"
