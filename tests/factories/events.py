"""Events, their programme, guests and announcements, for tests."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import factory
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from events.models import (
    Admission,
    Announcement,
    Attendee,
    CheckIn,
    DoorKeeper,
    Event,
    EventInvitation,
    FollowUp,
    FollowUpLetter,
    GuestOfHonour,
    HostCall,
    HostCandidacy,
    HostCriterion,
    HostDocument,
    HostMark,
    Partner,
    Photo,
    PhotoRemoval,
    ProgrammeItem,
    Registration,
    Seat,
    SeatWish,
    SurveyAnswer,
    Table,
)
from leader.shared.pictures import as_webp
from members.models import User

from .members import CompanyFactory, PersonFactory
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


class PartnerFactory(factory.django.DjangoModelFactory):
    """A gold partner."""

    class Meta:
        model = Partner

    event = factory.SubFactory(EventFactory)
    name = factory.Sequence(lambda n: f"Partenaire {n}")
    level = "gold"


class AnnouncementFactory(factory.django.DjangoModelFactory):
    """The opening of a territory, announced at an event."""

    class Meta:
        model = Announcement

    event = factory.SubFactory(EventFactory)
    territory = factory.SubFactory(TerritoryFactory)


class AdmissionFactory(factory.django.DjangoModelFactory):
    """Registration to an event of June 2099, open from 2020 until that month, for a hundred places.

    ``capacity`` and the rest are as given; ``gala=True`` makes its event a gala with a host.
    """

    class Meta:
        model = Admission

    class Params:
        gala = factory.Trait(event=factory.SubFactory(EventFactory, gala=True))

    event = factory.SubFactory(EventFactory)
    capacity = 100
    opens_at = datetime(2020, 1, 1, tzinfo=UTC)
    closes_at = datetime(2099, 6, 1, tzinfo=UTC)


class EventInvitationFactory(factory.django.DjangoModelFactory):
    """A town hall, invited with two places."""

    class Meta:
        model = EventInvitation

    admission = factory.SubFactory(AdmissionFactory)
    category = "institution"
    organisation = factory.Sequence(lambda n: f"Mairie {n}")
    email = factory.Sequence(lambda n: f"mairie-{n}@example.org")
    invited_by = factory.LazyFunction(lambda: User.objects.create_user(f"hote-{uuid4().hex}@leader.example"))
    sent_at = datetime(2026, 1, 1, tzinfo=UTC)


class RegistrationFactory(factory.django.DjangoModelFactory):
    """Two confirmed places of a member company; ``waiting=True`` waits for them."""

    class Meta:
        model = Registration

    class Params:
        waiting = factory.Trait(state="waiting")

    admission = factory.SubFactory(AdmissionFactory)
    company = factory.SubFactory(CompanyFactory)
    category = "member"
    contact_email = factory.Sequence(lambda n: f"inscrit-{n}@example.org")
    places = 2
    state = "confirmed"
    priority = 20
    asked_at = factory.Sequence(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n))


class AttendeeFactory(factory.django.DjangoModelFactory):
    """Somebody who comes, and eats no meat."""

    class Meta:
        model = Attendee

    registration = factory.SubFactory(RegistrationFactory)
    number = 1
    given_name = "Camille"
    family_name = factory.Sequence(lambda n: f"Convive{n}")
    email = factory.Sequence(lambda n: f"convive-{n}@example.org")
    diets = factory.LazyFunction(lambda: ["vegetarian"])


class CheckInFactory(factory.django.DjangoModelFactory):
    """Somebody on the list who came through the door Nord."""

    class Meta:
        model = CheckIn

    attendee = factory.SubFactory(AttendeeFactory)
    admission = factory.LazyAttribute(lambda made: made.attendee.registration.admission)
    scan = factory.LazyFunction(uuid4)
    way = "scanned"
    door = "Nord"
    at = received_at = datetime(2026, 1, 1, tzinfo=UTC)
    by = factory.LazyFunction(lambda: User.objects.create_user(f"porte-{uuid4().hex}@leader.example"))


class DoorKeeperFactory(factory.django.DjangoModelFactory):
    """Somebody named for the doors of an event."""

    class Meta:
        model = DoorKeeper

    event = factory.SubFactory(EventFactory)
    email = factory.Sequence(lambda n: f"porte-{n}@example.org")
    named_by = factory.LazyFunction(lambda: User.objects.create_user(f"hote-{uuid4().hex}@leader.example"))
    named_at = datetime(2026, 1, 1, tzinfo=UTC)


class TableFactory(factory.django.DjangoModelFactory):
    """A table with eight seats."""

    class Meta:
        model = Table

    admission = factory.SubFactory(AdmissionFactory)
    name = factory.Sequence(lambda n: f"Table {n}")
    seats = 8


class SeatFactory(factory.django.DjangoModelFactory):
    """Somebody at a table of the event."""

    class Meta:
        model = Seat

    attendee = factory.SubFactory(AttendeeFactory)
    table = factory.SubFactory(TableFactory, admission=factory.SelfAttribute("..attendee.registration.admission"))


class SeatWishFactory(factory.django.DjangoModelFactory):
    """Two people of one event who are to sit together."""

    class Meta:
        model = SeatWish

    one = factory.SubFactory(AttendeeFactory)
    other = factory.SubFactory(
        AttendeeFactory, registration__admission=factory.SelfAttribute("...one.registration.admission")
    )
    admission = factory.LazyAttribute(lambda made: made.one.registration.admission)
    kind = "with"


class HostCallFactory(factory.django.DjangoModelFactory):
    """A call of a year to come, open since 2020 until 2098; ``over=True`` ended in 2020."""

    class Meta:
        model = HostCall

    class Params:
        over = factory.Trait(closes_on=date(2020, 12, 31))

    year = factory.Sequence(lambda n: 2100 + n % 99)
    opens_on = date(2020, 1, 1)
    closes_on = date(2098, 12, 31)
    criteria = "Une salle, un budget, une équipe."


class HostCandidacyFactory(factory.django.DjangoModelFactory):
    """A candidacy that is submitted."""

    class Meta:
        model = HostCandidacy

    call = factory.SubFactory(HostCallFactory)
    territory = factory.SubFactory(TerritoryFactory)
    author = factory.LazyFunction(lambda: User.objects.create_user(f"auteur-{uuid4().hex}@leader.example"))
    venue = "Palais des congrès"
    city = "Béziers"
    capacity = 200
    proposed_on = factory.LazyAttribute(lambda made: date(made.call.year, 6, 15))
    pitch = "Une ville au milieu de tous."
    state = "submitted"
    submitted_at = datetime(2026, 1, 1, tzinfo=UTC)


class HostCriterionFactory(factory.django.DjangoModelFactory):
    """A criterion of a call, with the weight of one."""

    class Meta:
        model = HostCriterion

    call = factory.SubFactory(HostCallFactory, over=True)
    name = factory.Sequence(lambda n: f"Critère {n}")


class HostMarkFactory(factory.django.DjangoModelFactory):
    """Four of five from somebody."""

    class Meta:
        model = HostMark

    criterion = factory.SubFactory(HostCriterionFactory)
    candidacy = factory.LazyAttribute(lambda made: HostCandidacyFactory(call=made.criterion.call))
    marker = factory.LazyFunction(lambda: User.objects.create_user(f"bureau-{uuid4().hex}@leader.example"))
    mark = 4
    marked_at = datetime(2026, 1, 1, tzinfo=UTC)


_PICTURE = as_webp(Image.new("RGB", (480, 320), (67, 48, 122)))


def _kept(folder, ending, content):
    return default_storage.save(f"{folder}/{uuid4().hex}.{ending}", ContentFile(content))


class HostDocumentFactory(factory.django.DjangoModelFactory):
    """A PDF sent with a candidacy; its file is there."""

    class Meta:
        model = HostDocument

    candidacy = factory.SubFactory(HostCandidacyFactory)
    name = "plan.pdf"
    kind = "application/pdf"
    file = factory.LazyFunction(lambda: _kept("host-documents", "pdf", b"%PDF-1.7\n%%EOF"))
    size = 14
    sent_by = factory.LazyAttribute(lambda made: made.candidacy.author)
    sent_at = datetime(2026, 1, 1, tzinfo=UTC)


class PhotoFactory(factory.django.DjangoModelFactory):
    """A photo for members; its two files are there. ``hidden=True``: somebody asked that it be taken off."""

    class Meta:
        model = Photo

    class Params:
        hidden = factory.Trait(hidden_at=datetime(2026, 1, 2, tzinfo=UTC))

    event = factory.SubFactory(EventFactory)
    large = factory.LazyFunction(lambda: _kept("photos", "webp", _PICTURE))
    small = factory.LazyFunction(lambda: _kept("photos", "webp", _PICTURE))
    digest = factory.LazyFunction(lambda: uuid4().hex)
    width = 480
    height = 320
    added_by = factory.LazyFunction(lambda: User.objects.create_user(f"photo-{uuid4().hex}@leader.example"))
    added_at = datetime(2026, 1, 1, tzinfo=UTC)


class PhotoRemovalFactory(factory.django.DjangoModelFactory):
    """Somebody asks that a photo be taken off."""

    class Meta:
        model = PhotoRemoval

    photo = factory.SubFactory(PhotoFactory, hidden=True)
    email = factory.Sequence(lambda n: f"retrait-{n}@example.org")
    reason = "J’y figure."
    asked_at = datetime(2026, 1, 2, tzinfo=UTC)


class FollowUpFactory(factory.django.DjangoModelFactory):
    """Thanks of an event of June 2099 that leave three days after it, with a survey of a month."""

    class Meta:
        model = FollowUp

    event = factory.SubFactory(EventFactory)
    thanks = "Merci d’être venus si nombreux."
    sends_on = factory.LazyAttribute(lambda made: made.event.held_on + timedelta(days=3))
    closes_on = factory.LazyAttribute(lambda made: made.event.held_on + timedelta(days=33))


class FollowUpLetterFactory(factory.django.DjangoModelFactory):
    """A letter of thanks that was sent."""

    class Meta:
        model = FollowUpLetter

    follow_up = factory.SubFactory(FollowUpFactory)
    email = factory.Sequence(lambda n: f"merci-{n}@example.org")
    sent_at = datetime(2026, 1, 1, tzinfo=UTC)


class SurveyAnswerFactory(factory.django.DjangoModelFactory):
    """Four of five everywhere."""

    class Meta:
        model = SurveyAnswer

    follow_up = factory.SubFactory(FollowUpFactory)
    evening = programme = welcome = encounters = 4
    comes_again = True
