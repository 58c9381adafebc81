"""Holding an election while one acts on it, and saying no in words."""

from django.utils.translation import gettext as _

from elections.models import Election


class RefusedActError(Exception):
    """An act that cannot be done; its text says why."""


def hold_first_round(election: Election) -> Election:
    """Return ``election`` held while it is prepared; a second round keeps what the first one sealed."""
    held = hold(election, Election.State.DRAFT)
    if held.first_round_id:
        raise RefusedActError(_("A second round keeps the roll and the candidates of the first one."))
    return held


def hold(election: Election, *states: str) -> Election:
    """Return ``election`` as it is stored, its row held until the transaction ends.

    Raise RefusedActError unless it is in one of ``states`` (in any when none is named).
    """
    rows = Election.objects.select_for_update(no_key=True, of=("self",)).select_related("territory")
    held: Election = rows.get(pk=election.pk)
    if states and held.state not in states:
        said = _("This election is now: %(state)s. Look at the page again.")
        raise RefusedActError(said % {"state": held.get_state_display()})
    return held
