"""What the files said about companies and people is kept for a month; that there was an import stays."""

from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from territories.models import CompanyImport, ImportLine, ImportRow

KEPT_FOR = timedelta(days=30)
FOLDER = "imports"
State = CompanyImport.State


def forget_lines(company_import: CompanyImport) -> None:
    """Delete the lines of an import and its file; the import itself and its counts stay."""
    for model in (ImportRow, ImportLine):
        model.objects.filter(import_id=company_import.pk).delete()
    if name := company_import.file.name:
        CompanyImport.objects.filter(pk=company_import.pk).update(file="")
        # After the commit: a transaction that is taken back keeps its file.
        transaction.on_commit(lambda: default_storage.delete(name))


_WAITING = Q(state__in=[State.UPLOADED, State.PREVIEWED, State.CONFIRMED])


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
    if not default_storage.exists(FOLDER):
        return
    named = set(CompanyImport.objects.exclude(file="").values_list("file", flat=True))
    for name in default_storage.listdir(FOLDER)[1]:
        path = f"{FOLDER}/{name}"
        if path not in named and default_storage.get_modified_time(path) < now - timedelta(days=1):
            default_storage.delete(path)
