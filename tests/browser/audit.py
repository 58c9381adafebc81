"""What axe finds on a page by the rules of WCAG 2.2 AA and its best practices, in each light, at each width."""

from axe_playwright_python.sync_playwright import Axe

SIGHTS = [("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390)]
SIDEWAYS = "document.documentElement.scrollWidth"


def violations(page):
    """Return what axe refuses: the rule, the first element that breaks it, and how many do."""
    found = Axe().run(page).response["violations"]
    return [(each["id"], each["nodes"][0]["html"][:300], len(each["nodes"])) for each in found]


def assert_sound(page):
    """Assert that the page has no violation, by day or night, on a desk or a phone, and never scrolls sideways."""
    for scheme, width in SIGHTS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        found = violations(page)
        assert found == [], (page.url, scheme, width, found)
        assert page.evaluate(SIDEWAYS) <= width, (page.url, width)
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate(SIDEWAYS) <= 320, page.url
