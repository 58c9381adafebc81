"""What a candidacy to host is judged by: the criteria of the call, the marks of the bureau, the documents sent."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.models.hosting import HostCall, HostCandidacy
from leader.shared.audit import tracked
from leader.shared.scope import ScopedQuerySet

BEST = 5
WEIGHT_MAX = 10
DOCUMENTS_FOLDER = "host-documents"


@tracked()
class HostCriterion(models.Model):
    """One criterion of a call; a weight of two counts twice."""

    call = models.ForeignKey(
        HostCall, models.CASCADE, related_name="measures", verbose_name=_("year of the gala"),
        db_index=False,  # host_criterion_once_a_call begins with it
    )  # fmt: skip
    name = models.CharField(_("criterion"), max_length=80)
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=1, validators=[MinValueValidator(1), MaxValueValidator(WEIGHT_MAX)]
    )
    rank = models.PositiveSmallIntegerField(_("rank"), default=0)

    class Meta:
        verbose_name = _("criterion to host")
        verbose_name_plural = _("criteria to host")
        ordering = ["call", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="host_criterion_once_a_call",
                fields=["call", "name"],
                violation_error_message=_("This criterion is named already."),
            ),
            models.CheckConstraint(
                name="host_criterion_has_a_weight",
                condition=Q(weight__gte=1, weight__lte=WEIGHT_MAX),
                violation_error_message=_("A weight is from 1 to 10."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class HostMark(models.Model):
    """What somebody of the federation's bureau gives a candidacy for a criterion, from 0 to 5."""

    candidacy = models.ForeignKey(
        HostCandidacy, models.PROTECT, related_name="marks", editable=False, verbose_name=_("candidacy to host"),
        db_index=False,  # host_mark_once_a_marker begins with it
    )  # fmt: skip
    criterion = models.ForeignKey(
        HostCriterion, models.PROTECT, related_name="marks", editable=False, verbose_name=_("criterion")
    )
    marker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("marked by")
    )
    mark = models.PositiveSmallIntegerField(_("mark"), editable=False)
    marked_at = models.DateTimeField(_("marked at"), editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("mark of a candidacy to host")
        verbose_name_plural = _("marks of candidacies to host")
        ordering = ["candidacy", "criterion", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="host_mark_once_a_marker",
                fields=["candidacy", "criterion", "marker"],
                violation_error_message=_("This mark is given already."),
            ),
            models.CheckConstraint(
                name="host_mark_from_none_to_best",
                condition=Q(mark__gte=0, mark__lte=BEST),
                violation_error_message=_("A mark is from 0 to 5."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mark}/{BEST}"


@tracked()
class HostDocument(models.Model):
    """A file that a territory sends with its candidacy: a plan of the room, an offer, a letter of the town."""

    class Kind(models.TextChoices):
        """What the content is, whatever the name says."""

        PDF = "application/pdf", "PDF"
        PICTURE = "image/webp", _("picture")

    candidacy = models.ForeignKey(
        HostCandidacy, models.PROTECT, related_name="documents", editable=False,
        verbose_name=_("candidacy to host"),
    )  # fmt: skip
    name = models.CharField(_("name of the file"), max_length=120, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, editable=False)
    file = models.FileField(_("file"), upload_to=DOCUMENTS_FOLDER, editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), editable=False)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("sent by")
    )
    sent_at = models.DateTimeField(_("sent at"), editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("document of a candidacy to host")
        verbose_name_plural = _("documents of candidacies to host")
        ordering = ["candidacy", "pk"]
        constraints = [
            models.CheckConstraint(
                name="host_document_is_whole",
                condition=~Q(name="") & ~Q(file="") & Q(size__gt=0),
                violation_error_message=_("A document has its name and its content."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the file."""
        return reverse("events:host-document", args=[self.pk])
