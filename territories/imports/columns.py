"""The columns that an import knows, and the names that French and English files give them."""

import unicodedata

from django.utils.translation import gettext_lazy as _

LABELS = {
    "reference": _("LeadeR number"),
    "siren": _("SIREN or SIRET"),
    "name": _("name"),
    "country": _("country"),
    "foreign_number": _("register number abroad"),
    "address": _("address"),
    "postal_code": _("postcode"),
    "city": _("town"),
    "email": _("e-mail"),
    "phone": _("phone"),
    "website": _("website"),
    "naf": _("NAF code"),
    "naf_2025": _("NAF 2025 code"),
    "size_class": _("INSEE's size class"),
    "founded_on": _("created on"),
    "year": _("financial year"),
    "headcount": _("headcount"),
    "turnover": _("turnover in euros"),
    "member_since": _("date of membership"),
    "territory": _("LeadeR territorial"),
    "contact": _("contact"),
}
NAMES = {
    "reference": "n leader|numero leader|leader number|reference leader",
    "siren": "siren|n siren|numero siren|siret|n siret|numero siret|siren siret|siren number",
    "name": "name|company|company name|nom|raison sociale|denomination|denomination sociale|entreprise|societe"
    "|nom de l entreprise|nom entreprise|nom de la societe",
    "country": "country|pays|code pays",
    "foreign_number": "foreign number|register number abroad|numero d immatriculation a l etranger",
    "address": "address|adresse|adresse postale|rue|voie|street",
    "postal_code": "postal code|postcode|zip|zip code|code postal|cp",
    "city": "city|town|ville|commune|localite",
    "email": "email|e mail|mail|courriel|adresse e mail|adresse email|adresse mail|adresse electronique|mel",
    "phone": "phone|telephone|tel|phone number|numero de telephone|n de telephone|telephone fixe|portable|mobile",
    "website": "website|web site|url|site|site web|site internet|web",
    "naf": "naf|ape|code naf|code ape|naf rev2|naf rev 2|activite naf|activite principale|activity code",
    "naf_2025": "naf 2025|naf2025|naf25|ape 2025|code naf 2025|code naf2025|code ape 2025|activite naf 2025"
    "|activite principale naf25|activite principale naf 2025|naf 2025 code",
    "size_class": "size class|categorie entreprise|categorie d entreprise|taille insee|insee size class",
    "founded_on": "founded on|created on|creation date|date de creation|date creation|creee le|cree le",
    "year": "year|financial year|exercice|annee|annee des chiffres|ca cloture|date de cloture|cloture",
    "headcount": "headcount|employees|staff|effectif|effectifs|nombre de salaries|nb salaries|salaries",
    "turnover": "turnover|revenue|sales|ca|chiffre d affaires|chiffre d affaire|ca en euros|turnover in euros"
    "|chiffre d affaires en euros|ca ht|ca eur|chiffre d affaires ht",
    "member_since": "member since|membership date|date of membership|date d adhesion|date adhesion|adhesion"
    "|membre depuis|adherent depuis",
    "territory": "territory|chapter|leader territorial|territoire|antenne|leader|club",
    "contact": "contact|contact name|nom du contact|dirigeant|interlocuteur|representant",
}
_BY_NAME = {name: field for field, names in NAMES.items() for name in names.split("|")}
_STAFF_ONLY = {"member_since", "territory"}
# INSEE's codes for staff bands: not numbers of people. A leading zero gives such a column away.
BANDS = {"NN", "00", "01", "02", "03", "11", "12", "21", "22", "31", "32", "41", "42", "51", "52", "53"}


def normal(heading: str) -> str:
    """Return a heading in lower case, without accents, signs and what stands in brackets for the unit."""
    plain = unicodedata.normalize("NFKD", heading.replace("°", " ").replace("œ", "oe")).casefold()
    plain = plain.replace("(€)", "").replace("(eur)", "")
    letters = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(letters.split())


def recognised(headings: list[str], sample: list[list[str]] | None = None) -> dict[str, int]:
    """Return the place, from 1, of each column that is known by its name; the first of two wins."""
    mapping: dict[str, int] = {}
    for place, heading in enumerate(headings, start=1):
        field = _BY_NAME.get(normal(heading))
        if field and field not in mapping:
            mapping[field] = place
    if "headcount" in mapping and _are_bands([r[mapping["headcount"] - 1 :][:1] for r in sample or []]):
        del mapping["headcount"]
    return mapping


def allowed(mapping: dict[str, int], *, may_attach: bool) -> dict[str, int]:
    """Return ``mapping`` without what the person may not record (a lead records no membership)."""
    return {f: p for f, p in mapping.items() if f in LABELS and (may_attach or f not in _STAFF_ONLY)}


def _are_bands(cells: list[list[str]]) -> bool:
    values = {value.strip() for cell in cells for value in cell if value.strip()}
    return bool(values) and values <= BANDS and any(v.startswith(("0", "N")) for v in values)
