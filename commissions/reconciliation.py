"""What ``manage.py reconcile`` asks of commissions: whether the files that the database names are there."""

from commissions.models import DocumentVersion
from commissions.models.documents import FOLDER
from leader.shared.files import names_in
from leader.shared.reconciliation import asks


@asks("every file and preview that a version of a document names is among the files")
def missing_documents() -> list[str]:
    """Return the document, its version, and the file that it names in vain, each."""
    files = {f"{FOLDER}/{name}" for name in names_in(FOLDER)}
    versions = DocumentVersion.objects.order_by("pk").values_list("document", "number", "file", "preview")
    return [
        f"document {key}, version {number}: {name}"
        for key, number, *names in versions
        for name in names
        if name and name not in files
    ]
