"""The activities of NAF rév. 2."""

from io import StringIO

import pytest
from django.core.management import call_command

from members.models import Activity, ActivitySection
from members.naf import load_naf, section_of

pytestmark = pytest.mark.django_db


def test_the_whole_nomenclature_is_loaded_and_a_second_run_changes_nothing():
    call_command("load_naf", stdout=StringIO())

    assert (ActivitySection.objects.count(), Activity.objects.count()) == (21, 732)
    assert {str(counts) for counts in load_naf().values()} == {
        "0 new, 0 changed, 21 unchanged",
        "0 new, 0 changed, 732 unchanged",
    }


@pytest.mark.parametrize(
    ("code", "letter"), [("01.11Z", "A"), ("33.20D", "C"), ("62.01Z", "J"), ("84.11Z", "O"), ("99.00Z", "U")]
)
def test_an_activity_falls_in_its_section(code, letter):
    assert section_of(code) == letter
