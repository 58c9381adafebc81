"""The history names who changed: the account in a page, the command outside."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as site

from members.models import Person, User
from tests.jobs import database_url

pytestmark = pytest.mark.django_db(transaction=True)


def context_of(record):
    """Return what the history tells of the last change of ``record``."""
    return record.changes.latest("pgh_id").pgh_context.metadata


def test_a_change_made_on_a_page_names_the_account_and_the_page(client, settings):
    settings.ROOT_URLCONF = "tests.shared.pages"
    clerk = User.objects.create_user("clerk@example.org")
    client.force_login(clerk)

    client.post("/create/", {"name": "Anne"})

    assert context_of(Person.objects.get()) == {"user": clerk.pk, "page": "tests.shared.pages.create_person"}


def test_a_change_made_by_a_command_names_the_command():
    command = [sys.executable, "manage.py", "createsuperuser", "--noinput", "--email=clerk@example.org"]
    environment = {**os.environ, "DATABASE_URL": database_url(), "DJANGO_SUPERUSER_PASSWORD": "a long sentence"}

    subprocess.run(command, env=environment, cwd=site.BASE_DIR, check=True)

    assert context_of(User.objects.get()) == {"command": "createsuperuser"}
