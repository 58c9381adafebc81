"""Writing down what the minutes of an election must tell."""

from elections.models import Election, Incident


def record(election: Election, text: str) -> None:
    """Write down what happened, now."""
    Incident.objects.create(election=election, text=text[:300])
