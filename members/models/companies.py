"""Companies and their yearly figures, from which the size class follows."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from leader.geography.models import Commune
from leader.shared.audit import tracked
from leader.shared.names import Folded, every_word, in_order, numbered, search_field, words_of
from leader.shared.periods import covering_day
from leader.shared.scope import ScopedQuerySet, among
from leader.shared.versions import Versioned
from members.models.activities import Activity
from members.models.nomenclatures import NAF_2025, Activity2025, LegalCategory
from members.models.sections import in_section
from members.siren import validate_siren


class SizeClass(models.TextChoices):
    """The size of an enterprise by décret 2008-1354, article 3."""

    MICRO = "micro", _("micro-enterprise")
    PME = "pme", _("PME")
    ETI = "eti", _("ETI")
    GE = "ge", _("large company")


class CompanyQuerySet(ScopedQuerySet):
    """Questions about many companies."""

    def members_on(self, day: date) -> Self:
        """Keep the companies that have a member's rights on ``day``, the days of grace included."""
        memberships = self.model._meta.get_field("memberships").related_model
        return self.filter(Exists(memberships._default_manager.filter(covering_day(day), company=OuterRef("pk"))))

    def matching(self, text: str) -> Self:
        """Keep the companies whose name, town or SIREN hold every word of ``text``.

        Accents, case and ligatures do not count; a SIREN may be typed with or without its spaces.
        """
        return self.filter(every_word(text))

    def answering(self, text: str) -> Self:
        """Keep the companies that hold every word of ``text``, each in the name, town, SIREN or a keyword."""
        found = self
        for word in words_of(text):
            # The keywords' companies as an array: each side of the OR has an index then, for a rare word, and a
            # common one is met soon in the order of the names.
            chose = among("pk", self._having("contains", word))
            found = found.filter(Q(q__contains=Folded(Value(word))) | chose)
        return found

    def with_keyword(self, label: str) -> Self:
        """Keep the companies that chose the keyword ``label``, however it is written."""
        return self.filter(pk__in=self._having("exact", " ".join(label.split())))

    def _having(self, how: str, text: str) -> models.QuerySet[Any, Any]:
        keywords = self.model._meta.get_field("chosen_keywords").related_model._default_manager
        return keywords.order_by().filter(**{f"keyword__folded__{how}": Folded(Value(text))}).values("company")

    def seated_in(self, departement: str) -> Self:
        """Keep the companies whose seat is in ``departement`` (INSEE's code)."""
        return self.filter(commune__departement=departement)

    def with_keywords(self) -> Self:
        """Annotate ``keyword_labels``: the keywords chosen, in their order."""
        keywords = self.model._meta.get_field("chosen_keywords").related_model._default_manager
        chosen = keywords.filter(company=OuterRef("pk")).order_by("rank")
        return self.annotate(keyword_labels=ArraySubquery(chosen.values("keyword__label")))

    def with_sites(self) -> Self:
        """Annotate ``listed_sites``: what a reader sees of each, the head office first."""
        sites = self.model._meta.get_field("sites").related_model._default_manager
        names = ["name", "siret", "address", "postal_code", "city", "phone", "is_head_office"]
        told = JSONObject(**{name: name for name in names}, commune="commune__name", code="commune__departement")
        listed = sites.filter(company=OuterRef("pk")).order_by("-is_head_office", "name", "pk")
        return self.annotate(listed_sites=ArraySubquery(listed.values(told=told)))

    def with_figures(self) -> Self:
        """Annotate ``listed_figures``: what is shown of each year, the latest first."""
        told = JSONObject(**{name: name for name in ["year", "headcount", "turnover", "balance_total"]})
        figures = CompanyFigures.objects.filter(company=OuterRef("pk")).order_by("-year")
        return self.annotate(listed_figures=ArraySubquery(figures.values(told=told)))

    def public_on(self, day: date) -> Self:
        """Keep the companies that the public may find on ``day``: members that chose so."""
        pages = self.model._meta.get_field("page").related_model._default_manager
        return self.filter(pk__in=pages.public_on(day).values("company"))

    def by_name(self, *before: Any) -> Self:
        """Order as a directory does: accents and case do not count; ``before`` decides first."""
        return self.order_by(*before, in_order(), "pk")

    def beginning_with(self, letter: str) -> Self:
        """Keep the companies whose folded name begins with ``letter`` (a to z), or with none of them ("#")."""
        folded = self.alias(folded=in_order())
        if letter == "#":
            return folded.exclude(folded__gte="a", folded__lt="{")  # "{" comes after "z"
        return folded.filter(folded__gte=letter, folded__lt=chr(ord(letter) + 1))

    def with_size_class(self) -> Self:
        """Annotate ``size_class``: that of the latest year with figures that tell one, or None."""
        latest = CompanyFigures.objects.filter(company=OuterRef("pk"), size_class__isnull=False)
        return self.annotate(size_class=Subquery(latest.order_by("-year").values("size_class")[:1]))

    def with_labels(self) -> Self:
        """Annotate ``legal_form`` and ``activity_2025_label``: what the codes mean, where the lists are loaded."""
        legal = LegalCategory.objects.filter(code=OuterRef("legal_category")).values("label")
        activity = Activity2025.objects.filter(code=OuterRef("activity_2025")).values("label")
        return self.annotate(legal_form=Subquery(legal), activity_2025_label=Subquery(activity))

    def in_section(self, letter: str) -> Self:
        """Keep the companies of the section ``letter`` of NAF rév. 2, by whichever of their codes is known."""
        return self.filter(in_section(letter))

    def of_size(self, size_class: str) -> Self:
        """Keep the companies whose latest figures put them in ``size_class`` (a SizeClass)."""
        later = CompanyFigures.objects.filter(
            company=OuterRef("company"), year__gt=OuterRef("year"), size_class__isnull=False
        )
        figures = CompanyFigures.objects.filter(company=OuterRef("pk"), size_class=size_class)
        return self.filter(Exists(figures.filter(~Exists(later))))


@tracked(unsought=["activity", "commune"])
class Company(Versioned):
    """A company: a member, a pressentie, or simply known.

    One of France is known by its SIREN as soon as somebody has it; one from abroad by its country and its
    number in that country's register.
    """

    siren = models.CharField(
        _("SIREN"), max_length=9, null=True, blank=True, unique=True, validators=[validate_siren],
        error_messages={"unique": _("A company with this SIREN is known already.")},
    )  # fmt: skip
    country = models.CharField(_("country"), max_length=2, default="FR", help_text=_("Two letters, ISO 3166."))
    foreign_number = models.CharField(
        _("register number abroad"), max_length=40, blank=True,
        help_text=_("For a company abroad: its number in the register of its country."),
    )  # fmt: skip
    name = models.CharField(_("name"), max_length=200)
    legal_category = models.CharField(
        _("legal category"), max_length=4, blank=True, help_text=_("INSEE's code, such as 5710.")
    )
    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="companies", null=True, blank=True,
        verbose_name=_("activity (NAF rév. 2)"),
    )  # fmt: skip
    activity_2025 = models.CharField(
        _("activity (NAF 2025)"), max_length=6, blank=True, help_text=_("INSEE's code, such as 62.10Y."),
        validators=[RegexValidator(NAF_2025, _("A code of NAF 2025 is written as 62.10Y."))],
    )  # fmt: skip
    insee_size_class = models.CharField(
        _("INSEE's size class"), max_length=5, choices=SizeClass, blank=True,
        help_text=_("INSEE counts the whole group: it may differ from the class that the figures give."),
    )  # fmt: skip
    insee_size_class_year = models.PositiveSmallIntegerField(_("year of INSEE's class"), null=True, blank=True)
    commune = models.ForeignKey(
        Commune, models.PROTECT, related_name="companies", null=True, blank=True,
        verbose_name=_("commune of the seat"),
    )  # fmt: skip
    address = models.CharField(_("address"), max_length=250, blank=True)
    postal_code = models.CharField(_("postcode"), max_length=10, blank=True)
    city = models.CharField(_("town"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    website = models.URLField(_("website"), blank=True)
    description = models.TextField(_("presentation"), blank=True, max_length=5000)
    founded_on = models.DateField(_("created on"), null=True, blank=True)
    created_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    q = search_field("name", "city", "siren")

    objects = CompanyQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        ordering = ["name", "pk"]
        indexes = [
            models.Index(fields=["name", "id"], name="company_by_name"),
            models.Index(in_order(), "id", name="company_in_order"),
            GinIndex(OpClass(F("q"), name="gin_trgm_ops"), name="company_trigrams"),
        ]
        constraints = [
            models.CheckConstraint(
                name="company_has_a_name",
                condition=~Q(name=""),
                violation_error_message=_("A company has a name."),
            ),
            models.CheckConstraint(
                name="company_siren_has_nine_digits",
                condition=Q(siren__isnull=True) | Q(siren__regex=r"^[0-9]{9}$"),
                violation_error_message=_("A SIREN has nine digits."),
            ),
            models.CheckConstraint(
                name="company_siren_is_french",
                condition=Q(siren__isnull=True) | Q(country="FR"),
                violation_error_message=_("Only a company in France has a SIREN."),
            ),
            models.CheckConstraint(
                name="company_naf_2025_has_its_form",
                condition=Q(activity_2025="") | Q(activity_2025__regex=NAF_2025),
                violation_error_message=_("A code of NAF 2025 is written as 62.10Y."),
            ),
            models.UniqueConstraint(
                name="company_foreign_number_once",
                fields=["country", "foreign_number"],
                condition=~Q(foreign_number=""),
                violation_error_message=_("A company with this number is known already in this country."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the company's page; the number alone decides."""
        return reverse("members:company-detail", args=[numbered(self.pk, self.name)])

    @property
    def web_address(self) -> str:
        """Return the website when it is one that a browser may follow; an import may bring anything."""
        return self.website if self.website.lower().startswith(("http://", "https://")) else ""

    def clean(self) -> None:
        """Refuse a foreign number in France; an empty SIREN is none."""
        self.siren = self.siren or None
        if self.country == "FR" and self.foreign_number:
            raise ValidationError({"foreign_number": _("A company in France has a SIREN.")}, code="french")

    def is_member_on(self, day: date) -> bool:
        """Tell whether the company has a member's rights on ``day``, the days of grace included."""
        return type(self).objects.filter(pk=self.pk).members_on(day).exists()

    def member_since(self, day: date) -> date | None:
        """Return the first day of the membership that gives rights on ``day``, without a gap; None: no member.

        Periods that follow each other directly are one spell, whichever territories the company was in. A period
        that began after the one before had ended begins another spell, days of grace or not.
        """
        return unbroken_since(self.memberships.filter(starts_on__lte=day), day)


def unbroken_since(memberships: Iterable[Any], day: date) -> date | None:
    """Return what ``Company.member_since`` tells on ``day``, of the ``memberships`` of a company."""
    since = None
    begun = [row for row in memberships if row.starts_on <= day]
    for row in sorted(begun, key=lambda row: row.starts_on, reverse=True):
        last, needed = (row.covered_until, day) if since is None else (row.ends_on, since - timedelta(days=1))
        if last is not None and last < needed:
            break
        since = row.starts_on
    return since


def _size_class() -> Case:
    """The size class of a row of figures: staff, and turnover *or* balance total (a missing one is no help)."""

    def under(heads: int, turnover_limit: int, balance_limit: int) -> Q:
        money = Q(turnover__lte=turnover_limit) | Q(balance_total__lte=balance_limit)
        return Q(headcount__lt=heads) & money

    no_money = Q(turnover__isnull=True, balance_total__isnull=True)
    million = 1_000_000
    return Case(
        When(Q(headcount__isnull=True), then=Value(None)),
        When(Q(headcount__gte=5000), then=Value(SizeClass.GE.value)),
        When(no_money & Q(headcount__lt=10), then=Value(SizeClass.MICRO.value)),
        When(no_money & Q(headcount__lt=250), then=Value(SizeClass.PME.value)),
        When(no_money, then=Value(SizeClass.ETI.value)),
        When(under(10, 2 * million, 2 * million), then=Value(SizeClass.MICRO.value)),
        When(under(250, 50 * million, 43 * million), then=Value(SizeClass.PME.value)),
        When(under(5000, 1500 * million, 2000 * million), then=Value(SizeClass.ETI.value)),
        default=Value(SizeClass.GE.value),
    )  # fmt: skip


@tracked()
class CompanyFigures(models.Model):
    """The figures of a company for one financial year; money in whole euros.

    ``size_class`` follows by décret 2008-1354, article 3: staff, and turnover *or* balance total. Where both
    amounts are unknown the staff alone decides; without the staff there is no class.
    """

    company = models.ForeignKey(
        Company, models.CASCADE, related_name="figures", verbose_name=_("company"),
        db_index=False,  # figures_once_a_year begins with it
    )  # fmt: skip
    year = models.PositiveSmallIntegerField(_("financial year"))
    headcount = models.PositiveIntegerField(_("headcount"), null=True, blank=True)
    turnover = models.BigIntegerField(_("turnover in euros"), null=True, blank=True)
    balance_total = models.BigIntegerField(_("balance total in euros"), null=True, blank=True)
    size_class = models.GeneratedField(
        expression=_size_class(),
        output_field=models.CharField(_("size class"), max_length=5, choices=SizeClass, null=True),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("figures of a year")
        verbose_name_plural = _("figures by year")
        ordering = ["company", "-year"]
        indexes = [models.Index(fields=["size_class", "company"], name="figures_by_size")]
        constraints = [
            models.UniqueConstraint(
                name="figures_once_a_year",
                fields=["company", "year"],
                violation_error_message=_("The figures of this year are recorded already."),
            ),
            models.CheckConstraint(
                name="figures_year_is_plausible",
                condition=Q(year__range=(1900, 2200)),
                violation_error_message=_("This year is not plausible."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company} {self.year}"
