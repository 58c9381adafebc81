"""A whole invented federation of any size, written by COPY in one transaction.

The same number of companies and the same seed give the same rows. The history is written as for all rows: each
record tells that this command made it and with which arguments, and a trial costs what the true thing would.
"""

from typing import Any

import pghistory
from django.db import connection, transaction
from pghistory.models import Context
from tqdm import tqdm

from commissions.models import Commission, CommissionMembership
from elections.models import Assembly, Decision
from events.models import Announcement, Event, ProgrammeItem
from leader.demonstration.invented import (
    bureaux,
    companies,
    courting,
    gatherings,
    presenting,
    territories,
    working,
)
from leader.demonstration.invented.days import FOUNDED_ON
from leader.demonstration.invented.draws import Draw
from leader.demonstration.invented.numbers import FIRST, LAST, fictitious_siren
from leader.demonstration.invented.people import People, people_around
from leader.demonstration.invented.places import Place, Weighted, places
from leader.demonstration.invented.writing import copy_rows, draw_keys
from leader.geography.loading import load
from leader.geography.models import Commune
from leader.geography.outlines import DATA
from leader.shared.names import fold
from members.models import (
    Activity,
    Company,
    CompanyFigures,
    CompanyKeyword,
    CompanyPage,
    Keyword,
    Membership,
    Person,
    Representative,
    Site,
)
from members.naf import load_naf
from territories.models import Affiliation, Federation, Mandate, Office, Prospect, Territory, TerritoryLead

MOST = LAST - FIRST + 1
NAME = "populate"
AT_ONCE = 10_000  # companies in one COPY: no statement comes near the time that a job may take
FILLED = [
    Affiliation, Announcement, Assembly, Commission, CommissionMembership, Company, CompanyFigures,
    CompanyKeyword, CompanyPage, Decision, Event, Keyword, Mandate, Membership, Person, Prospect, Representative,
    Site, Territory, TerritoryLead,
]  # fmt: skip


class ClashError(Exception):
    """The database holds rows that stand where others would be written; the message says which."""


def populated_with() -> tuple[int, int] | None:
    """Return the companies and the seed with which this database was populated, as its history tells."""
    told = Context.objects.filter(metadata__command=NAME, metadata__has_key="seed").first()
    return (told.metadata["companies"], told.metadata["seed"]) if told else None


def populate(number: int, seed: int) -> bool:
    """Fill the database with ``number`` companies and what is around them; raise ClashError where it cannot.

    Return whether anything was written: a database filled with these arguments already is left as it is.
    """
    with pghistory.context(command=NAME, companies=number, seed=seed), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [NAME])  # one at a time
        if (before := populated_with()) == (number, seed):
            return False
        _refuse_clashes(before)
        _prepare()
        _Population(number, seed).write()
        _analyse()
    return True


def _refuse_clashes(before: tuple[int, int] | None) -> None:
    if before:
        told = "populate --companies {} --seed {}".format(*before)
        raise ClashError(f"This database was filled by {told}, and holds one such federation.")
    slugs = [area.row["slug"] for area in territories.areas()]
    names = [area.row["name"] for area in territories.areas()]
    taken: list[Any] = [
        *Company.objects.filter(siren__gte=fictitious_siren(FIRST), siren__lte=fictitious_siren(LAST))[:3],
        *Company.objects.filter(country="ES", foreign_number__startswith=companies.FOREIGN)[:3],
        *Territory.objects.filter(slug__in=slugs),
        *Territory.objects.filter(name__in=names),
        *Commission.objects.filter(slug__in=[row[0] for row in working.COMMISSIONS]),
        *Commission.objects.filter(name__in=[row[1] for row in working.COMMISSIONS]),
        *Event.objects.filter(slug__startswith="fictif-"),
        *Office.objects.filter(name__in=[name for name, *_rest in bureaux.OFFICES.values()]).exclude(
            code__in=bureaux.OFFICES
        ),
    ]
    if taken:
        raise ClashError(f"These records stand where invented ones would: {', '.join(map(str, taken))}.")


def _prepare() -> None:
    """Load the reference data that is missing; check foreign keys with each statement, not all in the end."""
    if not Commune.objects.exists():
        load(DATA)
    if not Activity.objects.exists():
        load_naf()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        # The triggers of the audit ask for this setting, and fail and recover once a row where there is none.
        # It also lets the history know what acts: a COPY cannot carry the names that other statements do.
        cursor.execute("SET LOCAL pgtrigger.ignore = '{}'")


def _analyse() -> None:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(quote(model._meta.db_table) for model in FILLED)}")


class _Population:
    """One invented federation on its way into the tables."""

    def __init__(self, number: int, seed: int) -> None:
        self.number, self.seed = number, seed
        self.areas = territories.areas()
        self.people = People()
        self.keys: list[int] = []  # of the people

    def write(self) -> None:
        """Write it all, what others refer to first."""
        self._federation()
        territories.write_territories(self.areas)
        engaged = self._companies(places())
        self._pages(presenting.Presenter(self.seed, engaged))
        self._people(engaged)
        self._leads_and_prospects(engaged)
        terms = bureaux.terms(Draw(self.seed, "bureaux"), self.areas, self.people.roster)
        mandates = self._bureaux(terms)
        self._commissions()
        self._events()
        self._assemblies(terms, mandates)

    def _federation(self) -> None:
        if not Federation.objects.exists():
            origin = "Fédération inventée pour des essais et des mesures."
            Federation.objects.create(
                pk=1, name="LeadeR Occitanie (fictive)", origin=origin, founded_on=FOUNDED_ON
            )
        known = set(Office.objects.values_list("code", flat=True))
        rows = [(code, *told) for code, told in bureaux.OFFICES.items() if code not in known]
        copy_rows(Office, ["code", "name", "rank", "is_presidency"], rows)
        self.offices = dict(Office.objects.values_list("code", "pk"))

    def _companies(self, where: Weighted[Place]) -> list[companies.Invented]:
        """Write the companies and their figures; return those that the federation has to do with."""
        inventor, engaged = companies.Inventor(self.seed, self.number, where), []
        with tqdm(total=self.number, desc="Company, CompanyFigures", unit="company", disable=None) as bar:
            for first in range(0, self.number, AT_ONCE):
                keys = draw_keys(Company, min(AT_ONCE, self.number - first))
                made = [inventor.company(n, key) for n, key in enumerate(keys, first)]
                copy_rows(Company, companies.COLUMNS, (row for _company, row in made), shown=False)
                figures = (row for company, _row in made for row in inventor.figures_of(company))
                copy_rows(CompanyFigures, companies.FIGURES, figures, shown=False)
                engaged += [company for company, _row in made if company.is_engaged]
                bar.update(len(keys))
        return engaged

    def _pages(self, presenter: presenting.Presenter) -> None:
        """Write what members tell of themselves; a keyword that is known already is used."""
        labels = presenting.labels()
        Keyword.objects.bulk_create([Keyword(label=label) for label in labels], ignore_conflicts=True)
        keys = dict(
            Keyword.objects.filter(folded__in=map(fold, labels)).order_by("pk").values_list("folded", "pk")
        )
        copy_rows(CompanyPage, presenting.PAGE, presenter.pages())
        copy_rows(CompanyKeyword, presenting.KEYWORD, presenter.keywords(keys))
        copy_rows(Site, presenting.SITE, presenter.sites())

    def _people(self, engaged: list[companies.Invented]) -> None:
        people = self.people = people_around(self.seed, engaged, self.areas)
        keys = self.keys = draw_keys(Person, len(people.names))
        named = ((key, *name) for key, name in zip(keys, people.names, strict=True))
        copy_rows(Person, ["id", "given_name", "family_name", "email", "phone"], named)
        spells = ((keys[place], *rest) for place, *rest in people.representatives)
        copy_rows(Representative, ["person", "company", "function", "vote", "starts_on", "ends_on"], spells)
        told = ["company", "category", "starts_on", "ends_on", "grace_days", "ending", "ending_reason"]
        copy_rows(Membership, told, people.memberships)
        copy_rows(Affiliation, ["company", "territory", "is_home", "starts_on", "ends_on"], people.affiliations)

    def _leads_and_prospects(self, engaged: list[companies.Invented]) -> None:
        people = self.people
        for seated in people.roster:
            if home := people.homes.get(seated.company):
                home.roster.append(seated)
        leads = bureaux.leads(Draw(self.seed, "leads"), self.areas, people.roster, self.keys)
        copy_rows(TerritoryLead, ["territory", "person", "function", "starts_on", "ends_on"], list(leads))
        draw = Draw(self.seed, "prospects")
        copy_rows(Prospect, courting.PROSPECT, courting.prospects(draw, engaged, self.areas, people, self.keys))

    def _bureaux(self, terms: list[bureaux.Term]) -> list[list[int]]:
        """Write the mandates; return their keys by term."""
        rows = [list(term.mandates(self.offices, self.keys)) for term in terms]
        keys = [draw_keys(Mandate, len(of_term)) for of_term in rows]
        flat = ((key, *row) for k, r in zip(keys, rows, strict=True) for key, row in zip(k, r, strict=True))
        copy_rows(Mandate, ["id", *bureaux.MANDATE], flat)
        return keys

    def _commissions(self) -> None:
        keys = draw_keys(Commission, len(working.COMMISSIONS))
        rows = ((key, *row) for key, row in zip(keys, working.COMMISSIONS, strict=True))
        copy_rows(Commission, ["id", *working.COMMISSION], rows)
        seats = working.seats(Draw(self.seed, "commissions"), keys, self.people.roster, self.keys)
        copy_rows(CommissionMembership, working.SEAT, seats)

    def _events(self) -> None:
        taken = set(Event.objects.galas().values_list("held_on__year", flat=True))
        found = gatherings.events(Draw(self.seed, "events"), self.areas, taken)
        keys = draw_keys(Event, len(found))
        pairs = list(zip(keys, found, strict=True))
        copy_rows(Event, ["id", *gatherings.EVENT], ((key, *gathering.row) for key, gathering in pairs))
        copy_rows(ProgrammeItem, gatherings.PROGRAMME, gatherings.programme(found, keys))
        announced = ((key, area.key) for key, gathering in pairs for area in gathering.announces)
        copy_rows(Announcement, ["event", "territory"], announced)

    def _assemblies(self, terms: list[bureaux.Term], mandates: list[list[int]]) -> None:
        found = gatherings.sittings(terms)
        keys = draw_keys(Assembly, len(found))
        copy_rows(Assembly, ["id", *gatherings.ASSEMBLY],
                  ((key, *sitting.row) for key, sitting in zip(keys, found, strict=True)))  # fmt: skip
        decided = [(key, text, rank, s) for key, s in zip(keys, found, strict=True)
                   for rank, text in enumerate(s.texts)]  # fmt: skip
        numbers = draw_keys(Decision, len(decided))
        copy_rows(Decision, ["id", *gatherings.DECISION],
                  ((number, *row[:3]) for number, row in zip(numbers, decided, strict=True)))  # fmt: skip
        begun = {id(term): of_term for term, of_term in zip(terms, mandates, strict=True)}
        copy_rows(Decision.mandates.through, ["decision", "mandate"], (
            (number, mandate) for number, (_key, _text, rank, sitting) in zip(numbers, decided, strict=True)
            if sitting.term and rank == 0 for mandate in begun[id(sitting.term)]
        ))  # fmt: skip
