"""What a dossier needs to be submitted: one list, from which the review and the forms both speak."""

from datetime import date

import pytest
from django.urls import reverse

from territories.models import Opening, Territory
from territories.opening.completeness import NEEDS, Step, beside_fields, problems
from tests.factories.accounts import lead_of
from tests.factories.geography import CommuneFactory
from tests.factories.territories import (
    AreaPartFactory,
    FederationFactory,
    OpeningAreaFactory,
    OpeningFactory,
    OpeningProspectFactory,
    OpeningTeamMemberFactory,
    StageFactory,
)

pytestmark = pytest.mark.django_db
DAY = date(2099, 1, 1)


@pytest.fixture
def opening():
    """Return a dossier that lacks nothing: its area overlaps another one, and says why."""
    FederationFactory()
    commune = CommuneFactory()
    StageFactory(territory=AreaPartFactory(commune=commune).territory, done=True)
    opening = OpeningFactory(
        author=lead_of(), full=True, kind=Territory.Kind.CONVERTED, predecessor_name="Club des Cévennes",
        overlap_reason="Deux bassins d’emploi.",
    )  # fmt: skip
    OpeningAreaFactory(opening=opening, epci=None, commune=commune)
    OpeningProspectFactory(opening=opening)
    OpeningTeamMemberFactory(opening=opening, is_lead=True)
    return opening


def blocking(opening):
    found = problems(Opening.objects.get(pk=opening.pk), DAY)
    return [(problem.step, problem.field) for problem in found if problem.blocks]


def take_away(opening, field):
    """Make the dossier lack what the need for ``field`` asks for."""
    if field == "area":
        opening.area_parts.all().delete()
    elif field == "prospects":
        opening.prospects.all().delete()
    elif field == "lead":
        opening.team.update(is_lead=False)
    else:
        Opening.objects.filter(pk=opening.pk).update(**{field: None if field.endswith("_on") else ""})


def test_a_dossier_that_lacks_nothing_has_no_blocking_problem(opening):
    assert blocking(opening) == []


@pytest.mark.parametrize("need", NEEDS, ids=lambda need: need.field)
def test_whatever_is_needed_is_missed_by_the_review_when_it_is_away(opening, need):
    take_away(opening, need.field)

    assert (need.step, need.field) in blocking(opening)


@pytest.mark.parametrize("need", NEEDS, ids=lambda need: need.field)
def test_whatever_is_needed_is_said_to_be_on_the_page_where_the_review_sends(client, opening, need):
    client.force_login(opening.author)

    page = client.get(reverse(f"territories:opening-{need.step}", args=[opening.pk])).content.decode()

    assert f'<span class="needed">({need.beside})</span>' in page
    assert f'id="id_{need.field}"' in page or need.field == "prospects"


@pytest.mark.parametrize("step", [Step.TERRITORY, Step.LAUNCH])
def test_a_field_is_called_optional_only_where_the_submission_does_without_it(client, opening, step):
    client.force_login(opening.author)

    form = client.get(reverse(f"territories:opening-{step}", args=[opening.pk])).context["form"]

    marked = {name for name, field in form.fields.items() if getattr(field, "needed", "")}
    assert marked == {name for name in beside_fields(step) if name in form.fields}
    for name in set(form.fields) - marked - {"version", "commune_search", "country", "event"}:
        take_away(opening, name)
    assert blocking(opening) == []
