"""The checklist copied into the tasks of a territory: once each line, however often it is asked."""

from django.db import transaction

from territories.checklist.builtin import built_in_steps
from territories.models import ChecklistStep, Task, Territory


@transaction.atomic
def copy_checklist(territory: Territory) -> int:
    """Give ``territory`` the lines of the checklist that it has not; return how many."""
    write_down_built_in()
    # Of two clicks the second waits here, then finds the lines of the first.
    Territory.objects.select_for_update(no_key=True).get(pk=territory.pk)
    forms = ChecklistStep.LegalForm
    own = forms.CLUB if territory.kind == Territory.Kind.CLUB else forms.ASSOCIATION
    steps = ChecklistStep.objects.filter(is_active=True, legal_form__in=[forms.ANY, own])
    missing = steps.exclude(pk__in=territory.tasks.filter(step__isnull=False).values("step"))
    made = [_task(step, territory) for step in missing]
    return len(Task.objects.bulk_create(made))


def write_down_built_in() -> None:
    """Write the built-in checklist where staff has none yet, for them to change at the desk."""
    if not ChecklistStep.objects.exists():
        ChecklistStep.objects.bulk_create(built_in_steps(), ignore_conflicts=True)


def _task(step: ChecklistStep, territory: Territory) -> Task:
    return Task(
        kind=Task.Kind.CHECKLIST, step=step, territory=territory, what=step.what, details=step.details,
        role=step.role, relative_to=step.relative_to, offset_days=step.offset_days,
    )  # fmt: skip
