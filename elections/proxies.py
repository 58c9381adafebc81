"""Proxies: a company lets another one vote for it. The database keeps the rules; here they are said in words."""

from datetime import datetime

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from elections import box
from elections.holding import RefusedActError, hold
from elections.models import Election, Proxy, RollEntry


@transaction.atomic
def give(giver: RollEntry, holder: RollEntry, *, at: datetime) -> Proxy:
    """Let ``holder`` vote for ``giver``; raise RefusedActError with the rule that forbids it."""
    election = _hold(giver.election)
    if election.proxies_until and at > election.proxies_until:
        raise RefusedActError(_("The time for giving proxies is over."))
    if refusal := _refusal(election, giver, holder):
        raise RefusedActError(refusal)
    proxy: Proxy = Proxy.objects.create(giver=giver, holder=holder, given_at=at)
    return proxy


def _refusal(election: Election, giver: RollEntry, holder: RollEntry) -> str:
    if election.proxies_per_holder == 0:
        return _("The rules of this election allow no proxies.")
    if giver.pk == holder.pk:
        return _("A company gives its proxy to another one.")
    if holder.representative_id is None:
        return _("Nobody votes for the company that would hold the proxy.")
    return _refusal_of_others(election, giver, holder)


def _refusal_of_others(election: Election, giver: RollEntry, holder: RollEntry) -> str:
    """Return which other proxy stands in the way."""
    if Proxy.objects.filter(giver=giver).exists():
        return _("This company has given a proxy already: withdraw it first.")
    if Proxy.objects.filter(holder=giver).exists():
        return _("This company holds a proxy itself: what one holds is not passed on.")
    if Proxy.objects.filter(giver=holder).exists():
        return _("That company has given its own vote to another one.")
    if Proxy.objects.filter(holder=holder).count() >= election.proxies_per_holder:
        said = ngettext(
            "A company holds %(count)s proxy at most.", "A company holds %(count)s proxies at most.",
            election.proxies_per_holder,
        )  # fmt: skip
        return said % {"count": election.proxies_per_holder}
    return ""


@transaction.atomic
def withdraw(proxy: Proxy) -> None:
    """Let a company vote for itself again, before the roll is sealed."""
    _hold(proxy.giver.election)
    proxy.delete()


def _hold(election: Election) -> Election:
    """Return ``election`` held while its proxies may change; raise RefusedActError when they may not."""
    held = hold(election, Election.State.DRAFT)
    if said := why_they_stay(held):
        raise RefusedActError(said)
    return held


def why_they_stay(election: Election) -> str:
    """Return why the proxies of a second round being prepared stay as they are; empty when they may change."""
    if box.of_codes_that_serve_again(election) is None:
        return ""
    return _(
        "The codes of the first round serve again: whoever voted for a company then has its code, so that the"
        " proxies stay as they were."
    )


def above_the_limit(election: Election) -> str:
    """Return why nothing is sealed with these proxies: the limit was lowered since; empty when none is above."""
    if why_they_stay(election):
        return ""
    limit = election.proxies_per_holder
    rows = RollEntry.objects.filter(election=election).annotate(held=Count("proxies_held")).filter(held__gt=limit)
    if not (holders := list(rows.by_name().values_list("company__name", flat=True))):
        return ""
    told = {"count": limit, "names": ", ".join(holders)}
    if limit == 0:
        said = _(
            "The rules of this election allow no proxies, and these companies hold some: %(names)s. Withdraw them."
        )
        return said % told
    return (
        ngettext(
            "The rules allow %(count)s proxy for one company, and these hold more: %(names)s. Withdraw some.",
            "The rules allow %(count)s proxies for one company, and these hold more: %(names)s. Withdraw some.",
            limit,
        )
        % told
    )
