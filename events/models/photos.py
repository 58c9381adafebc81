"""Photos of an event, and who asks that one be taken off."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.models.events import Event
from leader.shared.audit import tracked
from leader.shared.scope import ScopedQuerySet

PHOTOS_FOLDER = "photos"


@tracked()
class Photo(models.Model):
    """A photo, drawn anew in two sizes; members see it, and everybody does where it is public.

    Hidden, it is seen by those who keep the photos alone: somebody asked that it be taken off.
    """

    event = models.ForeignKey(
        Event, models.PROTECT, related_name="photos", editable=False, verbose_name=_("event")
    )
    large = models.FileField(_("photo"), upload_to=PHOTOS_FOLDER, editable=False)
    small = models.FileField(_("small photo"), upload_to=PHOTOS_FOLDER, editable=False)
    digest = models.CharField(_("digest of the photo"), max_length=32, editable=False)
    width = models.PositiveSmallIntegerField(_("width"), editable=False)  # of the large one, in pixels
    height = models.PositiveSmallIntegerField(_("height"), editable=False)
    caption = models.CharField(_("what the photo shows"), max_length=150, blank=True)
    credit = models.CharField(_("photographer"), max_length=100, blank=True)
    is_public = models.BooleanField(_("shown to everybody"), default=False)
    hidden_at = models.DateTimeField(_("hidden at"), null=True, blank=True, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("added by")
    )
    added_at = models.DateTimeField(_("added at"), editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["event", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="photo_once_an_event",
                fields=["event", "digest"],
                violation_error_message=_("This photo is there already."),
            ),
            models.CheckConstraint(
                name="photo_is_whole",
                condition=~Q(large="") & ~Q(small="") & ~Q(digest="") & Q(width__gt=0, height__gt=0),
                violation_error_message=_("A photo has its two sizes and its digest."),
            ),
        ]

    def __str__(self) -> str:
        return self.caption or f"{self.event} – {self.pk}"

    def get_absolute_url(self) -> str:
        """Return the address of the photo's page."""
        return reverse("events:photo", args=[self.event.slug, self.pk])

    @property
    def large_url(self) -> str:
        """Return the address of the picture; it changes with its content."""
        return reverse("events:photo-file", args=[self.pk, self.digest, "grand"])

    @property
    def small_url(self) -> str:
        """Return the address of the small picture."""
        return reverse("events:photo-file", args=[self.pk, self.digest, "petit"])


@tracked(exclude=["email"])
class PhotoRemoval(models.Model):
    """Somebody asks that a photo be taken off; the address is forgotten with the answer."""

    class Outcome(models.TextChoices):
        """What was answered; of a photo that is taken off the request goes with it."""

        KEPT = "kept", _("the photo stays")

    photo = models.ForeignKey(
        Photo, models.CASCADE, related_name="removals", editable=False, verbose_name=_("photo")
    )
    email = models.EmailField(_("e-mail"), blank=True)
    reason = models.TextField(_("why"), max_length=1000)
    asked_at = models.DateTimeField(_("asked at"), editable=False)
    outcome = models.CharField(_("outcome"), max_length=4, choices=Outcome, blank=True, editable=False)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to take a photo off")
        verbose_name_plural = _("requests to take photos off")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="photo_removal_is_answered_once",
                condition=Q(outcome="", answered_at=None)
                | (~Q(outcome="") & Q(answered_at__isnull=False, email="")),
                violation_error_message=_("An answer has its day, and the address is forgotten with it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.photo}: {self.asked_at:%Y-%m-%d}"
