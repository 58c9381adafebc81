"""What the press told of the federation in April 2017, from ``federation.yaml`` into the database."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from commissions.models import Commission, CommissionMilestone
from elections.models import Assembly
from events.models import Announcement, Event, GuestOfHonour
from leader.shared.precision import Precision
from members.models import Audience, Company, Disclosure, Field, Person, Representative
from territories.models import AreaPart, DeclaredFigure, Federation, Mandate, Office, Stage, Territory

FILE = Path(__file__).parent / "federation.yaml"
Rows = list[dict[str, Any]]


def load_facts() -> None:
    """Record the public facts."""
    told: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    sources: dict[str, str] = told["sources"]
    Federation.objects.create(
        pk=1, name="LeadeR Occitanie", founded_on=date(2009, 12, 31), founded_precision=Precision.YEAR,
        origin="Réseau d’entreprises né dans l’ancienne région Languedoc-Roussillon, "
        "fédération depuis janvier 2017.",
        audience="Les ETI et les PME-PMI de la région en forte croissance.",
    )  # fmt: skip
    for row in told["commissions"]:
        _commission(row, sources["T1"])
    for row in told["offices"]:
        Office.objects.create(**row)
    companies = {key: Company.objects.create(**row) for key, row in told["companies"].items()}
    people = {key: _person(row, companies) for key, row in told["people"].items()}
    territories = {row["slug"]: _territory(row, sources) for row in told["territories"]}
    mandates = {
        row["person"]: _mandate(row, told["people"], people, companies, territories, sources)
        for row in told["mandates"]
    }
    _assemblies(told["assemblies"], mandates, territories, sources)
    _figures(told["figures"], territories, sources)
    _gala(people["delga"], territories["toulouse"], sources["T1"])


def _commission(row: dict[str, Any], source: str) -> None:
    """Record one, kept or added when the commissions were recast."""
    kept_on = row.pop("kept_on", None)
    precision = Precision.DAY if kept_on else Precision.MONTH
    commission = Commission.objects.create(**row, founded_precision=precision, source=source)
    if kept_on:
        CommissionMilestone.objects.create(
            commission=commission, kind=CommissionMilestone.Kind.KEPT, happened_on=kept_on,
            precision=Precision.MONTH, source=source,
        )  # fmt: skip


def _person(row: dict[str, Any], companies: dict[str, Company]) -> Person:
    given, family = row["names"]
    person = Person.objects.create(
        given_name=given, family_name=family, public_function=row.get("public_function", "")
    )
    if "company" in row:
        Representative.objects.create(
            person=person, company=companies[row["company"]], function=row.get("function", ""),
            starts_on=row["told_on"],
        )  # fmt: skip
    # What is told here of them was published: the offices of associations, with the companies they came from.
    told = [Field.NAME, Field.COMPANIES, Field.MANDATES]
    Disclosure.objects.bulk_create(Disclosure(person=person, field=f, audience=Audience.PUBLIC) for f in told)
    return person


def _territory(row: dict[str, Any], sources: dict[str, str]) -> Territory:
    parts = {"stages", "epci", "departements"}
    territory = Territory.objects.create(**{name: value for name, value in row.items() if name not in parts})
    for stage in row["stages"]:
        Stage.objects.create(territory=territory, **{**stage, "note": _cited(stage["note"], sources)})
    AreaPart.objects.bulk_create(AreaPart(territory=territory, epci_id=siren) for siren in row.get("epci", []))
    AreaPart.objects.bulk_create(
        AreaPart(territory=territory, departement_id=code) for code in row.get("departements", [])
    )
    return territory


def _cited(note: str, sources: dict[str, str]) -> str:
    """Return a note with the source that it begins with spelt out."""
    return sources[note[:2]] + note[2:]


def _mandate(
    row: dict[str, Any],
    told: dict[str, Any],
    people: dict[str, Person],
    companies: dict[str, Company],
    territories: dict[str, Territory],
    sources: dict[str, str],
) -> Mandate:
    return Mandate.objects.create(
        **{
            **row,
            "person": people[row["person"]],
            "company": companies[told[row["person"]]["company"]],
            "office": Office.objects.get(code=row["office"]),
            "territory": territories.get(row.get("territory", "")),
            "source": sources[row["source"]],
        }
    )


def _assemblies(
    rows: Rows, mandates: dict[str, Mandate], territories: dict[str, Territory], sources: dict[str, str]
) -> None:
    for row in rows:
        assembly = Assembly.objects.create(
            kind=row["kind"], territory=territories.get(row.get("territory", "")), held_on=row["held_on"],
            place=row["place"], source=sources[row["source"]],
        )  # fmt: skip
        for rank, told in enumerate(row["decisions"], start=1):
            decision = assembly.decisions.create(text=told["text"], rank=rank)
            decision.mandates.set(mandates[person] for person in told.get("mandates", []))


def _figures(rows: Rows, territories: dict[str, Territory], sources: dict[str, str]) -> None:
    for row in rows:
        territory = territories.get(row.get("territory", ""))
        DeclaredFigure.objects.create(**{**row, "territory": territory, "source": sources[row["source"]]})


def _gala(delga: Person, toulouse: Territory, source: str) -> None:
    gala = Event.objects.create(
        kind=Event.Kind.GALA, slug="gala-2017", name="Gala 2017", held_on=date(2017, 4, 21),
        purpose="Annonce de l’ouverture de LeadeR Toulouse. Le gala devient annuel : les territoires se portent "
        "candidats pour l’accueillir, à tour de rôle.",
        place="Hôtel de Région", territory=toulouse, expected_count=100, is_published=True, source=source,
    )  # fmt: skip
    gala.programme.create(title="Annonce de l’ouverture de LeadeR Toulouse", rank=1)
    GuestOfHonour.objects.create(event=gala, person=delga, role=delga.public_function)
    Announcement.objects.create(event=gala, territory=toulouse)
