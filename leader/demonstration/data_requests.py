"""Invented requests about personal data: one that waits, one that is late, and a choice of letters."""

from datetime import timedelta

from django.utils import timezone

from members.models import ContactPreference, DataRequest, Person

Kind = DataRequest.Kind


def load_data_requests(person: Person) -> None:
    """Record the requests of ``person`` and of somebody without an account."""
    now = timezone.now()
    words = "Demande inventée pour la démonstration."
    DataRequest.receive(email=person.email, kind=Kind.ACCESS, words=words, at=now, person=person)
    late = DataRequest.receive(
        email="contact1@example.org", kind=Kind.ERASURE, words=words, at=now - timedelta(days=40)
    )
    late.confirm(at=late.received_at)
    ContactPreference.choose(
        "contact1@example.org", ContactPreference.Purpose.PROSPECTING, is_wanted=False,
        source=ContactPreference.Source.UNSUBSCRIBED, at=now,
    )  # fmt: skip
