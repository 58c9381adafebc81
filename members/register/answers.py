"""What the register says of a company, read with distrust: what is missing, masked or malformed is left empty."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError

from members.models import Company, SizeClass
from members.models.nomenclatures import NAF_2025
from members.siren import validate_siren

MASKED = "[NON-DIFFUSIBLE]"  # INSEE's own: [ND]
_MASKS = [MASKED, "[ND]"]
SIZE_CLASSES = {"PME": SizeClass.PME.value, "ETI": SizeClass.ETI.value, "GE": SizeClass.GE.value}
_DAYS = ["created_on", "closed_on"]
_STREET = ["numero_voie", "indice_repetition", "type_voie", "libelle_voie"]
_REV2, _NAF_2025 = re.compile(r"\d\d\.\d\d[A-FZ]"), re.compile(NAF_2025)


@dataclass(frozen=True)
class RegisteredCompany:
    """A company as the register knows it; its directors are never asked for.

    ``commune_code`` is INSEE's; ``is_partial`` means that it refuses to be published: little is told.
    """

    siren: str
    name: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    commune_code: str = ""
    activity: str = ""
    activity_2025: str = ""
    size_class: str = ""
    size_class_year: int | None = None
    legal_category: str = ""
    created_on: date | None = None
    is_closed: bool = False
    closed_on: date | None = None
    is_partial: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return what may be stored."""
        days = {name: day.isoformat() if (day := getattr(self, name)) else None for name in _DAYS}
        return {**asdict(self), **days}

    @classmethod
    def of_json(cls, stored: dict[str, Any]) -> Self:
        """Return the company that ``as_json`` stored, some years ago perhaps: fields gone since are left out."""
        known = {field.name: stored[field.name] for field in fields(cls) if field.name in stored}
        return cls(**{"siren": "", **known, **{name: _day(stored.get(name)) for name in _DAYS}})


class MalformedError(ValueError):
    """The answer is none of the register's."""


def read(answer: Any) -> list[RegisteredCompany]:
    """Return the companies of an ``answer`` (JSON); one without a right SIREN is left out.

    Raise MalformedError when this is no answer of the register.
    """
    results = answer.get("results") if isinstance(answer, dict) else None
    if not isinstance(results, list):
        raise MalformedError
    companies = [_company(unit) for unit in results if isinstance(unit, dict)]
    return [company for company in companies if company]


def _company(unit: dict[str, Any]) -> RegisteredCompany | None:
    siren = _text(unit, "siren", 20)
    try:
        validate_siren(siren)
    except ValidationError:
        return None
    seat = unit.get("siege") if isinstance(unit.get("siege"), dict) else {}
    codes = [_text(unit, name, 10) for name in ["activite_principale", "activite_principale_naf25"]]
    size_class = SIZE_CLASSES.get(_text(unit, "categorie_entreprise", 10), "")
    return RegisteredCompany(
        siren=siren,
        name=_text(unit, "nom_raison_sociale", _longest("name")) or _text(unit, "nom_complet", _longest("name")),
        **_address(seat),
        activity=_first(_REV2, codes),
        activity_2025=_first(_NAF_2025, codes),
        size_class=size_class,
        size_class_year=_year(unit.get("annee_categorie_entreprise")) if size_class else None,
        legal_category=_matching(r"\d{4}", _text(unit, "nature_juridique", 10)),
        created_on=_day(unit.get("date_creation")),
        is_closed=unit.get("etat_administratif") == "C",
        closed_on=_day(unit.get("date_fermeture")) if unit.get("etat_administratif") == "C" else None,
        is_partial=unit.get("statut_diffusion") == "P",
    )


def _address(seat: Any) -> dict[str, str]:
    parts = [_text(seat, name, 100) for name in _STREET]
    street = " ".join(part for part in parts if part)
    more = _text(seat, "complement_adresse", 100)
    return {
        "street": ", ".join(part for part in [more, street] if part)[: _longest("address")],
        "postal_code": _matching(r"\d{5}", _text(seat, "code_postal", 10)),
        "city": _text(seat, "libelle_commune", _longest("city")) or _text(seat, "libelle_commune_etranger", 100),
        "commune_code": _matching(r"\d[0-9AB]\d{3}", _text(seat, "commune", 10)),
    }


def _longest(name: str) -> int:
    return int(getattr(Company._meta.get_field(name), "max_length", 0))


def _text(unit: Any, name: str, longest: int) -> str:
    """Return a text without control characters, cut; anything else, or what is masked, is empty."""
    value = unit.get(name)
    if not isinstance(value, str) or any(mask in value for mask in _MASKS):
        return ""
    printable = "".join(c if c.isprintable() else " " for c in value)
    return " ".join(printable.split())[:longest].strip()


def _matching(pattern: str, text: str) -> str:
    return text if re.fullmatch(pattern, text, re.ASCII) else ""


def _first(pattern: re.Pattern[str], codes: Iterable[str]) -> str:
    return next((code for code in codes if pattern.fullmatch(code)), "")


def _year(value: Any) -> int | None:
    text = _matching(r"(19|20|21)\d\d", str(value))
    return int(text) if text else None


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
