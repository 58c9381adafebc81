"""The site does not start with settings that are unsafe for the world."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as project
from django.core.exceptions import ImproperlyConfigured

from leader.shared.checks import refuse_if_unsafe, unsafe_settings

SAFE = {"DEBUG": False, "DEMONSTRATION": False, "ALLOWED_HOSTS": ["leader.example"], "SECRET_KEY": "x" * 50}
# What docs/deployment.md asks for, and nothing else.
PRODUCTION = {
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP",
    "ALLOWED_HOSTS": "leader.example",
    "DATABASE_URL": "postgres://leader@database.example/leader",
    "SITE_URL": "https://leader.example",
    "BEHIND_PROXY": "on",
}


def manage(*arguments, **variables):
    """Run a command of manage.py with the production's variables and these; return its status and its words."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "ENV_FILE") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=project.BASE_DIR,
        env=kept | PRODUCTION | variables,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("change", "number"),
    [
        ({"DEBUG": True}, "leader.E001"),
        ({"DEMONSTRATION": True}, "leader.E002"),
        ({"SECRET_KEY": "short"}, "leader.E003"),
        ({"ALLOWED_HOSTS": []}, "leader.E004"),
        ({"ALLOWED_HOSTS": ["*"]}, "leader.E005"),
        ({"COMPANY_REGISTER_URL": "http://register.example"}, "leader.E007"),
        ({"INSEE_API_KEY": "k", "INSEE_API_URL": "http://register.example"}, "leader.E008"),
    ],
)
def test_each_unsafe_setting_is_named(settings, change, number):
    for name, value in (SAFE | change).items():
        setattr(settings, name, value)

    assert [error.id for error in unsafe_settings()] == [number]


def test_a_server_process_refuses_to_start_with_an_unsafe_setting_and_says_why(settings):
    for name, value in SAFE.items():
        setattr(settings, name, value)
    refuse_if_unsafe()

    settings.DEMONSTRATION = True
    with pytest.raises(ImproperlyConfigured, match="DEMONSTRATION is on"):
        refuse_if_unsafe()


def test_the_settings_of_production_pass_every_check_of_django_and_ours():
    status, said = manage("check", "--deploy", "--fail-level", "WARNING")

    assert status == 0, said


def test_the_embedded_database_is_refused_for_the_world():
    status, said = manage("check", "--deploy", "--fail-level", "WARNING", DATABASE_URL="")

    assert (status, "leader.E006" in said) == (1, True), said


def test_the_worker_refuses_an_unsafe_setting_as_the_web_does():
    status, said = manage("procrastinate", "worker", "--one-shot", DEMONSTRATION="on")

    assert status != 0
    assert "The site does not start: DEMONSTRATION is on" in said
