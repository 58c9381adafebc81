"""The navigation of every page: where one may go, and where one is."""

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from leader.shared.exports import may_take_files
from territories.models import LeadRight
from territories.scope import finds_openings, leads_may


class Entry(NamedTuple):
    """One link of the navigation; ``current`` is "page" or "true" (inside it), or empty."""

    label: Any
    url: str
    current: str


PUBLIC = [
    (_("Territories"), "territories:territory-list"),
    (_("Companies"), "members:company-list"),
    (_("Commissions"), "commissions:commission-list"),
    (_("Gala"), "events:gala"),
]
OPENING = (_("Open a territory"), "territories:opening-list")


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Give templates ``navigation`` and what the person may do, worked out only where a template shows them."""
    return {
        "navigation": SimpleLazyObject(lambda: entries(request)),
        "may_take_files": SimpleLazyObject(lambda: may_take_files(request.user)),
        "may_administer": SimpleLazyObject(lambda: may_administer(request.user)),
    }


def entries(request: HttpRequest) -> list[Entry]:
    """Return the links for the person who asks."""
    user = getattr(request, "user", None)
    wanted = list(PUBLIC)
    if user is not None and user.is_authenticated and finds_openings(user):
        wanted.append(OPENING)
    return _with_current(request.path, [Entry(label, reverse(name), "") for label, name in wanted])


def may_administer(user: Any) -> bool:
    """Tell whether ``user`` finds something in the admin: staff, and the leads who may edit."""
    return user.is_staff or leads_may(user, LeadRight.EDIT)


def _with_current(path: str, links: list[Entry]) -> list[Entry]:
    """Mark the link of the page, or the nearest one above it: one address may begin like another."""
    nearest = max((link.url for link in links if path.startswith(link.url)), key=len, default="")
    mark = "page" if path == nearest else "true"
    return [link._replace(current=mark) if link.url == nearest else link for link in links]
