"""What ``manage.py reconcile`` asks of companies: whether the files that the database names are there."""

from django.core.files.storage import default_storage

from leader.shared.files import names_in
from leader.shared.reconciliation import asks
from members.models import CompanyPage
from members.presentation.logos import FOLDER


@asks("every logo that a page names is among the files, and is not empty")
def missing_logos() -> list[str]:
    """Return the page of a company and the file that it names in vain, each."""
    named = CompanyPage.objects.exclude(logo="").order_by("company").values_list("company", "logo", "logo_small")
    files = set(names_in(FOLDER))
    return [
        f"company {key}: {name}"
        for key, *names in named
        for name in names
        if name.rpartition("/")[2] not in files or not default_storage.size(name)
    ]
