"""What the rest of an election asks of its key: is it made and tried, and what is published of it."""

from django.utils.translation import gettext as _

from elections.crypto.canonical import parse
from elections.crypto.ceremony import write_trustees
from elections.holding import RefusedActError
from elections.models import CeremonyMessage, Election, KeyCeremony, Trustee

Step = CeremonyMessage.Step


def ceremony_of(election: Election) -> KeyCeremony | None:
    """Return the ceremony that counts; one that was given up does not."""
    found: KeyCeremony | None = KeyCeremony.objects.filter(election=election, given_up_at__isnull=True).first()
    return found


def trustees_text(election: Election) -> str:
    """Return the text of the trustees as the Setup publishes it; raise RefusedActError before the key is made."""
    ceremony = ceremony_of(election)
    if ceremony is None or not ceremony.trustee_group:
        raise RefusedActError(_("The key of the election is not made yet."))
    return write_trustees(parse(ceremony.server_key), parse(ceremony.trustee_group))


def are_ready(election: Election) -> bool:
    """Tell whether the key is made and every trustee has decrypted the rehearsal."""
    return not missing_before_opening(election)


def missing_before_opening(election: Election) -> list[str]:
    """Return what must be done with the key before ``election`` opens."""
    ceremony = ceremony_of(election)
    if ceremony is None:
        return [_("Name the trustees, who will hold the key of the election.")]
    if Trustee.objects.filter(ceremony=ceremony, account__is_superuser=True).exists():
        return [_("A trustee may run the server by now: give this ceremony up and begin another one.")]
    if Trustee.objects.filter(ceremony=ceremony, lost_at__isnull=False).exists():
        return [_("A seed is lost: give this ceremony up and begin another one.")]
    if ceremony.rehearsed_at:
        return []
    waited = ", ".join(map(str, waited_for(ceremony)))
    if not ceremony.trustee_group:
        return [_("The key is not made yet. We wait for: %(names)s.") % {"names": waited}]
    return [_("The rehearsal is not done. We wait for: %(names)s.") % {"names": waited}]


def waited_for(ceremony: KeyCeremony) -> list[Trustee]:
    """Return who has not done yet what everybody must do next before the vote."""
    trustees = list(ceremony.trustees.select_related("account__person"))
    for step in [Step.CERTIFY, Step.DEAL, Step.ACCEPT, Step.REHEARSE]:
        said = set(
            CeremonyMessage.objects.filter(trustee__ceremony=ceremony, step=step).values_list("trustee", flat=True)
        )
        if left := [trustee for trustee in trustees if trustee.pk not in said]:
            return left
    return []
