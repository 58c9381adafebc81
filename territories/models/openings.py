"""Openings: the dossier by which a lead opens a territory, from the draft to the decision."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leader.shared.audit import tracked
from leader.shared.scope import ScopedQuerySet
from leader.shared.versions import Versioned
from members.models import User
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

    EDITABLE = (State.DRAFT, State.RETURNED)

    class Step(models.TextChoices):
        """The steps of the form, in their order."""

        TERRITORY = "territory", _("Territory")
        LAUNCH = "launch", _("Launch")
        PROSPECTS = "prospects", _("Prospects")
        TEAM = "team", _("Team")

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
    unfinished = models.JSONField(
        _("entries to be mended"), default=dict, blank=True, editable=False,
        help_text=_("By step, what was typed and cannot be stored yet, such as 31/02/2027."),
    )  # fmt: skip
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
            models.CheckConstraint(
                name="opening_answered_has_its_day",
                condition=~Q(state__in=["returned", "approved", "refused"]) | Q(decided_at__isnull=False),
                violation_error_message=_("An answered dossier keeps the day of the answer."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(_("opening without a name"))

    def get_absolute_url(self) -> str:
        """Return the address of the dossier's review page."""
        return reverse("territories:opening-review", args=[self.pk])

    @property
    def is_editable(self) -> bool:
        """Tell whether the author may still change the dossier."""
        return self.state in self.EDITABLE

    @property
    def is_abroad(self) -> bool:
        """Tell whether the territory is a country other than France."""
        return self.country != "FR"

    def submit(self, *, at: datetime) -> None:
        """Hand the dossier to staff at ``at``; raise WrongStateError unless it is being written."""
        self._move(self.EDITABLE, self.State.SUBMITTED, submitted_at=at)

    def take_back(self) -> None:
        """Take the dossier back to go on writing; raise WrongStateError unless it waits for staff."""
        self._move([self.State.SUBMITTED], self.State.DRAFT)

    def send_back(self, *, by: User, at: datetime, remarks: Mapping[str, str], version: int) -> None:
        """Return the dossier with ``remarks`` (step → text) on the ``version`` that ``by`` has read."""
        self._move([self.State.SUBMITTED], self.State.RETURNED, version, decided_at=at, decided_by=by)
        for step, text in remarks.items():
            self.remarks.create(step=step, text=text, author=by, created_at=at)

    def refuse(self, *, by: User, at: datetime, reason: str, version: int) -> None:
        """Refuse the dossier for ``reason``, on the ``version`` that ``by`` has read."""
        self._move(
            [self.State.SUBMITTED], self.State.REFUSED, version,
            decided_at=at, decided_by=by, decision_reason=reason,
        )  # fmt: skip

    def approve(self, *, by: User, at: datetime, territory: Territory, version: int) -> None:
        """Approve the dossier, which became ``territory``, on the ``version`` that ``by`` has read."""
        self._move(
            [self.State.SUBMITTED], self.State.APPROVED, version,
            decided_at=at, decided_by=by, territory=territory,
        )  # fmt: skip

    def open_remarks(self) -> models.QuerySet[Any]:
        """Return the remarks of the last return: those that the author answers now."""
        return self.remarks.filter(created_at__gte=self.decided_at) if self.decided_at else self.remarks.none()

    def _move(self, sources: Iterable[str], target: str, version: int | None = None, **stamps: Any) -> None:
        # One UPDATE that also checks: of two people who click together, one is told no.
        found = Opening.objects.filter(pk=self.pk, state__in=sources)
        if version is not None:
            found = found.filter(version=version)
        if not found.update(state=target, updated_at=timezone.now(), **stamps):
            raise self.WrongStateError(f"Opening {self.pk} is not {' or '.join(sources)}, or has changed.")
        self.refresh_from_db()
