"""Meetings, by their subject and place, the latest first."""

from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from commissions.models import Meeting
from leader.pages.search.source import Hit, Source
from leader.shared.names import every_word
from leader.shared.scope import AnyUser


class Meetings(Source):
    """Meetings of commissions."""

    kind = "reunions"
    label = _("Meetings")
    order = [F("starts_at").desc(), F("pk").desc()]
    commission = "commission"

    def found(self, user: AnyUser, text: str) -> QuerySet[Any]:
        """Look in the subject and the place."""
        return Meeting.objects.visible_to(user).filter(every_word(text))

    def told(self, user: AnyUser, text: str) -> dict[str, Any]:
        """Tell the subject, the commission, the day, the place, and whether it is called off."""
        parts = ["title", "starts_at", "place", "cancelled_at"]
        return {part: part for part in parts} | {"commission": "commission__name"}

    def hit(self, key: int, told: dict[str, Any]) -> Hit:
        """Lead to the page of the meeting."""
        mark = pgettext("meeting", "called off") if told["cancelled_at"] else ""
        address = reverse("commissions:meeting-detail", args=[key])
        return Hit(told["title"], address, (told["commission"], day_of(told["starts_at"]), told["place"]), mark)


def day_of(instant: str) -> str:
    """Return the day of Paris of an instant, in words."""
    return date_format(timezone.localtime(datetime.fromisoformat(instant)), "j F Y")
