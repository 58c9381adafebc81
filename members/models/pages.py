"""The page that a company keeps of itself: what it seeks and offers, its logo, whether the public may read it."""

from datetime import date, datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from leader.shared.audit import tracked
from leader.shared.names import every_word, search_field
from leader.shared.scope import ScopedQuerySet
from leader.shared.versions import Versioned
from members.models.companies import Company
from members.models.memberships import Membership

SOCIAL_MAX = 5


class CompanyPageQuerySet(ScopedQuerySet):
    """Questions about many pages."""

    def public_on(self, day: date) -> Self:
        """Keep the pages that the public may read on ``day``: chosen so, and of a member of that day."""
        covering = Membership.objects.covering_on(day).filter(company=OuterRef("company"))
        return self.filter(Exists(covering), is_public=True)

    def showing(self, part: str) -> Self:
        """Keep the pages whose company shows ``part`` (a CompanyPage.PublicPart) to the public."""
        return self.filter(public_parts__contains=[part])

    def seeking(self, text: str) -> Self:
        """Keep the pages that say every word of ``text`` of what the company looks for."""
        return self.filter(every_word(text, "seeks_folded"))

    def offering(self, text: str) -> Self:
        """Keep the pages that say every word of ``text`` of what the company offers."""
        return self.filter(every_word(text, "offers_folded"))


@tracked(unsought=["public_decided_by"])
class CompanyPage(Versioned):
    """What a company tells of itself beyond its file; apart, because most known companies tell nothing.

    The public reads nothing of it unless the company said so; then the parts that it chose, while it is a member.
    """

    class PublicPart(models.TextChoices):
        """What a company may show to the public beside its name and town."""

        LOGO = "logo", _("logo")
        DESCRIPTION = "description", _("presentation")
        WEBSITE = "website", _("website and social pages")
        KEYWORDS = "keywords", _("keywords")

    company = models.OneToOneField(Company, models.CASCADE, related_name="page", verbose_name=_("company"))
    seeks = models.TextField(_("what we look for"), blank=True, max_length=2000)
    offers = models.TextField(_("what we offer"), blank=True, max_length=2000)
    social_pages = ArrayField(
        models.URLField(max_length=200), size=SOCIAL_MAX, default=list, blank=True, verbose_name=_("social pages")
    )
    logo = models.FileField(_("logo"), upload_to="logos", blank=True, editable=False)
    logo_small = models.FileField(_("small logo"), upload_to="logos", blank=True, editable=False)
    logo_digest = models.CharField(_("digest of the logo"), max_length=32, blank=True, editable=False)
    logo_width = models.PositiveSmallIntegerField(_("width of the logo"), default=0, editable=False)
    logo_height = models.PositiveSmallIntegerField(_("height of the logo"), default=0, editable=False)
    logo_alt = models.CharField(_("what the logo shows"), max_length=150, blank=True)
    is_public = models.BooleanField(_("shown to the public"), default=False)
    public_parts = ArrayField(
        models.CharField(max_length=12, choices=PublicPart), default=list, blank=True,
        verbose_name=_("parts shown to the public"),
    )  # fmt: skip
    public_decided_at = models.DateTimeField(_("decided at"), null=True, blank=True, editable=False)
    public_decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True, editable=False,
        verbose_name=_("decided by"),
    )  # fmt: skip
    seeks_folded = search_field("seeks")
    offers_folded = search_field("offers")

    objects = CompanyPageQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("page of a company")
        verbose_name_plural = _("pages of companies")
        ordering = ["company"]
        indexes = [
            GinIndex(OpClass(F("seeks_folded"), name="gin_trgm_ops"), name="page_seeks_trigrams"),
            GinIndex(OpClass(F("offers_folded"), name="gin_trgm_ops"), name="page_offers_trigrams"),
            models.Index(fields=["company"], condition=Q(is_public=True), name="page_public"),
        ]
        constraints = [
            models.CheckConstraint(
                name="page_is_public_by_a_decision",
                condition=Q(is_public=False) | Q(public_decided_at__isnull=False),
                violation_error_message=_("A page is shown to the public once somebody has decided it."),
            ),
            models.CheckConstraint(
                name="page_logo_is_whole",
                condition=Q(logo="", logo_small="", logo_digest="", logo_width=0, logo_height=0)
                | (Q(logo_width__gt=0, logo_height__gt=0) & ~Q(logo="") & ~Q(logo_small="") & ~Q(logo_digest="")),
                violation_error_message=_("A logo has its two sizes and its digest, or there is none."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.company)

    def get_absolute_url(self) -> str:
        """Return the address of the company."""
        return self.company.get_absolute_url()

    @property
    def logo_url(self) -> str:
        """Return the address of the logo; it changes with its content."""
        return self._address_of("grand") if self.logo_digest else ""

    @property
    def logo_small_url(self) -> str:
        """Return the address of the small logo."""
        return self._address_of("petit") if self.logo_digest else ""

    def _address_of(self, size: str) -> str:
        return reverse("members:company-logo", args=[self.company_id, self.logo_digest, size])

    def shows(self, part: str) -> bool:
        """Tell whether the public may read ``part`` (a PublicPart)."""
        return self.is_public and part in self.public_parts

    @property
    def _tells_nothing(self) -> bool:
        return not (self.seeks or self.offers or self.social_pages or self.logo or self.public_decided_at)

    def joined_with(self, other: Self) -> dict[str, Any]:
        """Return what this page takes over from ``other`` when a merge makes one of both: what it says nothing of.

        A logo goes with all that belongs to it. What ``other`` shows to the public was decided for its own
        content: that goes over to a page that tells nothing.
        """
        told: list[list[str]] = [["seeks"], ["offers"], ["social_pages"]]
        told.append(["logo", "logo_small", "logo_digest", "logo_width", "logo_height", "logo_alt"])
        if self._tells_nothing:
            told.append(["public_decided_at", "public_decided_by_id", "is_public", "public_parts"])
        taken = [
            name for names in told if not getattr(self, names[0]) and getattr(other, names[0]) for name in names
        ]
        return {name: getattr(value, "name", value) for name in taken for value in [getattr(other, name)]}

    def decide(self, *, is_public: bool, parts: list[str], by: Any, at: datetime) -> None:
        """Keep who decided at ``at`` whether, and which parts of, the page are public; the caller saves."""
        self.is_public, self.public_parts = is_public, parts if is_public else []
        self.public_decided_by, self.public_decided_at = by, at
