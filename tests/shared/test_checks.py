"""The site does not start with settings that are unsafe for the world."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from leader.shared.checks import refuse_if_unsafe, unsafe_settings

SAFE = {"DEBUG": False, "DEMONSTRATION": False, "ALLOWED_HOSTS": ["leader.example"], "SECRET_KEY": "x" * 50}


@pytest.mark.parametrize(
    ("change", "number"),
    [
        ({"DEBUG": True}, "leader.E001"),
        ({"DEMONSTRATION": True}, "leader.E002"),
        ({"SECRET_KEY": "short"}, "leader.E003"),
        ({"ALLOWED_HOSTS": []}, "leader.E004"),
        ({"ALLOWED_HOSTS": ["*"]}, "leader.E005"),
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
