"""The dated stages of a territory's life: recorded once, in an order that can be."""

from datetime import date

import pytest

from territories.models import StageKind, Territory
from tests.factories.territories import StageFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


def test_a_stage_that_was_planned_is_filled_in_and_its_delay_is_told():
    stage = StageFactory(planned_for=date(2017, 4, 21))

    warnings = stage.territory.open(on=date(2017, 4, 23), place="Toulouse")

    stage.refresh_from_db()
    assert (stage.planned_for, stage.done_on, stage.place) == (date(2017, 4, 21), date(2017, 4, 23), "Toulouse")
    assert len(warnings) == 2  # opened without having been announced, and late


def test_a_territory_opens_once():
    territory = TerritoryFactory(opened=True)

    with pytest.raises(Territory.ImpossibleStageError):
        territory.open(on=date(2024, 1, 1))


def test_nobody_wakes_up_without_having_slept():
    territory = TerritoryFactory(opened=True)

    with pytest.raises(Territory.ImpossibleStageError):
        territory.relaunch(on=date(2024, 1, 1))


def test_a_territory_sleeps_wakes_up_and_closes():
    territory = TerritoryFactory(opened=True)

    territory.fall_dormant(on=date(2024, 1, 1))
    territory.relaunch(on=date(2024, 6, 1))
    territory.close(on=date(2024, 12, 1))

    assert territory.stage_on(date(2024, 3, 1)) == StageKind.DORMANT
    assert territory.stage_on(date(2024, 6, 1)) == StageKind.RELAUNCHED
    assert territory.stage_on(date(2024, 12, 1)) == StageKind.CLOSED


def test_a_day_to_come_is_not_done():
    with pytest.raises(Territory.ImpossibleStageError):
        TerritoryFactory().announce(on=date(2999, 1, 1))
