"""The sites of a company: its establishments, with where they are."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from leader.geography.models import Commune
from leader.shared.audit import tracked
from leader.shared.scope import ScopedQuerySet
from leader.shared.versions import Versioned
from members.models.companies import Company
from members.siren import validate_siret

SITES_MAX = 50  # that a company lists: a page stays readable


@tracked(unsought=["commune"])
class Site(Versioned):
    """A place where a company works; one at most is its head office."""

    company = models.ForeignKey(Company, models.CASCADE, related_name="sites", verbose_name=_("company"))
    name = models.CharField(_("name of the site"), max_length=120)
    siret = models.CharField(  # noqa: DJ001 - without one is not the empty one: they would be alike
        _("SIRET"), max_length=14, null=True, blank=True, validators=[validate_siret],
        help_text=_("Fourteen digits; you may leave it out."),
    )  # fmt: skip
    address = models.CharField(_("address"), max_length=250, blank=True)
    postal_code = models.CharField(_("postcode"), max_length=10, blank=True)
    city = models.CharField(_("town"), max_length=100, blank=True)
    commune = models.ForeignKey(
        Commune, models.PROTECT, related_name="sites", null=True, blank=True, verbose_name=_("commune")
    )
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    is_head_office = models.BooleanField(_("head office"), default=False)

    objects = ScopedQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        ordering = ["company", "-is_head_office", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="site_has_a_name",
                condition=~Q(name=""),
                violation_error_message=_("A site has a name."),
            ),
            models.CheckConstraint(
                name="site_siret_has_fourteen_digits",
                condition=Q(siret__isnull=True) | Q(siret__regex=r"^[0-9]{14}$"),
                violation_error_message=_("A SIRET has fourteen digits."),
            ),
            models.UniqueConstraint(
                name="site_siret_once",
                fields=["siret"],
                violation_error_message=_("Another site has this SIRET already."),
            ),
            models.UniqueConstraint(
                name="site_one_head_office",
                fields=["company"],
                condition=Q(is_head_office=True),
                violation_error_message=_("The company has another head office."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company} – {self.name}"

    def clean(self) -> None:
        """Take an empty SIRET for none."""
        self.siret = self.siret or None
