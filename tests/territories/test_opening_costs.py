"""What each step of a dossier costs: the same for one row and for three."""

import pytest
from django.urls import reverse

from tests.factories.accounts import lead_of
from tests.factories.events import EventFactory
from tests.factories.geography import CommuneFactory, EpciFactory
from tests.factories.members import CompanyFactory
from tests.factories.territories import (
    AreaPartFactory,
    FederationFactory,
    OpeningAreaFactory,
    OpeningFactory,
    OpeningProspectFactory,
    OpeningRemarkFactory,
    OpeningTeamMemberFactory,
    StageFactory,
)

pytestmark = pytest.mark.django_db
# Of every step: session, user, author of changes twice, dossier, lead (6); what it lacks: name, area twice, other
# areas, communes, pressenties and their count, team, federation, file that waits (10).
STEP = 16
COSTS = {
    "territory": STEP
    + 8,  # départements, EPCI, area, its communes, companies, other areas, people; communes chosen
    "launch": STEP + 2,  # announcement, events
    "prospects": STEP + 6,  # pressenties, those alike, area, companies in it, federation, file that waits
    "team": STEP + 1,  # team
    "review": STEP + 10,  # area, communes, companies, other areas, people; rights, federation, parts, rows, team
}


def dossier_with(count):
    """Return a dossier with ``count`` of everything that hangs on one, overlaps and duplicates included."""
    FederationFactory()
    opening = OpeningFactory(author=lead_of(), full=True)
    for number in range(count):
        commune = CommuneFactory(epci=EpciFactory())
        OpeningAreaFactory(opening=opening, epci=commune.epci)
        OpeningAreaFactory(opening=opening, epci=None, commune=commune)
        StageFactory(territory=AreaPartFactory(commune=commune).territory, done=True)
        CompanyFactory(commune=commune, name=f"Connue {number}", city="Alès")
        OpeningProspectFactory(opening=opening, name=f"Connue {number}", city="Alès")
        OpeningProspectFactory(opening=opening, known=True)
        OpeningTeamMemberFactory(opening=opening)
        OpeningRemarkFactory(opening=opening)
        EventFactory(is_published=True)
    return opening


@pytest.mark.parametrize("step", COSTS)
@pytest.mark.parametrize("count", [1, 3])
def test_a_step_costs_the_same_with_one_row_and_with_three(client, count, step, django_assert_num_queries):
    opening = dossier_with(count)
    client.force_login(opening.author)
    address = reverse(f"territories:opening-{step}", args=[opening.pk])
    client.get(address)

    with django_assert_num_queries(COSTS[step]):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_area_being_chosen_costs_the_same_with_one_part_and_with_three(
    client, count, django_assert_num_queries
):
    opening = dossier_with(count)
    client.force_login(opening.author)
    epcis = [part.epci_id for part in opening.area_parts.all() if part.epci_id]
    address, typed = reverse("territories:opening-area", args=[opening.pk]), {"epcis": epcis, "version": 1}
    client.post(address, typed)

    # session, user, author of changes, dossier; départements, EPCI, communes typed; communes, companies,
    # other areas, people; author of changes
    with django_assert_num_queries(12):
        answer = client.post(address, typed)

    assert len(answer.context["area"].overlaps) == count
