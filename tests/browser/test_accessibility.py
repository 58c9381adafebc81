"""Every public page: no axe violation, light and dark, phone and desktop; reflow at 320 px; the keyboard."""

import pytest

from tests.browser.audit import assert_sound
from tests.browser.pages import MEMBER_PAGES, PUBLIC_PAGES, SIGNED_IN_PAGES

pytestmark = pytest.mark.browser

# Where the focus is: its place among the elements, and whether an outline or a shadow shows it within the window;
# the link of a card has it drawn around the whole card.
FOCUS = """() => {
  const at = document.activeElement;
  if (at === document.body) return null;
  const box = at.getBoundingClientRect();
  const marks = (style) =>
    (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
  return {
    place: [...document.querySelectorAll("*")].indexOf(at),
    seen: (marks(getComputedStyle(at)) || marks(getComputedStyle(at.closest(".card") ?? at)))
      && box.width > 0 && box.bottom > 0 && box.top < innerHeight,
    html: at.outerHTML.slice(0, 120),
  };
}"""


@pytest.mark.parametrize("name", PUBLIC_PAGES)
def test_a_public_page_has_no_violation_and_never_scrolls_sideways(open_page, world, name):
    assert_sound(open_page(PUBLIC_PAGES[name](world)))


@pytest.mark.parametrize(("name", "role", "address"), SIGNED_IN_PAGES)
def test_a_page_of_a_role_has_no_violation_and_never_scrolls_sideways(open_page, world, name, role, address):
    assert_sound(open_page(address(world), user=getattr(world, role)))


def test_with_forced_colours_a_badge_keeps_its_border(open_page, world):
    page = open_page(world.territory.get_absolute_url(), forced_colors="active")

    border = "getComputedStyle(document.querySelector('.badge')).borderTopColor"
    assert page.evaluate(border) == page.evaluate("getComputedStyle(document.querySelector('h1')).color")


@pytest.mark.parametrize("name", ["gala", "territory"])
def test_on_paper_there_is_the_content_and_no_navigation(open_page, world, name):
    page = open_page(PUBLIC_PAGES[name](world))

    page.emulate_media(media="print")

    assert page.locator("h1").is_visible()
    assert page.locator(".print-header").is_visible()
    assert not page.locator(".site-header").is_visible()
    assert not page.locator(".site-footer").is_visible()


def test_a_company_on_paper_keeps_its_figures_in_a_table(open_page, world):
    page = open_page(MEMBER_PAGES["company"](world), user=world.member, width=718)  # A4 within its margins

    assert page.evaluate("getComputedStyle(document.querySelector('table tr')).display") == "block"
    page.emulate_media(media="print")

    assert page.evaluate("getComputedStyle(document.querySelector('table tr')).display") == "table-row"
    assert page.locator(".print-header").is_visible()
    assert not page.locator(".site-header").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 718


@pytest.mark.parametrize("name", ["company's form", "directory", "company"])
def test_with_the_keyboard_alone_one_goes_through_a_page_in_its_order_and_sees_where(open_page, world, name):
    page = open_page(MEMBER_PAGES[name](world), user=world.member, reduced_motion="reduce")
    places, unseen = [], []

    for _ in range(60):
        page.keyboard.press("Tab")
        where = page.evaluate(FOCUS)
        if where is None:  # round once
            break
        places += [where["place"]]
        unseen += [] if where["seen"] else [where["html"]]

    assert unseen == []
    assert len(places) > 8
    assert places == sorted(places)  # the order of the page itself, which is the one it is read in


def test_the_first_key_reaches_the_skip_link_and_it_leads_to_the_content(open_page, world):
    page = open_page("/")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "content"


def test_the_menu_of_a_phone_opens_by_the_keyboard_and_escape_closes_it(open_page, world):
    page = open_page("/", width=390)

    page.locator("details.menu.only-narrow > summary").focus()
    page.keyboard.press("Enter")
    assert page.locator(".only-narrow .menu-panel").is_visible()
    page.keyboard.press("Escape")

    assert not page.locator(".only-narrow .menu-panel").is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_focus_is_seen(open_page, world):
    page = open_page("/territoires/")

    page.keyboard.press("Tab")
    page.keyboard.press("Tab")

    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"


@pytest.mark.parametrize("who", ["stranger", "member"])
def test_the_header_stays_within_the_gutters_whatever_the_width(open_page, world, who):
    page = open_page("/", user=world.member if who == "member" else None)

    for width in (320, 360, 375, 390, 414, 430, 480, 540, 580, 640, 768, 1000):
        page.set_viewport_size({"width": width, "height": 800})
        gutter, ends = page.evaluate(
            """() => { const row = document.querySelector(".site-header-row");
              const at = (element) => element.getBoundingClientRect();
              return [at(row.children[0]).left, Math.max(...[...row.children].map((e) => at(e).right))]; }"""
        )
        assert ends <= width - gutter + 1, width
