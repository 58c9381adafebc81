"""The key ceremony on the server: it names trustees, passes their letters on, checks all, and can open none."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from elections import box, decrypting, incidents, letters, rehearsal, shares
from elections.crypto import ceremony as engine
from elections.crypto.canonical import compact, fields, parse, string
from elections.crypto.channel import read_letter
from elections.crypto.group import random_scalar
from elections.crypto.trustees import (
    check_verification_key,
    read_certificate,
    read_certificates,
    read_coefexps,
    verification_key,
    write_key,
)
from elections.ended import VOID, in_vain
from elections.forms.trustees import officers_of
from elections.holding import RefusedActError, hold
from elections.keys import ceremony_of, trustees_text
from elections.models import Box, CeremonyMessage, Election, KeyCeremony, Trustee
from members.models import User

State, Step = Election.State, CeremonyMessage.Step
MAKING = [Step.CERTIFY, Step.DEAL, Step.ACCEPT, Step.REHEARSE]
WAIT, VOTE, DONE = "wait", "vote", "done"


class Standing:
    """A ceremony as far as it has come: who said what."""

    def __init__(self, ceremony: KeyCeremony) -> None:
        self.ceremony = ceremony
        self.trustees = list(ceremony.trustees.select_related("account__person").order_by("index"))
        messages = CeremonyMessage.objects.filter(trustee__ceremony=ceremony)
        self.said = {(message.trustee_id, message.step): message.text for message in messages}

    def of(self, trustee: Trustee, step: str) -> str | None:
        """Return what ``trustee`` said at ``step``."""
        return self.said.get((trustee.pk, step))

    def waited_for(self, step: str) -> list[Trustee]:
        """Return who has not done ``step``."""
        return [trustee for trustee in self.trustees if self.of(trustee, step) is None]

    def values(self, step: str) -> list[Any]:
        """Return what all said at ``step``, in the order of the trustees; empty until all have."""
        if self.waited_for(step):
            return []
        return [parse(self.said[trustee.pk, step]) for trustee in self.trustees]

    def sealed(self, trustee: Trustee) -> str:
        """Return the part of the key of ``trustee`` as its browser sealed it: its seed alone opens it."""
        return string(parse(self.said[trustee.pk, Step.ACCEPT])["private_key"])

    @property
    def handed(self) -> list[dict[str, Any]]:
        """Return what each trustee is handed once all have dealt."""
        return engine.collect(self.values(Step.CERTIFY), self.ceremony.threshold, self.values(Step.DEAL))


@transaction.atomic
def name_trustees(election: Election, accounts: Sequence[User], *, threshold: int) -> KeyCeremony:
    """Name who will hold the key, and make the server's own share; raise RefusedActError."""
    locked = hold(election, State.SEALED)
    if not locked.is_online:
        raise RefusedActError(_("Only a vote online has trustees."))
    if ceremony_of(locked):
        raise RefusedActError(_("The trustees of this election are named already."))
    if len({account.pk for account in accounts}) != len(accounts):
        raise RefusedActError(_("One person holds one part of the key."))
    if officers_of(locked).filter(account__in=accounts).exists():
        raise RefusedActError(_("The code officer is no trustee: name somebody else."))
    if any(account.is_superuser for account in accounts):
        raise RefusedActError(_("Who may run the server is no trustee: it holds a part of the key already."))
    made = _name(locked, accounts, threshold)
    letters.invite(made)
    return made


def _name(election: Election, accounts: Sequence[User], threshold: int) -> KeyCeremony:
    share = random_scalar()
    made: KeyCeremony = KeyCeremony.objects.create(
        election=election,
        threshold=threshold,
        size=len(accounts),
        server_share=shares.lock_away(share),
        server_key=compact(write_key(share, random_scalar())),
    )
    Trustee.objects.bulk_create(
        Trustee(ceremony=made, index=index, account=account) for index, account in enumerate(accounts, 1)
    )
    return made


def carry_over(first: Election, second: Election) -> None:
    """Let the trustees of a first round hold the key of the second, sealed, too: their seeds serve again.

    The site makes a new share, so all rehearse once more. Nothing is done where no key was made.
    """
    before = ceremony_of(first)
    if before is None or not before.trustee_group:
        return
    standing = Standing(before)
    made = _name(second, [trustee.account for trustee in standing.trustees], before.threshold)
    for old, new in zip(standing.trustees, made.trustees.order_by("index"), strict=True):
        Trustee.objects.filter(pk=new.pk).update(lost_at=old.lost_at)
        CeremonyMessage.objects.bulk_create(
            CeremonyMessage(trustee=new, step=step, text=standing.said[old.pk, step])
            for step in (Step.CERTIFY, Step.DEAL, Step.ACCEPT)
        )
    _publish(Standing(made))


@transaction.atomic
def begin_again(election: Election, *, at: datetime) -> None:
    """Give the ceremony up: a seed was lost, or a fingerprint differed. Nothing of it serves any more."""
    locked = hold(election, State.SEALED)
    ceremony = ceremony_of(locked)
    if ceremony is None:
        raise RefusedActError(_("No trustees are named yet."))
    ceremony.given_up_at = at
    ceremony.save(update_fields=["given_up_at"])
    Box.objects.filter(election=locked).update(trustees="")


def step_of(trustee: Trustee, standing: Standing, election: Election) -> str:
    """Return what ``trustee`` has to do now: a step, ``wait`` or ``done``; or why nothing is asked any more."""
    if why := in_vain(election):
        return why
    for step in MAKING:
        if standing.of(trustee, step) is None:
            return step if election.state == State.SEALED else WAIT
        if standing.waited_for(step):
            return WAIT
    if standing.of(trustee, Step.DECRYPT) or election.state in {State.COUNTED, State.PROCLAIMED}:
        return DONE
    return Step.DECRYPT if election.state == State.CLOSED else WAIT


def stage_of(standing: Standing, election: Election) -> str:
    """Return how far all are together: a step of the making, ``vote``, ``decrypt``, ``done`` or ``void``."""
    if in_vain(election):
        return VOID
    for step in MAKING:
        if standing.waited_for(step):
            return step
    if election.state in {State.COUNTED, State.PROCLAIMED}:
        return DONE
    return Step.DECRYPT if election.state == State.CLOSED else VOTE


def receive(trustee: Trustee, step: str, text: str, *, at: datetime) -> None:
    """Take what the browser of ``trustee`` sent for ``step``.

    Raise RefusedError when a proof or a text is wrong, RefusedActError when it is not the time for it: a
    decryption that comes before its time is an incident, which is kept; one that comes when enough have decrypted
    is none.
    """
    try:
        with transaction.atomic():
            _receive(trustee, step, text, at)
    except UntimelyError as error:
        if step == Step.DECRYPT and not error.is_late:
            said = _("Trustee %(number)s sent a decryption before its time: refused.")
            incidents.record_once(trustee.ceremony.election, said % {"number": trustee.index})
        raise RefusedActError(str(error)) from error


class UntimelyError(Exception):
    """A step is not the one to be done now; ``is_late``: it was, and others have done it meanwhile."""

    def __init__(self, message: str, *, is_late: bool = False) -> None:
        super().__init__(message)
        self.is_late = is_late


def _receive(trustee: Trustee, step: str, text: str, at: datetime) -> None:
    election = hold(trustee.ceremony.election)
    standing = Standing(trustee.ceremony)
    value = parse(text)
    kept = compact(value)
    already = standing.of(trustee, step)
    if already == kept:
        return
    if already is not None:
        raise RefusedActError(_("This step is done already, with another message."))
    if step == Step.DECRYPT and election.counted_at:
        said = _("Enough trustees have decrypted: the result is known, and your part is not needed.")
        raise UntimelyError(said, is_late=True)
    if step_of(trustee, standing, election) != step:
        raise UntimelyError(_("It is not the time for this step. Look at the page again."))
    if step in _CHECKS:
        _CHECKS[step](standing, trustee, value)
    CeremonyMessage.objects.create(trustee=trustee, step=step, text=kept)
    standing.said[trustee.pk, step] = kept
    if step == Step.DECRYPT:
        decrypting.take(election, standing.ceremony, trustee, value, at=at)
    elif not standing.waited_for(step):
        _conclude(standing, step, at)


def _check_certificate(standing: Standing, trustee: Trustee, value: Any) -> None:
    ceremony = standing.ceremony
    read_certificate(value, (ceremony.threshold, ceremony.size, trustee.index))


def _check_dealt(standing: Standing, trustee: Trustee, value: Any) -> None:
    certificates = standing.values(Step.CERTIFY)
    engine.check_dealt(value, certificates, standing.ceremony.threshold, trustee.index)


def _check_accepted(standing: Standing, trustee: Trustee, value: Any) -> None:
    sealed, public_key = fields(value, "private_key", "public_key")
    read_letter(sealed)
    threshold = standing.ceremony.threshold
    read = read_certificates(standing.values(Step.CERTIFY), threshold)
    dealt = [
        read_coefexps(said["coefexps"], one, threshold)
        for said, one in zip(standing.values(Step.DEAL), read, strict=True)
    ]
    check_verification_key(public_key, verification_key(trustee.index, dealt), read[trustee.index - 1])


def _check_rehearsed(standing: Standing, trustee: Trustee, value: Any) -> None:
    rehearsal.check(bytes(standing.ceremony.rehearsal or b""), trustee.owner, value)


_CHECKS: dict[str, Callable[[Standing, Trustee, Any], None]] = {
    Step.CERTIFY: _check_certificate,
    Step.DEAL: _check_dealt,
    Step.ACCEPT: _check_accepted,
    Step.REHEARSE: _check_rehearsed,
}


def _conclude(standing: Standing, step: str, at: datetime) -> None:
    """Do what follows when the last of all has done a step of the making."""
    ceremony = standing.ceremony
    if step == Step.CERTIFY:
        read_certificates(standing.values(step), ceremony.threshold)  # two who share a key are refused here
    elif step == Step.ACCEPT:
        _publish(standing)
    elif step == Step.REHEARSE:
        share = shares.take_out(ceremony.server_share)
        rehearsal.check_all(bytes(ceremony.rehearsal or b""), standing.values(step), share, ceremony.threshold)
        ceremony.rehearsed_at = at
        ceremony.save(update_fields=["rehearsed_at"])
        box.take_keys(ceremony.election, trustees_text(ceremony.election))


def _publish(standing: Standing) -> None:
    """Publish the key that the trustees made, and the rehearsal that tries it."""
    ceremony = standing.ceremony
    certificates, threshold = standing.values(Step.CERTIFY), ceremony.threshold
    public_keys = [said["public_key"] for said in standing.values(Step.ACCEPT)]
    group = engine.publish(certificates, threshold, standing.handed[0], public_keys)
    ceremony.trustee_group = compact(group)
    ceremony.save(update_fields=["trustee_group"])
    ceremony.rehearsal = rehearsal.make(trustees_text(ceremony.election))
    ceremony.save(update_fields=["rehearsal"])
    letters.call_to_rehearse(ceremony)
