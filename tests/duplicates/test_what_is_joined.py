"""Two records of one company: the further prospect stands, keywords find room, a page fills what is blank."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from members.duplicates.merging import foresee
from members.duplicates.undoing import undo
from members.models import CompanyKeyword, CompanyPage, MergeRecord
from members.models.keywords import KEYWORDS_MAX
from territories.models import Prospect, ProspectExchange
from territories.models.prospects import FURTHER
from tests.duplicates.acts import merged, tables
from tests.duplicates.test_pages import merge
from tests.factories import accounts
from tests.factories.duplicates import DuplicatePairFactory
from tests.factories.members import (
    CompanyFactory,
    CompanyKeywordFactory,
    CompanyPageFactory,
    KeywordFactory,
    PersonFactory,
)
from tests.factories.territories import ProspectFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
LONG_AGO, LATELY = date(2024, 3, 1), date(2026, 2, 1)


@pytest.fixture
def companies():
    return CompanyFactory.create_batch(2)


@pytest.fixture
def courted(companies):
    """Return a function that lets one territory court both records."""
    territory = TerritoryFactory()

    def make(*files):
        return [
            ProspectFactory(territory=territory, company=company, **told)
            for company, told in zip(companies, files, strict=True)
        ]

    return make


def undone(record, clerk):
    return undo(record.pk, by=clerk, at=timezone.now())


FULL = {
    "contact_name": "Anne Vic", "contact_email": "anne@vic.example", "contact_since": LONG_AGO,
    "next_action": "Inviter au gala", "next_action_on": date(2026, 12, 1), "notes": "Rappeler le matin.",
}  # fmt: skip


@pytest.mark.parametrize(
    ("kept_state", "state"), [("identified", "met"), ("engaged", "contacted"), ("met", "met")]
)
def test_the_further_stage_stands_and_what_is_blank_is_filled_and_all_comes_back(
    client, companies, courted, kept_state, state
):
    people = PersonFactory.create_batch(2)
    own, other = courted({"state": kept_state}, {"state": state, "owner": people[0], "sponsor": people[1], **FULL})
    for prospect in (own, other):
        ProspectExchange.objects.create(prospect=prospect, summary=f"Avec {prospect.pk}")
    pair = DuplicatePairFactory(company=companies[0], other_company=companies[1])
    client.force_login(accounts.staff())
    before = tables()

    page = client.get(pair.get_absolute_url()).content.decode()
    merge(client, pair)

    further = other if state == "met" and kept_state != "met" else own
    assert ("l’emporte, car elle est plus avancée" in page) is (further == other)
    assert ("réunie à celle de la fiche gardée" in page) is (further == own)
    stands = Prospect.objects.get()
    assert (stands.pk, stands.company, stands.state) == (further.pk, companies[0], further.state)
    assert (stands.owner, stands.sponsor) == tuple(people)
    assert {name: getattr(stands, name) for name in FULL} == FULL
    assert set(stands.exchanges.values_list("summary", flat=True)) == {f"Avec {own.pk}", f"Avec {other.pk}"}
    client.post(reverse("pages:merge-undo", args=[MergeRecord.objects.get().pk]))
    assert tables() | {"members.DuplicatePair": []} == before | {"members.DuplicatePair": []}


def test_what_both_say_otherwise_is_kept_in_the_notes(companies, courted):
    courted(
        {"state": "met", **FULL},
        {"state": "declined", "reason": "Trop loin", "notes": "Voir à l’automne.", "contact_name": "Paul Roux",
         "contact_email": "paul@vic.example", "next_action": "Écrire", "next_action_on": LATELY},
    )  # fmt: skip
    clerk, before = accounts.staff(), tables()

    record = merged(*companies, by=clerk)

    stands = Prospect.objects.get()
    assert {name: getattr(stands, name) for name in FULL if name != "notes"} == {
        name: value for name, value in FULL.items() if name != "notes"
    }
    assert (stands.state, stands.reason) == ("met", "")
    assert stands.notes.split("\n\n") == [
        "Rappeler le matin.", "Voir à l’automne.", "Contact : Paul Roux · paul@vic.example",
        "Prochaine action : Écrire · 01/02/2026", "Pourquoi cela s’est arrêté : Trop loin",
    ]  # fmt: skip
    assert undone(record, clerk) == []
    assert tables() == before


def test_an_address_that_only_one_record_knows_goes_to_the_contact_of_the_same_name(companies, courted):
    courted({"contact_name": "Anne Vic", "contact_since": LATELY}, {**FULL, "notes": "", "state": "identified"})

    merged(*companies)

    stands = Prospect.objects.get()
    assert (stands.contact_email, stands.contact_since, stands.notes) == ("anne@vic.example", LATELY, "")


def test_a_member_takes_over_no_next_action(companies, courted):
    courted({"state": "member"}, {"state": "met", **FULL})

    merged(*companies)

    stands = Prospect.objects.get()
    assert (stands.state, stands.next_action, stands.next_action_on) == ("member", "", None)
    assert "Inviter au gala · 01/12/2026" in stands.notes


def test_every_stage_has_its_place_among_the_further_ones():
    assert sorted(FURTHER) == sorted(Prospect.State.values)


# Keywords


def chosen(company):
    return dict(
        CompanyKeyword.objects.filter(company=company).order_by("rank").values_list("rank", "keyword__label")
    )


def test_keywords_go_to_the_ranks_that_are_free_and_come_back(companies):
    kept, removed = companies
    for company, words in [(kept, ["verre", "sable"]), (removed, ["four", "verre", "lumière"])]:
        for rank, label in enumerate(words, start=1):
            CompanyKeywordFactory(company=company, rank=rank, keyword=KeywordFactory(label=label))
    clerk, before = accounts.staff(), tables()
    told = foresee("company", kept.pk, removed.pk).told

    record = merged(kept, removed, by=clerk)

    assert chosen(kept) == {1: "verre", 2: "sable", 3: "four", 4: "lumière"}
    assert [line for line in told if "verre" in line and "la fiche conservée a déjà le sien" in line] == told
    assert undone(record, clerk) == []
    assert tables() == before


def test_keywords_for_which_there_is_no_room_are_told_and_come_back(companies):
    kept, removed = companies
    for rank in range(1, KEYWORDS_MAX):
        CompanyKeywordFactory(company=kept, rank=rank, keyword=KeywordFactory(label=f"mot {rank}"))
    for rank, label in enumerate(["four", "lumière"], start=1):
        CompanyKeywordFactory(company=removed, rank=rank, keyword=KeywordFactory(label=label))
    clerk, before = accounts.staff(), tables()
    [told] = foresee("company", kept.pk, removed.pk).told

    record = merged(kept, removed, by=clerk)

    assert "lumière" in told
    assert "n’a plus de place" in told
    assert chosen(kept)[KEYWORDS_MAX] == "four"
    assert len(chosen(kept)) == KEYWORDS_MAX
    assert undone(record, clerk) == []
    assert tables() == before


# The page of a company

LOGO = {"logo": "logos/a.webp", "logo_small": "logos/b.webp", "logo_digest": "d" * 32, "logo_width": 9,
        "logo_height": 8, "logo_alt": "Un four"}  # fmt: skip
TOLD = {"seeks": "Des verriers", "offers": "Du verre", "social_pages": ["https://social.example/verre"], **LOGO}
PUBLIC = {"is_public": True, "public_parts": ["logo"]}


@pytest.mark.parametrize(
    ("own", "taken"),
    [
        ({}, {**TOLD, **PUBLIC}),
        ({"seeks": "Du sable"}, {**TOLD, "seeks": "Du sable", "is_public": False, "public_parts": []}),
        ({**TOLD, "seeks": "Du sable"}, {**TOLD, "seeks": "Du sable", "is_public": False}),
        ({**LOGO, "logo": "logos/c.webp", "logo_alt": ""}, {**TOLD, "logo": "logos/c.webp", "logo_alt": ""}),
    ],
)
def test_a_page_fills_the_blanks_of_the_other_and_comes_back(companies, own, taken):
    kept, removed = companies
    CompanyPageFactory(company=kept, **own)
    CompanyPageFactory(company=removed, public=True, **{**TOLD, "public_parts": ["logo"]})
    clerk, before = accounts.staff(), tables()
    [told] = foresee("company", kept.pk, removed.pk).told

    record = merged(kept, removed, by=clerk)

    page = CompanyPage.objects.get()
    assert page.company == kept
    assert {name: getattr(page, name) for name in taken} == taken
    assert ("réunie" in told) is (own.keys() != TOLD.keys())
    assert undone(record, clerk) == []
    assert tables() == before
