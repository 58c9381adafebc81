"""Institutions, the press and pressenties come by invitation: a link, for one address, with its places."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from events.models.admissions import PARTY_MAX, Admission, Category
from leader.shared.audit import tracked
from leader.shared.scope import ScopedQuerySet
from territories.models import Prospect


@tracked()
class EventInvitation(models.Model):
    """An invited house and the address to which its link went; withdrawn, the link opens nothing any more."""

    class Invited(models.TextChoices):
        """Who is invited by a link; companies register by themselves."""

        INSTITUTION = Category.INSTITUTION.value, Category.INSTITUTION.label
        PRESS = Category.PRESS.value, Category.PRESS.label
        COURTED = Category.COURTED.value, Category.COURTED.label

    admission = models.ForeignKey(
        Admission, models.PROTECT, related_name="invitations", editable=False, verbose_name=_("event")
    )
    category = models.CharField(_("as"), max_length=11, choices=Invited)
    organisation = models.CharField(_("organisation"), max_length=150)
    contact_name = models.CharField(_("name of the person"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail"))
    prospect = models.ForeignKey(
        Prospect, models.SET_NULL, related_name="invitations", null=True, blank=True, editable=False,
        verbose_name=_("pressentie"),
    )  # fmt: skip
    places_max = models.PositiveSmallIntegerField(
        _("places, at most"), default=2, validators=[MinValueValidator(1), MaxValueValidator(PARTY_MAX)]
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("invited by")
    )
    sent_at = models.DateTimeField(_("sent at"), editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)
    declined_at = models.DateTimeField(_("declined at"), null=True, blank=True, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation to an event")
        verbose_name_plural = _("invitations to events")
        ordering = ["organisation", "pk"]
        constraints = [
            models.UniqueConstraint(
                "admission",
                Lower("email"),
                name="event_invitation_once_an_address",
                condition=Q(withdrawn_at=None),
                violation_error_message=_("This address is invited already."),
            ),
            models.UniqueConstraint(
                name="event_invitation_once_a_prospect",
                fields=["admission", "prospect"],
                condition=Q(withdrawn_at=None, prospect__isnull=False),
                violation_error_message=_("This pressentie is invited already."),
            ),
            models.CheckConstraint(
                name="event_invitation_of_a_prospect_says_so",
                condition=Q(prospect=None) | Q(category="courted"),
                violation_error_message=_("A pressentie comes as a pressentie."),
            ),
            models.CheckConstraint(
                name="event_invitation_has_places",
                condition=Q(places_max__gte=1, places_max__lte=PARTY_MAX),
                violation_error_message=_("A party has from 1 to 50 places."),
            ),
        ]

    def __str__(self) -> str:
        return self.organisation
