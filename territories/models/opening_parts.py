"""What hangs on a dossier: its area, its pressenties, its team, and the remarks of staff."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leader.geography.models import Commune, Departement, Epci
from leader.shared.audit import tracked
from members.models import Company, Person
from territories.models.openings import Opening


@tracked()
class OpeningArea(models.Model):
    """One part of the area that a dossier asks for."""

    opening = models.ForeignKey(Opening, models.CASCADE, related_name="area_parts", verbose_name=_("opening"))
    departement = models.ForeignKey(
        Departement, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("département")
    )
    epci = models.ForeignKey(Epci, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("EPCI"))
    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("commune")
    )

    class Meta:
        verbose_name = _("part of the area asked for")
        verbose_name_plural = _("parts of the area asked for")
        ordering = ["opening", "pk"]
        constraints = [
            models.CheckConstraint(
                name="opening_area_is_one_thing",
                condition=Q(departement__isnull=False, epci__isnull=True, commune__isnull=True)
                | Q(departement__isnull=True, epci__isnull=False, commune__isnull=True)
                | Q(departement__isnull=True, epci__isnull=True, commune__isnull=False),
                violation_error_message=_("Choose one département, one EPCI or one commune."),
            ),
            models.UniqueConstraint(
                name="opening_area_once",
                fields=["opening", "departement", "epci", "commune"],
                nulls_distinct=False,
                violation_error_message=_("This part is chosen already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.departement or self.epci or self.commune)


@tracked()
class OpeningProspect(models.Model):
    """A pressentie named in a dossier: a known company, or one typed in and not yet recorded."""

    opening = models.ForeignKey(Opening, models.CASCADE, related_name="prospects", verbose_name=_("opening"))
    company = models.ForeignKey(
        Company, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("known company")
    )
    name = models.CharField(_("name"), max_length=200)
    siren = models.CharField(_("SIREN"), max_length=9, blank=True)
    city = models.CharField(_("town"), max_length=100, blank=True)
    contact_name = models.CharField(_("contact"), max_length=150, blank=True)
    contact_email = models.EmailField(_("contact's e-mail"), blank=True)
    is_distinct = models.BooleanField(
        _("another company"), default=False,
        help_text=_("Somebody said that it is not the known company, or the other line, that looks like it."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("pressentie")
        verbose_name_plural = _("pressenties")
        ordering = ["opening", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="opening_prospect_company_once",
                fields=["opening", "company"],
                violation_error_message=_("This company is in the list already."),
            ),
            models.UniqueConstraint(
                name="opening_prospect_siren_once",
                fields=["opening", "siren"],
                condition=~Q(siren=""),
                violation_error_message=_("This SIREN is in the list already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class OpeningTeamMember(models.Model):
    """Somebody of the team that opens the territory; one who leads it becomes its lead on approval."""

    opening = models.ForeignKey(Opening, models.CASCADE, related_name="team", verbose_name=_("opening"))
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("known person")
    )
    given_name = models.CharField(_("given name"), max_length=100, blank=True)
    family_name = models.CharField(_("family name"), max_length=100)
    email = models.EmailField(_("e-mail"))
    function = models.CharField(_("function"), max_length=120, blank=True)
    company_name = models.CharField(_("company"), max_length=200, blank=True)
    is_lead = models.BooleanField(_("leads the territory"), default=False)

    class Meta:
        verbose_name = _("member of the team")
        verbose_name_plural = _("members of the team")
        ordering = ["opening", "-is_lead", "family_name"]
        constraints = [
            models.UniqueConstraint(
                name="opening_team_email_once",
                fields=["opening", "email"],
                violation_error_message=_("This e-mail is in the team already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


@tracked()
class OpeningRemark(models.Model):
    """What staff ask to be changed, beside the step concerned."""

    opening = models.ForeignKey(Opening, models.CASCADE, related_name="remarks", verbose_name=_("opening"))
    step = models.CharField(_("step"), max_length=10, choices=Opening.Step)
    text = models.TextField(_("remark"), max_length=2000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    created_at = models.DateTimeField(_("written at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["opening", "created_at"]

    def __str__(self) -> str:
        return f"{self.get_step_display()}: {self.text[:60]}"
