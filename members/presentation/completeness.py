"""What helps a company to be found, and what of it is there."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from members.models import Company

KEYWORDS_ENOUGH = 3
DESCRIPTION_ENOUGH = 150  # characters: two sentences


@dataclass(frozen=True)
class Item:
    """Something that helps to be found; ``part`` is the name of the page that keeps it."""

    label: str | Promise
    is_there: bool
    part: str


def completeness(company: Company, page: Any) -> list[Item]:
    """Return what helps ``company`` to be found, in the order of the parts; four queries."""
    last_year = timezone.localdate().year - 1
    return [
        Item(
            _("a presentation of two sentences at least"),
            len(company.description) >= DESCRIPTION_ENOUGH,
            "company-edit",
        ),
        Item(_("a website"), bool(company.website), "company-edit"),
        Item(_("a logo"), bool(page.logo_digest), "company-logo-edit"),
        Item(_("what you look for"), bool(page.seeks), "company-words-edit"),
        Item(_("what you offer"), bool(page.offers), "company-words-edit"),
        Item(
            _("three keywords"),
            company.chosen_keywords.count() >= KEYWORDS_ENOUGH,
            "company-words-edit",
        ),
        Item(_("your sites"), company.sites.exists(), "company-sites-edit"),
        Item(
            _("the figures of the last financial year"),
            company.figures.filter(year__gte=last_year).exists(),
            "company-figures-edit",
        ),
    ]
