"""The drawing of Occitanie that the repository carries."""

import re

from leader.geography.outlines import outline_map


def test_the_map_has_the_thirteen_departements_of_occitanie():
    codes = [outline.code for outline in outline_map().outlines]

    assert codes == ["09", "11", "12", "30", "31", "32", "34", "46", "48", "65", "66", "81", "82"]


def test_every_outline_starts_and_is_named_inside_the_view_box():
    drawing = outline_map()
    left, top, width, height = map(float, drawing.view_box.split())

    for outline in drawing.outlines:
        start = [float(number) for number in re.findall(r"[\d.]+", outline.path)[:2]]
        for x, y in (start, (outline.x, outline.y)):
            assert left < x < left + width
            assert top < y < top + height


def test_the_map_says_whom_to_thank():
    assert "CC BY 4.0" in outline_map().attribution
