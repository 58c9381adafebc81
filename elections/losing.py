"""Seeds that are lost: as long as enough are left nothing else changes; with one too many nobody can count."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from elections import conduct, incidents, letters
from elections.holding import RefusedActError, hold
from elections.keys import are_ready, ceremony_of, trustees_text
from elections.models import Box, Election, Trustee

State = Election.State


@transaction.atomic
def mark(trustee: Trustee, *, at: datetime | None) -> None:
    """Record that a trustee has lost the seed, or found it again (``at`` is None), as who conducts says."""
    election = hold(trustee.ceremony.election, State.SEALED, State.OPEN, State.CLOSED)
    trustee.lost_at = at
    trustee.save(update_fields=["lost_at"])
    if election.state == State.SEALED:
        Box.objects.filter(election=election).update(
            trustees=trustees_text(election) if are_ready(election) else ""
        )
    said = (
        _("Whoever conducts the election says that trustee %(number)s has lost the seed.")
        if at
        else _("Whoever conducts the election says that trustee %(number)s has found the seed again.")
    )
    incidents.record(election, said % {"number": trustee.index})
    letters.tell_of_the_seed(trustee)


@transaction.atomic
def give_up(election: Election, *, at: datetime, by: str = "") -> None:
    """Make the election void because too many seeds are lost, with minutes that say so."""
    locked = hold(election, State.CLOSED)
    ceremony = ceremony_of(locked)
    lost = ceremony.trustees.filter(lost_at__isnull=False).count() if ceremony else 0
    if ceremony is None or lost <= ceremony.may_be_lost:
        raise RefusedActError(_("Enough parts of the key are left: the votes can be counted."))
    told = {"lost": lost, "size": ceremony.size, "needed": ceremony.threshold}
    reason = _(
        "The votes cannot be counted: %(lost)s seeds of %(size)s are recorded as lost, and %(needed)s are needed."
    )
    conduct.give_up(locked, reason=reason % told, by=by, at=at)
