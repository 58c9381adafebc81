"""People who visit pages in this process, with a stop-watch and a counter of queries."""

import time
from contextlib import nullcontext
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.federation import lead
from members.models import Company, Person, User


def sessions() -> dict[str, str]:
    """Create a member of staff and a lead; return the key of a session signed in as each."""
    person = Person.objects.create(family_name="Banc", email="lead@leader.example")
    lead(person)
    return {
        "staff": _session_of(User.objects.create_user("staff@leader.example", is_staff=True)),
        "lead": _session_of(User.objects.create_user("lead@leader.example", person=person)),
    }


def _session_of(user: User) -> str:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def pages() -> dict[str, tuple[str, str]]:
    """Return the pages that are measured: by name, who asks and the address."""
    changelist = reverse("admin:members_company_changelist")
    some = Company.objects.order_by("name", "pk")[500]
    return {
        "bare page": ("staff", "/bare/"),
        "admin list": ("staff", changelist),
        "admin list, page 400": ("staff", f"{changelist}?p=400"),
        "admin search, common words": ("staff", f"{changelist}?q=fonderie+thau"),
        "admin search, a rare word": ("staff", f"{changelist}?q={some.pk}"),
        "admin search, a SIREN": ("staff", f"{changelist}?q={some.siren}"),
        "admin search, nothing": ("staff", f"{changelist}?q=introuvable"),
        "admin filter, members": ("staff", f"{changelist}?status=member"),
        "admin list of a lead": ("lead", changelist),
        "admin search of a lead": ("lead", f"{changelist}?q=fonderie"),
        "admin form of a company": ("staff", reverse("admin:members_company_change", args=[some.pk])),
    }


def visit(session: str, address: str, *, counting: bool = False) -> tuple[int, int, float]:
    """Return the number of queries (0 unless counting), the bytes and the seconds of one GET."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    with CaptureQueriesContext(connection) if counting else nullcontext([]) as captured:
        started = time.perf_counter()
        response = client.get(address)
        seconds = time.perf_counter() - started
    if response.status_code != 200:
        raise RuntimeError(f"{address} answered {response.status_code}")
    return (len(captured) if counting else 0), len(response.content), seconds
