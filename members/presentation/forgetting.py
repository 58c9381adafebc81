"""The files of logos that no page names any more: of a page that was taken back, or deleted.

A page that an undone merge would put back names them still.
"""

from datetime import datetime, timedelta

from django.core.files.storage import default_storage

from leader.shared.files import names_in
from members.duplicates.forgetting import taken_out
from members.models import CompanyPage
from members.presentation.logos import FOLDER


def forget_stray_logos(now: datetime) -> int:
    """Delete the files of more than a day that no page names; return how many."""
    named = {name for names in CompanyPage.objects.values_list("logo", "logo_small") for name in names}
    named |= {row[name] for row in taken_out(CompanyPage) for name in ("logo", "logo_small")}
    stray = [path for name in names_in(FOLDER) if (path := f"{FOLDER}/{name}") not in named]
    old = [path for path in stray if default_storage.get_modified_time(path) < now - timedelta(days=1)]
    for path in old:
        default_storage.delete(path)
    return len(old)
