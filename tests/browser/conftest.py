"""A real Chromium: an error in its console or a request to another host fails the test."""

import shutil
import warnings
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect, sync_playwright

from tests.factories.accounts import lead_of, representative_of
from tests.factories.commissions import CommissionFactory, CommissionMembershipFactory
from tests.factories.elections import AssemblyFactory, DecisionFactory
from tests.factories.events import EventFactory, GuestOfHonourFactory, ProgrammeItemFactory
from tests.factories.members import ActivityFactory, CompanyFactory, CompanyFiguresFactory, UserFactory
from tests.factories.territories import (
    AffiliationFactory,
    AreaPartFactory,
    DeclaredFigureFactory,
    MandateFactory,
    StageFactory,
    TerritoryFactory,
)

QUIET = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--use-fake-device-for-media-stream",  # a camera that films a moving disc
]  # fmt: skip
PATIENCE = 60_000  # milliseconds: a slow machine gets its time
expect.set_options(timeout=PATIENCE)


# Its loop of events runs as long as it lives, and then nobody else may run one: so it ends with these tests.
@pytest.fixture(scope="package")
def chromium():
    """Start Chromium; where there is none, skip and say so loudly."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        warnings.warn("NO CHROMIUM ON THIS MACHINE: the browser tests are skipped.", stacklevel=1)
        pytest.skip("no chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, live_server):
    """Return a function that opens an address at a width, in light or dark, as somebody; an error fails."""
    wrong, contexts = [], []
    own = urlsplit(live_server.url).netloc

    def open_at(address, *, width=1280, scheme="light", user=None, client=None, **options):
        context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, **options)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        if user or client:
            context.add_cookies([_session_of(client or _signed_in(user), live_server.url)])
        page = context.new_page()
        page.on(
            "console", lambda line: wrong.append(f"{line.text} {line.location['url']}") if _is_ours(line) else None
        )
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda sent: wrong.append(sent.url) if urlsplit(sent.url).netloc != own else None)
        page.goto(live_server.url + address)
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture
def open_as(open_page, client, live_server, settings):
    """Return a function that opens an address as somebody signed in, and its forms can be sent."""
    for cookie in ["SESSION", "CSRF"]:  # the live server has no TLS, which the site's own cookies ask for
        setattr(settings, f"{cookie}_COOKIE_SECURE", False)
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "sessionid", "csrftoken"

    def open_at(user, address, **options):
        client.force_login(user)
        page = open_page("/", **options)
        value = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
        page.goto(live_server.url + address)
        return page

    return open_at


def _is_ours(line):
    # What axe tries while it measures has no address, and the policy stops that as well.
    return line.type == "error" and line.location["url"]


def _signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def _session_of(client, url):
    name = settings.SESSION_COOKIE_NAME
    # A cookie bound to its host is a secure one; Chromium takes our own machine for secure.
    return {
        "name": name,
        "value": client.cookies[name].value,
        "url": url.replace("http:", "https:"),
        "secure": True,
    }


@pytest.fixture
def world(transactional_db):
    """Make a territory with a late stage, a president and an area; a member company, and what members browse."""
    territory = TerritoryFactory(opened=True)
    StageFactory(territory=territory, kind="bureau_elected", late=True)
    MandateFactory(territory=territory)
    AreaPartFactory(territory=territory, of_epci=True)
    DeclaredFigureFactory(territory=territory)
    DeclaredFigureFactory(of_federation=True)
    company = CompanyFactory(member=True, activity=ActivityFactory(), website="https://example.org", phone="0400")
    AffiliationFactory(company=company, territory=territory)
    for year in (2023, 2024):
        CompanyFiguresFactory(company=company, year=year, turnover=9_000_000)
    gala = EventFactory(gala=True)
    ProgrammeItemFactory(event=gala)
    GuestOfHonourFactory(event=gala)
    decision = DecisionFactory()
    decision.mandates.add(MandateFactory(mission="Suivre les comptes"))
    AssemblyFactory(territory=territory)
    commission = CommissionFactory(purpose="Travailler ensemble.")
    member = representative_of(company)
    CommissionMembershipFactory(commission=commission, person=member.person, chair=True)
    return SimpleNamespace(
        territory=territory,
        company=company,
        commission=commission,
        assembly=decision.assembly,
        member=member,
        lead=lead_of(territory),
        staff=UserFactory(staff=True),
    )
