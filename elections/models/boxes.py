"""The public box of an online election: what everybody may read, with nothing in it of who voted.

No table here has a column, an hour or an order in common with the sign-offs; both know the election alone.
"""

from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from elections.models.elections import Election
from elections.models.frozen import only_while
from elections.models.rolls import RollEntry
from leader.shared.audit import tracked
from leader.shared.scope import ScopedQuerySet

# The chain is kept by the database itself: each event has the hash of its text, follows the last one, names the
# text that it rests upon, and comes in the state, and for ballots within the hours, in which it may.
_KEEP_THE_CHAIN = """
    IF TG_OP <> 'INSERT' THEN
        broken := 'box_only_grows';
    ELSE
        SELECT * INTO election FROM elections_election WHERE id = NEW.election_id FOR SHARE;
        SELECT * INTO previous FROM elections_boxevent WHERE election_id = NEW.election_id
        ORDER BY height DESC LIMIT 1;
        IF NEW.height <> COALESCE(previous.height + 1, 0) OR NEW.parent IS DISTINCT FROM previous.sha256 THEN
            broken := 'box_event_follows_the_last';
        ELSIF NEW.payload IS DISTINCT FROM encode(
            sha256(convert_to(NEW.data[cardinality(NEW.data)], 'UTF8')), 'hex') THEN
            broken := 'box_event_names_its_text';
        ELSIF NEW.sha256 <> encode(sha256(convert_to(
            '{' || COALESCE('"parent":"' || NEW.parent || '",', '') || '"height":' || NEW.height
            || ',"type":"' || NEW.type || '"' || COALESCE(',"payload":"' || NEW.payload || '"', '') || '}',
            'UTF8')), 'hex') THEN
            broken := 'box_event_has_its_hash';
        ELSIF election.state <> (CASE NEW.type WHEN 'Setup' THEN 'sealed' WHEN 'Ballot' THEN 'open'
            WHEN 'EndBallots' THEN 'open' ELSE 'closed' END) THEN
            broken := 'box_grows_with_the_election';
        ELSIF NEW.type = 'Ballot' AND clock_timestamp() >= election.closes_at THEN
            broken := 'box_closes_on_time';
        ELSIF NEW.type = 'Ballot' AND election.suspended_at IS NOT NULL THEN
            broken := 'box_waits_while_the_vote_is_suspended';
        END IF;
    END IF;
    IF broken IS NOT NULL THEN
        RAISE EXCEPTION 'the box refuses this' USING ERRCODE = 'check_violation', CONSTRAINT = broken;
    END IF;
    RETURN NEW;
"""


@tracked(exclude=["credentials", "next_credentials", "trustees"])
class Box(models.Model):
    """The box of an election before its first event: its identifier, the trustees' keys, the public side of codes.

    ``next_uuid`` is that of a second round: the same codes serve there, under other public credentials.
    """

    election = models.OneToOneField(
        Election, models.PROTECT, primary_key=True, related_name="box", verbose_name=_("election")
    )
    uuid = models.CharField(_("identifier"), max_length=22, unique=True)
    timestamp = models.PositiveBigIntegerField(_("the one time that the archive bears"))
    credentials = models.TextField(_("public credentials"), blank=True)
    next_uuid = models.CharField(_("identifier of a second round"), max_length=22, unique=True)
    next_credentials = models.TextField(_("public credentials of a second round"), blank=True)
    trustees = models.TextField(
        _("public keys of the trustees"), blank=True, help_text=_("Empty until all of them have rehearsed.")
    )
    script_sha256 = models.CharField(_("SHA-256 of the booth's script at the opening"), max_length=64, blank=True)
    codes_sent_at = models.DateTimeField(_("codes sent at"), null=True, blank=True)

    objects: Any = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("box")
        verbose_name_plural = _("boxes")
        triggers = [only_while("election", "draft", "sealed", name="box_is_fixed_once_the_vote_is_open")]
        constraints = [
            models.CheckConstraint(
                name="box_has_codes_once_they_are_sent",
                condition=Q(codes_sent_at__isnull=True) | ~Q(credentials=""),
                violation_error_message=_("Codes are sent once their public side is on the roll."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.election)


class BoxEvent(models.Model):
    """An event of the box with the texts that it rests upon; it never changes.

    No hour, no account, no line of the roll. Not tracked: a history would add the hour of each ballot.
    """

    class Type(models.TextChoices):
        """What happened, in the words of the archive format."""

        SETUP = "Setup", _("the election is set up")
        BALLOT = "Ballot", _("a ballot")
        END_BALLOTS = "EndBallots", _("the box is closed")
        ENCRYPTED_TALLY = "EncryptedTally", _("the encrypted sum")
        PARTIAL_DECRYPTION = "PartialDecryption", _("the share of a trustee")
        RESULT = "Result", _("the result")

    election = models.ForeignKey(
        Election, models.PROTECT, related_name="box_events", db_index=False, verbose_name=_("election")
    )
    height = models.PositiveIntegerField(_("height"))
    type = models.CharField(_("type"), max_length=17, choices=Type)
    parent = models.CharField(_("hash of the event before"), max_length=64, null=True, blank=True)  # noqa: DJ001 - absent, not empty
    payload = models.CharField(_("hash of the text"), max_length=64, null=True, blank=True)  # noqa: DJ001 - absent, not empty
    sha256 = models.CharField(_("hash of the event"), max_length=64)
    data = ArrayField(models.TextField(), verbose_name=_("texts"), default=list)
    # SHA-256 of the public credential: one code, one ballot.
    credential_sha256 = models.CharField(_("code used"), max_length=64, null=True, blank=True)  # noqa: DJ001 - many have none

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("event of a box")
        verbose_name_plural = _("events of boxes")
        ordering = ["election", "height"]
        triggers = [
            pgtrigger.Trigger(
                name="keep_the_chain",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[
                    ("election", "elections_election"),
                    ("previous", "elections_boxevent"),
                    ("broken", "text"),
                ],
                func=_KEEP_THE_CHAIN,
            )
        ]
        constraints = [
            models.UniqueConstraint(
                name="box_event_once_at_a_height",
                fields=["election", "height"],
                violation_error_message=_("The box has an event there already."),
            ),
            models.UniqueConstraint(
                name="box_event_once_a_text",
                fields=["election", "payload"],
                violation_error_message=_("This text is in the box already."),
            ),
            models.UniqueConstraint(
                name="box_takes_one_ballot_of_a_code",
                fields=["election", "credential_sha256"],
                violation_error_message=_("This code was used already."),
            ),
            models.CheckConstraint(
                name="box_ballot_names_its_code",
                condition=Q(type="Ballot", credential_sha256__isnull=False)
                | (~Q(type="Ballot") & Q(credential_sha256__isnull=True)),
                violation_error_message=_("A ballot, and nothing else, uses up a code."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.height} {self.type}"


class BoxCheck(models.Model):
    """The last check of a box: when, what its head was, what was wrong. Written over each minute, no history."""

    election = models.OneToOneField(
        Election, models.CASCADE, primary_key=True, related_name="box_check", verbose_name=_("election")
    )
    checked_at = models.DateTimeField(_("checked at"))
    head = models.CharField(_("head of the box"), max_length=64, blank=True)
    problem = models.TextField(_("what is wrong"), blank=True)
    told_head = models.CharField(_("head that the trustees were last told"), max_length=64, blank=True)

    objects: Any = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("check of a box")
        verbose_name_plural = _("checks of boxes")

    def __str__(self) -> str:
        return str(self.election)


class BoxVerdict(models.Model):
    """What the two verifiers say of the box up to its event ``head``; written over when the box has grown.

    A job verifies: until it is done, the verdicts are awaited (``done_at`` is empty).
    """

    class Tool(models.TextChoices):
        """What came of running the independent verifier."""

        ACCEPTS = "accepts", _("accepts the archive")
        REFUSES = "refuses", _("REFUSES the archive")
        ABSENT = "absent", _("not installed on the site: anybody can run it on the public archive")
        LATE = "late", _("gave no answer in time: run it on the public archive")

    election = models.OneToOneField(
        Election, models.CASCADE, primary_key=True, related_name="box_verdict", verbose_name=_("election")
    )
    head = models.CharField(_("head of the box"), max_length=64)
    asked_at = models.DateTimeField(_("asked at"))
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    archive_sha256 = models.CharField(_("SHA-256 of the archive"), max_length=64, blank=True)
    failed_check = models.CharField(
        _("check that fails"), max_length=4, blank=True, help_text=_("Empty: our verifier accepts the archive.")
    )
    tool = models.CharField(_("belenios-tool"), max_length=7, choices=Tool, blank=True)

    objects: Any = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("verdict on a box")
        verbose_name_plural = _("verdicts on boxes")
        constraints = [
            models.CheckConstraint(
                name="box_verdict_is_whole",
                condition=Q(done_at__isnull=True, archive_sha256="", failed_check="", tool="")
                | (Q(done_at__isnull=False) & ~Q(archive_sha256="") & ~Q(tool="")),
                violation_error_message=_("A verdict is that of both verifiers, on one archive."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.election)


class Presence(models.Model):
    """A company is in the room: it counts for the quorum, and for a majority of who is there; no history."""

    roll_entry = models.OneToOneField(
        RollEntry, models.PROTECT, primary_key=True, related_name="presence", verbose_name=_("line of the roll")
    )

    objects: Any = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        triggers = [only_while("roll_entry", "sealed", "open", name="presence_until_the_vote_is_closed")]

    def __str__(self) -> str:
        return str(self.roll_entry)
