"""Companies: those one sees by their name, town, SIREN or keywords; the public ones by what they show."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leader.pages.directory import answering_in_public
from leader.pages.search.source import Hit, Source
from leader.shared.names import in_order, numbered
from leader.shared.scope import EVERY_ROW, AnyUser
from members.models import Company
from members.scope import is_member, staff


class Companies(Source):
    """Companies."""

    kind = "entreprises"
    label = _("Companies")
    order = [in_order(), "pk"]

    def found(self, user: AnyUser, text: str) -> QuerySet[Any]:
        """Add the public companies for whoever does not see every member anyway."""
        seen = Company.objects.visible_to(user).answering(text)
        if staff(user) is EVERY_ROW or is_member(user):
            return seen
        public = answering_in_public(Company.objects.public_on(timezone.localdate()), text)
        either = seen.order_by().values("pk").union(public.order_by().values("pk"))
        return Company.objects.filter(pk__in=either)

    def told(self, user: AnyUser, text: str) -> dict[str, Any]:
        """Tell name and town."""
        return {"name": "name", "town": "city"}

    def hit(self, key: int, told: dict[str, Any]) -> Hit:
        """Lead to the page of the company."""
        address = reverse("members:company-detail", args=[numbered(key, told["name"])])
        return Hit(told["name"], address, (told["town"],))
