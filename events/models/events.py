"""The yearly gala, the openings and assemblies, with their programme and their guests of honour."""

from datetime import date, datetime, time, timedelta
from typing import Self

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leader.shared.audit import tracked
from leader.shared.names import search_field
from leader.shared.scope import ScopedQuerySet
from leader.shared.versions import Versioned
from members.models import Person
from territories.models import Opening, Territory
from territories.models.territories import LIVELY, TerritoryQuerySet

LEVEL_ORDER = ["main", "gold", "silver", "bronze", "institution", "press"]  # of partners, the most generous first


class EventQuerySet(ScopedQuerySet):
    """Questions about many events."""

    def galas(self) -> Self:
        """Keep the galas."""
        return self.filter(kind=Event.Kind.GALA)

    def before_day(self, day: date) -> Self:
        """Keep the events before ``day``, the latest first."""
        return self.filter(held_on__lt=day).order_by("-held_on", "pk")

    def of_the_day(self, day: date) -> "Event | None":
        """Return the next event from ``day`` on, else the latest one before it."""
        return self.from_day(day).first() or self.before_day(day).first()

    def from_day(self, day: date) -> Self:
        """Keep the events on or after ``day``, the next first."""
        return self.filter(held_on__gte=day).order_by("held_on", "pk")

    def hosted_until(self, day: date) -> Self:
        """Keep the galas with a host territory until the end of the year of ``day``, the latest first.

        An edition that the federation holds itself is no turn of a territory.
        """
        return self.galas().filter(held_on__year__lte=day.year, territory__isnull=False).order_by("-held_on", "pk")

    def possible_hosts_on(self, day: date) -> TerritoryQuerySet:
        """Return the territories open on ``day`` except the one whose turn it was last.

        It stays out once the year has ended, until another territory has had its turn.
        """
        last = self.hosted_until(day).values("territory")[:1]
        return Territory.objects.at_stage_on(day, LIVELY).exclude(pk__in=last)


@tracked()
class Event(Versioned):
    """An event of one day; ``territory`` is the one that holds it, none means the federation itself.

    For a gala, that territory is its host: one gala a year, with one host.
    """

    class Kind(models.TextChoices):
        """What is held."""

        GALA = "gala", _("gala")
        OPENING = "opening", _("opening of a territory")
        ASSEMBLY = "assembly", _("general assembly")
        OTHER = "other", _("other event")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=150)
    theme = models.CharField(_("theme"), max_length=200, blank=True)
    purpose = models.TextField(_("presentation"), blank=True, max_length=5000)
    held_on = models.DateField(_("date"))
    starts_at = models.TimeField(_("from"), null=True, blank=True, help_text=_("Time of Paris."))
    ends_at = models.TimeField(
        _("until"),
        null=True,
        blank=True,
        help_text=_("An hour that is not after the beginning is one of the next day."),
    )
    place = models.CharField(_("place"), max_length=150, blank=True)
    city = models.CharField(_("town"), max_length=100, blank=True)
    territory = models.ForeignKey(
        Territory, models.PROTECT, related_name="events", null=True, blank=True,
        verbose_name=_("host territory"), help_text=_("None: the federation itself."),
    )  # fmt: skip
    expected_count = models.PositiveIntegerField(_("people expected"), null=True, blank=True)
    practical = models.TextField(_("practical information"), blank=True, max_length=5000)
    members_note = models.TextField(
        _("for members"), blank=True, max_length=5000, help_text=_("Read on the members' page of the event alone.")
    )
    is_published = models.BooleanField(_("published"), default=False)
    source = models.CharField(_("source"), max_length=200, blank=True)
    q = search_field("name", "theme", "city")

    objects = EventQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-held_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                ExtractYear("held_on"),
                name="event_one_gala_a_year",
                condition=Q(kind="gala"),
                violation_error_message=_("There is a gala in this year already."),
            ),
            models.CheckConstraint(
                name="event_ends_once_it_begins",
                condition=Q(ends_at=None) | Q(starts_at__isnull=False),
                violation_error_message=_("Say from when, too."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the event's page."""
        return reverse("events:event-detail", args=[self.slug])

    @property
    def begins_at(self) -> datetime:
        """Return when the event begins; the end of its day where no hour is known."""
        if self.starts_at is None:
            return timezone.make_aware(datetime.combine(self.held_on + timedelta(days=1), time()))
        return timezone.make_aware(datetime.combine(self.held_on, self.starts_at))


@tracked()
class ProgrammeItem(models.Model):
    """One item of an event's programme; ``starts_at`` is a time of Paris."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="programme", verbose_name=_("event"))
    starts_at = models.TimeField(_("from"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=200)
    speaker = models.CharField(_("speaker"), max_length=200, blank=True)
    details = models.TextField(_("details"), blank=True, max_length=2000)
    rank = models.PositiveSmallIntegerField(_("rank"), default=0)

    class Meta:
        verbose_name = _("item of the programme")
        verbose_name_plural = _("programme")
        ordering = ["event", F("starts_at").asc(nulls_last=True), "rank", "pk"]

    def __str__(self) -> str:
        return self.title


@tracked()
class GuestOfHonour(models.Model):
    """A person invited to an event by name, in the public role of that day."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="guests_of_honour", verbose_name=_("event"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=150, blank=True)
    rank = models.PositiveSmallIntegerField(_("rank"), default=0)

    class Meta:
        verbose_name = _("guest of honour")
        verbose_name_plural = _("guests of honour")
        ordering = ["event", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="guest_of_honour_once",
                fields=["event", "person"],
                violation_error_message=_("This person is a guest of honour of this event already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)


@tracked()
class Partner(models.Model):
    """Who supports an event, at which level; named on its page and in its programme."""

    class Level(models.TextChoices):
        """How much a partner gives, the most first."""

        MAIN = "main", _("main partner")
        GOLD = "gold", _("gold partner")
        SILVER = "silver", _("silver partner")
        BRONZE = "bronze", _("bronze partner")
        INSTITUTION = "institution", _("institutional partner")
        PRESS = "press", _("media partner")

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="partners", verbose_name=_("event"),
        db_index=False,  # partner_once_an_event begins with it
    )  # fmt: skip
    name = models.CharField(_("name"), max_length=150)
    level = models.CharField(_("level"), max_length=11, choices=Level)
    website = models.URLField(_("website"), blank=True)
    rank = models.PositiveSmallIntegerField(_("rank"), default=0)

    class Meta:
        verbose_name = _("partner of an event")
        verbose_name_plural = _("partners of events")
        ordering = [
            "event",
            Case(*[When(level=level, then=Value(place)) for place, level in enumerate(LEVEL_ORDER)]),
            "rank",
            "name",
        ]
        constraints = [
            models.UniqueConstraint(
                name="partner_once_an_event",
                fields=["event", "name"],
                violation_error_message=_("This partner is named already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class Announcement(models.Model):
    """The opening of a territory is announced at an event: the dossier before approval, the territory after."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="announcements", verbose_name=_("event"))
    opening = models.OneToOneField(
        Opening, models.CASCADE, related_name="announcement", null=True, blank=True, verbose_name=_("opening")
    )
    territory = models.OneToOneField(
        Territory,
        models.CASCADE,
        related_name="announcement",
        null=True,
        blank=True,
        verbose_name=_("territory"),
    )

    class Meta:
        verbose_name = _("announcement of an opening")
        verbose_name_plural = _("announcements of openings")
        constraints = [
            models.CheckConstraint(
                name="announcement_is_of_something",
                condition=Q(opening__isnull=False) | Q(territory__isnull=False),
                violation_error_message=_("Say which opening or which territory is announced."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event}: {self.territory or self.opening}"
