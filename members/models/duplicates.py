"""Records that may be one and the same, and the merges of those that were."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from leader.shared.audit import tracked
from leader.shared.scope import ScopedQuerySet
from leader.shared.versions import Versioned
from members.models.companies import Company
from members.models.people import Person

UNDOABLE_FOR = timedelta(days=30)


class Kind(models.TextChoices):
    """What may be twice in the register."""

    COMPANY = "company", _("companies")
    PERSON = "person", _("people")


class Reason(models.TextChoices):
    """Why two records look like one."""

    NAME_AND_TOWN = "name_and_town", _("same name and town")
    NEAR_NAME = "near_name", _("nearly the same name in the same place")
    ONE_SIREN = "one_siren", _("only one of them has a SIREN")
    FOREIGN_NUMBER = "foreign_number", _("same number abroad")
    EMAIL = "email", _("same e-mail")
    PHONE = "phone", _("same phone")
    WEBSITE = "website", _("same website")
    NAME_AND_COMPANY = "name_and_company", _("same name and company")
    SAME_NAME = "same_name", _("same name")
    SWAPPED = "swapped", _("given and family name swapped")
    NAMED = "named", _("named by the staff")


MODELS: dict[str, type[models.Model]] = {Kind.COMPANY: Company, Kind.PERSON: Person}


@tracked()
class DuplicatePair(Versioned):
    """Two records that look like one, the older key first; what a person said of them is remembered."""

    class State(models.TextChoices):
        """What was said of the pair; a merge leaves no pair."""

        OPEN = "open", _("to decide")
        DISTINCT = "distinct", _("not a duplicate")

    kind = models.CharField(_("kind"), max_length=7, choices=Kind)
    company = models.ForeignKey(
        Company, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("company")
    )
    other_company = models.ForeignKey(
        Company, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("other company")
    )
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    other_person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("other person")
    )
    score = models.PositiveSmallIntegerField(_("score"), help_text=_("Out of a hundred."))
    reasons = ArrayField(models.CharField(max_length=20, choices=Reason), verbose_name=_("reasons"))
    found_at = models.DateTimeField(_("found at"))
    state = models.CharField(_("decision"), max_length=8, choices=State, default=State.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True,
        verbose_name=_("decided by"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("suspected duplicate")
        verbose_name_plural = _("suspected duplicates")
        ordering = ["-score", "-pk"]
        indexes = [models.Index(fields=["state", "-score", "-id"], name="pair_by_score")]
        constraints = [
            models.UniqueConstraint(
                name="pair_of_companies_once", fields=["company", "other_company"],
                violation_error_message=_("This pair is listed already."),
            ),
            models.UniqueConstraint(
                name="pair_of_people_once", fields=["person", "other_person"],
                violation_error_message=_("This pair is listed already."),
            ),
            models.CheckConstraint(
                name="pair_is_ordered_and_of_its_kind",
                condition=Q(
                    kind="company", company__lt=F("other_company"), person__isnull=True, other_person__isnull=True
                )
                | Q(kind="person", person__lt=F("other_person"), company__isnull=True, other_company__isnull=True),
                violation_error_message=_("A pair is of two different records of one kind, the older first."),
            ),
            models.CheckConstraint(
                name="pair_score_is_of_a_hundred",
                condition=Q(score__range=(0, 100)),
                violation_error_message=_("A score is between 0 and 100."),
            ),
            models.CheckConstraint(
                name="pair_decided_says_when",
                condition=Q(state="open") | Q(decided_at__isnull=False),
                violation_error_message=_("A decision has its day."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return " / ".join(str(record) for record in self.records)

    def get_absolute_url(self) -> str:
        """Return the address of the page where both stand side by side."""
        return reverse("pages:duplicate-pair", args=[self.pk])

    @property
    def records(self) -> tuple[Any, Any]:
        """Return the two records, the older first."""
        if self.kind == Kind.COMPANY:
            return self.company, self.other_company
        return self.person, self.other_person

    @property
    def shown_reasons(self) -> list[str]:
        """Return the reasons in words."""
        return [str(Reason(code).label) for code in self.reasons if code in Reason.values]


# What was moved holds personal data, and goes after thirty days: its history would stay.
@tracked(exclude=["content", "removed_name"])
class MergeRecord(models.Model):
    """Two records made one: which stayed, which went, and for thirty days all that it takes to undo it."""

    kind = models.CharField(_("kind"), max_length=7, choices=Kind)
    removed_key = models.BigIntegerField(_("number of the removed record"))
    removed_name = models.CharField(_("name of the removed record"), max_length=250, blank=True)
    company = models.ForeignKey(
        Company, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("kept company")
    )
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("kept person")
    )
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("merged by")
    )
    merged_at = models.DateTimeField(_("merged at"))
    content = models.JSONField(_("what was moved"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True,
        verbose_name=_("undone by"),
    )  # fmt: skip
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ["-merged_at", "-pk"]
        indexes = [models.Index(fields=["kind", "removed_key"], name="merge_by_removed")]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="merge_keeps_a_record_of_its_kind",
                condition=Q(kind="company", company__isnull=False, person__isnull=True)
                | Q(kind="person", person__isnull=False, company__isnull=True),
                violation_error_message=_("A merge keeps one record of its kind."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.removed_name or self.removed_key} → {self.kept}"

    @property
    def kept(self) -> Any:
        """Return the record that stayed."""
        return self.company if self.kind == Kind.COMPANY else self.person

    def is_undoable_at(self, at: datetime) -> bool:
        """Tell whether the merge may still be undone at ``at``."""
        return self.undone_at is None and self.content is not None and at < self.merged_at + UNDOABLE_FOR


class DuplicateSearch(models.Model):
    """One row: how far the search for near names has read the changes of the companies."""

    seen = models.BigIntegerField(_("last change seen"), default=0)
    searched_at = models.DateTimeField(_("searched at"), null=True, blank=True)

    class Meta:
        verbose_name = _("search for duplicates")
        verbose_name_plural = _("search for duplicates")

    def __str__(self) -> str:
        return f"{self.seen}"
