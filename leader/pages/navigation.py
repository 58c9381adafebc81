"""The navigation of every page: where one may go, and where one is."""

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from territories.models import OpeningInvitation
from territories.scope import is_lead


class Entry(NamedTuple):
    """One link of the navigation; ``current`` is "page" or "true" (inside it), or empty."""

    label: Any
    url: str
    current: str


PUBLIC = [
    (_("Territories"), "territories:territory-list"),
    (_("Commissions"), "commissions:commission-list"),
    (_("Gala"), "events:gala"),
]
COMPANIES = (_("Companies"), "members:company-list")
OPENING = (_("Open a territory"), "territories:opening-list")


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Give templates ``navigation`` and ``may_administer``, worked out only where a template shows them."""
    return {
        "navigation": SimpleLazyObject(lambda: entries(request)),
        "may_administer": SimpleLazyObject(lambda: may_administer(request.user)),
    }


def entries(request: HttpRequest) -> list[Entry]:
    """Return the links for the person who asks."""
    user = getattr(request, "user", None)
    wanted = list(PUBLIC)
    if user is not None and user.is_authenticated:
        wanted.insert(1, COMPANIES)
        if may_open(user):
            wanted.append(OPENING)
    return [entry for label, name in wanted if (entry := _entry(request, label, name))]


def may_open(user: Any) -> bool:
    """Tell whether ``user`` may open a territory: staff, a lead, or somebody staff invited."""
    if may_administer(user):
        return True
    return OpeningInvitation.objects.filter(email__iexact=user.email, accepted_at__isnull=False).exists()


def may_administer(user: Any) -> bool:
    """Tell whether ``user`` finds something in the admin: staff and the leads."""
    return user.is_staff or is_lead(user)


def _entry(request: HttpRequest, label: Any, name: str) -> Entry | None:
    try:
        url = reverse(name)
    except NoReverseMatch:
        return None
    current = "page" if request.path == url else "true" if request.path.startswith(url) else ""
    return Entry(label, url, current)
