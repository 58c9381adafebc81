"""Prospects: the companies that a territory courts, the "pressenties"."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from leader.shared.audit import tracked
from leader.shared.scope import ScopedQuerySet
from leader.shared.versions import Versioned
from members.models import Company, Person
from territories.models.territories import Territory


@tracked()
class Prospect(Versioned):
    """A company courted by a territory: how far, by whom, and what comes next."""

    class State(models.TextChoices):
        """How far the company has come."""

        IDENTIFIED = "identified", _("identified")
        CONTACTED = "contacted", _("contacted")
        MET = "met", _("met")
        ENGAGED = "engaged", _("engaged")
        MEMBER = "member", _("member")
        DECLINED = "declined", _("declined")
        DORMANT = "dormant", _("dormant")

    territory = models.ForeignKey(Territory, models.PROTECT, related_name="prospects", verbose_name=_("territory"))
    company = models.ForeignKey(Company, models.PROTECT, related_name="prospects", verbose_name=_("company"))
    state = models.CharField(_("stage"), max_length=10, choices=State, default=State.IDENTIFIED)
    owner = models.ForeignKey(
        Person, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("followed by")
    )
    sponsor = models.ForeignKey(
        Person, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("sponsor")
    )
    contact_name = models.CharField(_("contact"), max_length=150, blank=True)
    contact_email = models.EmailField(_("contact's e-mail"), blank=True)
    next_action = models.CharField(_("next action"), max_length=200, blank=True)
    next_action_on = models.DateField(_("next action on"), null=True, blank=True)
    notes = models.TextField(_("notes"), blank=True, max_length=5000)
    created_at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    objects = ScopedQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("prospect")
        verbose_name_plural = _("prospects")
        ordering = ["territory", "company"]
        constraints = [
            models.UniqueConstraint(
                name="prospect_once_a_territory",
                fields=["territory", "company"],
                violation_error_message=_("This company is a prospect of this territory already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company} – {self.territory}"
