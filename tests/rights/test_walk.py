"""Each right taken away closes to a lead what it names and nothing else, on every page that opens to leads."""

import pytest
from django.db import transaction
from django.test import Client

from territories.models import Federation
from territories.models.lead_rights import EVERY_RIGHT
from tests.factories import counted_on
from tests.walk.addresses import address_of
from tests.walk.rows import ROWS
from tests.walk.world import World

pytestmark = pytest.mark.django_db
DONE = {"200", "away"}
REFUSED = {403, 404}
OPEN = sorted(
    (name, method)
    for name, row in ROWS.items()
    for method, answer in [("get", row.get["lead"]), ("post", row.post["lead"])]
    if answer in DONE and not name.startswith(("account_", "mfa_", "demonstration:"))
)
DESKS = ["members_company", "members_person", "members_representative", "territories_prospect"]
DESK = {f"get admin:{desk}_{page}" for desk in DESKS for page in ["changelist", "change", "add", "history"]} | {
    f"post admin:{desk}_{page}" for desk in DESKS for page in ["changelist", "change", "add", "history"]
}
CLOSED = {
    "create": {
        *(f"{method} admin:{desk}_add" for desk in DESKS for method in ["get", "post"]),
        "get territories:prospect-add", "post territories:prospect-add",
        "get territories:mandate-appoint", "post territories:mandate-appoint",
        "post territories:territory-tasks", "post territories:territory-checklist",
        "get commissions:commission-found", "post commissions:commission-found",
        "post territories:opening-list",
        "get elections:election-begin", "post elections:election-begin",
    },
    "import": {
        f"{method} territories:import-{page}"
        for method, pages in {
            "get": ["list", "detail", "mapping", "doubts", "refused"],
            "post": ["list", "mapping", "doubts", "confirm", "abandon"],
        }.items()
        for page in pages
    },
    "export": {"get territories:company-export", "get members:company-directory-export"},
    "mail": {
        "get territories:application-list", "get territories:application-detail",
        "post territories:application-accept", "post territories:application-ask",
        "post territories:application-refuse",
    },
    "see_dues": set(),
}  # fmt: skip


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Two territories side by side and one person in each role; undone after the module."""
    with django_db_blocker.unblock(), transaction.atomic(), counted_on():
        yield World.build()
        transaction.set_rollback(True)


def answers(world, side="own"):
    """Return what the lead gets everywhere: by method and name, whether it is done."""
    client = Client(raise_request_exception=False)
    client.force_login(world.users["lead"])
    told = {}
    for name, method in OPEN:
        row = ROWS[name]
        pick = row.own if side == "own" else row.foreign
        if pick is None:
            continue
        url = address_of(name, pick(world)) + row.query
        with transaction.atomic():
            told[f"{method} {name}"] = getattr(client, method)(url, secure=True).status_code
            transaction.set_rollback(True)
    return told


@pytest.mark.parametrize("right", [*CLOSED, "edit"])
def test_a_right_taken_away_closes_what_it_names(world, right):
    before = with_every_right(world)
    Federation.objects.update(lead_rights=[each for each in EVERY_RIGHT if each != right])
    own = answers(world)

    changed = {page for page, status in own.items() if status != before[page]}
    if right == "edit":
        # Who keeps somebody's file knows the name; who reads learns it from the person, and the address holds it.
        changed -= {"get members:person-detail"}
        assert_only_reading_is_left(changed)
    else:
        assert changed == CLOSED[right]
    assert {page: own[page] for page in changed if own[page] not in REFUSED} == {}


_before = {}


def with_every_right(world):
    """Return what the lead gets with every right; asked once."""
    if not _before:
        _before.update(answers(world))
    return _before


def test_no_right_opens_the_neighbour_s(world):
    strict = {name for name, row in ROWS.items() if row.get_foreign and row.get_foreign["lead"] not in DONE}
    told = {}
    for rights in (EVERY_RIGHT, []):
        Federation.objects.update(lead_rights=rights)
        told |= {p: s for p, s in answers(world, "foreign").items() if p.partition(" ")[2] in strict and s != 404}

    assert told == {}


def assert_only_reading_is_left(changed):
    """Say what a lead who may not edit keeps: the pages that are read, at the site and not at the desk."""
    kept = {
        "get territories:prospect-board", "get territories:prospect-detail", "get territories:prospect-history",
        "get territories:task-detail", "get territories:territory-tasks", "get pages:territory-dashboard",
        "get territories:bureau-detail", "get members:company-detail", "get territories:transfer-detail",
    }  # fmt: skip
    closed = {
        "get territories:territory-life", "post territories:territory-life", "post territories:prospect-detail",
        "post territories:prospect-move", "post territories:prospect-member",
        "post territories:prospect-exchange", "post territories:task-detail", "post territories:task-done",
        "get territories:mandate-end", "post territories:mandate-end", "post territories:mandate-renew",
        "get territories:mandate-appoint", "post territories:mandate-appoint", "get events:host-candidacy",
        "get territories:transfer-ask", "post territories:transfer-ask", "post territories:transfer-answer",
        "post events:host-candidacy", "get members:company-edit", "post members:company-edit", "get admin:index",
        *DESK,
    }  # fmt: skip
    assert kept & changed == set()
    assert closed - changed == set()
