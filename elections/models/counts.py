"""What was counted, who is elected by it, and whether they accept."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from elections.models.contests import Candidacy, Contest
from elections.models.elections import Election
from elections.models.frozen import only_while
from elections.models.rolls import RollEntry
from leader.shared.audit import tracked
from leader.shared.scope import ScopedQuerySet
from territories.models import Mandate


@tracked()
class Count(models.Model):
    """The votes of a contest, in voices: how many were cast, blank, spoilt."""

    contest = models.OneToOneField(Contest, models.PROTECT, related_name="count", verbose_name=_("office to fill"))
    cast = models.PositiveIntegerField(_("voices cast"))
    blank = models.PositiveIntegerField(_("blank"), default=0)
    spoilt = models.PositiveIntegerField(_("spoilt"), default=0)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("count")
        verbose_name_plural = _("counts")
        triggers = [only_while("contest", "closed", name="count_once_the_vote_is_closed")]
        constraints = [
            models.CheckConstraint(
                name="count_blank_and_spoilt_were_cast",
                condition=Q(cast__gte=models.F("blank") + models.F("spoilt")),
                violation_error_message=_("More blank and spoilt votes than votes cast."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contest}: {self.cast}"

    @property
    def expressed(self) -> int:
        """Return the voices that chose somebody."""
        return self.cast - self.blank - self.spoilt


@tracked()
class CandidacyVotes(models.Model):
    """How many voices a candidacy had."""

    candidacy = models.OneToOneField(Candidacy, models.PROTECT, related_name="votes", verbose_name=_("candidacy"))
    voices = models.PositiveIntegerField(_("voices"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("votes of a candidacy")
        verbose_name_plural = _("votes of candidacies")
        triggers = [only_while("candidacy", "closed", name="votes_once_the_vote_is_closed")]

    def __str__(self) -> str:
        return f"{self.candidacy}: {self.voices}"


class RollCallVoteQuerySet(ScopedQuerySet):
    """Questions about the answers at a roll call."""

    def in_order_of(self, election: Election) -> Self:
        """Keep the answers of ``election``, office by office, by the names of the companies."""
        rows = self.filter(contest__election=election).order_by("contest__rank", "roll_entry__company__name", "pk")
        return rows.select_related("roll_entry__company", "candidacy__person", "contest__office")


@tracked()
class RollCallVote(models.Model):
    """What a company answered at a roll call; no candidacy means blank. Public, as the vote was."""

    roll_entry = models.ForeignKey(
        RollEntry, models.PROTECT, related_name="roll_call_votes", verbose_name=_("line of the roll")
    )
    contest = models.ForeignKey(
        Contest, models.PROTECT, related_name="roll_call_votes", verbose_name=_("office to fill")
    )
    candidacy = models.ForeignKey(
        Candidacy, models.PROTECT, related_name="roll_call_votes", null=True, blank=True,
        verbose_name=_("candidacy"),
    )  # fmt: skip

    objects = RollCallVoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("vote at a roll call")
        verbose_name_plural = _("votes at roll calls")
        triggers = [only_while("contest", "closed", name="roll_call_once_the_vote_is_closed")]
        constraints = [
            models.UniqueConstraint(
                name="roll_call_vote_once",
                fields=["roll_entry", "contest", "candidacy"],
                nulls_distinct=False,
                violation_error_message=_("This answer is recorded already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.roll_entry}: {self.candidacy or _('blank')}"


@tracked()
class Elected(models.Model):
    """A candidacy is elected: by its votes, or among equals by the rule of the statutes."""

    class How(models.TextChoices):
        """By what."""

        VOTES = "votes", _("by the votes")
        OLDEST = "oldest", _("equal votes: the oldest person")
        LONGEST = "longest", _("equal votes: the longest membership")
        LOT = "lot", _("equal votes: by lot")

    candidacy = models.OneToOneField(
        Candidacy, models.PROTECT, related_name="elected", verbose_name=_("candidacy")
    )
    how = models.CharField(_("how"), max_length=7, choices=How, default=How.VOTES)
    has_accepted = models.BooleanField(_("accepts"), null=True)
    mandates = models.ManyToManyField(Mandate, blank=True, related_name="+", verbose_name=_("mandates"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("elected candidacy")
        verbose_name_plural = _("elected candidacies")
        triggers = [only_while("candidacy", "closed", "counted", name="elected_until_proclaimed")]

    def __str__(self) -> str:
        return str(self.candidacy)
