"""Settings with which the site must not face the world; each is said in a sentence."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured

from leader.database import embedded_server

SHORTEST_SECRET = 50  # characters


@register(Tags.security, deploy=True)
def unsafe_settings(**kwargs: Any) -> list[Error]:
    """Return what is unsafe for a site that is open to the world."""
    rules = [
        (settings.DEBUG, "DEBUG is on: errors would show the inside of the site.", "E001"),
        (settings.DEMONSTRATION, "DEMONSTRATION is on: anybody could sign in as anybody.", "E002"),
        (
            len(settings.SECRET_KEY) < SHORTEST_SECRET,
            f"SECRET_KEY has less than {SHORTEST_SECRET} characters.",
            "E003",
        ),
        (not settings.ALLOWED_HOSTS, "ALLOWED_HOSTS is empty: name the addresses of the site.", "E004"),
        ("*" in settings.ALLOWED_HOSTS, "ALLOWED_HOSTS takes every name: name the addresses of the site.", "E005"),
        (
            embedded_server() is not None,
            "DATABASE_URL is empty: the embedded PostgreSQL is for one machine.",
            "E006",
        ),
        (
            settings.COMPANY_REGISTER_URL and not settings.COMPANY_REGISTER_URL.startswith("https://"),
            "COMPANY_REGISTER_URL does not begin with https://: anybody on the way could change its answers.",
            "E007",
        ),
        (
            settings.INSEE_API_KEY and not settings.INSEE_API_URL.startswith("https://"),
            "INSEE_API_URL does not begin with https://: the key would be readable on the way.",
            "E008",
        ),
    ]
    return [Error(sentence, id=f"leader.{number}") for unsafe, sentence, number in rules if unsafe]


def refuse_if_unsafe() -> None:
    """Raise ImproperlyConfigured, with every reason, unless the settings are safe or meant for a developer."""
    if not settings.DEBUG and (errors := unsafe_settings()):
        raise ImproperlyConfigured("The site does not start: " + " ".join(str(error.msg) for error in errors))
