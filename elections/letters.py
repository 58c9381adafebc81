"""What trustees and the code officer are told by letter: each thing once, when their turn comes."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from elections.ended import in_vain
from elections.holding import hold
from elections.keys import ceremony_of, waited_for
from elections.models import Box, CeremonyMessage, CodeOfficer, Election, KeyCeremony, Trustee
from leader.shared import mails

State = Election.State
SOON = timedelta(days=3)  # before the vote: who has not done the own part is reminded, once
_NAMED = ("account__person", "ceremony__election__territory")
LATE = timedelta(hours=20)  # after the closing: who has not decrypted is reminded, once


def invite(ceremony: KeyCeremony) -> None:
    """Tell the trustees that they are named, and where they begin."""
    said = [
        _("You are named as a trustee of this election: with the others you hold its key, and nobody counts the"
          " votes without you."),
        _("Open your page, make your seed and write it on paper. The other trustees wait for you."),
    ]  # fmt: skip
    _tell(_of(ceremony), _("You hold a part of the key"), said)


def call_to_rehearse(ceremony: KeyCeremony) -> None:
    """Tell the trustees that the key is made and that each rehearses, from the paper."""
    said = [
        _("The key of the election is made. Before the vote opens each trustee rehearses, with the seed from the"
          " paper: three invented ballots are counted as the true ones will be."),
    ]  # fmt: skip
    _tell(_of(ceremony), _("Your rehearsal is due"), said)


def tell_the_end(election: Election) -> None:
    """Tell the trustees, as the vote opens, when it ends: that is when they are needed."""
    told = {"moment": date_format(timezone.localtime(election.closes_at), "j F Y, H:i")}
    said = [
        _("The vote has opened. It ends on %(moment)s: have your paper at hand then, to decrypt the sum.") % told,
        _("If you have lost your seed, tell whoever conducts the election at once."),
    ]
    _tell(_of(ceremony_of(election)), _("The vote ends on %(moment)s") % told, said)


def tell_another_end(election: Election) -> None:
    """Tell the trustees that the end has moved: they come when the vote ends, not when they were told first."""
    told = {"moment": date_format(timezone.localtime(election.closes_at), "j F Y, H:i")}
    said = [_("The end of the vote has moved: it is now %(moment)s. Have your paper at hand then.") % told]
    _tell(_of(ceremony_of(election)), _("The vote now ends on %(moment)s") % told, said)


def tell_of_the_seed(trustee: Trustee) -> None:
    """Tell a trustee what whoever conducts recorded of the own seed: nobody else can say whether it is true."""
    if trustee.lost_at:
        subject = _("Your seed is recorded as lost")
        first = _("Whoever conducts the election recorded that you have lost your seed: you are not waited for any"
                  " more, and the register and the minutes say so.")  # fmt: skip
    else:
        subject = _("Your seed is recorded as found again")
        first = _(
            "Whoever conducts the election recorded that you have found your seed again: you are waited for."
        )
    wrong = _("If that is not true, tell whoever conducts the election and the other trustees at once: it is put"
              " right until the votes are counted.")  # fmt: skip
    _tell([trustee], subject, [first, wrong])


def call_to_decrypt(election: Election) -> None:
    """Tell the trustees, as the vote closes, that the sum is to be decrypted."""
    said = [
        _(
            "The vote is closed. Open your page with your paper: your browser verifies the box and decrypts its"
            " sum."
        ),
        _("The polling station tells you the number of ballots; your page asks for it."),
    ]
    _tell(_of(ceremony_of(election)), _("Your decryption is due"), said)


def invite_officer(officer: CodeOfficer) -> None:
    """Tell the code officer what to do, and where."""
    said = [
        _("You are named as the code officer of this election: your browser makes the voting codes, and you send"
          " them. The site never sees one."),
        _("Open your page on a computer, keep the file that it gives you to yourself, and send each company its"
          " own code before the vote opens."),
    ]  # fmt: skip
    _tell([officer], _("You make the voting codes"), said)


def remind(*, at: datetime) -> None:
    """Remind, once each, whose part is missing shortly before the vote, or the day after its end."""
    online = Election.objects.filter(way=Election.Way.ONLINE)
    near = Q(state=State.SEALED, held_on__lte=timezone.localdate(at) + SOON)
    for election in online.filter(near | Q(state=State.CLOSED, closed_at__lte=at - LATE)):
        _remind(election, at)


@transaction.atomic
def _remind(election: Election, at: datetime) -> None:
    locked = hold(election)
    if locked.state == State.SEALED:
        _tell(_marked(_late_before_the_vote(locked), at), _("Reminder: your part of the key is missing"), [
            _("The vote comes near, and the key is not ready: we wait for you."),
        ])  # fmt: skip
        _tell(_marked(_late_officer(locked), at), _("Reminder: the voting codes are missing"), [
            _("The vote comes near, and the voting codes are not made: we wait for you."),
        ])  # fmt: skip
    elif locked.state == State.CLOSED and not in_vain(locked):  # without a quorum nobody decrypts
        _tell(_marked(_late_after_the_vote(locked), at), _("Reminder: your decryption is due"), [
            _("The vote is closed and not counted yet: we wait for trustees who decrypt its sum."),
        ])  # fmt: skip


def _late_before_the_vote(election: Election) -> Any:
    ceremony = ceremony_of(election)
    late = [trustee.pk for trustee in waited_for(ceremony)] if ceremony else []
    return Trustee.objects.filter(pk__in=late, lost_at=None, reminded_at=None).select_related(*_NAMED)


def _late_after_the_vote(election: Election) -> Any:
    unasked = Q(reminded_at=None) | Q(reminded_at__lt=F("ceremony__election__closed_at"))
    done = CeremonyMessage.objects.filter(step=CeremonyMessage.Step.DECRYPT).values("trustee")
    return _of(ceremony_of(election)).filter(unasked).exclude(pk__in=done)


def _late_officer(election: Election) -> Any:
    are_made = (
        not election.has_code_officer or Box.objects.filter(election=election).exclude(credentials="").exists()
    )
    waiting = CodeOfficer.objects.filter(election=election, reminded_at=None).select_related(
        "account__person", "election__territory"
    )
    return waiting.none() if are_made else waiting


def _marked(rows: Any, at: datetime) -> list[Any]:
    """Return ``rows``, marked as reminded in the transaction that writes to them."""
    found = list(rows)
    rows.model.objects.filter(pk__in=[row.pk for row in found]).update(reminded_at=at)
    return found


def _of(ceremony: KeyCeremony | None) -> Any:
    """Return the trustees who have their seed; nobody where no key was made."""
    return Trustee.objects.filter(ceremony=ceremony, lost_at=None).select_related(*_NAMED)


def _tell(people: Iterable[Any], subject: str, said: list[str]) -> None:
    """Write to each of ``people``, trustees or code officers, with the address of the own page."""
    for one in people:
        is_officer = isinstance(one, CodeOfficer)
        election = one.election if is_officer else one.ceremony.election
        path = reverse("elections:own-codes" if is_officer else "elections:own-key", args=[election.pk])
        context = {"name": one, "subject": subject, "said": said, "election": election}
        mails.send("election_duty", one.account.email, {**context, "url": f"{settings.SITE_URL}{path}"})
