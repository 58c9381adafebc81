"""Openings: the dossier by which a lead opens a territory, from the draft to the decision."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from leader.geography.models import Commune, Departement, Epci
from leader.shared.audit import tracked
from leader.shared.scope import ScopedQuerySet
from leader.shared.versions import Versioned
from members.models import Company, Person
from territories.models.territories import Territory


@tracked()
class Opening(Versioned):
    """The dossier of a territory to be opened; a draft may be as incomplete as life is."""

    class State(models.TextChoices):
        """Where the dossier stands."""

        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        RETURNED = "returned", _("returned with remarks")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")

    class WrongStateError(Exception):
        """The dossier is not where this step needs it to be."""

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="openings", verbose_name=_("lead")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    name = models.CharField(_("name"), max_length=100, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Territory.Kind, blank=True)
    predecessor_name = models.CharField(_("name of the predecessor"), max_length=150, blank=True)
    predecessor_founded_on = models.DateField(_("predecessor founded on"), null=True, blank=True)
    country = models.CharField(_("country"), max_length=2, default="FR")
    purpose = models.TextField(_("presentation"), blank=True, max_length=5000)
    overlap_reason = models.TextField(_("why the areas overlap"), blank=True, max_length=1000)
    opens_on = models.DateField(_("day of the opening"), null=True, blank=True)
    place = models.CharField(_("place of the opening"), max_length=150, blank=True)
    announced_at = models.CharField(_("announced at"), max_length=150, blank=True)
    election_due_on = models.DateField(_("bureau and president elected by"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, editable=False,
        verbose_name=_("decided by"),
    )  # fmt: skip
    decision_reason = models.TextField(_("reason"), blank=True, max_length=2000)
    territory = models.OneToOneField(
        Territory, models.PROTECT, related_name="opening", null=True, blank=True, editable=False,
        verbose_name=_("territory"),
    )  # fmt: skip
    created_at = models.DateTimeField(_("begun at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    objects = ScopedQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("opening")
        verbose_name_plural = _("openings")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                name="opening_approved_has_a_territory",
                condition=Q(state="approved", territory__isnull=False)
                | (~Q(state="approved") & Q(territory__isnull=True)),
                violation_error_message=_("An approved opening has its territory, another one has none."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(_("opening without a name"))

    def get_absolute_url(self) -> str:
        """Return the address of the dossier's review page."""
        return reverse("territories:opening-review", args=[self.pk])

    def _move(self, sources: list["Opening.State"], target: "Opening.State", **stamps: Any) -> None:
        # One UPDATE that also checks: of two people who click together, one is told no.
        moved = Opening.objects.filter(pk=self.pk, state__in=sources).update(state=target, **stamps)
        if not moved:
            raise self.WrongStateError(f"Opening {self.pk} is not {' or '.join(sources)}.")
        self.refresh_from_db()


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

    class Step(models.TextChoices):
        """The steps of the form."""

        TERRITORY = "territory", _("Territory")
        LAUNCH = "launch", _("Launch")
        PROSPECTS = "prospects", _("Prospects")
        TEAM = "team", _("Team")

    opening = models.ForeignKey(Opening, models.CASCADE, related_name="remarks", verbose_name=_("opening"))
    step = models.CharField(_("step"), max_length=10, choices=Step)
    text = models.TextField(_("remark"), max_length=2000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    created_at = models.DateTimeField(_("written at"), auto_now_add=True)

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["opening", "created_at"]

    def __str__(self) -> str:
        return f"{self.get_step_display()}: {self.text[:60]}"


@tracked(exclude=["token"])
class OpeningInvitation(models.Model):
    """Staff invite somebody by mail to open a territory; the link serves once and expires."""

    email = models.EmailField(_("e-mail"))
    token = models.CharField(_("token"), max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("invited by"),
    )
    message = models.TextField(_("message"), blank=True, max_length=2000)
    expires_at = models.DateTimeField(_("expires at"), editable=False)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True, editable=False)
    opening = models.ForeignKey(
        Opening, models.SET_NULL, related_name="+", null=True, blank=True, editable=False,
        verbose_name=_("opening"),
    )  # fmt: skip
    created_at = models.DateTimeField(_("sent at"), auto_now_add=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation to open a territory")
        verbose_name_plural = _("invitations to open a territory")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.email
