"""What axe finds on a page by the rules of WCAG 2.2 AA and its best practices, in each light, at each width."""

from axe_playwright_python.sync_playwright import Axe

SIGHTS = [("light", 1280), ("dark", 1280), ("dark", 390), ("light", 390)]
SIDEWAYS = "document.documentElement.scrollWidth"
# By night a page has other colours, and nothing else is other than by day.
OF_COLOURS = ["color-contrast", "link-in-text-block"]

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def violations(page, *, of_colours=False):
    """Return what axe refuses: the rule and the first elements that break it; ``of_colours`` by those rules alone.

    Our own pages keep the best practices too; the desk, whose tables are Django's, the rules of WCAG.
    """
    options = {"preload": False}  # it would look for the sheets that a sheet imports beside the page
    if of_colours:
        options["runOnly"] = {"type": "rule", "values": OF_COLOURS}
    elif "/admin/" in page.url:
        options["runOnly"] = {"type": "tag", "values": WCAG}
    found = Axe().run(page, options=options).response["violations"]
    return [(each["id"], [node["html"][:200] for node in each["nodes"][:6]]) for each in found]


def assert_sound(page):
    """Assert that the page has no violation, by day or night, on a desk or a phone, and never scrolls sideways."""
    for scheme, width in SIGHTS:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # no colour half-way to another
        page.set_viewport_size({"width": width, "height": 800})
        found = violations(page, of_colours=scheme == "dark")
        assert found == [], (page.url, scheme, width, found)
        assert page.evaluate(SIDEWAYS) <= width, (page.url, width)
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate(SIDEWAYS) <= 320, page.url
