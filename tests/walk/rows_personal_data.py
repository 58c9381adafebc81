"""What the pages of personal data answer: one's own for all, the requests for staff, the notice for everybody."""

from django.core import signing
from django.utils import timezone

from leader.pages.personal_data.links import link_to
from leader.shared.mails import SALT
from members.models import DataRequest
from tests.walk.expectations import Row, everybody, only, signed_in


def _asked(email="demande@example.org"):
    waiting = DataRequest.objects.filter(email=email).first()
    if waiting is None:
        waiting = DataRequest.receive(email=email, kind="erasure", words="", at=timezone.now())
        waiting.confirm(at=timezone.now())
    return waiting


def _own(world):
    return {"pk": _asked().pk}


def _token(world):
    return {"token": link_to(_asked()).split("/")[-2]}


def _letters(world):
    return {"token": signing.dumps(["demande@example.org", "events"], salt=SALT)}


def personal_data_rows() -> dict[str, Row]:
    """Return the rows of the pages of personal data."""
    no_post, staff = everybody("405"), only("staff")
    refused = only("staff", answer="405")
    act = Row(get=refused, post=staff, own=_own)
    return {
        "pages:my-data": Row(get=signed_in("200"), post=signed_in("405")),
        "pages:my-data-request": Row(get=signed_in("405"), post=signed_in("200")),
        "pages:my-data-preferences": Row(get=signed_in("405"), post=signed_in("away")),
        "pages:my-data-file": Row(get=signed_in("200"), post=signed_in("405"), own=lambda world: {"form": "json"}),
        "pages:privacy-notice": Row(get=everybody("200"), post=no_post),
        "pages:data-request-ask": Row(get=everybody("200"), post=everybody("200")),
        "pages:data-request-sent": Row(get=everybody("200"), post=no_post),
        "pages:data-request-confirm": Row(get=everybody("200"), post=everybody("away"), own=_token),
        "pages:unsubscribe": Row(get=everybody("200"), post=everybody("200"), own=_letters),
        "pages:data-request-list": Row(get=staff, post=refused),
        "pages:data-request-detail": Row(get=staff, post=refused, own=_own),
        "pages:data-request-answer": act,
        "pages:data-request-extend": act,
        "pages:data-request-erase": act,
        "pages:data-request-name": Row(get=refused, post=only("staff", answer="away"), own=_own),
        "pages:processing-register": Row(get=staff, post=refused),
        "pages:retention-rules": Row(get=staff, post=refused),
    }
