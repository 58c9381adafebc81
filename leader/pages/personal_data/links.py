"""The links of the letters: one that proves an address, signed, which leads to one request."""

from datetime import timedelta

from django.core import signing
from django.urls import reverse

from members.models import DataRequest

GOOD_FOR = timedelta(days=30)
_SALT = "pages.data_request"


def link_to(request: DataRequest) -> str:
    """Return the address, without the host, where ``request`` is confirmed."""
    return reverse("pages:data-request-confirm", args=[signing.dumps(request.pk, salt=_SALT)])


def request_behind(token: str) -> DataRequest | None:
    """Return the request of ``token``; None when it is forged, too old or forgotten."""
    try:
        pk = signing.loads(token, salt=_SALT, max_age=GOOD_FOR)
    except (signing.BadSignature, ValueError):
        return None
    return DataRequest.objects.filter(pk=pk).first()
