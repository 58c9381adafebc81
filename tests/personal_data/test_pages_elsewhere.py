"""Addresses of pages elsewhere that a company lists: those that name somebody erased go whole, the others stay."""

import pytest
from django.utils import timezone

from leader.shared.personal_data import erasing
from leader.shared.personal_data.subjects import subject
from members.models import CompanyPage
from tests.factories.members import CompanyFactory, CompanyPageFactory, PersonFactory

pytestmark = pytest.mark.django_db
THEIRS = [
    "https://www.linkedin.com/in/jean-noel-martin/",
    "https://www.linkedin.com/in/jean-noel-martin-4b12a9/",
    "https://www.linkedin.com/in/martin-jean-no%C3%ABl",
    "https://social.example/@Jean_Noel.Martin",
    "https://social.example/jeannoelmartin75",
]
OTHERS = [
    "https://social.example/company/verrerie/",
    "https://social.example/in/jean-noel-martinez/",
    "https://social.example/in/jean-noel-martin-dupont/",
    "https://social.example/in/paul-martin/",
    "https://social.example/in/pierre-jean-noel-martin/",
]


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    """Keep the list of erasures of the test to itself."""
    settings.DATA_FOLDER = tmp_path


def erase_jean_noel():
    return erasing.erase(
        subject(PersonFactory(given_name="Jean-Noël", family_name="Martin").pk), at=timezone.now()
    )


def test_the_public_page_and_its_history_lose_the_page_of_somebody_erased_and_keep_the_others(client):
    page = CompanyPageFactory(company=CompanyFactory(member=True), social_pages=[OTHERS[0], THEIRS[0], OTHERS[1]])
    page.decide(is_public=True, parts=["website"], by=None, at=timezone.now())
    page.save()
    public = page.company.get_absolute_url()
    assert THEIRS[0] in client.get(public).content.decode()

    told = erase_jean_noel()

    shown = client.get(public).content.decode()
    assert [each in shown for each in (OTHERS[0], THEIRS[0], OTHERS[1])] == [True, False, True]
    assert [line.count for line in told.erased if line.name == CompanyPage._meta.verbose_name_plural] == [3]
    history = CompanyPage._meta.get_field("changes").related_model.objects
    assert {tuple(each) for each in history.values_list("social_pages", flat=True)} == {(OTHERS[0], OTHERS[1])}


@pytest.mark.parametrize("address", [*THEIRS, *OTHERS])
def test_a_page_goes_that_bears_the_full_name_and_no_other_word(address):
    page = CompanyPageFactory(social_pages=[address])

    erase_jean_noel()

    page.refresh_from_db()
    assert page.social_pages == ([] if address in THEIRS else [address])
