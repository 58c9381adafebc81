"""The register of incidents: what the site, the polling station and voters write down, and what is answered."""

import re
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from elections.holding import RefusedActError, hold
from elections.keys import ceremony_of
from elections.models import Election, Incident, IncidentAnswer, RollEntry, Trustee
from elections.models.incidents import LONGEST
from elections.scope import elections_run_by
from leader.shared.scope import AnyUser

State, Kind = Election.State, Incident.Kind
# Whoever is not heard writes to the polling station: minutes of every size would not help.
REPORTS_OF_A_COMPANY = 5
NOTES = 100
RUNNING = [State.SEALED, State.OPEN, State.CLOSED, State.COUNTED]
# What would undo the secret of a vote, or its code, if it stood in minutes: a code or seed, a tracker (of 43).
_SECRET = re.compile(r"[1-9A-HJ-NP-Za-km-z]{5}(?P<dash>[-\u2010-\u2015 ]?)[1-9A-HJ-NP-Za-km-z]{6}(?P=dash)"
                     r"[1-9A-HJ-NP-Za-km-z]{5}(?P=dash)[1-9A-HJ-NP-Za-km-z]{6}"
                     r"|(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{43}(?![A-Za-z0-9+/])")  # fmt: skip
# The head of a box, which the polling station is asked to write down: 22 of its digits look like a code.
_HEAD = re.compile(r"(?<![A-Za-z0-9])[0-9A-Fa-f]{64}(?![A-Za-z0-9])")


def record(election: Election, text: str, *, kind: str = Kind.SITE) -> None:
    """Write down what happened, now."""
    Incident.objects.create(election=election, text=text[:LONGEST], kind=kind)


def record_once(election: Election, text: str) -> None:
    """Write down what happened, unless it stands there already or the minutes are made: nobody floods them."""
    known = Incident.objects.filter(election=election, text=text[:LONGEST])
    if election.state in RUNNING and not known.exists():
        record(election, text)


def holds_a_secret(text: str) -> bool:
    """Tell whether ``text`` seems to hold a voting code, a seed or a receipt."""
    return _SECRET.search(_HEAD.sub(" ", text)) is not None


@transaction.atomic
def note(election: Election, text: str) -> None:
    """Let the polling station write down what it saw; raise RefusedActError once the minutes are made."""
    held = hold(election, *RUNNING)
    if Incident.objects.filter(election=held, kind=Kind.NOTED).count() >= NOTES:
        raise RefusedActError(_("The register is full: write the rest by hand on the minutes."))
    record(held, text, kind=Kind.NOTED)


@transaction.atomic
def report(entry: RollEntry, text: str) -> None:
    """Write down what who votes for the company of ``entry`` reports; raise RefusedActError."""
    held = hold(entry.election, *RUNNING)
    if Incident.objects.filter(roll_entry=entry).count() >= REPORTS_OF_A_COMPANY:
        said = _("This company has reported %(count)s incidents: tell the polling station the rest in person.")
        raise RefusedActError(said % {"count": REPORTS_OF_A_COMPANY})
    Incident.objects.create(election=held, kind=Kind.REPORTED, roll_entry=entry, text=text)


@transaction.atomic
def answer(incident: Incident, text: str) -> None:
    """Answer an incident, once; raise RefusedActError when it has its answer, or once the minutes are made."""
    hold(incident.election, *RUNNING)
    if incident.answers.exists():
        raise RefusedActError(_("This incident has its answer already."))
    IncidentAnswer.objects.create(incident=incident, text=text)


def register_of(election: Election) -> Any:
    """Return the register of ``election`` with the answers, in the order of the hours."""
    rows = Incident.objects.filter(election=election).select_related("roll_entry__company")
    return rows.prefetch_related("answers").order_by("at", "pk")


def awaiting_answer(election: Election) -> int:
    """Return how many reports of voters have no answer yet."""
    return int(Incident.objects.filter(election=election, kind=Kind.REPORTED, answers__isnull=True).count())


def elections_watched_by(user: AnyUser) -> Any:
    """Return the elections whose register ``user`` reads and answers: who conducts, and the trustees."""
    own = Trustee.objects.visible_to(user).filter(account=user.pk, ceremony__given_up_at__isnull=True)
    watched = Q(pk__in=elections_run_by(user).values("pk")) | Q(pk__in=own.values("ceremony__election"))
    return Election.objects.filter(watched).select_related("territory")


def trustees_addresses(election: Election) -> list[str]:
    """Return where the trustees of ``election`` are written to."""
    ceremony = ceremony_of(election)
    accounts = ceremony.trustees.filter(account__is_active=True) if ceremony else Trustee.objects.none()
    return list(accounts.exclude(account__email="").order_by("index").values_list("account__email", flat=True))
