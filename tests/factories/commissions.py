"""Commissions and who sits in them, for tests."""

from datetime import date, datetime, timedelta

import factory
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from commissions.models import (
    ActionItem,
    AgendaItem,
    Announcement,
    AnnouncementChoice,
    AnnouncementDelivery,
    Attendance,
    CalendarFeed,
    Commission,
    CommissionMembership,
    CommissionMilestone,
    Document,
    DocumentFolder,
    DocumentVersion,
    Meeting,
    MeetingMinutes,
    MinutesItem,
    SeatProposal,
)

from .members import LONG_AGO, PersonFactory, UserFactory


class CommissionFactory(factory.django.DjangoModelFactory):
    """A commission that exists since nobody knows when."""

    class Meta:
        model = Commission

    slug = factory.Sequence(lambda n: f"commission-{n}")
    name = factory.Sequence(lambda n: f"Commission {n}")
    theme = "Innovation"


class CommissionMembershipFactory(factory.django.DjangoModelFactory):
    """A person who sits in a commission, without an end; ``chair=True`` chairs it."""

    class Meta:
        model = CommissionMembership

    class Params:
        chair = factory.Trait(role=CommissionMembership.Role.CHAIR)

    commission = factory.SubFactory(CommissionFactory)
    person = factory.SubFactory(PersonFactory)
    starts_on = LONG_AGO


class CommissionMilestoneFactory(factory.django.DjangoModelFactory):
    """A commission that was kept when they were recast; ``renamed=True`` had another name."""

    class Meta:
        model = CommissionMilestone

    class Params:
        renamed = factory.Trait(
            kind=CommissionMilestone.Kind.RENAMED,
            former_name=factory.Sequence(lambda n: f"Ancien nom {n}"),
            former_slug=factory.Sequence(lambda n: f"ancien-nom-{n}"),
        )

    commission = factory.SubFactory(CommissionFactory)
    kind = CommissionMilestone.Kind.KEPT
    happened_on = LONG_AGO


class SeatProposalFactory(factory.django.DjangoModelFactory):
    """A person who asks for a seat and waits; ``invited=True`` was invited by the commission."""

    class Meta:
        model = SeatProposal

    class Params:
        invited = factory.Trait(origin=SeatProposal.Origin.COMMISSION)

    commission = factory.SubFactory(CommissionFactory)
    person = factory.SubFactory(PersonFactory)
    origin = SeatProposal.Origin.PERSON
    proposed_at = factory.LazyFunction(timezone.now)
    proposed_by = factory.SubFactory(UserFactory)


def in_ten_days() -> datetime:
    """Return half past six in the evening, ten days from now: an hour that exists whenever the clock changes."""
    return (timezone.localtime() + timedelta(days=10)).replace(hour=18, minute=30, second=0, microsecond=0)


class MeetingFactory(factory.django.DjangoModelFactory):
    """A meeting in ten days, not convened; ``convened=True`` was, ``past=True`` was held ten days ago."""

    class Meta:
        model = Meeting

    class Params:
        convened = factory.Trait(convened_at=factory.LazyFunction(timezone.now))
        past = factory.Trait(starts_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=10)))

    commission = factory.SubFactory(CommissionFactory)
    title = factory.Sequence(lambda n: f"Réunion {n}")
    starts_at = factory.LazyFunction(in_ten_days)
    place = "Maison des entreprises, Alès"


class AgendaItemFactory(factory.django.DjangoModelFactory):
    """An item of ten minutes."""

    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    rank = factory.Sequence(lambda n: n % 100 + 1)
    title = "Budget"
    minutes = 10


class AttendanceFactory(factory.django.DjangoModelFactory):
    """Somebody invited to a meeting, without an answer."""

    class Meta:
        model = Attendance

    meeting = factory.SubFactory(MeetingFactory, convened=True)
    person = factory.SubFactory(PersonFactory)
    sent_sequence = 0


class MeetingMinutesFactory(factory.django.DjangoModelFactory):
    """Minutes that are being written, of a meeting that was held."""

    class Meta:
        model = MeetingMinutes

    meeting = factory.SubFactory(MeetingFactory, past=True)


class MinutesItemFactory(factory.django.DjangoModelFactory):
    """An item of minutes with its text."""

    class Meta:
        model = MinutesItem

    minutes = factory.SubFactory(MeetingMinutesFactory)
    rank = 1
    title = "Budget"
    text = "Le budget est présenté."
    decided = "Le budget est adopté."


class ActionItemFactory(factory.django.DjangoModelFactory):
    """Something that somebody has to do by a day of the year 2027."""

    class Meta:
        model = ActionItem

    meeting = factory.SubFactory(MeetingFactory, past=True)
    what = "Réserver la salle"
    owner = factory.SubFactory(PersonFactory)
    due_on = date(2027, 3, 1)


class CalendarFeedFactory(factory.django.DjangoModelFactory):
    """The private calendar of the federation that somebody reads."""

    class Meta:
        model = CalendarFeed

    user = factory.SubFactory(UserFactory)
    about = CalendarFeed.About.FEDERATION
    created_at = factory.LazyFunction(timezone.now)


class DocumentFolderFactory(factory.django.DjangoModelFactory):
    """An empty folder."""

    class Meta:
        model = DocumentFolder

    commission = factory.SubFactory(CommissionFactory)
    name = factory.Sequence(lambda n: f"Dossier {n}")


class DocumentFactory(factory.django.DjangoModelFactory):
    """A document for the members of the commission, with one version; ``public=True``, ``withdrawn=True``."""

    class Meta:
        model = Document
        skip_postgeneration_save = True

    class Params:
        public = factory.Trait(visibility=Document.Visibility.PUBLIC)
        members = factory.Trait(visibility=Document.Visibility.MEMBERS)
        withdrawn = factory.Trait(withdrawn_at=factory.LazyFunction(timezone.now))

    commission = factory.SubFactory(CommissionFactory)
    title = factory.Sequence(lambda n: f"Document {n}")
    brought_by = factory.SubFactory(UserFactory)
    brought_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def versions(self, create, extracted, **kwargs):
        """Give it its first version."""
        if create and extracted != 0:
            DocumentVersionFactory(document=self, uploaded_by=self.brought_by)


class DocumentVersionFactory(factory.django.DjangoModelFactory):
    """A PDF of a few bytes, without a preview; ``drawn=True`` has a picture of one."""

    class Meta:
        model = DocumentVersion

    class Params:
        drawn = factory.Trait(
            preview=factory.LazyFunction(lambda: default_storage.save("documents/p.webp", ContentFile(b"RIFF"))),
            preview_state=DocumentVersion.Preview.DRAWN,
        )

    document = factory.SubFactory(DocumentFactory, versions=0)
    kind = DocumentVersion.Kind.PDF
    file_name = "note.pdf"
    file = factory.LazyFunction(lambda: default_storage.save("documents/f", ContentFile(b"%PDF-1.7\n%%EOF\n")))
    size = 15
    digest = "0" * 64
    uploaded_by = factory.SubFactory(UserFactory)
    uploaded_at = factory.LazyFunction(timezone.now)


class AnnouncementFactory(factory.django.DjangoModelFactory):
    """What was announced a moment ago, sent to nobody."""

    class Meta:
        model = Announcement

    commission = factory.SubFactory(CommissionFactory)
    author = factory.SubFactory(UserFactory)
    subject = "Salon de Nîmes"
    text = "Le salon a lieu en mars."
    sent_at = factory.LazyFunction(timezone.now)


class AnnouncementChoiceFactory(factory.django.DjangoModelFactory):
    """Somebody who wants no announcement by mail."""

    class Meta:
        model = AnnouncementChoice

    person = factory.SubFactory(PersonFactory)
    commission = factory.SubFactory(CommissionFactory)
    how = "none"
    chosen_at = factory.LazyFunction(timezone.now)


class AnnouncementDeliveryFactory(factory.django.DjangoModelFactory):
    """An announcement that waits for the letter of the week of somebody."""

    class Meta:
        model = AnnouncementDelivery

    announcement = factory.SubFactory(AnnouncementFactory)
    person = factory.SubFactory(PersonFactory)
    how = "weekly"
