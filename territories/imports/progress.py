"""How far an import is, told while its transaction still runs.

What a transaction writes is seen by others at its end only. The name of its session is seen at once, lasts as
long as the transaction, and goes with a worker that dies: nothing to tidy up, nothing kept behind PgBouncer.
"""

from dataclasses import dataclass

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from territories.models import CompanyImport


class Step(models.TextChoices):
    """What an import is doing."""

    READ = "read", _("The lines are being read.")
    CHECK = "check", _("Each cell is being checked.")
    COMPARE = "compare", _("The lines are being compared with the known companies.")
    WRITE = "write", _("The companies are being written.")


@dataclass(frozen=True)
class Progress:
    """A step, and the share of it that is done, in percent; None where it cannot be told."""

    step: Step
    percent: int | None


def tell(company_import: CompanyImport, step: Step, percent: int | None = None) -> None:
    """Say where the import is; must stand in a transaction."""
    said = f"{_prefix(company_import)}{step.value} {'' if percent is None else min(percent, 100)}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('application_name', %s, true)", [said.strip()])


def progress_of(company_import: CompanyImport) -> Progress | None:
    """Return where the import is; None when no worker is at it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT application_name FROM pg_stat_activity"
            " WHERE datname = current_database() AND starts_with(application_name, %s)",
            [_prefix(company_import)],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    step, _space, percent = row[0].removeprefix(_prefix(company_import)).partition(" ")
    return Progress(Step(step), int(percent) if percent else None)


def _prefix(company_import: CompanyImport) -> str:
    return f"leader import {company_import.pk} "
