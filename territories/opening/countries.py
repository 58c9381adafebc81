"""The countries where a territory may be, by the codes of ISO 3166, named in French."""

from functools import cache

from babel import Locale
from django.utils.text import slugify

NO_COUNTRY = {"EU", "EZ", "QO", "UN", "XA", "XB", "XK", "ZZ"}


@cache
def countries() -> tuple[tuple[str, str], ...]:
    """Return code and name of each country, France first, then in the order of the alphabet."""
    names = Locale("fr").territories
    known = [(code, name) for code, name in names.items() if len(code) == 2 and code.isalpha()]
    others = [pair for pair in known if pair[0] not in NO_COUNTRY | {"FR"}]
    return (("FR", names["FR"]), *sorted(others, key=lambda pair: slugify(pair[1])))
