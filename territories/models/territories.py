"""Territories: what they are, where they are, who leads them, and the dated stages of their life."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models, transaction
from django.db.models import Case, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from leader.geography.models import Commune, Departement, Epci
from leader.shared.audit import tracked
from leader.shared.names import search_field
from leader.shared.periods import DatedQuerySet, DaysBetween, ends_after_start, on_day
from leader.shared.precision import Precision, precision_field
from leader.shared.scope import ScopedQuerySet
from leader.shared.versions import Versioned
from members.models import Person
from territories.models.life import LIVELY, UNUSUAL, StageKind, impossible_step, life_in_order

__all__ = ["LIVELY", "AreaPart", "Stage", "StageKind", "Territory", "TerritoryLead"]


class TerritoryQuerySet(ScopedQuerySet):
    """Questions about many territories."""

    def with_stage_on(self, day: date) -> Self:
        """Annotate ``stage``: the last stage done on or before ``day``, else "planned"."""
        done = Stage.objects.filter(territory=OuterRef("pk"), done_on__lte=day).order_by("-done_on", "-rank")
        return self.annotate(stage=Coalesce(Subquery(done.values("kind")[:1]), Value(StageKind.PLANNED.value)))

    def at_stage_on(self, day: date, kinds: Iterable[str]) -> Self:
        """Keep the territories whose stage on ``day`` is one of ``kinds``."""
        return self.with_stage_on(day).filter(stage__in=list(kinds))

    def covering(self, commune: Commune, *, on: date) -> Self:
        """Keep the territories, open or not, whose area holds ``commune`` on the day ``on``."""
        since = Q(starts_on__isnull=True) | Q(starts_on__lte=on)
        until = Q(ends_on__isnull=True) | Q(ends_on__gte=on)
        place = Q(commune=commune.pk) | Q(departement=commune.departement_id)
        if commune.epci_id:
            place |= Q(epci=commune.epci_id)
        return self.filter(pk__in=AreaPart.objects.filter(place, since, until).values("territory"))

    def courting_without_bureau_on(self, day: date) -> Self:
        """Keep the territories not yet open on ``day`` and without anybody in a bureau."""
        mandates = self.model._meta.get_field("mandates").related_model
        seated = mandates._default_manager.filter(on_day(day), territory__isnull=False)
        to_come = self.at_stage_on(day, [StageKind.PLANNED, StageKind.ANNOUNCED])
        return to_come.exclude(pk__in=seated.values("territory"))


@tracked()
class Territory(Versioned):
    """A "LeadeR territorial": its area is a set of parts with dates, or a country abroad."""

    class Kind(models.TextChoices):
        """What a territory is in law."""

        ASSOCIATION = "association", _("own association")
        CONVERTED = "converted", _("converted association")
        CLUB = "club", _("club without legal personality")

    class ImpossibleStageError(Exception):
        """The stage cannot come on that day; the message is a sentence for the person who records it."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=100, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.ASSOCIATION)
    predecessor_name = models.CharField(_("name of the predecessor"), max_length=150, blank=True)
    predecessor_founded_on = models.DateField(_("predecessor founded on"), null=True, blank=True)
    country = models.CharField(_("country"), max_length=2, default="FR", help_text=_("Two letters, ISO 3166."))
    seat = models.CharField(
        _("seat of the association"), max_length=200, blank=True,
        help_text=_("As its statutes and the registry have it."),
    )  # fmt: skip
    purpose = models.TextField(_("presentation"), blank=True, max_length=5000)
    q = search_field("name")

    objects = TerritoryQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("territory")
        verbose_name_plural = _("territories")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="territory_converted_has_a_predecessor",
                condition=~Q(kind="converted") | ~Q(predecessor_name=""),
                violation_error_message=_("A converted association has a predecessor: give its name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the territory's page."""
        return reverse("territories:territory-detail", args=[self.slug])

    def stage_on(self, day: date) -> StageKind:
        """Return the stage of the territory's life on ``day``."""
        done = self.stages.filter(done_on__lte=day).order_by("-done_on", "-rank").values_list("kind", flat=True)
        return StageKind(done.first() or StageKind.PLANNED)

    def announce(self, *, on: date, **said: str) -> list[str]:
        """Record the announcement made ``on`` a day; ``said`` is a place and a note. Return the warnings."""
        return self.enter(StageKind.ANNOUNCED, on=on, **said)

    def open(self, *, on: date, **said: str) -> list[str]:
        """Record the opening; return the warnings."""
        return self.enter(StageKind.OPEN, on=on, **said)

    def elect_bureau(self, *, on: date, **said: str) -> list[str]:
        """Record that the bureau and its president are elected; return the warnings."""
        return self.enter(StageKind.BUREAU_ELECTED, on=on, **said)

    def fall_dormant(self, *, on: date, **said: str) -> list[str]:
        """Record that the territory sleeps; return the warnings."""
        return self.enter(StageKind.DORMANT, on=on, **said)

    def relaunch(self, *, on: date, **said: str) -> list[str]:
        """Record that the territory wakes up; return the warnings."""
        return self.enter(StageKind.RELAUNCHED, on=on, **said)

    def close(self, *, on: date, **said: str) -> list[str]:
        """Record that the territory closes; return the warnings."""
        return self.enter(StageKind.CLOSED, on=on, **said)

    @transaction.atomic
    def enter(self, kind: StageKind, *, on: date, place: str = "", note: str = "") -> list[str]:
        """Record that the stage ``kind`` was done ``on`` a day, and return what is unusual about it.

        Raise ImpossibleStageError when life cannot go that way. A planned row of this stage is filled in.
        """
        # Of two people who record the same stage, the second waits here and then reads the first's row.
        Territory.objects.select_for_update(no_key=True).get(pk=self.pk)
        stages = list(self.stages.all())
        life = [(s.done_on, StageKind(s.kind)) for s in stages if s.done_on]
        self._refuse_impossible(kind, on, life)
        stage = next((s for s in stages if s.kind == kind and not s.done_on), None)
        stage = stage or Stage(territory=self, kind=kind)
        stage.done_on, stage.precision = on, Precision.DAY
        stage.place, stage.note = place or stage.place, note or stage.note
        stage.save()
        return _warnings(kind, on, stage, life)

    @transaction.atomic
    def plan(self, kind: StageKind, *, planned_for: date, place: str = "", note: str = "") -> None:
        """Plan the stage ``kind`` for a day, or change the day; raise ImpossibleStageError once it is done."""
        Territory.objects.select_for_update(no_key=True).get(pk=self.pk)
        again = kind in {StageKind.DORMANT, StageKind.RELAUNCHED}
        if not again and self.stages.filter(kind=kind, done_on__isnull=False).exists():
            raise self.ImpossibleStageError(_("This stage is done: its day cannot be planned any more."))
        stage = self.stages.filter(kind=kind, done_on__isnull=True).first() or Stage(territory=self, kind=kind)
        stage.planned_for = planned_for
        stage.place, stage.note = place or stage.place, note or stage.note
        stage.save()

    def _refuse_impossible(self, kind: StageKind, on: date, life: list[tuple[date, StageKind]]) -> None:
        if kind == StageKind.PLANNED:
            raise self.ImpossibleStageError(_("A territory is planned from the first day."))
        if on > timezone.localdate():
            raise self.ImpossibleStageError(_("A day to come cannot be recorded as done."))
        once = kind not in {StageKind.DORMANT, StageKind.RELAUNCHED}
        if once and kind in [known for _day, known in life]:
            raise self.ImpossibleStageError(_("This stage is recorded already for this territory."))
        if step := impossible_step(life_in_order([*life, (on, kind)])):
            before, after = step
            said = _("“%(after)s” cannot come after “%(before)s”.")
            raise self.ImpossibleStageError(said % {"after": after.label, "before": before.label})


def _warnings(kind: StageKind, on: date, stage: "Stage", life: list[tuple[date, StageKind]]) -> list[str]:
    """Say what is unusual in a stage that was recorded all the same: real life warns, it does not block."""
    order = life_in_order([stage for stage in life if stage[0] <= on])
    before = order[-1] if order else StageKind.PLANNED
    said = []
    if (before, kind) in UNUSUAL:
        text = _("“%(after)s” seldom comes right after “%(before)s”: check the day.")
        said.append(text % {"after": kind.label, "before": before.label})
    if stage.planned_for and (late := (on - stage.planned_for).days) > 0:
        delay = ngettext("It was planned %(days)s day earlier.", "It was planned %(days)s days earlier.", late)
        said.append(delay % {"days": late})
    return said


class StageQuerySet(ScopedQuerySet):
    """Questions about dated stages."""

    def due(self) -> Self:
        """Keep the stages that are planned and not done, the first due first."""
        return self.filter(done_on__isnull=True, planned_for__isnull=False).order_by("planned_for", "rank")

    def late_on(self, day: date) -> Self:
        """Keep the stages that should be done by ``day`` and are not."""
        return self.due().filter(planned_for__lt=day)


@tracked()
class Stage(models.Model):
    """One stage in a territory's life: the day it was planned for, and the day it was done.

    ``rank`` (generated) orders the stages of one day as life does.
    """

    territory = models.ForeignKey(Territory, models.CASCADE, related_name="stages", verbose_name=_("territory"))
    kind = models.CharField(_("stage"), max_length=15, choices=StageKind)
    planned_for = models.DateField(_("planned for"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    precision = precision_field()
    place = models.CharField(_("place"), max_length=150, blank=True)
    note = models.CharField(_("note, source"), max_length=300, blank=True)
    rank = models.GeneratedField(
        expression=Case(
            *[When(kind=kind.value, then=Value(rank)) for rank, kind in enumerate(StageKind)],
            default=Value(99),
        ),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )

    objects = StageQuerySet.as_manager()

    class Meta:
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        ordering = ["territory", Coalesce("done_on", "planned_for"), "rank"]
        constraints = [
            models.CheckConstraint(
                name="stage_has_a_date",
                condition=Q(planned_for__isnull=False) | Q(done_on__isnull=False),
                violation_error_message=_("A stage has a day planned for or a day done on."),
            ),
            models.UniqueConstraint(
                name="stage_once_until_relaunched",
                fields=["territory", "kind"],
                condition=~Q(kind__in=["dormant", "relaunched"]),
                violation_error_message=_("This stage is recorded already for this territory."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.territory}: {self.get_kind_display()}"

    @property
    def days_left(self) -> int | None:
        """Return the days from today to the day planned for, negative when late; None once done."""
        if self.done_on or not self.planned_for:
            return None
        return (self.planned_for - timezone.localdate()).days


class AreaPartQuerySet(DatedQuerySet):
    """Questions about parts of areas."""

    def running_on(self, day: date) -> Self:
        """Keep the parts that run on ``day``; one without a first day has run from the beginning."""
        return self.filter(Q(starts_on__isnull=True) | Q(starts_on__lte=day)).filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day)
        )


@tracked()
class AreaPart(models.Model):
    """One part of a territory's area, from a day on: a département, an EPCI or a commune.

    Areas of two territories may overlap; then a person decides which is a company's home.
    """

    territory = models.ForeignKey(
        Territory, models.CASCADE, related_name="area_parts", verbose_name=_("territory")
    )
    departement = models.ForeignKey(
        Departement, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("département")
    )
    epci = models.ForeignKey(Epci, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("EPCI"))
    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("commune")
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = AreaPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("part of the area")
        verbose_name_plural = _("parts of the area")
        ordering = ["territory", "pk"]
        constraints = [
            models.CheckConstraint(
                name="area_part_is_one_thing",
                condition=Q(departement__isnull=False, epci__isnull=True, commune__isnull=True)
                | Q(departement__isnull=True, epci__isnull=False, commune__isnull=True)
                | Q(departement__isnull=True, epci__isnull=True, commune__isnull=False),
                violation_error_message=_("Choose one département, one EPCI or one commune."),
            ),
            ends_after_start("area_part_ends_after_start"),
        ]

    def __str__(self) -> str:
        return str(self.departement or self.epci or self.commune)


@tracked()
class TerritoryLead(models.Model):
    """A person who leads a territory from a day to a day, and so may run its desk and its part of the admin."""

    territory = models.ForeignKey(Territory, models.PROTECT, related_name="leads", verbose_name=_("territory"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="territory_leads", verbose_name=_("person"))
    function = models.CharField(_("function"), max_length=120, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("lead of a territory")
        verbose_name_plural = _("leads of territories")
        ordering = ["territory", "-starts_on"]
        constraints = [
            ends_after_start("lead_ends_after_start"),
            ExclusionConstraint(
                name="lead_one_spell_at_a_time",
                expressions=[
                    ("person", "="),
                    ("territory", "="),
                    (DaysBetween("starts_on", "ends_on"), "&&"),
                ],
                violation_error_message=_("This person leads this territory already on these days."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.territory}"
