"""Elections: whose bureau, by which rules of the statutes, and how far they have come."""

from datetime import date
from typing import Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, IntegerField, Q, Value
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from elections.models.assemblies import Assembly
from elections.models.moves import KEEP_THE_RULES
from elections.models.risks import RiskLevel, RiskStatement, level_of, points_of
from leader.shared.audit import tracked
from leader.shared.names import numbered
from leader.shared.scope import ScopedQuerySet
from leader.shared.versions import Versioned
from territories.models import Territory

# How many answers there are that say something; nothing where there is no grid.
_ANSWERED = Func(
    Func(F("risk_answers"), Value(None), function="array_remove"),
    function="cardinality",
    output_field=IntegerField(),
)


class ElectionQuerySet(ScopedQuerySet):
    """Questions about many elections."""

    def of_body(self, territory: Territory | None) -> Self:
        """Keep the elections of the bureau of ``territory``; none means the federation."""
        return self.filter(territory=territory)

    def under_way(self) -> Self:
        """Keep those that are neither proclaimed nor given up."""
        return self.exclude(state__in=[Election.State.PROCLAIMED, Election.State.VOID])


@tracked()
class Election(Versioned):
    """The election of a bureau, or of some of its offices, by the member companies on its roll.

    What the statutes decide stands in its columns: each election keeps the rules by which it was held.
    """

    class Kind(models.TextChoices):
        """What is elected."""

        FIRST_BUREAU = "first_bureau", _("first bureau")
        RENEWAL = "renewal", _("renewal of the bureau")
        BY_ELECTION = "by_election", _("by-election")

    class Way(models.TextChoices):
        """How one votes."""

        PAPER = "paper", _("secret ballot on paper")
        HANDS = "hands", _("show of hands")
        ROLL_CALL = "roll_call", _("roll call")
        ONLINE = "online", _("secret ballot online")

    class State(models.TextChoices):
        """How far it has come; each is reached by a verb of ``elections.conduct``."""

        DRAFT = "draft", _("being prepared")
        SEALED = "sealed", _("roll sealed")
        OPEN = "open", _("vote open")
        CLOSED = "closed", _("vote closed")
        COUNTED = "counted", _("counted")
        PROCLAIMED = "proclaimed", _("proclaimed")
        VOID = "void", _("given up")

    class QuorumBase(models.TextChoices):
        """Of what the quorum is a share."""

        COMPANIES = "companies", _("companies on the roll")
        VOICES = "voices", _("voices on the roll")

    class MajorityBase(models.TextChoices):
        """Of what an absolute majority is more than half."""

        EXPRESSED = "expressed", _("votes expressed, without blank and spoilt ones")
        CAST = "cast", _("votes cast, blank and spoilt ones included")
        PRESENT = "present", _("voices present or represented, whether they vote or not")
        REGISTERED = "registered", _("voices on the roll")

    class SecondRound(models.TextChoices):
        """Who stands in the second round."""

        TOP_TWO = "top_two", _("the two first candidates for each seat")
        ALL = "all", _("all who wish to")

    class CodesBy(models.TextChoices):
        """Who makes the voting codes of a vote online."""

        SITE = "site", _("the site (simple)")
        OFFICER = "officer", _("a code officer (strict)")

    class TieRule(models.TextChoices):
        """Who is elected when votes are equal."""

        OLDEST = "oldest", _("the oldest person")
        LONGEST = "longest", _("the company that has been a member the longest")
        LOT = "lot", _("a lot drawn in the room")

    territory = models.ForeignKey(
        Territory, models.PROTECT, related_name="elections", null=True, blank=True,
        verbose_name=_("territory"), help_text=_("None: the federation itself."),
    )  # fmt: skip
    kind = models.CharField(_("what is elected"), max_length=12, choices=Kind, default=Kind.FIRST_BUREAU)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    way = models.CharField(_("how one votes"), max_length=9, choices=Way, default=Way.PAPER)
    held_on = models.DateField(_("day of the vote"))
    place = models.CharField(_("place"), max_length=150, blank=True)
    roll_on = models.DateField(_("day of the roll"), help_text=_("Who is a member on that day votes."))
    convened_on = models.DateField(_("convened on"), null=True, blank=True)
    convened_how = models.CharField(_("convened how"), max_length=150, blank=True)
    candidacies_until = models.DateTimeField(_("candidacies until"), null=True, blank=True)

    from_afar = models.BooleanField(
        _("one may vote from elsewhere than the room"), default=False,
        help_text=_("Only if your statutes allow it for this kind of assembly; online votes only."),
    )  # fmt: skip
    remote_article = models.CharField(
        _("article of the statutes that allows it"), max_length=200, blank=True,
        help_text=_("The rules of procedure are not enough: without an article the vote can be annulled."),
    )  # fmt: skip
    codes_by = models.CharField(
        _("who makes the voting codes"), max_length=7, choices=CodesBy, default=CodesBy.SITE,
        help_text=_("Votes online only; it stays as it is once the roll is sealed, and stands in the minutes."),
    )  # fmt: skip
    closes_at = models.DateTimeField(_("vote ends at"), null=True, blank=True, editable=False)
    risk_answers = ArrayField(
        models.BooleanField(), verbose_name=_("answers to the risk grid"), null=True, blank=True, editable=False,
        help_text=_("Votes online only: whether each of its ten statements is true, in their order."),
    )  # fmt: skip

    article = models.CharField(_("article of the statutes"), max_length=200, blank=True)
    quorum_percent = models.PositiveSmallIntegerField(
        _("quorum, in percent"), default=0, help_text=_("0: no quorum, as when the statutes say nothing.")
    )
    quorum_base = models.CharField(_("quorum of"), max_length=9, choices=QuorumBase, default=QuorumBase.COMPANIES)
    second_call_days = models.PositiveSmallIntegerField(
        _("days before a second call"), default=0,
        help_text=_("At least so many after the vote without a quorum. 0: on the same day, by the article below."),
    )  # fmt: skip
    second_call_quorum = models.PositiveSmallIntegerField(
        _("quorum of a second call, in percent"), default=0, help_text=_("0: none is asked, as is usual.")
    )
    second_call_article = models.CharField(
        _("article on the second call"), max_length=200, blank=True,
        help_text=_("Where the days are 0, a second call is not sealed without it."),
    )  # fmt: skip
    majority_base = models.CharField(
        _("majority of"), max_length=10, choices=MajorityBase, default=MajorityBase.EXPRESSED
    )
    rounds = models.PositiveSmallIntegerField(
        _("rounds"), default=2,
        help_text=_("2: more than half is needed in the first, most votes suffice in the second."),
    )  # fmt: skip
    second_round = models.CharField(
        _("in the second round stand"), max_length=7, choices=SecondRound, default=SecondRound.TOP_TWO
    )
    tie_rule = models.CharField(_("when votes are equal"), max_length=7, choices=TieRule, default=TieRule.OLDEST)
    proxies_per_holder = models.PositiveSmallIntegerField(
        _("proxies for one company at most"), default=1, help_text=_("0: no proxies.")
    )
    proxies_until = models.DateTimeField(_("proxies until"), null=True, blank=True)
    term_years = models.PositiveSmallIntegerField(_("years of the term"), default=3)
    thirds_by_lot = models.BooleanField(
        _("the elected leave by thirds, drawn by lot this time"), default=False,
        help_text=_(
            "For the first election of a body of which a third is renewed each time: each draws whether the"
            " mandate ends after one, two or three thirds of the term. Later elections fill one third, for the"
            " whole term."
        ),
    )  # fmt: skip
    contest_days = models.PositiveSmallIntegerField(
        _("days to contest the result"), default=15,
        help_text=_("Votes online: so many days after the proclamation the site destroys its share of the key."),
    )  # fmt: skip
    contest_article = models.CharField(
        _("article that gives this time"), max_length=200, blank=True,
        help_text=_("Of the statutes, the rules of procedure or the law."),
    )  # fmt: skip
    cooptation_allowed = models.BooleanField(_("the bureau may co-opt for a seat that stays empty"), default=True)

    round = models.PositiveSmallIntegerField(_("round"), default=1, editable=False)
    first_round = models.ForeignKey(
        "self", models.PROTECT, related_name="second_rounds", null=True, blank=True, editable=False,
        verbose_name=_("first round"),
    )  # fmt: skip
    in_place_of = models.ForeignKey(
        "self", models.PROTECT, related_name="held_again", null=True, blank=True, editable=False,
        verbose_name=_("in place of"), help_text=_("An election that was given up, or had no quorum."),
    )  # fmt: skip
    is_second_call = models.BooleanField(
        _("second call after a missing quorum"), default=False,
        help_text=_("No quorum is asked again then, unless the statutes ask one."),
    )  # fmt: skip
    assembly = models.ForeignKey(
        Assembly, models.PROTECT, related_name="elections", null=True, blank=True, editable=False,
        verbose_name=_("assembly"),
    )  # fmt: skip
    roll_sha256 = models.CharField(_("hash of the roll"), max_length=64, blank=True, editable=False)
    sealed_at = models.DateTimeField(_("roll sealed at"), null=True, blank=True, editable=False)
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True, editable=False)
    suspended_at = models.DateTimeField(_("suspended at"), null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True, editable=False)
    counted_at = models.DateTimeField(_("counted at"), null=True, blank=True, editable=False)
    proclaimed_at = models.DateTimeField(_("proclaimed at"), null=True, blank=True, editable=False)
    void_reason = models.CharField(_("why it was given up"), max_length=200, blank=True, editable=False)

    objects = ElectionQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("election")
        verbose_name_plural = _("elections")
        ordering = ["-held_on", "-pk"]
        triggers = [
            *Versioned.Meta.triggers,
            pgtrigger.Trigger(
                name="keep_the_rules", when=pgtrigger.Before, operation=pgtrigger.Update, func=KEEP_THE_RULES
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="election_numbers_are_possible",
                condition=Q(
                    quorum_percent__lte=100,
                    rounds__range=(1, 2),
                    round__range=(1, 2),
                    term_years__range=(1, 9),
                    proxies_per_holder__lte=20,
                ),
                violation_error_message=_(
                    "A quorum is 0 to 100 percent, there are 1 or 2 rounds, a term has 1 to 9 years, a company"
                    " holds 20 proxies at most."
                ),
            ),
            models.CheckConstraint(
                name="election_second_call_is_possible",
                condition=Q(second_call_quorum__lte=100, second_call_days__lte=366),
                violation_error_message=_("A second call asks 0 to 100 percent, within 366 days."),
            ),
            models.CheckConstraint(
                name="election_thirds_divide_the_term",
                condition=Q(thirds_by_lot=False) | Q(term_years__in=(3, 6, 9)),
                violation_error_message=_("A term that is left by thirds has 3, 6 or 9 years."),
            ),
            models.CheckConstraint(
                name="election_time_to_contest_is_possible",
                condition=Q(contest_days__range=(1, 1826)),
                violation_error_message=_("The time to contest has 1 to 1826 days (five years)."),
            ),
            models.CheckConstraint(
                name="election_risk_grid_is_whole",
                condition=Exact(_ANSWERED, len(RiskStatement)),
                violation_error_message=_("The risk grid has ten answers, or none."),
            ),
            models.CheckConstraint(
                name="election_second_round_follows_a_first",
                condition=Q(round=1, first_round__isnull=True) | Q(round=2, first_round__isnull=False),
                violation_error_message=_("A second round follows a first one."),
            ),
            models.UniqueConstraint(
                name="election_one_second_round",
                fields=["first_round"],
                condition=~Q(state="void"),
                violation_error_message=_("This first round has its second one."),
            ),
            models.UniqueConstraint(
                name="election_held_again_once",
                fields=["in_place_of"],
                condition=~Q(state="void"),
                violation_error_message=_("This election is held again already."),
            ),
            models.CheckConstraint(
                name="election_from_afar_names_its_article",
                condition=Q(from_afar=False) | (Q(way="online") & ~Q(remote_article="")),
                violation_error_message=_(
                    "Voting from afar is for online votes, and names the article of the statutes that allows it."
                ),
            ),
            models.CheckConstraint(
                name="election_online_has_an_end",
                condition=~Q(way="online", state__in=["open", "closed", "counted", "proclaimed"])
                | Q(closes_at__isnull=False),
                violation_error_message=_("Say until when one may vote."),
            ),
            models.CheckConstraint(
                name="election_given_up_says_why",
                condition=~Q(state="void") | ~Q(void_reason=""),
                violation_error_message=_("Say why the election is given up: the history keeps it."),
            ),
        ]

    def __str__(self) -> str:
        body = str(self.territory) if self.territory else str(_("the federation"))
        return f"{self.get_kind_display()}, {body}, {self.held_on:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        """Return the address of the election's page; the number alone decides."""
        body = self.territory.slug if self.territory else "federation"
        return reverse("elections:election-detail", args=[numbered(self.pk, f"{body} {self.held_on:%Y-%m-%d}")])

    @property
    def is_public_vote(self) -> bool:
        """Tell whether everybody sees who votes for whom."""
        return self.way in {self.Way.HANDS, self.Way.ROLL_CALL}

    @property
    def with_those_before(self) -> list[int]:
        """Return the keys of this election, its first round and the vote in the place of which it is held."""
        return [key for key in (self.pk, self.first_round_id, self.in_place_of_id) if key]

    @property
    def is_online(self) -> bool:
        """Tell whether one votes in the browser, by secret ballot."""
        return self.way == self.Way.ONLINE

    @property
    def is_majority_of_present(self) -> bool:
        """Tell whether one is elected by more than half of who is there: never where the most votes suffice."""
        return self.majority_base == self.MajorityBase.PRESENT and self.round < self.rounds

    @property
    def has_code_officer(self) -> bool:
        """Tell whether the codes are made in the browser of a code officer, and the site never sees one."""
        return self.is_online and self.codes_by == self.CodesBy.OFFICER

    @property
    def risk_points(self) -> int | None:
        """Return the points of the risk grid; None where it is not answered, or not asked."""
        return points_of(self.risk_answers) if self.is_online and self.risk_answers else None

    @property
    def risk_level(self) -> RiskLevel | None:
        """Return the level that these points give."""
        return None if self.risk_points is None else level_of(self.risk_points)

    @property
    def hides_who_is_there(self) -> bool:
        """Tell whether nobody is told yet who is there: figures that move with a ballot would tell whose it is."""
        return self.is_online and self.state == self.State.OPEN

    @property
    def decided_on(self) -> date:
        """Return the day on which the vote ended, from which its mandates count.

        Online the clock of the site says it; a vote in the room is over on its day, even when typed in later.
        """
        held_on: date = self.held_on
        return timezone.localdate(self.closed_at) if self.is_online and self.closed_at else held_on

    @property
    def is_typed_in_later(self) -> bool:
        """Tell whether a vote in the room was recorded here only after its day."""
        return (
            not self.is_online and self.closed_at is not None and timezone.localdate(self.closed_at) > self.held_on
        )

    @property
    def is_draft(self) -> bool:
        """Tell whether everything may still be changed."""
        return self.state == self.State.DRAFT
