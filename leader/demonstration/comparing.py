"""Invented answers of the register about the invented companies: most agree with their file, some do not."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.utils import timezone

from leader.geography.models import Commune
from members.models import Company, RegisterDifference, RegisterSnapshot, User
from members.register.answers import RegisteredCompany
from members.register.deciding import decide
from members.register.recording import record
from members.register.told import Told

State = RegisterDifference.State


def load_answers(staff: User) -> None:
    """Record what the register said last night of every company, and what ``staff`` has decided of it since."""
    now = timezone.now()
    companies = Company.objects.filter(siren__isnull=False, name__endswith="(fictive)").order_by("pk")
    for number, company in enumerate(companies):
        told = replace(_as_our_file(company), **_CHANGED.get(number, {}))
        answer = Told(RegisterSnapshot.Outcome.FOUND, told)
        record(
            company.pk, told.siren, answer, source=RegisterSnapshot.Source.OPEN, at=now - timedelta(minutes=number)
        )
    _decided(staff)


# By the place of the company among them: what the register says otherwise.
_CHANGED: dict[int, dict[str, Any]] = {
    1: {"is_closed": True, "closed_on": timezone.localdate() - timedelta(days=40)},
    2: {"name": "TRAMONTANE OPTIQUE ET MESURE (FICTIVE)"},
    4: {"commune_code": "30189", "postal_code": "30900", "city": "NIMES", "street": "4 RUE DE L'EXEMPLE"},
    5: {"size_class": "eti", "size_class_year": 2024},
    7: {"activity_2025": "62.10Y"},
    8: {"activity_2025": "10.39Y"},
    10: {"legal_category": "5710"},
    11: {"activity": "62.02A", "activity_2025": "62.20Y"},
    13: {"commune_code": "75108", "postal_code": "75008", "city": "PARIS", "street": "1 AVENUE FICTIVE"},
    14: {"name": "CAUSSE CONSERVES (FICTIVE)"},
}


def _as_our_file(company: Company) -> RegisteredCompany:
    commune = Commune.objects.filter(pk=company.commune_id).first()
    return RegisteredCompany(
        siren=company.siren or "", name=company.name.upper(), street=company.address,
        postal_code=company.postal_code, city=company.city.upper(),
        commune_code=commune.code if commune else "", activity=company.activity_id or "",
    )  # fmt: skip


def _decided(staff: User) -> None:
    """Keep one of the names, as staff would."""
    row = RegisterDifference.objects.filter(kind=RegisterDifference.Kind.NAME).latest("pk")
    said = "Nom commercial : l’entreprise souhaite garder celui de notre fiche. Décision inventée."
    decide(row.pk, State.KEPT, by=staff, at=timezone.now(), version=row.version, note=said)
