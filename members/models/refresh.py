"""What the register of companies says of a company, beside our own data, and where the two differ."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leader.shared.audit import tracked
from leader.shared.scope import ScopedQuerySet
from leader.shared.versions import Versioned
from members.models.companies import Company


# When it was asked is no change worth keeping; what it said is.
@tracked(exclude=["next_at", "told_at"])
class RegisterSnapshot(models.Model):
    """The last answer of a register about a company; its history keeps the answers before."""

    class Outcome(models.TextChoices):
        """How the last question ended."""

        WAITING = "waiting", _("not asked yet")
        FOUND = "found", _("found")
        UNKNOWN = "unknown", _("unknown to the register")
        WITHHELD = "withheld", _("not published")
        DUPLICATE = "duplicate", _("replaced by another SIREN")
        REFUSED = "refused", _("question refused")

    class Source(models.TextChoices):
        """Which register was asked."""

        OPEN = "open", _("Recherche d’entreprises (INSEE, INPI)")
        INSEE = "insee", _("Sirene (INSEE)")

    company = models.OneToOneField(
        Company, models.CASCADE, related_name="register_snapshot", verbose_name=_("company")
    )
    next_at = models.DateTimeField(_("to be asked again at"), default=timezone.now)
    told_at = models.DateTimeField(_("told at"), null=True, blank=True)
    siren = models.CharField(_("SIREN asked about"), max_length=9, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, default=Outcome.WAITING)
    source = models.CharField(_("source"), max_length=5, choices=Source, blank=True)
    told = models.JSONField(_("as the register says"), null=True, blank=True)
    other_siren = models.CharField(_("SIREN that took its place"), max_length=9, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer of the register about a company")
        verbose_name_plural = _("answers of the register about companies")
        ordering = ["next_at", "pk"]
        indexes = [models.Index(fields=["next_at"], name="snapshot_by_turn")]
        constraints = [
            models.CheckConstraint(
                name="snapshot_answer_has_its_day_and_source",
                condition=Q(outcome="waiting") | (Q(told_at__isnull=False) & ~Q(source="")),
                violation_error_message=_("An answer has its day and its source."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.company)


class DifferenceQuerySet(ScopedQuerySet):
    """Questions about many differences."""

    def standing(self) -> Self:
        """Keep those that still are: undecided, put off, or refused while the register says the same."""
        return self.filter(ended_at=None)

    def waiting(self) -> Self:
        """Keep those that wait for a person."""
        return self.filter(state=RegisterDifference.State.OPEN)


@tracked()
class RegisterDifference(Versioned):
    """The register says otherwise than our file of a company: a person decides.

    ``ours`` and ``theirs`` are values, codes where there are codes; nothing means that the file says nothing.
    """

    class Kind(models.TextChoices):
        """What differs."""

        CLOSED = "closed", _("closed")
        SEAT = "seat", _("seat moved")
        NAME = "name", _("renamed")
        SIREN = "siren", _("SIREN")
        LEGAL_CATEGORY = "legal_category", _("legal category")
        SIZE = "insee_size_class", _("INSEE's size class")
        NAF = "activity", _("NAF rév. 2")
        NAF_2025 = "activity_2025", _("NAF 2025")

    class State(models.TextChoices):
        """What was decided."""

        OPEN = "open", _("to decide")
        LATER = "later", _("put off")
        TAKEN = "taken", _("taken over")
        KEPT = "kept", _("ours kept")
        GONE = "gone", _("gone by itself")

    company = models.ForeignKey(
        Company, models.CASCADE, related_name="register_differences", verbose_name=_("company")
    )
    kind = models.CharField(_("what differs"), max_length=20, choices=Kind)
    ours = models.CharField(_("ours"), max_length=200, blank=True)
    theirs = models.CharField(_("the register's"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=5, choices=RegisterSnapshot.Source)
    found_at = models.DateTimeField(_("found at"))
    state = models.CharField(_("decision"), max_length=5, choices=State, default=State.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True,
        verbose_name=_("decided by"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=1000)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = DifferenceQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("difference with the register")
        verbose_name_plural = _("differences with the register")
        ordering = ["-found_at", "-pk"]
        indexes = [models.Index(fields=["state", "kind", "-found_at"], name="difference_by_state")]
        constraints = [
            models.UniqueConstraint(
                name="difference_one_standing_of_a_kind",
                fields=["company", "kind"],
                condition=Q(ended_at__isnull=True),
                violation_error_message=_("This difference is recorded already."),
            ),
            models.CheckConstraint(
                name="difference_open_has_not_ended",
                condition=~Q(state__in=["open", "later"]) | Q(ended_at__isnull=True),
                violation_error_message=_("A difference that has ended was decided, or went by itself."),
            ),
            models.CheckConstraint(
                name="difference_decided_says_when",
                condition=~Q(state__in=["later", "taken", "kept"]) | Q(decided_at__isnull=False),
                violation_error_message=_("A decision has its day."),
            ),
            models.CheckConstraint(
                name="difference_kept_has_a_note",
                condition=~Q(state="kept") | ~Q(note=""),
                violation_error_message=_("Who keeps our own says why."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company} – {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        """Return the address of the page where ours and theirs stand side by side."""
        return reverse("pages:register-company", args=[self.company_id])

    @property
    def may_be_decided(self) -> bool:
        """Tell whether a decision may still be taken, or changed."""
        return self.ended_at is None and self.state != self.State.TAKEN
