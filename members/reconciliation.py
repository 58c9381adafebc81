"""What ``manage.py reconcile`` asks of companies: the files that are named are there, first periods are marked."""

from django.core.files.storage import default_storage
from django.db.models import Exists, OuterRef

from leader.shared.files import names_in
from leader.shared.reconciliation import asks
from members.models import CompanyPage, Membership
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


@asks("the earliest membership of each company is marked as its first, and no other is")
def wrong_first_periods() -> list[str]:
    """Return the memberships whose mark is wrong."""
    earlier = Membership.objects.filter(company=OuterRef("company"), starts_on__lt=OuterRef("starts_on"))
    wrong = Membership.objects.filter(is_first=Exists(earlier)).order_by("pk")
    return [f"membership {key}" for key in wrong.values_list("pk", flat=True)]
