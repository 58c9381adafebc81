"""The minutes of a meeting: written item by item, then approved and frozen; a correction is a new version."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, OuterRef, Q, TextField, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from commissions.models.meetings import Meeting
from leader.shared.audit import tracked
from leader.shared.french import FrenchWords, words_typed
from leader.shared.scope import ScopedQuerySet
from leader.shared.versions import Versioned

# What the erasure of a person puts in the place of a name is the one change that passes: the digest stays what it
# was, so that the page tells it.
_FROZEN = """
    IF OLD.approved_at IS NULL THEN RETURN COALESCE(NEW, OLD); END IF;
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.meeting_id, NEW.number, NEW.approved_at, NEW.digest, NEW.reason)
            = (OLD.meeting_id, OLD.number, OLD.approved_at, OLD.digest, OLD.reason)
            AND (NEW.content = OLD.content OR position('[effacé]' IN NEW.content) > 0)
        THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION 'the minutes % are approved', OLD.id
    USING ERRCODE = 'check_violation', CONSTRAINT = 'minutes_approved_are_frozen';
"""
_ITEM_FROZEN = """
    SELECT approved_at INTO approved FROM commissions_meetingminutes
    WHERE id = CASE WHEN TG_OP = 'INSERT' THEN NEW.minutes_id ELSE OLD.minutes_id END FOR SHARE;
    IF approved IS NULL THEN RETURN COALESCE(NEW, OLD); END IF;
    IF TG_OP = 'UPDATE' THEN
        IF position('[effacé]' IN NEW.title || NEW.text || NEW.decided) > 0 THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION 'the minutes of item % are approved', COALESCE(OLD.id, NEW.id)
    USING ERRCODE = 'check_violation', CONSTRAINT = 'minutes_approved_are_frozen';
"""


class MinutesQuerySet(ScopedQuerySet):
    """Questions about minutes."""

    def approved(self) -> Self:
        """Keep those that are approved, the latest version of each meeting first."""
        return self.filter(approved_at__isnull=False).order_by("meeting", "-number")

    def in_force(self) -> Self:
        """Keep of each meeting the approved version that no later one replaces."""
        approved = self.filter(approved_at__isnull=False)
        later = MeetingMinutes.objects.filter(approved_at__isnull=False, number__gt=OuterRef("number"))
        return approved.filter(~Exists(later.filter(meeting=OuterRef("meeting"))))


@tracked()
class MeetingMinutes(Versioned):
    """One version of the minutes of a meeting; once approved, ``digest`` is the SHA-256 of ``content``."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="minutes", verbose_name=_("meeting"))
    number = models.PositiveSmallIntegerField(_("version of the minutes"), default=1)
    reason = models.CharField(_("what is corrected"), max_length=300, blank=True)
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, editable=False,
        verbose_name=_("approved by"),
    )  # fmt: skip
    content = models.TextField(_("what was approved"), blank=True, editable=False)
    digest = models.CharField(_("digest"), max_length=64, blank=True, editable=False)

    objects = MinutesQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("minutes of a meeting")
        verbose_name_plural = _("minutes of meetings")
        ordering = ["meeting", "-number"]
        triggers = [
            *Versioned.Meta.triggers,
            pgtrigger.Trigger(
                name="keep_what_is_approved",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=_FROZEN,
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="minutes_one_of_a_number",
                fields=["meeting", "number"],
                violation_error_message=_("This version exists already."),
            ),
            models.UniqueConstraint(
                name="minutes_one_draft",
                fields=["meeting"],
                condition=Q(approved_at=None),
                violation_error_message=_("The minutes of this meeting are being written already."),
            ),
            models.CheckConstraint(
                name="minutes_approved_have_their_digest",
                condition=Q(approved_at=None, digest="", content="")
                | (Q(approved_at__isnull=False) & ~Q(digest="") & ~Q(content="")),
                violation_error_message=_("Approved minutes have their content and its digest, and only then."),
            ),
            models.CheckConstraint(
                name="minutes_corrected_say_what",
                condition=Q(number=1) | ~Q(reason=""),
                violation_error_message=_("Say what is corrected."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} ({self.number})"


class MinutesItemQuerySet(ScopedQuerySet):
    """Questions about items of minutes."""

    def saying(self, text: str) -> Self:
        """Keep the items whose title, text or decision hold the words of ``text``, in French, accents forgiven."""
        return self.alias(words=FrenchWords(SAID)).filter(words=words_typed(text))


SAID = Concat("title", Value(" "), "text", Value(" "), "decided", output_field=TextField())


@tracked()
class MinutesItem(Versioned):
    """What was said of an item, and what was decided; each is saved by itself, so that two may write at once."""

    minutes = models.ForeignKey(
        MeetingMinutes, models.CASCADE, related_name="items", verbose_name=_("minutes of a meeting")
    )
    rank = models.PositiveSmallIntegerField(_("rank"))
    title = models.CharField(_("item"), max_length=200)
    text = models.TextField(_("what was said"), blank=True, max_length=10_000)
    decided = models.TextField(_("what was decided"), blank=True, max_length=2000)

    objects = MinutesItemQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("item of minutes")
        verbose_name_plural = _("items of minutes")
        ordering = ["minutes", "rank", "pk"]
        indexes = [GinIndex(FrenchWords(SAID), name="minutes_item_words")]
        triggers = [
            *Versioned.Meta.triggers,
            pgtrigger.Trigger(
                name="keep_what_is_approved",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("approved", "timestamptz")],
                func=_ITEM_FROZEN,
            ),
        ]

    def __str__(self) -> str:
        return self.title
