"""The link in a letter by which an applicant follows the application: signed, and good for eight months."""

from datetime import timedelta

from django.core import signing
from django.urls import reverse

from territories.models import Application

GOOD_FOR = timedelta(days=245)  # two months more than a question waits for its answer (forgetting.py)
_SALT = "territories.application"


def link_to(application: Application) -> str:
    """Return the address, without the host, of the page where the applicant follows ``application``."""
    token = signing.dumps(application.pk, salt=_SALT)
    return reverse("territories:application-follow", args=[token])


def application_behind(token: str) -> Application | None:
    """Return the application that ``token`` leads to; None when it is forged or too old."""
    try:
        pk = signing.loads(token, salt=_SALT, max_age=GOOD_FOR)
    except (signing.BadSignature, ValueError):
        return None
    return Application.objects.select_related("territory", "company").filter(pk=pk).first()
