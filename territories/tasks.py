"""The jobs of the imports, the letters about renewals, and what is told each morning: terms, tasks."""

import logging
from contextlib import suppress
from typing import Any

import pghistory
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from leader.shared.files import on_disk
from leader.shared.jobs import app, backing_off
from territories.areas.changing import settle_due
from territories.checklist import reminders
from territories.imports.applying import confirm, may_attach, preview, review
from territories.imports.columns import allowed
from territories.mandates import alerts
from territories.membership import letters
from territories.models import CompanyImport, ImportLine, ImportRow
from territories.scope import may_import, territories_run_by

State, Notice = CompanyImport.State, CompanyImport.Notice
PASSING = (InterfaceError, OperationalError)  # the database is away, or had no time
log = logging.getLogger(__name__)


@app.task(name="preview_import", queue="imports", retry=backing_off)
def preview_import(*, import_id: int) -> None:
    """Preview an import; one that does not wait for it any more is left as it is."""
    company_import = _waiting(import_id, State.UPLOADED)
    if company_import is None:
        return
    try:
        if company_import.lines and ImportLine.objects.filter(import_id=import_id).exists():
            review(company_import, company_import.author)
        else:
            with on_disk(str(company_import.file.name)) as path:
                preview(company_import, path, company_import.author)
    except CompanyImport.WrongStateError:
        log.info("Import %s was abandoned while it was read.", import_id)
    except PASSING:
        raise  # tried again later
    except Exception:
        log.exception("Import %s cannot be previewed.", import_id)
        said = _(
            "Something in this file could not be read. Save it again as CSV; if it helps nothing, tell the staff."
        )
        _end(company_import, State.FAILED, file_error=said)


@app.task(name="confirm_import", queue="imports", retry=backing_off)
def confirm_import(*, import_id: int) -> None:
    """Write what the preview showed, in the name of its author; a job that runs twice writes once."""
    company_import = _waiting(import_id, State.CONFIRMED)
    if company_import is None:
        return
    if not ImportRow.objects.filter(import_id=import_id).exists():
        _read_again(company_import)  # a crash of the server empties the tables of lines, never those of companies
        return
    try:
        with transaction.atomic(), pghistory.context(user=company_import.author_id):
            if not confirm(company_import, company_import.author):
                _tell(company_import, Notice.COMPARED_AGAIN)
    except CompanyImport.WrongStateError:
        log.info("Import %s was written by another worker.", import_id)
    except PASSING:
        raise
    except Exception:
        log.exception("The lines of import %s cannot be written.", import_id)
        _end(company_import, State.PREVIEWED, notice=Notice.NOT_WRITTEN, **company_import.again())


@app.periodic(cron="57 3 * * *", queueing_lock="write_about_renewals")
@app.task(name="write_about_renewals", queue="house")
def write_about_renewals(timestamp: int) -> None:
    """Write each night to the companies whose membership ends: it may be renewed, it ends, it has lapsed."""
    letters.run()


@app.periodic(cron="7 6 * * *", queueing_lock="announce_ends_of_terms")
@app.task(name="announce_ends_of_terms", queue="house")
def announce_ends_of_terms(timestamp: int) -> None:
    """Each morning announce the terms that end in six, three or one month."""
    alerts.run()


@app.periodic(cron="17 6 * * *", queueing_lock="remind_of_tasks")
@app.task(name="remind_of_tasks", queue="house")
def remind_of_tasks(timestamp: int) -> None:
    """Each morning remind of the tasks that come due, and of those that are late."""
    reminders.run()


@app.periodic(cron="13 0 * * *", queueing_lock="follow_areas")
@app.task(name="follow_areas", queue="house")
def follow_areas(timestamp: int) -> None:
    """Each night let the companies follow the changes of areas whose day has come; a second run finds none."""
    settle_due(timezone.localdate())


def _end(company_import: CompanyImport, target: CompanyImport.State, **told: Any) -> None:
    """Let the person hear of a failure, whatever it was, unless the import has moved on meanwhile."""
    with suppress(CompanyImport.WrongStateError):
        company_import.move([State.UPLOADED, State.CONFIRMED], target, **told)


def _waiting(import_id: int, state: CompanyImport.State) -> CompanyImport | None:
    """Return the import if it waits in ``state`` and its author still has the right; else None."""
    found = CompanyImport.objects.select_related("author", "territory").filter(pk=import_id, state=state).first()
    if found is None or _may_go_on(found):
        return found
    found.move([state], State.FAILED, file_error=_("Its author may not import companies any more."))
    return None


def _may_go_on(company_import: CompanyImport) -> bool:
    """Tell whether the author has today every right that the import uses: it may have been begun with more."""
    author = company_import.author
    if author is None or not may_import(author):
        return False
    if may_attach(author):
        return True
    mapping = company_import.mapping
    return (
        company_import.as_prospects
        and mapping == allowed(mapping, may_attach=False)
        and territories_run_by(author).filter(pk=company_import.territory_id).exists()
    )


def _read_again(company_import: CompanyImport) -> None:
    with transaction.atomic():
        company_import.move(
            [State.CONFIRMED], State.UPLOADED, notice=Notice.COMPARED_AGAIN, **company_import.again()
        )
        preview_import.defer(import_id=company_import.pk)


def _tell(company_import: CompanyImport, notice: CompanyImport.Notice) -> None:
    CompanyImport.objects.filter(pk=company_import.pk).update(notice=notice)
