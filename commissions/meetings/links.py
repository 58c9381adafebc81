"""The link by which whoever is invited answers without signing in: signed, and good until the meeting begins."""

from django.core import signing
from django.urls import reverse

from commissions.models import Attendance

_SALT = "commissions.attendance"


def link_of(attendance: Attendance) -> str:
    """Return the address, without the host, where ``attendance`` is answered."""
    return reverse("commissions:meeting-answer", args=[signing.dumps(attendance.pk, salt=_SALT)])


def attendance_behind(token: str) -> Attendance | None:
    """Return what ``token`` answers; None when it is forged."""
    try:
        key = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError):
        return None
    rows = Attendance.objects.select_related("meeting__commission", "person")
    found: Attendance | None = rows.filter(pk=key).first()
    return found
