"""The commune behind an address as people write one."""

import re

from leader.geography.models import Commune
from leader.shared.names import fold

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
