"""Where a company would be at home: the commune behind a postcode and a town, and the territories that hold it."""

import re
from datetime import date

from django.db.models import QuerySet

from leader.geography.models import Commune
from territories.models import StageKind, Territory
from territories.opening.prospects import fold

_CEDEX = re.compile(r"\bcedex\b.*$|\b\d{1,2}e?$", re.IGNORECASE)  # "Toulouse cedex 4", "Paris 8"


def communes_of(postal_code: str, city: str) -> list[Commune]:
    """Return the communes that an address may mean: one when it is clear, several when the postcode alone tells.

    A postcode of a firm (cedex) is no commune's: then the town's name decides, within the département.
    """
    of_code = list(Commune.objects.filter(postal_codes__contains=[postal_code]).order_by("name"))
    wanted = _town(city)
    named = [commune for commune in of_code if _town(commune.name) == wanted]
    if named or of_code:
        return named or of_code
    near = Commune.objects.filter(code__startswith=postal_code[:2])
    return [commune for commune in near if _town(commune.name) == wanted][:1] if wanted else []


def _town(name: str) -> str:
    words = re.sub(r"[-'’]", " ", fold(_CEDEX.sub("", name.strip()))).split()
    return " ".join({"st": "saint", "ste": "sainte"}.get(word, word) for word in words)


def living_territories(day: date) -> QuerySet[Territory]:
    """Return the territories that a company may belong to on ``day``: all but the closed ones."""
    return Territory.objects.with_stage_on(day).exclude(stage=StageKind.CLOSED).order_by("name")


def territories_for(commune: Commune | None, country: str, day: date) -> list[Territory]:
    """Return the territories where a company of ``commune`` (or of ``country``, abroad) would be at home."""
    living = living_territories(day)
    if country != "FR":
        return list(living.filter(country=country))
    # Areas hold communes, never countries: two queries for any commune.
    return list(living.filter(pk__in=Territory.objects.covering(commune, on=day).values("pk"))) if commune else []
