"""Where the register says otherwise than our file: only what it tells, and only what a reader would see."""

import re
import unicodedata

from leader.geography.models import Commune
from members.models import Company, RegisterDifference, RegisterSnapshot
from members.register.answers import RegisteredCompany

Kind = RegisterDifference.Kind
CLOSED = "closed"  # where the register does not say since when
_FORMS = {"sa", "sas", "sasu", "sarl", "eurl", "sci", "snc", "scop", "societe", "ste", "ets", "etablissements"}
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
# The register names the arrondissement of these three; our table of communes may hold the town alone.
_TOWNS = [(r"751\d\d", "75056"), (r"6938\d", "69123"), (r"132\d\d", "13055")]


def differences(company: Company, snapshot: RegisterSnapshot) -> dict[str, tuple[str, str]]:
    """Return for each kind of difference what our file says and what the register says."""
    if snapshot.siren != company.siren:  # corrected since: what was told is of another company
        return {}
    if snapshot.outcome in {snapshot.Outcome.UNKNOWN, snapshot.Outcome.DUPLICATE}:
        return {Kind.SIREN.value: (snapshot.siren, snapshot.other_siren)}
    if not snapshot.told:
        return {}
    told = RegisteredCompany.of_json(snapshot.told)
    pairs = {
        Kind.LEGAL_CATEGORY: (company.legal_category, told.legal_category),
        Kind.SIZE: (company.insee_size_class, told.size_class),
        Kind.NAF: (company.activity_id or "", told.activity),
        Kind.NAF_2025: (company.activity_2025, told.activity_2025),
        Kind.NAME: (company.name, "" if same_name(company.name, told.name) else told.name),
        Kind.SEAT: _seats(company, told),
    }
    found = {kind.value: pair for kind, pair in pairs.items() if pair[1] and pair[0] != pair[1]}
    if told.is_closed:
        found[Kind.CLOSED.value] = ("", told.closed_on.isoformat() if told.closed_on else CLOSED)
    return found


def same_name(one: str, other: str) -> bool:
    """Tell whether two names are one to a reader: case, accents, punctuation and legal forms do not count."""
    return _words(one) == _words(other)


def _words(name: str) -> list[str]:
    opened = unicodedata.normalize("NFKD", name.casefold().translate(_LIGATURES))
    words = re.findall(r"\w+", "".join(c for c in opened if not unicodedata.combining(c)))
    return [word for word in words if word not in _FORMS] or words


def commune_of(told: RegisteredCompany) -> Commune | None:
    """Return the commune of the seat that the register tells, if our table holds it or the town around it."""
    codes = [told.commune_code, *(town for pattern, town in _TOWNS if re.fullmatch(pattern, told.commune_code))]
    found = Commune.objects.select_related("departement", "epci").in_bulk(codes)
    return next((found[code] for code in codes if code in found), None)


def _seats(company: Company, told: RegisteredCompany) -> tuple[str, str]:
    """Return the codes of the communes; of one that our table does not hold, the postcode decides."""
    ours = company.commune_id or ""
    if not told.commune_code:
        return ours, ""
    commune = commune_of(told)
    if commune:
        return ours, commune.code
    is_there = not ours and told.postal_code in {"", company.postal_code}
    return ours, "" if is_there else told.commune_code
