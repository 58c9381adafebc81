"""As what a company belongs to the federation, and what each category means."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.TextChoices):
    """As what a company belongs to the federation."""

    MEMBER = "member", _("member")
    PARTNER = "partner", _("partner")
    HONORARY = "honorary", _("honorary member")
    SUBSIDIARY = "subsidiary", _("subsidiary")
    INSTITUTION = "institution", _("institution")


@dataclass(frozen=True)
class Meaning:
    """What a category gives: a vote, and a period that ends unless it is renewed."""

    votes: bool
    renews: bool
    told: object


# A club abroad gathers subsidiaries of companies that may vote through their own membership, and institutions.
MEANINGS = {
    Category.MEMBER: Meaning(votes=True, renews=True, told=_("votes; renews each period")),
    Category.PARTNER: Meaning(votes=False, renews=True, told=_("does not vote; renews each period")),
    Category.HONORARY: Meaning(votes=False, renews=False, told=_("does not vote; without an end")),
    Category.SUBSIDIARY: Meaning(
        votes=False, renews=True, told=_("club abroad: does not vote; renews each period")
    ),
    Category.INSTITUTION: Meaning(
        votes=False, renews=True, told=_("club abroad: does not vote; renews each period")
    ),
}
VOTING = [category for category, meaning in MEANINGS.items() if meaning.votes]
RENEWING = [category for category, meaning in MEANINGS.items() if meaning.renews]
