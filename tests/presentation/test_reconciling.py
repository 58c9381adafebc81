"""``manage.py reconcile`` finds the logos whose files are gone or empty."""

from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.base import CommandError

from members.models import CompanyPage
from members.presentation.logos import keep, read_logo
from members.reconciliation import missing_logos
from tests.factories.members import CompanyPageFactory
from tests.presentation.pictures import picture, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(media):
    page = CompanyPageFactory()
    keep(page, read_logo(upload(picture())))
    page.save()
    CompanyPageFactory()  # without a logo
    return page


def test_a_logo_with_its_two_files_is_whole(page):
    assert missing_logos() == []


def test_a_file_that_is_gone_or_empty_is_told_with_its_company(page, media):
    default_storage.delete(page.logo_small.name)
    (media / page.logo.name).write_bytes(b"")

    assert missing_logos() == [
        f"company {page.company_id}: {name}" for name in (page.logo.name, page.logo_small.name)
    ]


def test_without_the_folder_every_logo_is_missing(page, media):
    media.rename(media.with_name("elsewhere"))

    assert len(missing_logos()) == 2


def test_the_command_tells_it_and_fails(page):
    default_storage.delete(page.logo.name)
    said = StringIO()

    with pytest.raises(CommandError):
        call_command("reconcile", stdout=said)

    assert f"company {page.company_id}: {page.logo.name}" in said.getvalue()
    none = {"logo": "", "logo_small": "", "logo_digest": "", "logo_width": 0, "logo_height": 0}
    CompanyPage.objects.filter(pk=page.pk).update(**none)
    call_command("reconcile", stdout=StringIO())
