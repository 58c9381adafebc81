"""The link at the end of an announcement: signed, it stops such letters without signing in."""

from collections.abc import Iterable

from django.core import signing
from django.urls import reverse

from commissions.models import Commission
from members.models import Person

_SALT = "commissions.announcements"


def stop_path(person: int, commissions: Iterable[int]) -> str:
    """Return the address, without the host, where ``person`` stops the announcements of ``commissions``."""
    token = signing.dumps([person, sorted(commissions)], salt=_SALT)
    return reverse("commissions:announcement-stop", args=[token])


def behind(token: str) -> tuple[Person, list[Commission]] | None:
    """Return whose letters of which commissions ``token`` stops; None when it is forged or the person is gone."""
    try:
        person_key, keys = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    person = Person.objects.filter(pk=person_key).first()
    commissions = list(Commission.objects.filter(pk__in=keys).order_by("name"))
    return (person, commissions) if person and commissions else None
