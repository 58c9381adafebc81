"""What the files said about companies and people is kept for a month; that there was an import stays."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from leader.shared.files import names_in, on_disk
from leader.shared.personal_data import Subject
from territories.imports.reading import SEPARATOR, FileRefusedError, read
from territories.models import CompanyImport, ImportLine, ImportRow

KEPT_FOR = timedelta(days=30)
FOLDER = "imports"
AT_ONCE = 1000  # lines of a file of which the database is asked whether they name somebody
_NAMES = "SELECT said ~* %s AND said ~* %s FROM (SELECT %s::text AS said) AS lines"
State = CompanyImport.State
_WAITING = Q(state__in=[State.UPLOADED, State.PREVIEWED, State.CONFIRMED])


def forget_lines(company_import: CompanyImport) -> None:
    """Delete the lines of an import and its file; the import itself and its counts stay."""
    for model in (ImportRow, ImportLine):
        model.objects.filter(import_id=company_import.pk).delete()
    if company_import.file:
        _delete_file(company_import)


def forget_files_naming(whose: Subject) -> None:
    """Delete the files that name somebody: those that were read are known by their lines, the others read anew.

    An import that nobody has read yet ends there, or it would bring the person back.
    """
    naming = ImportLine.objects.filter(whose.named_in("cells")).values("import_id")
    has_lines = Exists(ImportLine.objects.filter(import_id=OuterRef("pk")))
    kept = CompanyImport.objects.select_for_update(no_key=True).exclude(file="").alias(has_lines=has_lines)
    for company_import in kept.filter(pk__in=naming):
        _delete_file(company_import)
    for company_import in kept.filter(has_lines=False):
        with on_disk(str(company_import.file.name)) as path:
            is_named = _names(path, whose)
        if is_named:
            _delete_file(company_import)
            said = _("This file named somebody who was erased since: make it again without that person.")
            CompanyImport.objects.filter(_WAITING, pk=company_import.pk).update(
                state=State.FAILED, file_error=said
            )


def _names(path: Path, whose: Subject) -> bool:
    """Tell whether a file names somebody; of one that cannot be read nobody can say that it does not."""
    lines = _lines(path)
    try:
        with connection.cursor() as cursor:
            while some := list(islice(lines, AT_ONCE)):
                cursor.execute(_NAMES, [whose.sieve, whose.pattern, "\n".join(some)])
                if cursor.fetchone()[0]:
                    return True
    except FileRefusedError:
        return True
    return False


def _lines(path: Path) -> Iterator[str]:
    table = read(path)
    yield SEPARATOR.join(table.headings)
    for _number, cells in table.rows:
        yield SEPARATOR.join(cells)


def _delete_file(company_import: CompanyImport) -> None:
    name = str(company_import.file.name)
    CompanyImport.objects.filter(pk=company_import.pk).update(file="")
    # After the commit: a transaction that is taken back keeps its file.
    transaction.on_commit(lambda: default_storage.delete(name))


def old_imports(now: datetime) -> QuerySet[CompanyImport]:
    """Return the imports begun more than a month ago whose lines or file are kept still."""
    old = CompanyImport.objects.filter(created_at__lt=now - KEPT_FOR)
    has_lines = Exists(ImportLine.objects.filter(import_id=OuterRef("pk")))  # a command keeps no file
    return old.filter(~Q(file="") | _WAITING | Q(has_lines))


def forget_old(now: datetime) -> int:
    """Forget the lines of the imports begun more than a month ago; return of how many.

    One that nobody confirmed ends there, and one whose job was given up long ago.
    """
    kept = list(old_imports(now))
    for company_import in kept:
        with transaction.atomic():
            forget_lines(company_import)
            CompanyImport.objects.filter(_WAITING, pk=company_import.pk).update(
                state=State.FAILED, file_error=_("Nobody confirmed this import within a month.")
            )
    for model in (ImportRow, ImportLine):  # of imports that were abandoned while a job read them
        model.objects.exclude(import_id__in=CompanyImport.objects.values("pk")).delete()
    _forget_stray_files(now)
    return len(kept)


def _forget_stray_files(now: datetime) -> None:
    """Delete the files that no import names: the page that received them was taken back."""
    named = set(CompanyImport.objects.exclude(file="").values_list("file", flat=True))
    for name in names_in(FOLDER):
        path = f"{FOLDER}/{name}"
        if path not in named and default_storage.get_modified_time(path) < now - timedelta(days=1):
            default_storage.delete(path)
