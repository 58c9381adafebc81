"""What is read of an answer, and what never is."""

import json
from dataclasses import asdict
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leader.demonstration.register.answering import answer, companies
from members.register.answers import MASKED, MalformedError, RegisteredCompany, read


def unit(**changed):
    return {"siren": "000100016", "nom_complet": "AERO", "siege": {}, **changed}


def read_one(**changed):
    return read({"results": [unit(**changed)]})[0]


def shown(siren):
    return read(answer(f"/search?q={siren}")[2])[0]


def test_a_company_is_read_with_its_address_activity_size_and_age():
    assert shown("000100016") == RegisteredCompany(
        siren="000100016",
        name="AERO EXEMPLE OCCITANIE",
        street="12 RUE DE L'EXEMPLE",
        postal_code="31400",
        city="TOULOUSE",
        commune_code="31555",
        activity="30.30Z",
        activity_2025="30.31Y",
        size_class="pme",
        size_class_year=2023,
        legal_category="5710",
        created_on=date(2004, 5, 3),
    )


@pytest.mark.parametrize(
    ("siren", "facts"),
    [
        ("000100024", {"size_class": "eti", "name": "GROUPE FICTIF DU MIDI", "city": "MONTPELLIER"}),
        ("000100032", {"name": "PIXEL CEVENOL (SOCIETE FICTIVE)", "street": "ZA DU PROTOTYPE"}),
        ("000100040", {"name": "CLUB FICTIF DES ENTREPRISES NIMOISES", "activity": "94.11Z"}),
        ("000100057", {"is_closed": True, "size_class": "", "size_class_year": None}),
        ("000100065", {"is_partial": True, "name": "", "street": "", "postal_code": "", "commune_code": "66136"}),
        ("000100073", {"commune_code": "75108", "size_class": "ge"}),
        ("000100081", {"commune_code": "34172", "is_closed": False}),
        ("000100099", {"name": "PIXEL CEVENOL", "commune_code": "48095"}),
    ],
)
def test_each_company_of_the_register_is_read(siren, facts):
    company = asdict(shown(siren))

    assert {name: company[name] for name in facts} == facts


def test_nothing_masked_and_no_director_is_ever_read_even_when_they_are_sent():
    told = companies()
    directors = {d["nom"] for each in told for d in each["dirigeants"] if d.get("nom")} - {MASKED}
    assert directors
    assert MASKED in json.dumps(told, ensure_ascii=False)

    stored = json.dumps([company.as_json() for company in read({"results": told})], ensure_ascii=False)

    assert MASKED not in stored
    assert [name for name in directors if name in stored] == []


def test_what_is_stored_is_read_back():
    company = shown("000100016")

    assert RegisteredCompany.of_json(json.loads(json.dumps(company.as_json()))) == company


def test_what_an_earlier_version_stored_is_read_without_its_fields_and_with_those_since():
    read_back = RegisteredCompany.of_json({"siren": "000100016", "town": "ALES", "created_on": "hier"})

    assert read_back == RegisteredCompany(siren="000100016")
    assert RegisteredCompany.of_json({"name": "AERO"}).name == "AERO"


@pytest.mark.parametrize(
    ("main", "other", "rev2", "naf_2025"),
    [
        ("62.01Z", "62.10Y", "62.01Z", "62.10Y"),
        ("62.10Y", None, "", "62.10Y"),  # from 1 January 2027 on
        ("62.01Z", None, "62.01Z", ""),
        ("741G", None, "", ""),  # an old unit in an older nomenclature
        (None, None, "", ""),
    ],
)
def test_the_last_letter_tells_the_nomenclature(main, other, rev2, naf_2025):
    company = read_one(activite_principale=main, activite_principale_naf25=other)

    assert (company.activity, company.activity_2025) == (rev2, naf_2025)


@pytest.mark.parametrize(
    "changed",
    [
        {"siege": None},
        {"siege": "Toulouse"},
        {"siege": {"code_postal": 31400, "commune": ["31555"]}},
        {"date_creation": "hier", "annee_categorie_entreprise": "MMXX", "nature_juridique": 5710},
        {"categorie_entreprise": None, "etat_administratif": None, "statut_diffusion": 7},
    ],
)
def test_what_is_malformed_is_left_empty(changed):
    assert read_one(**changed) == RegisteredCompany(siren="000100016", name="AERO")


def test_a_company_without_a_right_siren_is_left_out():
    assert read({"results": [unit(siren="000100017"), unit(siren=None), "x", unit()]}) == [read_one()]


def test_a_name_of_a_kilometre_is_cut_and_control_characters_are_taken_out():
    assert read_one(nom_complet="A\u202eB\x00 C" + "x" * 500).name == ("A B C" + "x" * 500)[:200]


@pytest.mark.parametrize("answer", [None, [], "x", {}, {"results": None}, {"erreur": "x"}, {"header": {}}])
def test_what_is_no_answer_of_the_register_is_refused(answer):
    with pytest.raises(MalformedError):
        read(answer)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from([*unit(), *companies()[0], "siege"]), JSON))
def test_whatever_a_unit_holds_reading_it_never_breaks(fields):
    read({"results": [fields, unit(siege=fields, **{k: v for k, v in fields.items() if k not in unit()})]})
