"""Letters about tasks: one before the day, one once it is past; each once, however often the job runs."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from leader.shared import mails
from territories.applications.recipients import of_leads, of_staff
from territories.models import Task
from territories.models.tasks import Role


def run(day: date | None = None) -> int:
    """Send the letters due on ``day`` (today); return for how many tasks. A second run does nothing more."""
    day = day or timezone.localdate()
    due = Task.objects.to_remind_on(day).order_by("pk")
    return sum(_remind(key, day) for key in list(due.values_list("pk", flat=True)))


def recipients(task: Task, day: date) -> list[str]:
    """Return who is told: the person named, else the leads or the staff; staff where nobody can be reached."""
    if task.person and _is_address(task.person.email):
        return [task.person.email]
    leads = of_leads(task.territory_id, day) if task.role == Role.LEADS and task.territory_id else []
    return leads or of_staff()


@transaction.atomic
def _remind(key: int, day: date) -> bool:
    if not Task.objects.select_for_update(no_key=True).filter(pk=key).exists():
        return False
    task = Task.objects.to_remind_on(day).select_related("person", "territory").filter(pk=key).first()
    if task is None:  # done, or told by another worker, meanwhile
        return False
    mails.send("task_due", recipients(task, day), {"task": task, "is_late": task.day < day})
    Task.objects.filter(pk=key).update(reminded_on=day)
    return True


def _is_address(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return True
