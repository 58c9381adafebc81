"""A change of a bureau is declared to the registry within three months (law of 1901, article 5)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from territories.mandates.months import months_after
from territories.models import Federation, Mandate, Task, Territory
from territories.models.tasks import Role

MONTHS = 3
OLD = timedelta(days=365)  # what the press tells of a past year is history, not a declaration to make


def declare(territory: Territory | None, changed_on: date) -> Task | None:
    """Make the task to declare the change of that day, once; None where nothing is to be declared."""
    if not is_declared(territory) or changed_on < timezone.localdate() - OLD:
        return None
    task, _made = Task.objects.get_or_create(
        kind=Task.Kind.REGISTRY, territory=territory, changed_on=changed_on, done_at=None,
        defaults={
            "what": _("Declare the change of the bureau to the registry of associations"),
            "role": Role.LEADS if territory else Role.STAFF,
            "due_on": months_after(changed_on, MONTHS),
        },
    )  # fmt: skip
    return task


def declare_leaving(territory: Territory, left_on: date) -> Task | None:
    """Make the staff's task to declare that a member association is one no more: a federation declares it."""
    if not is_declared(territory) or left_on < timezone.localdate() - OLD:
        return None
    task: Task = Task.objects.create(
        what=_("Declare to the registry that %(name)s is no member association any more") % {"name": territory},
        details=_("The law of 1901 (article 5) asks a federation to declare within three months which member"
                  " associations join and leave it."),
        role=Role.STAFF, due_on=months_after(left_on, MONTHS),
    )  # fmt: skip
    return task


def is_declared(territory: Territory | None) -> bool:
    """Tell whether the body is a declared association in France: the federation is."""
    return territory is None or (territory.kind != Territory.Kind.CLUB and territory.country == "FR")


@dataclass(frozen=True)
class Association:
    """What the form of a declaration asks of the association itself."""

    title: str
    seat: str
    object: str


def declared_by(task: Task) -> Association:
    """Return the association that ``task`` is about, as far as it is recorded."""
    if task.territory is None:
        federation = Federation.load()
        return Association(federation.name, federation.seat, "")
    return Association(task.territory.name, task.territory.seat, task.territory.purpose)


def changes_to_declare(task: Task) -> list[Mandate]:
    """Return the mandates that began or ended on the day that ``task`` declares."""
    day = task.changed_on
    changed = Mandate.objects.filter(Q(starts_on=day) | Q(ends_on=day), territory=task.territory_id)
    rows = changed.exclude(office__is_honorary=True).select_related("person", "office", "company")
    return list(rows.order_by("office__rank", "starts_on", "pk"))
