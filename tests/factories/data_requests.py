"""Requests about personal data, and choices of letters."""

from datetime import timedelta

import factory
from django.utils import timezone

from members.models import ContactPreference, DataRequest


class DataRequestFactory(factory.django.DjangoModelFactory):
    """A request for erasure that waits for its answer."""

    class Meta:
        model = DataRequest

    email = factory.Sequence(lambda n: f"demande{n}@example.org")
    kind = DataRequest.Kind.ERASURE
    confirmed_at = factory.LazyFunction(timezone.now)
    due_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))


class ContactPreferenceFactory(factory.django.DjangoModelFactory):
    """Somebody who refuses invitations to events."""

    class Meta:
        model = ContactPreference

    email = factory.Sequence(lambda n: f"choix{n}@example.org")
    purpose = ContactPreference.Purpose.EVENTS
    is_wanted = False
    source = ContactPreference.Source.OWN_PAGE
