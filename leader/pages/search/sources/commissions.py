"""Commissions, by their name and theme; those that are over are said to be."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from commissions.models import Commission
from leader.pages.search.source import Hit, Source
from leader.shared.names import every_word, in_order
from leader.shared.scope import AnyUser


class Commissions(Source):
    """Commissions."""

    kind = "commissions"
    label = _("Commissions")
    order = [in_order(), "pk"]

    def found(self, user: AnyUser, text: str) -> QuerySet[Any]:
        """Look in the name and the theme."""
        return Commission.objects.visible_to(user).filter(every_word(text))

    def told(self, user: AnyUser, text: str) -> dict[str, Any]:
        """Tell what it is called, of which territory, and its last day."""
        parts = ["name", "slug", "theme"]
        return {part: part for part in parts} | {"territory": "territory__name", "until": "dissolved_on"}

    def hit(self, key: int, told: dict[str, Any]) -> Hit:
        """Lead to the page of the commission."""
        is_over = told["until"] and date.fromisoformat(told["until"]) < timezone.localdate()
        mark = pgettext("commission", "dissolved") if is_over else ""
        address = reverse("commissions:commission-detail", args=[told["slug"]])
        return Hit(told["name"], address, (told["territory"] or "", told["theme"]), mark)
