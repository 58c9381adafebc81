"""Imports on pages: a file handed in by somebody, its jobs done in the test's own transaction."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from territories import tasks
from territories.models import CompanyImport
from tests.factories import accounts
from tests.factories.territories import TerritoryFactory
from tests.jobs import forget_all_jobs


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def work(jobs):
    """Return a function that does the queued jobs, as a worker would one after the other."""

    def done():
        queued = jobs()
        forget_all_jobs()
        for name, arguments in queued:
            getattr(tasks, name)(**arguments)

    return done


@pytest.fixture
def territory(db):
    return TerritoryFactory(slug="toulouse", name="LeadeR Toulouse")


@pytest.fixture
def lead(territory):
    return accounts.lead_of(territory)


@pytest.fixture
def staff(db):
    return accounts.staff()


@pytest.fixture
def hand_in(client, work):
    """Return a function that hands in a file as ``user`` and has it previewed; it returns the import."""

    def handed(user, content, *, name="liste.csv", previewed=True, **typed):
        client.force_login(user)
        body = content.encode() if isinstance(content, str) else content
        file = SimpleUploadedFile(name, body, "text/csv")
        answer = client.post(reverse("territories:import-list"), {"attach_as": "home", **typed, "file": file})
        assert answer.status_code == 302, answer.context["form"].errors
        company_import = CompanyImport.objects.get(pk=int(answer["Location"].rstrip("/").rsplit("/", 1)[1]))
        if previewed:
            work()
            company_import.refresh_from_db()
        return company_import

    return handed


def page(name, company_import, query=""):
    """Return the address of a page of an import."""
    return reverse(f"territories:import-{name}", args=[company_import.pk]) + query
