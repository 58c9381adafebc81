"""A large invented federation, written by SQL: the same for the same number of companies."""

from typing import Any

from django.db import connection, models

from leader.geography.models import Commune
from members.models import Activity, Company, CompanyFigures, Membership, Person, Representative
from territories.models import Affiliation, Prospect, Territory, TerritoryLead

TERRITORIES = 12
MEMBERS_EVERY, PROSPECTS_EVERY = 20, 100  # one company in so many
FIRST = [
    "Atelier", "Fabrique", "Verrerie", "Cave", "Bureau", "Groupe", "Comptoir", "Fonderie", "Scierie", "Œuvre",
    "Moulin", "Labo", "Élan", "Maison", "Usine",
]  # fmt: skip
SECOND = [
    "Occitan", "Durand", "Garonne", "Cévennes", "Thau", "Aubrac", "Canigó", "Pyrène", "Lauragais", "Camargue",
    "Quercy", "Vidourle", "Bigorre", "Épi", "Sud",
]  # fmt: skip


def build(companies: int) -> None:
    """Write ``companies`` companies with figures, memberships, people, territories, leads and prospects."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # no audit of rows that nobody typed
    Territory.objects.bulk_create(
        Territory(slug=f"banc-{n}", name=f"LeadeR Banc {n}") for n in range(1, TERRITORIES + 1)
    )
    first, second = _word(FIRST, "n"), _word(SECOND, f"n / {len(FIRST)}")
    _fill(Company, f"generate_series(1, {companies}) n {_picked(Commune, 'code')} {_picked(Activity, 'code')}",
          name=f"{first} || ' ' || {second} || ' ' || n", siren="lpad(n::text, 9, '0')",
          commune_id="commune.code", city="'Ville ' || n %% 900",
          postal_code="'30100'", activity_id="activity.code")  # fmt: skip
    _fill(CompanyFigures, "members_company, generate_series(2024, 2025) y",
          company_id="members_company.id", year="y", headcount="1 + members_company.id %% 700")  # fmt: skip
    members = f"members_company WHERE id %% {MEMBERS_EVERY} = 0"
    _fill(Membership, members, company_id="id", starts_on="date '2015-01-01'")
    territory = f"(SELECT id FROM territories_territory WHERE slug = 'banc-' || 1 + {{}} %% {TERRITORIES})"
    _fill(Affiliation, members, company_id="id", starts_on="date '2015-01-01'",
          territory_id=territory.format(f"(id / {MEMBERS_EVERY})"))  # fmt: skip
    _fill(Prospect, f"members_company WHERE id %% {PROSPECTS_EVERY} = 1", company_id="id",
          territory_id=territory.format(f"(id / {PROSPECTS_EVERY})"))  # fmt: skip
    _fill(Person, members, given_name="'Prénom'", family_name="'Personne ' || id", email="id || '@leader.example'")
    _fill(Representative, "(SELECT id, split_part(email, '@', 1)::bigint company FROM members_person) p",
          person_id="p.id", company_id="p.company", starts_on="date '2015-01-01'", vote="'voting'")  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("RESET session_replication_role")
        cursor.execute("VACUUM ANALYZE")


def lead(person: Person) -> None:
    """Make ``person`` the lead of the first territory."""
    TerritoryLead.objects.create(
        territory=Territory.objects.get(slug="banc-1"), person=person, starts_on="2015-01-01"
    )


def _word(words: list[str], number: str) -> str:
    return f"(ARRAY{words})[1 + {number} %% {len(words)}]"


def _picked(model: Any, key: str) -> str:
    """Join the rows of ``model`` in turn, one to each ``n``."""
    name, table = model._meta.model_name, model._meta.db_table
    numbered = f"SELECT {key}, row_number() OVER (ORDER BY {key}) - 1 AS place FROM {table}"
    return f"JOIN ({numbered}) {name} ON {name}.place = n %% {model._default_manager.count()}"


def _fill(model: type[models.Model], source: str, **columns: str) -> None:
    """Insert one row for each of ``source``; a column that is not named gets the default of its field."""
    values: list[Any] = []
    fields = [f for f in model._meta.concrete_fields if not f.generated and not isinstance(f, models.AutoField)]
    for field in [f for f in fields if f.attname not in columns]:
        columns[field.attname] = "now()" if getattr(field, "auto_now_add", False) else "%s"
        if columns[field.attname] == "%s":
            values.append(field.get_default())
    names, expressions = ", ".join(columns), ", ".join(columns.values())
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {model._meta.db_table} ({names}) SELECT {expressions} FROM {source}", values)
