"""An invented set around the public facts: names say that they are, addresses and phones are reserved ones."""

from datetime import date, time, timedelta
from itertools import cycle

from django.utils import timezone

from commissions.models import Commission, CommissionMembership
from events.models import Event
from leader.demonstration.accounts import ACCOUNTS
from leader.demonstration.after import load_after
from leader.demonstration.afterwards import load_afterwards
from leader.demonstration.applications import load_applications
from leader.demonstration.areas import load_areas
from leader.demonstration.comparing import load_answers
from leader.demonstration.data_requests import load_data_requests
from leader.demonstration.doubles import load_doubles
from leader.demonstration.electing import load_elections
from leader.demonstration.hosting import load_hosting
from leader.demonstration.invented.numbers import fictitious_siren
from leader.demonstration.presented import present
from leader.demonstration.registering import load_registrations
from leader.demonstration.teams import load_team
from leader.demonstration.work import load_work
from leader.demonstration.working import load_working
from leader.geography.models import Commune
from members.models import Activity, Company, CompanyFigures, Membership, Person, Representative, User
from territories.models import (
    Affiliation,
    Federation,
    Opening,
    OpeningArea,
    Prospect,
    Territory,
    TerritoryLead,
)
from territories.models.prospects import STOPPED

COMPANIES = 42
STARTS_ON = date(2017, 1, 1)
DUE_IN = {5: -20, 26: -5, 8: 12, 29: 40}  # days from today to the end of a company's period, by its number
TERMLESS = {11, 32}  # came by an import, which tells no last day
_WORDS = ["Garrigue", "Tramontane", "Canal", "Causse", "Pastel", "Micocoulier", "Cigale"]
_TRADES = ["Optique", "Logistique", "Conserverie", "Numérique", "Mécanique", "Énergies"]
_PLACES = [
    ("toulouse", "31555"), ("beziers-narbonne", "11262"), ("perpignan", "66136"), ("lozere", "48095"),
    ("ales", "30007"), ("nimes", "30189"), ("gard-rhodanien", "30028"),
]  # fmt: skip


def load_fictitious() -> None:
    """Record the invented companies, people, prospects, dossiers and gala."""
    companies = [_company(number) for number in range(COMPANIES)]
    people = [_person(number, company) for number, company in enumerate(companies)]
    users = _accounts(people)
    toulouse = Territory.objects.get(slug="toulouse")
    TerritoryLead.objects.create(
        territory=toulouse, person=people[14], function="responsable", starts_on=STARTS_ON
    )
    _prospects(people[14])
    _commissions(people)
    _openings(users["lead@leader.example"], users["staff@leader.example"])
    gala = _next_gala()
    load_applications(users["staff@leader.example"])
    load_team(people[4], users["guest@leader.example"])
    load_answers(users["staff@leader.example"])
    load_data_requests(people[0])
    load_working(people, users["member@leader.example"], users["staff@leader.example"])
    load_work(toulouse, people[14], users["staff@leader.example"])
    load_areas(users["staff@leader.example"])
    load_doubles(users["staff@leader.example"])
    load_registrations(gala, people, users["staff@leader.example"])
    load_hosting(toulouse, users["lead@leader.example"], users["staff@leader.example"])
    load_after(companies, users["lead@leader.example"], users["staff@leader.example"])
    load_afterwards(users["staff@leader.example"])
    load_elections([users[f"{role}@leader.example"] for role in ("lead", "member", "guest")])


def _company(number: int) -> Company:
    """Make one; two in three are members, the others courted."""
    slug, code = _PLACES[number % len(_PLACES)]
    commune = Commune.objects.get(code=code)
    activities = ["62.01Z", "10.39B", "26.70Z", "52.29B", "35.11Z", "28.99B"]
    company = Company.objects.create(
        siren=fictitious_siren(number + 1),
        name=f"{_WORDS[number % 7]} {_TRADES[number // 7 % 6]} (fictive)",
        activity=Activity.objects.get(code=activities[number // 7 % 6]),
        commune=commune, city=commune.name, postal_code=commune.postal_codes[0],
        email=f"contact{number + 1}@example.org", phone=f"01 99 00 10 {number:02d}",
        description="Entreprise inventée pour la démonstration.",
    )  # fmt: skip
    for year in (2023, 2024, 2025):
        heads = 12 + number * 13 + (year - 2023) * 4
        CompanyFigures.objects.create(company=company, year=year, headcount=heads, turnover=heads * 180_000)
    if number % 3:
        _periods(company, number)
        territory = Territory.objects.get(slug=slug)
        Affiliation.objects.create(company=company, territory=territory, starts_on=STARTS_ON)
        present(number, company)
    elif number % 2:
        Membership.objects.create(
            company=company, starts_on=STARTS_ON, ends_on=date(2020, 12, 31), ending=Membership.Ending.RESIGNATION
        )
    return company


def _periods(company: Company, number: int) -> None:
    """Two periods: the last one ends with the year, or so that two companies are in grace and two may renew.

    Two companies have one, without a last day.
    """
    if number in TERMLESS:
        Membership.objects.create(company=company, starts_on=STARTS_ON)
        return
    today = timezone.localdate()
    ends_on = today + timedelta(days=DUE_IN[number]) if number in DUE_IN else date(today.year, 12, 31)
    starts_on = ends_on - timedelta(days=364)
    grace = Federation.load().grace_days
    for first, last in [(STARTS_ON, starts_on - timedelta(days=1)), (starts_on, ends_on)]:
        Membership.objects.create(company=company, starts_on=first, ends_on=last, grace_days=grace)


def _person(number: int, company: Company) -> Person:
    given = ["Camille", "Dominique", "Claude", "Sacha", "Maxime", "Andrea"][number % 6]
    person = Person.objects.create(
        given_name=given, family_name=f"Fictif-{_WORDS[number % 7]}-{number + 1}",
        email=f"personne{number + 1}@example.org", phone=f"01 99 00 20 {number:02d}",
    )  # fmt: skip
    Representative.objects.create(
        person=person, company=company, function="direction générale", vote=Representative.Vote.VOTING,
        starts_on=STARTS_ON,
    )  # fmt: skip
    return person


def _accounts(people: list[Person]) -> dict[str, User]:
    holders = {"lead@leader.example": people[14], "member@leader.example": people[4]}
    users = {}
    for account in ACCOUNTS:
        is_staff = account.email.startswith("staff@")
        users[account.email] = User.objects.create_user(
            account.email, person=holders.get(account.email), is_staff=is_staff, is_superuser=is_staff
        )
    return users


def _prospects(owner: Person) -> None:
    """Court every invented company that is no member, each as far as another; who was one has been won before."""
    today = timezone.localdate()
    slugs = {code: slug for slug, code in _PLACES}
    invented = Company.objects.filter(name__endswith="(fictive)")
    courted = invented.exclude(pk__in=Company.objects.members_on(today).values("pk")).order_by("pk")
    for number, (company, state) in enumerate(zip(courted, cycle(Prospect.State), strict=False)):
        if state == Prospect.State.MEMBER and not company.memberships.exists():
            state = Prospect.State.ENGAGED
        Prospect.objects.create(
            territory=Territory.objects.get(slug=slugs[company.commune_id]), company=company, state=state,
            owner=owner, next_action="Appeler", next_action_on=today + timedelta(days=number - 3),
            **_contact(number),
            reason="Pas de besoin cette année" if state in STOPPED else "",
        )  # fmt: skip


def _contact(number: int) -> dict[str, str]:
    """Return whom one writes to; of one in five nobody knows it yet."""
    if number % 5 == 4:
        return {}
    name = ["Alix", "Charlie", "Eden"][number % 3]
    return {"contact_name": f"{name} Fictif", "contact_email": f"pressentie{number + 1}@example.org"}


def _commissions(people: list[Person]) -> None:
    for number, commission in enumerate(Commission.objects.order_by("slug")):
        for place, role in enumerate(("chair", "vice_chair", "member", "member")):
            CommissionMembership.objects.create(
                commission=commission, person=people[number * 4 + place], role=role, starts_on=date(2017, 5, 1)
            )


def _openings(author: User, staff: User) -> None:
    """One dossier submitted, one returned with a remark, one draft."""
    today, now = timezone.localdate(), timezone.now()
    usual = {
        "author": author, "kind": Territory.Kind.ASSOCIATION, "opens_on": today + timedelta(days=90),
        "election_due_on": today + timedelta(days=150), "place": "Mairie",
    }  # fmt: skip
    submitted = Opening.objects.create(
        **usual, name="LeadeR Gers (fictif)", state=Opening.State.SUBMITTED, submitted_at=now
    )
    OpeningArea.objects.create(opening=submitted, departement_id="32")
    returned = Opening.objects.create(
        **usual, name="LeadeR Lot (fictif)", state=Opening.State.SUBMITTED, submitted_at=now
    )
    OpeningArea.objects.create(opening=returned, departement_id="46")
    remark = "Il manque des entreprises industrielles parmi les pressenties."
    returned.send_back(by=staff, at=now, remarks={Opening.Step.PROSPECTS: remark}, version=returned.version)
    Opening.objects.create(author=author, name="LeadeR Ariège (fictif)")


def _next_gala() -> Event:
    year = timezone.localdate().year + 1
    gala = Event.objects.create(
        kind=Event.Kind.GALA, slug=f"gala-{year}", name=f"Gala {year} (fictif)", held_on=date(year, 6, 10),
        starts_at=time(18, 30), place="Hôtel de Région", city="Montpellier", is_published=True,
        territory=Territory.objects.get(slug="nimes"), expected_count=120,
    )  # fmt: skip
    for rank, (hour, title) in enumerate([(18, "Accueil"), (19, "Table ronde : recruter"), (20, "Dîner")]):
        gala.programme.create(starts_at=time(hour, 30), title=title, rank=rank)
    return gala
