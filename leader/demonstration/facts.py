"""What the press told of the federation in April 2017, from ``federation.yaml`` into the database."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from commissions.models import Commission
from elections.models import Assembly, Decision
from events.models import Announcement, Event, GuestOfHonour
from leader.shared.precision import Precision
from members.models import Person
from territories.models import AreaPart, Federation, Mandate, Office, Stage, Territory

FILE = Path(__file__).parent / "federation.yaml"


def load_facts() -> None:
    """Record the public facts."""
    told: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    Federation.objects.create(
        pk=1, name="LeadeR Occitanie", founded_on=date(2009, 12, 31), founded_precision=Precision.YEAR,
        origin="Réseau d’entreprises né dans l’ancienne région Languedoc-Roussillon, fédération depuis 2017.",
        audience="Les ETI et les PME-PMI de la région en forte croissance.",
    )  # fmt: skip
    for row in told["commissions"]:
        precision = Precision.MONTH if "founded_on" in row else Precision.DAY
        Commission.objects.create(**row, founded_precision=precision)
    for row in told["offices"]:
        Office.objects.create(**row)
    people = {
        key: Person.objects.create(given_name=given, family_name=family)
        for key, (given, family) in told["people"].items()
    }
    territories = {row["slug"]: _territory(row) for row in told["territories"]}
    _mandates(told["mandates"], people, territories)
    _gala(people["delga"], territories["toulouse"])


def _territory(row: dict[str, Any]) -> Territory:
    parts = {"stages", "epci", "departements"}
    territory = Territory.objects.create(**{name: value for name, value in row.items() if name not in parts})
    for stage in row["stages"]:
        Stage.objects.create(territory=territory, **stage)
    AreaPart.objects.bulk_create(AreaPart(territory=territory, epci_id=siren) for siren in row.get("epci", []))
    AreaPart.objects.bulk_create(
        AreaPart(territory=territory, departement_id=code) for code in row.get("departements", [])
    )
    return territory


def _mandates(rows: list[dict[str, Any]], people: dict[str, Person], territories: dict[str, Territory]) -> None:
    assembly = Assembly.objects.create(held_on=date(2017, 2, 6), place="Montpellier", source="T1")
    reelected = Decision.objects.create(assembly=assembly, text="Le président est réélu pour trois ans.", rank=1)
    bureau = Decision.objects.create(assembly=assembly, text="Un nouveau bureau est élu.", rank=2)
    for row in rows:
        named = {
            **row,
            "person": people[row["person"]],
            "office": Office.objects.get(code=row["office"]),
            "territory": territories.get(row.get("territory", "")),
        }
        mandate = Mandate.objects.create(**named)
        if mandate.territory is None:
            (reelected if mandate.is_renewal else bureau).mandates.add(mandate)


def _gala(delga: Person, toulouse: Territory) -> None:
    delga.public_function = "présidente du Conseil régional"
    delga.save()
    gala = Event.objects.create(
        kind=Event.Kind.GALA, slug="gala-2017", name="Gala 2017", held_on=date(2017, 4, 21),
        purpose="Annonce de l’ouverture de LeadeR Toulouse.", place="Hôtel de Région", territory=toulouse,
        expected_count=100, is_published=True, source="T1",
    )  # fmt: skip
    gala.programme.create(title="Annonce de l’ouverture de LeadeR Toulouse", rank=1)
    GuestOfHonour.objects.create(event=gala, person=delga, role=delga.public_function)
    Announcement.objects.create(event=gala, territory=toulouse)
