"""Every public page: no axe violation, light and dark, phone and desktop; reflow at 320 px; the keyboard."""

import pytest

from tests.browser.audit import assert_sound
from tests.browser.pages import PUBLIC_PAGES, SIGNED_IN_PAGES

pytestmark = pytest.mark.browser


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
    assert page.locator("nav.menu-panel").is_visible()
    page.keyboard.press("Escape")

    assert not page.locator("nav.menu-panel").is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_focus_is_seen(open_page, world):
    page = open_page("/territoires/")

    page.keyboard.press("Tab")
    page.keyboard.press("Tab")

    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"
