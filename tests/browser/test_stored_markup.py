"""Names that are programs: stored everywhere, shown on every page as words, run nowhere."""

import pytest
from django.urls import reverse

from commissions.models import Commission
from elections.models import Assembly, Decision
from events.models import Event, ProgrammeItem
from members.models import Company, Person, Representative
from territories.models import Opening, OpeningProspect, OpeningRemark, Stage, Territory
from tests.browser.pages import PUBLIC_PAGES, SIGNED_IN_PAGES
from tests.factories.territories import OpeningRemarkFactory

pytestmark = pytest.mark.browser

PROGRAM = "\"'><img src=x onerror=alert(1)><svg onload=alert(2)></script><script>alert(3)</script>x{{7*191}}"
NAMES = {
    Commission: ["theme", "purpose"],
    Company: ["name", "city", "address", "description"],
    Person: ["given_name", "family_name", "public_function"],
    Representative: ["function"],
    Event: ["name", "theme", "purpose", "place", "city", "practical"],
    ProgrammeItem: ["title", "speaker", "details"],
    Assembly: ["place"],
    Decision: ["text"],
    Territory: ["predecessor_name", "purpose"],
    Stage: ["place", "note"],
    Opening: ["name", "place", "purpose", "overlap_reason"],
    OpeningProspect: ["name", "city", "contact_name"],
    OpeningRemark: ["text"],
}


def store_programs():
    """Put the program into every name of ``NAMES``, as long as its column takes it; some names are unique."""
    for model in [Commission, Territory]:
        for record in model.objects.all():
            model.objects.filter(pk=record.pk).update(name=f"{record.pk}{PROGRAM}"[:100])
    for model, columns in NAMES.items():
        fields = {name: model._meta.get_field(name) for name in columns}
        model.objects.update(**{name: PROGRAM[: field.max_length] for name, field in fields.items()})


def test_a_program_in_a_name_runs_on_no_page(open_page, world):
    # The pages make what they show when they are asked for; only then is every name replaced.
    addresses = [(None, address(world)) for address in PUBLIC_PAGES.values()]
    addresses += [(role, address(world)) for _name, role, address in SIGNED_IN_PAGES]
    OpeningRemarkFactory(opening__author=world.lead)
    store_programs()
    world.company.refresh_from_db()
    shown = 0

    for role in [None, "member", "lead", "staff"]:
        page = open_page("/", user=role and getattr(world, role))
        alerts = []
        page.on("dialog", lambda dialog, alerts=alerts: (alerts.append(dialog.message), dialog.dismiss()))
        page.add_init_script(
            "window.refused = [];"
            "document.addEventListener('securitypolicyviolation', (e) => window.refused.push(e.blockedURI));"
        )
        home = page.url
        own = {address for owner, address in addresses if owner == role}
        own.add(world.company.get_absolute_url() if role else reverse("pages:home"))
        for address in sorted(own):
            answer = page.goto(home.rstrip("/") + address)
            assert answer.status < 500, address
            text = page.content()
            assert "x1337" not in text  # without the letter a key of a form may hold the digits
            assert page.evaluate("window.refused") == [], address
            assert page.locator("img[src=x], svg[onload]").count() == 0, address
            shown += "onerror=alert(1)" in page.locator("body").inner_text()
        assert alerts == []

    assert shown > 20  # the names do stand on the pages, as words
