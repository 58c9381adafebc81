"""Territories, by their name."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from leader.pages.search.source import Hit, Source
from leader.shared.names import every_word, in_order
from leader.shared.scope import AnyUser
from territories.models import Territory


class Territories(Source):
    """Territories."""

    kind = "territoires"
    label = _("Territories")
    order = [in_order(), "pk"]

    def found(self, user: AnyUser, text: str) -> QuerySet[Any]:
        """Look in the name."""
        return Territory.objects.visible_to(user).filter(every_word(text))

    def told(self, user: AnyUser, text: str) -> dict[str, Any]:
        """Tell the name."""
        return {"name": "name", "slug": "slug"}

    def hit(self, key: int, told: dict[str, Any]) -> Hit:
        """Lead to the page of the territory."""
        return Hit(told["name"], reverse("territories:territory-detail", args=[told["slug"]]))
