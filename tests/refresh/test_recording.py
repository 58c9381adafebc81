"""Differences come, stay, go and come back as the register and our file change."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from leader.demonstration.register.answering import companies
from members.models import Company, RegisterDifference, RegisterSnapshot
from members.register.answers import MASKED, RegisteredCompany, read
from members.register.comparing import differences, same_name
from members.register.deciding import ConflictError, ImpossibleError, decide
from members.register.recording import record
from members.register.told import Told
from tests.factories.accounts import staff
from tests.factories.geography import CommuneFactory
from tests.factories.members import CompanyFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)
Outcome, Kind, State = RegisterSnapshot.Outcome, RegisterDifference.Kind, RegisterDifference.State


@pytest.fixture
def told(aero):
    return next(c for c in read({"results": companies()}) if c.siren == aero.siren)


def tell(company, told, day=0, **changed):
    answer = told if isinstance(told, Told) else Told(Outcome.FOUND, replace(told, **changed))
    record(company.pk, company.siren, answer, source="open", at=NOW + timedelta(days=day))


def standing(company):
    rows = RegisterDifference.objects.standing().filter(company=company)
    return {row.kind: (row.ours, row.theirs, row.state) for row in rows}


def only(company):
    return RegisterDifference.objects.standing().get(company=company)


def settled(row, decision, **more):
    return decide(row.pk, decision, by=staff(), at=NOW, version=row.version, **more)


def test_a_file_that_agrees_has_no_difference_whatever_case_accents_and_legal_form(aero, told):
    tell(aero, told)

    assert standing(aero) == {}
    snapshot = RegisterSnapshot.objects.get(company=aero)
    assert (snapshot.outcome, snapshot.told_at, snapshot.source) == (Outcome.FOUND, NOW, "open")
    assert RegisteredCompany.of_json(snapshot.told) == told


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"is_closed": True, "closed_on": date(2026, 6, 30)}, {"closed": ("", "2026-06-30", "open")}),
        ({"is_closed": True}, {"closed": ("", "closed", "open")}),
        ({"name": "AERO NOUVELLE"}, {"name": ("Aéro-Exemple Occitanie SAS", "AERO NOUVELLE", "open")}),
        ({"commune_code": "30007"}, {"seat": ("31555", "30007", "open")}),
        ({"commune_code": "99999"}, {"seat": ("31555", "99999", "open")}),
        ({"legal_category": "5499"}, {"legal_category": ("5710", "5499", "open")}),
        ({"size_class": "eti"}, {"insee_size_class": ("pme", "eti", "open")}),
        ({"size_class_year": 2024}, {}),
        ({"activity": "30.30A"}, {"activity": ("30.30Z", "30.30A", "open")}),
        ({"activity_2025": "30.32Y"}, {"activity_2025": ("30.31Y", "30.32Y", "open")}),
        (
            {"activity": "", "activity_2025": "30.32Y"},
            {"activity_2025": ("30.31Y", "30.32Y", "open")},
        ),  # from 2027
        ({"activity_2025": ""}, {}),
        ({"name": "", "commune_code": "", "legal_category": "", "activity": "", "is_partial": True}, {}),
    ],
)
def test_each_kind_of_difference_is_one_row(aero, told, changed, expected):
    CommuneFactory(code="30007", name="Alès")

    tell(aero, told, **changed)
    tell(aero, told, day=1, **changed)

    assert standing(aero) == expected
    assert RegisterDifference.objects.count() == len(expected)


def test_the_same_answer_again_writes_no_history(aero, told):
    tell(aero, told, name="AERO NOUVELLE")
    snapshot = RegisterSnapshot.objects.get()
    before = (snapshot.changes.count(), only(aero).changes.count())

    tell(aero, told, day=30, name="AERO NOUVELLE")

    assert (snapshot.changes.count(), only(aero).changes.count()) == before
    assert RegisterSnapshot.objects.get().told_at == NOW + timedelta(days=30)


def test_a_difference_that_is_no_more_ends_by_itself(aero, told):
    tell(aero, told, name="AERO NOUVELLE")

    tell(aero, told, day=1)

    row = RegisterDifference.objects.get()
    assert (row.state, row.ended_at) == (State.GONE, NOW + timedelta(days=1))


def test_what_was_refused_comes_back_only_when_the_register_says_something_else(aero, told):
    tell(aero, told, name="AERO NOUVELLE")
    settled(only(aero), State.KEPT, note="Nom commercial")

    tell(aero, told, day=30, name="AERO NOUVELLE")
    assert standing(aero)["name"][2] == State.KEPT

    tell(aero, told, day=60, name="AERO ENCORE NOUVELLE")
    assert standing(aero)["name"][1:] == ("AERO ENCORE NOUVELLE", State.OPEN)
    assert RegisterDifference.objects.filter(state=State.KEPT, ended_at__isnull=False).count() == 1


def test_what_was_put_off_waits_again_when_the_register_says_something_else(aero, told):
    tell(aero, told, name="AERO NOUVELLE")
    settled(only(aero), State.LATER)

    tell(aero, told, day=30, name="AERO NOUVELLE")
    assert standing(aero)["name"][2] == State.LATER
    tell(aero, told, day=60, name="AERO ENCORE NOUVELLE")
    assert standing(aero)["name"][2] == State.OPEN
    assert RegisterDifference.objects.count() == 1


def test_a_refused_question_leaves_what_was_told_before(aero, told):
    tell(aero, told, name="AERO NOUVELLE")
    tell(aero, Told(Outcome.REFUSED), day=1)

    assert set(standing(aero)) == {"name"}
    assert RegisterSnapshot.objects.get().told["name"] == "AERO NOUVELLE"


def test_a_company_that_is_not_published_leaves_nothing_here(aero, told):
    tell(aero, told, name="AERO NOUVELLE")
    tell(aero, Told(Outcome.WITHHELD), day=1)

    assert standing(aero) == {}
    assert RegisterSnapshot.objects.get().told is None


def test_nothing_masked_and_no_director_is_stored(db):
    for unit in companies():
        company = CompanyFactory(siren=unit["siren"])
        tell(company, read({"results": [unit]})[0])

    stored = str(list(RegisterSnapshot.objects.values())) + str(list(RegisterDifference.objects.values()))
    directors = {d["nom"] for unit in companies() for d in unit["dirigeants"] if d.get("nom")} - {MASKED}
    assert directors
    assert MASKED not in stored
    assert [name for name in directors if name in stored] == []


def test_a_company_whose_siren_changed_meanwhile_keeps_nothing_of_the_other(aero, told):
    Company.objects.filter(pk=aero.pk).update(siren="000100024")
    tell(aero, told)

    assert not RegisterSnapshot.objects.exists()


def test_what_was_told_of_another_siren_is_no_difference(aero, told):
    tell(aero, told, name="AERO NOUVELLE")
    aero.siren = "000100024"

    assert differences(aero, RegisterSnapshot.objects.get()) == {}


def test_a_seat_in_an_arrondissement_is_that_of_the_town(aero, told):
    lyon = CommuneFactory(code="69123", name="Lyon")
    Company.objects.filter(pk=aero.pk).update(commune=lyon)

    tell(aero, told, commune_code="69383")

    assert standing(aero) == {}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("Société Œuvre & Co", "OEUVRE CO", True), ("SAS", "SAS", True), ("SAS", "SARL", False),
     ("Durand", "Durant", False), ("株式会社", "株式", False)],
)  # fmt: skip
def test_names_are_one_to_a_reader(one, other, same):
    assert same_name(one, other) is same


# Decisions


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({"name": "AERO NOUVELLE"}, {"name": "AERO NOUVELLE"}),
        ({"legal_category": "5499"}, {"legal_category": "5499"}),
        ({"size_class": "eti", "size_class_year": 2024},
         {"insee_size_class": "eti", "insee_size_class_year": 2024}),
        ({"activity_2025": "30.32Y"}, {"activity_2025": "30.32Y"}),
        ({"commune_code": "30007", "postal_code": "30100", "city": "ALES", "street": "1 RUE X"},
         {"commune_id": "30007", "postal_code": "30100", "city": "ALES", "address": "1 RUE X"}),
        ({"commune_code": "75108", "postal_code": "75008", "city": "PARIS"},
         {"commune_id": None, "postal_code": "75008", "city": "PARIS"}),
    ],
)  # fmt: skip
def test_what_is_taken_over_is_in_our_file_with_who_when_old_and_new(aero, told, changed, fields):
    CommuneFactory(code="30007", name="Alès")
    tell(aero, told, **changed)
    row = only(aero)

    decided = settled(row, State.TAKEN)

    aero.refresh_from_db()
    assert {name: getattr(aero, name) for name in fields} == fields
    assert (decided.state, decided.decided_at, decided.ended_at) == (State.TAKEN, NOW, NOW)
    assert decided.decided_by.is_staff
    assert (decided.ours, decided.theirs) == (row.ours, row.theirs)
    tell(aero, told, day=30, **changed)
    assert standing(aero) == {}


def test_a_closure_taken_over_changes_nothing_of_the_file_and_is_not_asked_again(aero, told):
    tell(aero, told, is_closed=True, closed_on=date(2026, 6, 30))
    before = Company.objects.values().get(pk=aero.pk)
    settled(only(aero), State.TAKEN)
    tell(aero, told, day=30, is_closed=True, closed_on=date(2026, 6, 30))

    assert Company.objects.values().get(pk=aero.pk) == before
    assert standing(aero)["closed"][2] == State.TAKEN


def test_an_activity_that_our_list_does_not_hold_cannot_be_taken_over(aero, told):
    tell(aero, told, activity="99.99Z")

    with pytest.raises(ImpossibleError, match=r"99\.99Z"):
        settled(only(aero), State.TAKEN)
    assert only(aero).state == State.OPEN


def test_a_siren_that_was_replaced_is_taken_over_unless_another_company_has_it(aero):
    tell(aero, Told(Outcome.DUPLICATE, other_siren="000100024"))
    assert standing(aero) == {"siren": ("000100016", "000100024", "open")}
    other = CompanyFactory(siren="000100024")
    with pytest.raises(ImpossibleError):
        settled(only(aero), State.TAKEN)

    other.delete()
    settled(only(aero), State.TAKEN)

    aero.refresh_from_db()
    assert aero.siren == "000100024"
    assert RegisterSnapshot.objects.get().next_at == NOW  # asked about next
    assert standing(aero) == {}


def test_an_unknown_siren_cannot_be_taken_over(aero):
    tell(aero, Told(Outcome.UNKNOWN))

    with pytest.raises(ImpossibleError):
        settled(only(aero), State.TAKEN)


def test_a_difference_or_a_file_that_changed_since_it_was_read_is_refused(aero, told):
    tell(aero, told, name="AERO NOUVELLE")
    read_row = only(aero)
    tell(aero, told, day=1, name="AERO ENCORE NOUVELLE")
    with pytest.raises(ConflictError):
        settled(read_row, State.TAKEN)

    read_row = only(aero)
    Company.objects.filter(pk=aero.pk).update(name="Tout autre")
    with pytest.raises(ConflictError):
        settled(read_row, State.TAKEN)
    assert Company.objects.get(pk=aero.pk).name == "Tout autre"


def test_a_difference_that_our_file_settled_meanwhile_is_gone(aero, told):
    tell(aero, told, name="AERO NOUVELLE")
    row = only(aero)
    Company.objects.filter(pk=aero.pk).update(name="Aéro nouvelle")

    assert settled(row, State.TAKEN).state == State.GONE
    assert Company.objects.get(pk=aero.pk).name == "Aéro nouvelle"


def test_what_is_decided_for_good_is_not_decided_again(aero, told):
    tell(aero, told, name="AERO NOUVELLE")
    row = settled(only(aero), State.TAKEN)

    with pytest.raises(ConflictError):
        settled(row, State.KEPT, note="non")


def test_a_decision_touches_its_rows_alone(aero, told):
    other = CompanyFactory()
    tell(aero, told, name="AERO NOUVELLE", legal_category="5499")
    before = Company.objects.values().get(pk=other.pk)
    legal = RegisterDifference.objects.values().get(kind=Kind.LEGAL_CATEGORY)

    settled(RegisterDifference.objects.get(kind=Kind.NAME), State.TAKEN)

    assert Company.objects.values().get(pk=other.pk) == before
    assert RegisterDifference.objects.values().get(kind=Kind.LEGAL_CATEGORY) == legal
