"""The people of a party, with what they eat and need: sensitive, kept until the event, never in a history."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.admissions import PARTY_MAX
from events.models.registrations import Registration
from leader.shared.audit import tracked
from leader.shared.scope import ScopedQuerySet


class Diet(models.TextChoices):
    """What a kitchen has to know."""

    VEGETARIAN = "vegetarian", _("vegetarian")
    VEGAN = "vegan", _("vegan")
    NO_PORK = "no_pork", _("no pork")
    HALAL = "halal", _("halal")
    KOSHER = "kosher", _("kosher")
    NO_GLUTEN = "no_gluten", _("no gluten")
    NO_LACTOSE = "no_lactose", _("no lactose")
    NO_NUTS = "no_nuts", _("allergic to nuts")
    NO_SEAFOOD = "no_seafood", _("allergic to fish or seafood")
    NO_ALCOHOL = "no_alcohol", _("no alcohol")


@tracked(exclude=["diets", "diet_note", "access_needs", "secret_digest"])
class Attendee(models.Model):
    """Who sits on the place ``number`` of a party; completes the own entry by a link of which a digest is kept."""

    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="attendees", editable=False, verbose_name=_("party"),
        db_index=False,  # attendee_one_a_place begins with it
    )  # fmt: skip
    number = models.PositiveSmallIntegerField(_("place"), editable=False)
    given_name = models.CharField(_("given name"), max_length=100, blank=True)
    family_name = models.CharField(_("family name"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    badge_name = models.CharField(
        _("name on the badge"), max_length=60, blank=True, help_text=_("If it is another than the names.")
    )
    function = models.CharField(_("function"), max_length=120, blank=True)
    diets = ArrayField(
        models.CharField(max_length=10, choices=Diet), verbose_name=_("at table"), default=list, blank=True
    )
    diet_note = models.CharField(_("something else at table"), max_length=200, blank=True)
    access_needs = models.CharField(_("to make coming easier"), max_length=200, blank=True)
    secret_digest = models.CharField(_("digest of the secret"), max_length=64, blank=True, editable=False)
    link_sent_at = models.DateTimeField(_("link sent at"), null=True, blank=True, editable=False)

    objects = ScopedQuerySet.as_manager()
    counted_by: ClassVar = "number"  # a merge of two parties counts on, and takes nobody out

    class Meta:
        verbose_name = _("attendee")
        verbose_name_plural = _("attendees")
        ordering = ["registration", "number"]
        constraints = [
            models.UniqueConstraint(
                name="attendee_one_a_place",
                fields=["registration", "number"],
                violation_error_message=_("Somebody has this place."),
            ),
            models.CheckConstraint(
                name="attendee_within_a_party",
                condition=Q(number__gte=1, number__lte=PARTY_MAX),
                violation_error_message=_("A party has from 1 to 50 places."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def name(self) -> str:
        """Return what stands on the badge; empty for who is known by an address alone."""
        return self.badge_name or f"{self.given_name} {self.family_name}".strip()

    @property
    def name_at_the_door(self) -> str:
        """Return the name for those who welcome: they read no address."""
        return self.name or str(_("(no name yet)"))
