"""People who visit pages in this process, with a stop-watch and a counter of queries."""

import time
from contextlib import nullcontext
from dataclasses import dataclass
from importlib import import_module

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from leader.shared.names import numbered
from members.models import Company, Person, Representative, User
from territories.models import Territory, TerritoryLead

LED = "fictif-capitole"  # the largest territory
TRIGRAMS = [
    "company_trigrams", "person_trigrams", "keyword_trigrams", "page_seeks_trigrams", "page_offers_trigrams",
]  # fmt: skip
VISITOR, STAFF, LEAD, MEMBER = "", "staff", "lead", "member"


def settle() -> None:
    """Let the database look at what was written, as it does by itself in a quiet moment."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def sessions() -> dict[str, str]:
    """Create a member of staff, a lead and a member; return the key of a session signed in as each."""
    person = Person.objects.create(family_name="Banc", email="lead@leader.example")
    TerritoryLead.objects.create(territory=Territory.objects.get(slug=LED), person=person, starts_on="2015-01-01")
    return {
        VISITOR: "",
        STAFF: _session_of(User.objects.create_user("staff@leader.example", is_staff=True)),
        LEAD: _session_of(User.objects.create_user("lead@leader.example", person=person)),
        MEMBER: _session_of(User.objects.create_user("member@leader.example", person=_member().person)),
    }


def _member() -> Representative:
    """Return who votes for the first of the companies that are members today."""
    today = timezone.localdate()
    members = Company.objects.members_on(today).values("pk")
    return Representative.objects.running_on(today).filter(company__in=members, vote="voting").order_by("pk")[0]


def _session_of(user: User) -> str:
    """Sign ``user`` in, with the second factor that staff and leads need."""
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": ""})
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def pages() -> dict[str, tuple[str, str]]:
    """Return the pages that are measured: by name, who asks and the address."""
    changelist, directory = reverse("admin:members_company_changelist"), reverse("members:company-list")
    some = Company.objects.exclude(siren=None).order_by("name", "pk")[500]
    shown = Company.objects.members_on(timezone.localdate()).order_by("name", "pk")[100]
    far = min(400, Company.objects.count() // 25)  # the desk counts to ten thousand
    return {
        "bare page": (STAFF, "/bare/"),
        "admin list": (STAFF, changelist),
        f"admin list, page {far}": (STAFF, f"{changelist}?p={far}"),
        "admin search, oeno": (STAFF, f"{changelist}?q=oeno"),
        "admin search, two words": (STAFF, f"{changelist}?q=fonderie+thau"),
        "admin search, a SIREN": (STAFF, f"{changelist}?q={some.siren[:3]}+{some.siren[3:6]}+{some.siren[6:]}"),
        "admin search, a town": (STAFF, f"{changelist}?q=castelnaudary"),
        "admin search, nothing": (STAFF, f"{changelist}?q=introuvable"),
        "admin filter, members": (STAFF, f"{changelist}?status=member"),
        "admin list of a lead": (LEAD, changelist),
        "admin search of a lead": (LEAD, f"{changelist}?q=oeno"),
        "admin search of a lead, two words": (LEAD, f"{changelist}?q=fonderie+thau"),
        "admin search of a lead, a town": (LEAD, f"{changelist}?q=castelnaudary"),
        "admin form of a company": (STAFF, reverse("admin:members_company_change", args=[some.pk])),
        "directory": (MEMBER, directory),
        "directory, search": (MEMBER, f"{directory}?q=oeno"),
        "directory, search of two words": (MEMBER, f"{directory}?q=optique+toulouse"),
        "directory, search of what is sought": (MEMBER, f"{directory}?seeks=sous-traitant"),
        "directory, search of what is offered": (MEMBER, f"{directory}?offers=apprentissage"),
        "directory, a keyword": (MEMBER, f"{directory}?keyword=optique"),
        "directory, a commission": (MEMBER, f"{directory}?commission=fictif-innovation"),
        "directory, a département": (MEMBER, f"{directory}?departement=34"),
        "directory on the map": (MEMBER, f"{directory}?map=1"),
        "directory, by headcount": (MEMBER, f"{directory}?sort=effectif"),
        "public directory": (VISITOR, directory),
        "page of a company": (MEMBER, shown.get_absolute_url()),
        "home": (VISITOR, reverse("pages:home")),
        "territories": (VISITOR, reverse("territories:territory-list")),
        "page of a territory": (VISITOR, reverse("territories:territory-detail", args=[LED])),
    }


def lists() -> dict[str, tuple[str, str]]:
    """Return the members' lists that a register of any size must show as fast."""
    directory, desk = reverse("members:company-list"), "admin:{}_changelist"
    companies, people = reverse(desk.format("members_company")), reverse(desk.format("members_person"))
    board = reverse("territories:prospect-board", args=[LED])
    shown = Company.objects.members_on(timezone.localdate()).order_by("name", "pk")[10]
    voting = shown.representatives.get(vote=Representative.Vote.VOTING, ends_on=None).person
    spoken_for = numbered(voting.pk, str(voting))
    return {
        "directory": (MEMBER, directory),
        "directory, search": (MEMBER, f"{directory}?q=oeno"),
        "directory, a town": (MEMBER, f"{directory}?q=toulouse"),
        "directory, a territory": (MEMBER, f"{directory}?territory={LED}"),
        "directory, PME": (MEMBER, f"{directory}?size=pme"),
        "directory, a section": (MEMBER, f"{directory}?section=J"),
        "directory, a letter": (MEMBER, f"{directory}?letter=m"),
        "directory, a keyword": (MEMBER, f"{directory}?keyword=optique"),
        "directory, what is sought": (MEMBER, f"{directory}?seeks=sous-traitant"),
        "directory, a commission": (MEMBER, f"{directory}?commission=fictif-innovation"),
        "directory, newest first": (MEMBER, f"{directory}?sort=arrivee"),
        "directory on the map": (MEMBER, f"{directory}?map=1"),
        "directory of staff": (STAFF, directory),
        "public directory": (VISITOR, directory),
        "page of a company": (MEMBER, shown.get_absolute_url()),
        "page of a person": (MEMBER, reverse("members:person-detail", args=[spoken_for])),
        "renewals": (STAFF, reverse("pages:renewal-list")),
        "differences with the register": (STAFF, reverse("pages:register-list")),
        "duplicates": (STAFF, reverse("pages:duplicate-list")),
        "members over the years": (STAFF, reverse("pages:member-figures")),
        "members of a year": (STAFF, reverse("pages:member-breakdown", args=[2025])),
        "who joined in a year": (STAFF, reverse("pages:member-figures-list", args=[2025, "members"])),
        "board of prospects": (LEAD, board),
        "list of prospects": (LEAD, f"{board}?vue=liste"),
        "prospects by territory": (STAFF, reverse("territories:prospect-overview")),
        "desk: companies": (STAFF, companies),
        "desk: companies, search": (STAFF, f"{companies}?q=oeno"),
        "desk: members": (STAFF, f"{companies}?status=member"),
        "desk: companies of a lead": (LEAD, companies),
        "desk: people": (STAFF, people),
        "desk: people, search": (STAFF, f"{people}?q=martin"),
        "desk: people of a lead": (LEAD, people),
        "desk: memberships": (STAFF, reverse(desk.format("members_membership"))),
        "desk: representatives": (STAFF, reverse(desk.format("members_representative"))),
    }


@dataclass
class Visit:
    """What one GET cost: ``queries`` is 0 unless counted; ``busy`` are seconds of this process's processor."""

    queries: int
    size: int
    seconds: float
    busy: float


def visit(session: str, address: str, *, counting: bool = False) -> Visit:
    """Get ``address`` once, as whoever has ``session``."""
    client = Client()
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    with CaptureQueriesContext(connection) if counting else nullcontext([]) as captured:
        started, began = time.perf_counter(), time.process_time()
        response = client.get(address)
        seconds, busy = time.perf_counter() - started, time.process_time() - began
    if response.status_code != 200:
        raise RuntimeError(f"{address} answered {response.status_code}")
    return Visit(len(captured) if counting else 0, len(response.content), seconds, busy)


def indexes(session: str, address: str) -> set[str]:
    """Return the indexes by which the database finds the words in one GET of ``address``."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    found: set[str] = set()
    with connection.cursor() as cursor:
        for query in captured.captured_queries:
            if "f_norm" in query["sql"]:
                cursor.execute(f"EXPLAIN {query['sql']}")
                found |= {name for (line,) in cursor.fetchall() for name in TRIGRAMS if f" on {name} " in line}
    return found
