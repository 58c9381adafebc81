"""Events, their programme, guests and announcements, for tests."""

from datetime import date, time

import factory

from events.models import Announcement, Event, GuestOfHonour, ProgrammeItem

from .members import PersonFactory
from .territories import TerritoryFactory


class EventFactory(factory.django.DjangoModelFactory):
    """A published event of June 2099; ``gala=True`` is a gala with its host, ``secret=True`` not published.

    Galas made in one test are of different years, because a year has one only.
    """

    class Meta:
        model = Event

    class Params:
        gala = factory.Trait(
            kind=Event.Kind.GALA,
            territory=factory.SubFactory(TerritoryFactory, opened=True),
            held_on=factory.Sequence(lambda n: date(2099 + n % 800, 6, 15)),
        )
        secret = factory.Trait(is_published=False)

    kind = Event.Kind.OTHER
    slug = factory.Sequence(lambda n: f"evenement-{n}")
    name = factory.Sequence(lambda n: f"Événement {n}")
    held_on = date(2099, 6, 15)
    starts_at = time(18, 30)
    place = "Hôtel de Région"
    city = "Montpellier"
    is_published = True


class ProgrammeItemFactory(factory.django.DjangoModelFactory):
    """An item of the programme at seven in the evening."""

    class Meta:
        model = ProgrammeItem

    event = factory.SubFactory(EventFactory)
    starts_at = time(19, 0)
    title = factory.Sequence(lambda n: f"Table ronde {n}")


class GuestOfHonourFactory(factory.django.DjangoModelFactory):
    """A guest of honour."""

    class Meta:
        model = GuestOfHonour

    event = factory.SubFactory(EventFactory)
    person = factory.SubFactory(PersonFactory)
    role = "Présidente"


class AnnouncementFactory(factory.django.DjangoModelFactory):
    """The opening of a territory, announced at an event."""

    class Meta:
        model = Announcement

    event = factory.SubFactory(EventFactory)
    territory = factory.SubFactory(TerritoryFactory)
