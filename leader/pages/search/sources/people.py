"""People, by what they show to who looks: the name, and the e-mail where it is shown."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leader.pages.search.source import Hit, Source
from leader.shared.names import Folded, every_word, in_order, numbered, words_of
from leader.shared.scope import AnyUser
from members.disclosure import showing
from members.models import Field, Person, Representative

NAME = Concat("given_name", Value(" "), "family_name", output_field=TextField())


class People(Source):
    """People."""

    kind = "personnes"
    label = _("People")
    order = ["family_name", "given_name", "pk"]

    def found(self, user: AnyUser, text: str) -> QuerySet[Any]:
        """Look in the names shown, and word by word in the e-mails shown."""
        # The column with its index finds who may be meant; what is shown decides.
        rows = Person.objects.visible_to(user).filter(every_word(text)).filter(showing(Field.NAME, user))
        rows = rows.alias(folded_name=Folded(NAME), folded_email=Folded("email"))
        for word in words_of(text):
            folded = Folded(Value(word))
            by_email = Q(folded_email__contains=folded) & showing(Field.EMAIL, user)
            rows = rows.filter(Q(folded_name__contains=folded) | by_email)
        return rows

    def told(self, user: AnyUser, text: str) -> dict[str, Any]:
        """Tell the name and the companies of today, as far as the reader may see."""
        spells = Representative.objects.visible_to(user).running_on(timezone.localdate())
        here = spells.filter(person=OuterRef("pk")).order_by(in_order("company__q"), "pk")
        return {
            "given": "given_name",
            "family": "family_name",
            "companies": ArraySubquery(here.values("company__name")),
        }

    def hit(self, key: int, told: dict[str, Any]) -> Hit:
        """Lead to the page of the person."""
        name = f"{told['given']} {told['family']}".strip()
        return Hit(
            name, reverse("members:person-detail", args=[numbered(key, name)]), tuple(told["companies"] or ())
        )
