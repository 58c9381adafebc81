"""No page is an island: each list is reached by links alone, from home, by somebody who may see it."""

import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from tests.walk.addresses import every_address
from tests.walk.world import World

pytestmark = pytest.mark.django_db

HREF = re.compile(r'<a\b[^>]*?\bhref="([^"#]+)')
OF_EACH = 2  # as many pages of one name are read: what a third links to is of the same kind


def test_every_list_is_reached_by_links_from_home():
    world = World.build()
    reached = set().union(*(names_linked_for(user) for user in world.users.values()))
    lists = {address.name for address in every_address() if address.name.endswith("-list")}
    assert sorted(lists - reached) == []


def names_linked_for(user):
    """Return the names of the pages that ``user`` (None: a visitor) finds by following links from home."""
    client = Client()
    if user:
        client.force_login(user)
    waiting, seen, read = ["/"], {"/"}, {}
    while waiting:
        path = waiting.pop(0)
        name = name_of(path)
        if not name or name.startswith("admin:") or read.get(name, 0) >= OF_EACH:
            continue
        answer = client.get(path, secure=True, follow=True)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        read[name] = read.get(name, 0) + 1
        linked = {unescape(href) for href in HREF.findall(answer.content.decode())}
        new = sorted(href for href in linked if href.startswith("/") and href not in seen)
        seen.update(new)
        waiting += new
    return set(read)


def name_of(path):
    """Return the name of the page at ``path``, or None."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return None
