"""Events, by their name, theme and town, the latest first."""

from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from events.models import Event
from leader.pages.search.source import Hit, Source
from leader.shared.names import every_word
from leader.shared.scope import AnyUser


class Events(Source):
    """Galas, openings, assemblies and other events."""

    kind = "evenements"
    label = _("Events")
    order = [F("held_on").desc(), "pk"]

    def found(self, user: AnyUser, text: str) -> QuerySet[Any]:
        """Look in the name, the theme and the town."""
        return Event.objects.visible_to(user).filter(every_word(text))

    def told(self, user: AnyUser, text: str) -> dict[str, Any]:
        """Tell the name, the day, the town, and whether it is published."""
        return {part: part for part in ["name", "slug", "held_on", "city", "is_published"]}

    def hit(self, key: int, told: dict[str, Any]) -> Hit:
        """Lead to the page of the event."""
        day = date_format(date.fromisoformat(told["held_on"]), "j F Y")
        mark = "" if told["is_published"] else pgettext("event", "not published")
        return Hit(told["name"], reverse("events:event-detail", args=[told["slug"]]), (day, told["city"]), mark)
