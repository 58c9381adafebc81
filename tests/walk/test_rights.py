"""docs/rights.md says who may see and write what: its two tables are those of the walk and of the scope rule."""

from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser

from tests.walk.addresses import every_address
from tests.walk.expectations import Row
from tests.walk.rows import ROWS
from tests.walk.test_scope import SCOPED
from tests.walk.world import World

PAGE = Path(__file__).resolve().parents[2] / "docs" / "rights.md"
TOLD = ["stranger", "guest", "member", "chair", "lead", "staff"]
ELSEWHERE = ("admin", "account_", "mfa_", "demonstration:", "site-health", "web-health")  # told in words there
DONE = {"200", "away"}


def heading(first: str) -> list[str]:
    return [f"| {first} | {' | '.join(TOLD)} |", f"|---{'|---' * len(TOLD)}|"]


def reach(own: str, foreign: str | None) -> str:
    """Say whose pages a role reaches: all of them, its own alone, none."""
    if own not in DONE:
        return ""
    return "all" if foreign is None or foreign in DONE else "own"


def cell(row: Row, role: str) -> str:
    answers = [(row.get, row.get_foreign), (row.post, row.post_foreign)]
    own_and_foreign = [(own[role], (foreign or own)[role] if row.foreign else None) for own, foreign in answers]
    read, written = [reach(*pair) for pair in own_and_foreign]
    told = [f"see {read}" if read else "", f"send {written}" if written else ""]
    return ", ".join(filter(None, told)).replace(" all", "") or "–"


def pages_told() -> list[str]:
    kept = {a.name: a.route for a in every_address() if not a.name.startswith(ELSEWHERE)}
    rows = {f"/{route}": ROWS[name] for name, route in kept.items()}
    return [f"| `{route}` | {' | '.join(cell(rows[route], role) for role in TOLD)} |" for route in sorted(rows)]


def extent(model, rows) -> str:
    found, every = set(rows.values_list("pk", flat=True)), set(model.objects.values_list("pk", flat=True))
    return "all" if found == every else "some" if found else "–"


def records_told(world: World) -> list[str]:
    lines = []
    for model in sorted(SCOPED, key=lambda model: model.__name__):
        rows = model.objects.all()
        cells = []
        for role in TOLD:
            user = world.users[role] or AnonymousUser()
            rights = [rows.visible_to(user), rows.editable_by(user), rows.administered_by(user)]
            cells.append(" / ".join(extent(model, found) for found in rights))
        lines.append(f"| {model.__name__} | {' | '.join(cells)} |")
    return lines


def section(name: str) -> list[str]:
    text = PAGE.read_text()
    return [line for line in text.partition(f"## {name}\n")[2].partition("\n## ")[0].splitlines() if "|" in line]


def test_the_table_of_pages_is_that_of_the_walk():
    assert section("Pages") == [*heading("Address"), *pages_told()]


@pytest.mark.django_db
def test_the_table_of_records_is_that_of_the_scope_rule():
    assert section("Records") == [*heading("Record"), *records_told(World.build())]
