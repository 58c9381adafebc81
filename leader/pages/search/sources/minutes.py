"""Approved minutes, item by item, in the version in force: what was said and decided, in French."""

from typing import Any

from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commissions.models import MeetingMinutes, MinutesItem
from leader.pages.search.source import Hit, Source
from leader.pages.search.sources.meetings import day_of
from leader.shared.french import extract, passages
from leader.shared.scope import AnyUser

TEXT = Concat("text", Value(" "), "decided", output_field=TextField())


class Minutes(Source):
    """Items of minutes."""

    kind = "comptes-rendus"
    label = _("Minutes of meetings")
    order = [F("minutes__meeting__starts_at").desc(), "rank", "pk"]
    commission = "minutes__meeting__commission"

    def found(self, user: AnyUser, text: str) -> QuerySet[Any]:
        """Look in the words of each item; minutes that are being written are not read by anybody yet."""
        read = MeetingMinutes.objects.visible_to(user).in_force()
        return MinutesItem.objects.saying(text).filter(minutes__in=read.values("pk"))

    def told(self, user: AnyUser, text: str) -> dict[str, Any]:
        """Tell the item, the passages found, and the meeting."""
        return {
            "title": "title",
            "meeting": "minutes__meeting",
            "about": "minutes__meeting__title",
            "commission": "minutes__meeting__commission__name",
            "starts_at": "minutes__meeting__starts_at",
            "extract": extract(TEXT, text),
        }

    def hit(self, key: int, told: dict[str, Any]) -> Hit:
        """Lead to the minutes."""
        address = reverse("commissions:minutes-detail", args=[told["meeting"]])
        details = (told["commission"], told["about"], day_of(told["starts_at"]))
        return Hit(told["title"], address, details, extract=tuple(passages(told["extract"].strip())))
