"""Documents of commissions, by their titles, the latest brought first."""

from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commissions.models import Document
from leader.pages.search.source import Hit, Source
from leader.pages.search.sources.meetings import day_of
from leader.shared.scope import AnyUser


class Documents(Source):
    """Documents."""

    kind = "documents"
    label = _("Documents")
    order = [F("brought_at").desc(), F("pk").desc()]
    commission = "commission"

    def found(self, user: AnyUser, text: str) -> QuerySet[Any]:
        """Look in the titles; what was withdrawn is found by nobody."""
        return Document.objects.visible_to(user).kept().titled(text)

    def told(self, user: AnyUser, text: str) -> dict[str, Any]:
        """Tell the title, the commission and the day."""
        return {"title": "title", "commission": "commission__name", "brought_at": "brought_at"}

    def hit(self, key: int, told: dict[str, Any]) -> Hit:
        """Lead to the page of the document."""
        address = reverse("commissions:document-detail", args=[key])
        return Hit(told["title"], address, (told["commission"], day_of(told["brought_at"])))
