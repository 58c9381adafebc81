"""A member of staff who visits pages in this process, with a stop-watch and a counter of queries."""

import time
from contextlib import nullcontext
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from members.models import Company, User

settings.ROOT_URLCONF = "benchmarks.bare"
settings.ALLOWED_HOSTS = ["testserver", "127.0.0.1"]


def staff_session() -> str:
    """Create a member of staff and return the key of a session signed in as them."""
    user = User.objects.create_user("benchmark@leader.example", is_staff=True)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def pages() -> dict[str, str]:
    """Return the pages that are measured, by name."""
    company = Company.objects.members_on(timezone.localdate()).order_by("name")[1000:1001].get()
    changelist = reverse("admin:members_company_changelist")
    word = company.name.split()[0][:6]
    return {
        "admin list": changelist,
        "admin search": f"{changelist}?q={word}",
        "directory": reverse("members:company-list"),
        "directory search": f"{reverse('members:company-list')}?q={word}",
        "company page": company.get_absolute_url(),
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
