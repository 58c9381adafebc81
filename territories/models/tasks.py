"""Tasks: what is to be done, for which body, by whom, by which day; and the checklist of an opening."""

from datetime import date, datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import DateField, ExpressionWrapper, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leader.shared.audit import tracked
from leader.shared.scope import ScopedQuerySet
from leader.shared.versions import Versioned
from members.models import Person, User
from territories.models.life import StageKind
from territories.models.mandates import Mandate
from territories.models.territories import Stage, Territory, TerritoryLead

TOLD_BEFORE = 7  # days before a task is due when its letter leaves


class Role(models.TextChoices):
    """Whose task it is when it names nobody."""

    LEADS = "leads", _("leads of the territory")
    STAFF = "staff", _("staff of the federation")


class Reference(models.TextChoices):
    """The stage of a territory's life from which a day is counted."""

    ANNOUNCED = StageKind.ANNOUNCED.value, _("the announcement at the gala")
    OPEN = StageKind.OPEN.value, _("the opening")
    BUREAU_ELECTED = StageKind.BUREAU_ELECTED.value, _("the election of the bureau")


@tracked()
class ChecklistStep(models.Model):
    """One line of the checklist that a new territory receives as a task."""

    class LegalForm(models.TextChoices):
        """For which territories the line is."""

        ANY = "any", _("every territory")
        ASSOCIATION = "association", _("associations")
        CLUB = "club", _("clubs without legal personality")

    what = models.CharField(_("what"), max_length=200, unique=True)
    details = models.TextField(_("details"), blank=True, max_length=2000)
    role = models.CharField(_("for"), max_length=8, choices=Role, default=Role.LEADS)
    relative_to = models.CharField(_("counted from"), max_length=15, choices=Reference, default=Reference.OPEN)
    offset_days = models.SmallIntegerField(
        _("days"), default=0, help_text=_("Below zero: that many days before; above: after.")
    )
    legal_form = models.CharField(_("which territories"), max_length=12, choices=LegalForm, default=LegalForm.ANY)
    is_active = models.BooleanField(_("given to new territories"), default=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of the checklist")
        verbose_name_plural = _("checklist of an opening")
        ordering = ["relative_to", "offset_days", "pk"]

    def __str__(self) -> str:
        return self.what


class TaskQuerySet(ScopedQuerySet):
    """Questions about tasks; their day is worked out when asked, so that it follows the stage it counts from."""

    def with_day(self) -> Self:
        """Annotate ``day``: the day due, or so many days from the stage that it is counted from."""
        stages = Stage.objects.filter(territory=OuterRef("territory"), kind=OuterRef("relative_to"))
        at: Any = Coalesce("done_on", "planned_for")
        counted: Any = Subquery(stages.order_by().values(at=at)[:1], output_field=DateField())
        moved = ExpressionWrapper(counted + F("offset_days"), output_field=DateField())
        return self.annotate(day=Coalesce("due_on", moved, output_field=DateField()))

    def mine(self, user: User) -> Self:
        """Keep the tasks of ``user``: those that name the person, and those of a role the person has today."""
        leads = TerritoryLead.objects.running_on(timezone.localdate()).filter(person=user.person_id)
        mine = Q(person=user.person_id) if user.person_id else Q(pk__in=[])
        mine |= Q(person=None, role=Role.LEADS, territory__in=leads.values("territory"))
        return self.filter(mine | Q(person=None, role=Role.STAFF) if user.is_staff else mine)

    def to_do(self) -> Self:
        """Keep the tasks that are not done."""
        return self.filter(done_at__isnull=True)

    def late_on(self, day: date) -> Self:
        """Keep the tasks that should have been done before ``day``."""
        return self.with_day().to_do().filter(day__lt=day)

    def to_remind_on(self, day: date) -> Self:
        """Keep the tasks for which a letter is due on ``day``: one before the day, one once it is past.

        ``reminded_on`` is the day of the last letter: one older than the present reason calls for another, so
        a day that moves away is announced again and a job that runs twice finds nothing.
        """
        soon = Q(day__range=(day, day + timedelta(days=TOLD_BEFORE)))
        announced: Any = ExpressionWrapper(F("day") - Value(TOLD_BEFORE), output_field=DateField())
        not_announced = Q(reminded_on__isnull=True) | Q(reminded_on__lt=announced)
        not_told_late = Q(reminded_on__isnull=True) | Q(reminded_on__lte=F("day"))
        due = self.with_day().to_do()
        return due.filter((soon & not_announced) | (Q(day__lt=day) & not_told_late))


@tracked(exclude=["reminded_on"])
class Task(Versioned):
    """Something to be done by a person, or by a role, by a day of its own or one counted from a stage."""

    class Kind(models.TextChoices):
        """Where the task comes from."""

        OWN = "own", _("written by hand")
        CHECKLIST = "checklist", _("checklist of the opening")
        REGISTRY = "registry", _("declaration to the registry")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.OWN, editable=False)
    what = models.CharField(_("what"), max_length=200)
    details = models.TextField(_("details"), blank=True, max_length=2000)
    territory = models.ForeignKey(
        Territory, models.CASCADE, related_name="tasks", null=True, blank=True,
        verbose_name=_("territory"), help_text=_("None: the federation itself."),
    )  # fmt: skip
    mandate = models.ForeignKey(
        Mandate, models.SET_NULL, related_name="tasks", null=True, blank=True, verbose_name=_("mandate")
    )
    step = models.ForeignKey(
        ChecklistStep, models.SET_NULL, related_name="tasks", null=True, blank=True, editable=False,
        verbose_name=_("line of the checklist"),
    )  # fmt: skip
    person = models.ForeignKey(
        Person, models.SET_NULL, related_name="tasks", null=True, blank=True, verbose_name=_("person")
    )
    role = models.CharField(_("for"), max_length=8, choices=Role, default=Role.LEADS)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    relative_to = models.CharField(_("counted from"), max_length=15, choices=Reference, blank=True)
    offset_days = models.SmallIntegerField(_("days"), default=0)
    changed_on = models.DateField(_("day of the change to declare"), null=True, blank=True, editable=False)
    receipt = models.CharField(_("receipt"), max_length=80, blank=True)
    receipt_on = models.DateField(_("receipt dated"), null=True, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True, editable=False)
    done_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, editable=False, verbose_name=_("done by")
    )
    reminded_on = models.DateField(_("reminded on"), null=True, blank=True, editable=False)

    objects = TaskQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="task_has_one_day",
                condition=Q(due_on__isnull=False, relative_to="") | (Q(due_on__isnull=True) & ~Q(relative_to="")),
                violation_error_message=_("A task has a day of its own, or one counted from a stage."),
            ),
            models.CheckConstraint(
                name="task_of_registry_has_its_change",
                condition=Q(kind="registry", changed_on__isnull=False)
                | (~Q(kind="registry") & Q(changed_on__isnull=True)),
                violation_error_message=_("A declaration names the day of the change."),
            ),
            models.UniqueConstraint(
                name="task_once_a_line",
                fields=["territory", "step"],
                violation_error_message=_("This territory has this task already."),
            ),
            models.UniqueConstraint(
                name="task_once_a_change_to_declare",
                fields=["territory", "changed_on"],
                condition=Q(kind="registry", done_at__isnull=True),
                nulls_distinct=False,
                violation_error_message=_("The change of this day is to be declared already."),
            ),
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        """Return the address of the task."""
        return reverse("territories:task-detail", args=[self.pk])

    def do(self, *, by: User, at: datetime) -> bool:
        """Tick the task off; False when somebody did before."""
        done = Task.objects.filter(pk=self.pk, done_at__isnull=True).update(done_at=at, done_by=by)
        return bool(done)

    def undo(self) -> bool:
        """Take the tick away; False when there was none."""
        undone = Task.objects.filter(pk=self.pk, done_at__isnull=False)
        return bool(undone.update(done_at=None, done_by=None))

    @property
    def is_late(self) -> bool:
        """Tell whether the day (of ``with_day``) is past and the task not done."""
        day: date | None = getattr(self, "day", None)
        return self.done_at is None and day is not None and day < timezone.localdate()
