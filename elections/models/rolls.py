"""The roll: which companies vote, who for them, with how many voices; proxies; and who has voted."""

from typing import Any, Self

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from elections.models.elections import Election
from elections.models.frozen import only_while
from leader.shared.audit import tracked
from leader.shared.scope import AnyUser, ScopedQuerySet
from members.models import Company, Person

# The election's row is locked, so that of two proxies that come together the second sees the first.
_KEEP_PROXIES_TO_THE_RULES = """
    SELECT e.* INTO election FROM elections_election e JOIN elections_rollentry r ON r.election_id = e.id
    WHERE r.id = NEW.giver_id FOR NO KEY UPDATE OF e;
    IF election.id <> (SELECT election_id FROM elections_rollentry WHERE id = NEW.holder_id) THEN
        broken := 'proxy_within_one_election';
    ELSIF EXISTS (SELECT FROM elections_proxy WHERE holder_id = NEW.giver_id AND id <> NEW.id)
        OR EXISTS (SELECT FROM elections_proxy WHERE giver_id = NEW.holder_id AND id <> NEW.id) THEN
        broken := 'proxy_never_in_a_chain';
    ELSIF (SELECT count(*) FROM elections_proxy WHERE holder_id = NEW.holder_id AND id <> NEW.id)
        >= election.proxies_per_holder THEN
        broken := 'proxy_never_above_the_limit';
    ELSIF clock_timestamp() > election.proxies_until THEN
        broken := 'proxy_in_time';
    END IF;
    IF broken IS NOT NULL THEN
        RAISE EXCEPTION 'the proxy of entry % is refused', NEW.giver_id
        USING ERRCODE = 'check_violation', CONSTRAINT = broken;
    END IF;
    RETURN NEW;
"""

# Who has voted is written while the vote is open; a mistake is taken back then, and never after.
_KEEP_SIGN_OFFS = """
    IF TG_OP = 'UPDATE' THEN
        broken := 'sign_off_never_changes';
    ELSE
        SELECT e.* INTO election FROM elections_election e JOIN elections_rollentry r ON r.election_id = e.id
        WHERE r.id = (CASE WHEN TG_OP = 'DELETE' THEN OLD.roll_entry_id ELSE NEW.roll_entry_id END) FOR SHARE OF e;
        IF election.state IS DISTINCT FROM 'open' THEN
            broken := 'sign_off_while_the_vote_is_open';
        END IF;
    END IF;
    IF broken IS NOT NULL THEN
        RAISE EXCEPTION 'the sign-off is refused' USING ERRCODE = 'check_violation', CONSTRAINT = broken;
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


class RollEntryQuerySet(ScopedQuerySet):
    """Questions about the roll."""

    def voted_by(self, user: AnyUser) -> Self:
        """Keep the lines for which ``user`` votes: the own ones that gave no proxy, and those held by proxy."""
        person = getattr(user, "person_id", None) if user.is_active else None
        own = Q(representative=person, proxy_given__isnull=True)
        return self.filter(own | Q(proxy_given__holder__representative=person)) if person else self.none()

    def by_name(self) -> Self:
        """Order as on paper, by the name of the company."""
        return self.order_by("company__name", "pk")


@tracked(unsought=["company", "representative"])
class RollEntry(models.Model):
    """A company on the roll, who votes for it, and with how many voices; sealed with the election."""

    election = models.ForeignKey(Election, models.CASCADE, related_name="roll", verbose_name=_("election"))
    company = models.ForeignKey(Company, models.PROTECT, related_name="roll_entries", verbose_name=_("company"))
    representative = models.ForeignKey(
        Person, models.PROTECT, related_name="roll_entries", null=True, blank=True,
        verbose_name=_("votes for the company"),
    )  # fmt: skip
    weight = models.PositiveSmallIntegerField(_("voices"), default=1)

    objects = RollEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of the roll")
        verbose_name_plural = _("lines of the roll")
        ordering = ["election", "company"]
        triggers = [
            only_while(
                "election", "draft", name="roll_stays_once_sealed", once_over=("company_id", "representative_id")
            )
        ]
        constraints = [
            models.UniqueConstraint(
                name="roll_entry_once_a_company",
                fields=["election", "company"],
                violation_error_message=_("This company is on the roll already."),
            ),
            models.CheckConstraint(
                name="roll_entry_has_voices",
                condition=Q(weight__range=(1, 100)),
                violation_error_message=_("A company has 1 to 100 voices."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.company)


@tracked()
class Proxy(models.Model):
    """A company lets another one on the roll vote for it; none passes on what it holds."""

    giver = models.OneToOneField(
        RollEntry, models.CASCADE, related_name="proxy_given", verbose_name=_("company represented")
    )
    holder = models.ForeignKey(
        RollEntry, models.CASCADE, related_name="proxies_held", verbose_name=_("company that votes for it")
    )
    given_at = models.DateTimeField(_("given at"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("proxy")
        verbose_name_plural = _("proxies")
        ordering = ["giver"]
        triggers = [
            only_while("giver", "draft", name="proxy_stays_once_sealed"),
            pgtrigger.Trigger(
                name="proxy_rules",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("election", "elections_election"), ("broken", "text")],
                func=_KEEP_PROXIES_TO_THE_RULES,
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="proxy_to_another_company",
                condition=~Q(giver=F("holder")),
                violation_error_message=_("A company gives its proxy to another one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver} → {self.holder}"


class SignOff(models.Model):
    """A company has voted. No hour, no address, no number of its own: nothing to lay beside a ballot.

    Not tracked: a history would tell in which order companies voted.
    """

    roll_entry = models.OneToOneField(
        RollEntry, models.PROTECT, primary_key=True, related_name="sign_off", verbose_name=_("line of the roll")
    )
    by_proxy = models.BooleanField(_("by proxy"), default=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
        triggers = [
            pgtrigger.Trigger(
                name="keep_sign_offs",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("election", "elections_election"), ("broken", "text")],
                func=_KEEP_SIGN_OFFS,
            )
        ]

    def __str__(self) -> str:
        return str(self.roll_entry)


def entries_of(election: Election) -> Any:
    """Return the roll of ``election`` as a page shows it, with proxies and sign-offs."""
    rows = RollEntry.objects.filter(election=election).by_name()
    return rows.select_related("company", "representative", "proxy_given__holder__company", "sign_off")
