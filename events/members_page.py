"""The page of an edition for members: who comes, where one sits, what is told to members alone, the photos."""

from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from events.models import Attendee, Event, Photo, Registration
from leader.shared.pagination import BoundedPaginator
from leader.shared.scope import AnyUser
from members.models import Company
from members.scope import companies_of, is_member, staff
from territories.scope import is_lead

SHOWN_PHOTOS = 6


def sees_members_page(user: AnyUser) -> bool:
    """Tell whether the pages of events for members open to ``user``: members, leads and staff."""
    return staff(user) is not None or is_member(user) or is_lead(user)


@require_safe
def event_members(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the edition to members: the companies that come, the own parties with their tables, the photos."""
    if not sees_members_page(request.user):
        raise Http404
    events = Event.objects.visible_to(request.user).select_related("territory", "admission")
    event = get_object_or_404(events, slug=slug)
    photos = Photo.objects.visible_to(request.user).filter(event=event).select_related("event").order_by("pk")
    context = {
        "event": event,
        "own": own_people(request.user, event),
        "page": BoundedPaginator(companies_coming_to(request.user, event)).get_page(request.GET.get("page")),
        "photos": photos[:SHOWN_PHOTOS],
    }
    return render(request, "events/members.html", context)


def companies_coming_to(user: AnyUser, event: Event) -> QuerySet[Any]:
    """Return the companies with confirmed places, of those that ``user`` sees: companies, never people."""
    parties = Registration.objects.filter(admission__event=event, state=Registration.State.CONFIRMED)
    return Company.objects.visible_to(user).filter(pk__in=parties.values("company")).order_by("name", "pk")


def own_parties(user: AnyUser, event: Event) -> QuerySet[Any]:
    """Return the live parties of the companies that ``user`` represents."""
    rows = Registration.objects.live().filter(Q(company__in=companies_of(user)), admission__event=event)
    return rows.select_related("company", "admission__event").order_by("company__name", "pk")


def own_people(user: AnyUser, event: Event) -> QuerySet[Any]:
    """Return the own parties with who sits at which table."""
    people = Attendee.objects.select_related("seat__table").order_by("number")
    return own_parties(user, event).prefetch_related(Prefetch("attendees", people))
