"""The key of a secret election: who holds a part of it, what they said in making it, the share of the site."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from elections.models.elections import Election
from elections.models.frozen import only_while
from leader.shared.audit import tracked
from leader.shared.scope import ScopedQuerySet

# What is said in the making of the key is said before the vote opens; what decrypts, after it has closed.
_IN_ITS_TIME = """
    SELECT e.state INTO found FROM elections_election e
    JOIN elections_keyceremony c ON c.election_id = e.id JOIN elections_trustee t ON t.ceremony_id = c.id
    WHERE t.id = (CASE WHEN TG_OP = 'INSERT' THEN NEW.trustee_id ELSE OLD.trustee_id END) FOR SHARE OF e;
    IF TG_OP <> 'INSERT' THEN
        broken := 'ceremony_message_stays';
    ELSIF NEW.step = 'decrypt' AND found IS DISTINCT FROM 'closed' THEN
        broken := 'decryption_after_the_closing';
    ELSIF NEW.step <> 'decrypt' AND found IS DISTINCT FROM 'sealed' THEN
        broken := 'ceremony_before_the_vote';
    END IF;
    IF broken IS NOT NULL THEN
        RAISE EXCEPTION 'this election is %', found USING ERRCODE = 'check_violation', CONSTRAINT = broken;
    END IF;
    RETURN NEW;
"""

# A key that was made stays what it is: only what was empty may be filled, and the whole given up. The share of the
# site is taken away once, for good, and not before the time to contest the result is over.
_SHARE = ("server_share", "share_destroyed_at")
_KEYS_STAY = """
    IF (OLD.election_id, OLD.threshold, OLD.size, OLD.server_key)
        IS DISTINCT FROM (NEW.election_id, NEW.threshold, NEW.size, NEW.server_key)
        OR (OLD.trustee_group <> '' AND OLD.trustee_group <> NEW.trustee_group)
        OR (OLD.rehearsal IS NOT NULL AND OLD.rehearsal IS DISTINCT FROM NEW.rehearsal)
        OR (OLD.given_up_at IS NOT NULL AND to_jsonb(NEW) - ARRAY['server_share', 'share_destroyed_at']
            <> to_jsonb(OLD) - ARRAY['server_share', 'share_destroyed_at']) THEN
        broken := 'ceremony_keeps_its_keys';
    ELSIF (OLD.server_share, OLD.share_destroyed_at) IS DISTINCT FROM (NEW.server_share, NEW.share_destroyed_at) THEN
        SELECT * INTO election FROM elections_election WHERE id = NEW.election_id FOR SHARE;
        IF OLD.share_destroyed_at IS NOT NULL OR NEW.share_destroyed_at IS NULL OR NEW.server_share <> '' THEN
            broken := 'share_is_destroyed_once_for_good';
        ELSIF NEW.given_up_at IS NULL AND election.state <> 'void' AND (election.state <> 'proclaimed'
            OR clock_timestamp() < election.proclaimed_at + election.contest_days * interval '1 day') THEN
            broken := 'share_stays_while_one_may_contest';
        END IF;
    END IF;
    IF broken IS NOT NULL THEN
        RAISE EXCEPTION 'the key of ceremony % stays', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = broken;
    END IF;
    RETURN NEW;
"""  # noqa: E501 - as it stands in the migration


@tracked(exclude=["server_share", "trustee_group", "rehearsal"])
class KeyCeremony(models.Model):
    """The making of the key of one election: ``threshold`` of ``size`` trustees and the server hold it.

    A ceremony that went wrong is given up and another one begins: nothing of it is used again.
    """

    election = models.ForeignKey(
        Election, models.PROTECT, related_name="key_ceremonies", verbose_name=_("election")
    )
    threshold = models.PositiveSmallIntegerField(_("trustees who are needed"))
    size = models.PositiveSmallIntegerField(_("trustees"))
    # Empty once it is destroyed.
    server_share = models.TextField(_("share of the server, encrypted"), blank=True, editable=False)
    server_key = models.TextField(_("public key of the server"), editable=False)
    trustee_group = models.TextField(_("what the trustees published"), blank=True, editable=False)
    rehearsal = models.BinaryField(_("archive of the rehearsal"), null=True, editable=False)
    rehearsed_at = models.DateTimeField(_("rehearsed at"), null=True, blank=True, editable=False)
    given_up_at = models.DateTimeField(_("given up at"), null=True, blank=True, editable=False)
    share_destroyed_at = models.DateTimeField(
        _("share of the server destroyed at"), null=True, blank=True, editable=False
    )

    objects: Any = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("key ceremony")
        verbose_name_plural = _("key ceremonies")
        ordering = ["election", "pk"]
        triggers = [
            only_while("election", "sealed", name="ceremony_before_the_vote", any_time=_SHARE),
            pgtrigger.Trigger(
                name="keys_stay",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                declare=[("election", "elections_election"), ("broken", "text")],
                func=_KEYS_STAY,
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="ceremony_once_an_election",
                fields=["election"],
                condition=Q(given_up_at__isnull=True),
                violation_error_message=_("The trustees of this election are named already."),
            ),
            models.CheckConstraint(
                name="ceremony_threshold_is_possible",
                condition=Q(threshold__gte=2, threshold__lte=F("size"), size__lte=9),
                violation_error_message=_("At least two trustees are needed, and not more than there are."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.election)

    @property
    def may_be_lost(self) -> int:
        """Return how many seeds may be lost and the votes still be counted."""
        return self.size - self.threshold


@tracked()
class Trustee(models.Model):
    """An account that holds a part of the key; its seed is on paper and never here."""

    ceremony = models.ForeignKey(
        KeyCeremony, models.PROTECT, related_name="trustees", verbose_name=_("key ceremony")
    )
    index = models.PositiveSmallIntegerField(_("number"))
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("account")
    )
    lost_at = models.DateTimeField(_("seed lost at"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True, editable=False)

    objects: Any = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("trustee")
        verbose_name_plural = _("trustees")
        ordering = ["ceremony", "index"]
        triggers = [
            only_while("ceremony", "sealed", name="trustees_before_the_vote", any_time=("lost_at", "reminded_at")),
        ]
        constraints = [
            models.UniqueConstraint(
                name="trustee_once_a_number",
                fields=["ceremony", "index"],
                violation_error_message=_("Another trustee has this number."),
            ),
            models.UniqueConstraint(
                name="trustee_once_an_account",
                fields=["ceremony", "account"],
                violation_error_message=_("One person holds one part of the key."),
            ),
            models.CheckConstraint(
                name="trustee_number_is_possible",
                condition=Q(index__range=(1, 9)),
                violation_error_message=_("Trustees are numbered from 1 to 9."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.account.person or self.account)

    @property
    def owner(self) -> int:
        """Return the number in the archive, where the server is the first."""
        return self.index + 1


class CeremonyMessage(models.Model):
    """What the browser of a trustee sent for one step; sealed letters in it are read by trustees alone.

    Written once: it is its own history.
    """

    class Step(models.TextChoices):
        """The steps of a trustee, in their order."""

        CERTIFY = "certify", _("certificate")
        DEAL = "deal", _("parts for the others")
        ACCEPT = "accept", _("own part")
        REHEARSE = "rehearse", _("rehearsal")
        DECRYPT = "decrypt", _("decryption")

    trustee = models.ForeignKey(Trustee, models.PROTECT, related_name="messages", verbose_name=_("trustee"))
    step = models.CharField(_("step"), max_length=8, choices=Step)
    text = models.TextField(_("message"))

    objects: Any = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("message of a key ceremony")
        verbose_name_plural = _("messages of key ceremonies")
        ordering = ["trustee", "pk"]
        triggers = [
            pgtrigger.Trigger(
                name="in_its_time",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("found", "text"), ("broken", "text")],
                func=_IN_ITS_TIME,
            )
        ]
        constraints = [
            models.UniqueConstraint(
                name="ceremony_message_once_a_step",
                fields=["trustee", "step"],
                violation_error_message=_("This step is done already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trustee}, {self.get_step_display()}"
