"""Every list that a page shows can be taken away as a file: the same rows for the same person, and no other."""

import csv
import io

import pytest
from django.test import Client
from django.utils.html import escape

from tests.walk.addresses import address_of, every_address
from tests.walk.rows import ROWS
from tests.walk.world import World

# The directory's file is a page of its own, which asks what to export; passkeys are no list of ours.
ELSEWHERE = {"members:company-list", "mfa_list_webauthn"}
LISTS = sorted(
    {a.name for a in every_address() if a.name.endswith("-list") and not a.name.startswith("admin:")} - ELSEWHERE
)
FIGURES = [
    "pages:member-breakdown",
    "pages:member-figures",
    "territories:prospect-board",
    "territories:prospect-overview",
]
FILLED = {  # where the world of the walk has something to show
    "commissions:action-list", "commissions:commission-list", "commissions:meeting-list",
    "commissions:announcement-list", "commissions:document-list",
    "elections:assembly-list", "events:event-list", "territories:application-list",
    "elections:election-list", "territories:import-list", "territories:opening-list", "territories:prospect-board",
    "territories:territory-list",
}  # fmt: skip


@pytest.fixture
def world(db):
    return World.build()


def table_of(answer):
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content), delimiter=";"))


@pytest.mark.parametrize("name", [*LISTS, *FIGURES])
def test_the_file_of_a_list_tells_each_person_what_the_page_tells(name, world):
    told = 0
    for role, user in world.users.items():
        client = Client()
        if user:
            client.force_login(user)
        address = address_of(name, ROWS[name].own(world))
        page, file = client.get(address), client.get(address, {"format": "csv"})
        if page.status_code != 200:
            assert file.status_code == page.status_code, role
            continue
        assert file["Content-Type"] == "text/csv; charset=utf-8", role
        headings, *rows = table_of(file)
        html = page.content.decode().casefold()  # a page begins what it lists with a capital
        assert all(len(row) == len(headings) for row in rows)
        assert [row[0] for row in rows if str(escape(row[0])).casefold() not in html] == [], role
        told += len(rows)
    assert told or name not in FILLED


@pytest.mark.parametrize("name", [*LISTS, *FIGURES])
def test_the_workbook_of_a_list_opens(name, world):
    client = Client()
    client.force_login(world.users["staff"])
    address = address_of(name, ROWS[name].own(world))

    answer = client.get(address, {"format": "xlsx"})

    assert b"".join(answer.streaming_content)[:2] == b"PK"
