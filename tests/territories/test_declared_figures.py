"""Declared figures: told by a source, shown as they were told, never mixed with what is counted."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from territories.models import DeclaredFigure, Territory
from tests.factories.territories import DeclaredFigureFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ({"value": 45, "is_approximate": False}, "45"),
        ({"value": 130}, "environ 130"),
        ({"value": 50, "at_most": 100, "is_approximate": False}, "50 à 100"),
    ],
)
def test_a_figure_is_shown_as_it_was_told(told, shown):
    assert DeclaredFigureFactory(**told).shown == shown


def test_the_latest_figure_told_by_a_day_is_the_one_that_counts():
    territory = TerritoryFactory()
    for day, value in [(None, 5), (date(2015, 1, 1), 20), (date(2017, 1, 31), 45), (date(2019, 1, 1), 60)]:
        DeclaredFigureFactory(territory=territory, told_on=day, value=value)
    DeclaredFigureFactory(told_on=date(2017, 2, 1), value=99)

    def on(day):
        latest = DeclaredFigure.objects.latest_of_territory("members", day)
        return Territory.objects.annotate(told=latest).get(pk=territory.pk).told

    assert [on(date(2014, 1, 1)), on(date(2017, 1, 30)), on(date(2017, 4, 12))] == [None, 20, 45]


def test_a_range_goes_upwards_and_a_source_says_a_figure_once():
    with pytest.raises(IntegrityError, match="declared_figure_in_order"), transaction.atomic():
        DeclaredFigureFactory(value=50, at_most=50)
    figure = DeclaredFigureFactory(of_federation=True, told_on=None)
    with pytest.raises(IntegrityError, match="declared_figure_once"), transaction.atomic():
        DeclaredFigureFactory(of_federation=True, told_on=None, source=figure.source)


def test_the_list_shows_what_was_told_where_nothing_is_counted(client):
    DeclaredFigureFactory(value=45)

    assert "45 membres déclarés" in client.get(reverse("territories:territory-list")).content.decode()
