"""A real Chromium: an error in its console or a request to another host fails the test."""

import shutil
import warnings
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

from tests.factories.territories import AreaPartFactory, MandateFactory, StageFactory, TerritoryFactory

QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


@pytest.fixture(scope="session")
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
    """Return a function that opens an address at a width, in light or dark; what went wrong fails the test."""
    wrong, contexts = [], []
    own = urlsplit(live_server.url).netloc

    def open_at(address, *, width=1280, scheme="light"):
        context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda sent: wrong.append(sent.url) if urlsplit(sent.url).netloc != own else None)
        page.goto(live_server.url + address)
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture
def world(transactional_db):
    """Make a territory with a late stage, a president and an area."""
    territory = TerritoryFactory(opened=True)
    StageFactory(territory=territory, kind="bureau_elected", late=True)
    MandateFactory(territory=territory)
    AreaPartFactory(territory=territory, of_epci=True)
    return SimpleNamespace(territory=territory)
