"""What is typed into the application: each wrong entry has its sentence, and what is right is stored rightly."""

import pytest
from django.utils import timezone

from leader.shared.typed import visible
from members.register import RegisteredCompany
from members.siren import siren_in
from territories.forms.applications import FEDERATION, OF_COMMUNE, ApplicationForm, LookUpForm
from tests.factories.geography import CommuneFactory, EpciFactory
from tests.factories.territories import AreaPartFactory, StageFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
TYPED = {
    "siren": "000 100 016", "country": "FR", "name": "Aéro", "postal_code": "30100", "city": "Alès",
    "territory": OF_COMMUNE, "given_name": "Zoé", "family_name": "Noël", "function": "Gérante",
    "email": "zoe@example.org", "phone": "04 66 00 00 00", "motivation": "Rencontrer.",
}  # fmt: skip


def form_of(registered=None, **typed):
    return ApplicationForm({**TYPED, **typed}, registered=registered, today=timezone.localdate())


def stored(**typed):
    form = form_of(**typed)
    assert form.is_valid(), form.errors.as_text()
    application = form.application()
    application.submitted_at = application.informed_at = timezone.now()
    application.save()
    application.refresh_from_db()
    return application


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"siren": "000100017"}, "siren", "clé"),
        ({"siren": "12345"}, "siren", "neuf chiffres"),
        ({"siren": "00010001600014"}, "siren", "SIRET"),
        ({"siren": "١٢٣٤٥٦٧٨٩"}, "siren", "neuf chiffres"),
        ({"siren": "000100016", "country": "MA"}, "siren", "en France"),
        ({"foreign_number": "RC 1"}, "foreign_number", "SIREN"),
        ({"country": "XX"}, "country", "pas"),
        ({"name": ""}, "name", "obligatoire"),
        ({"name": "\u200b\u202e\u2066 \ufeff"}, "name", "obligatoire"),
        ({"name": "x" * 300}, "name", "200 caractères"),
        ({"name": "Gagnez sur https://evil.example"}, "name", "adresse de site"),
        ({"name": "Vite : evil.example/gain"}, "name", "adresse de site"),
        ({"postal_code": "3010"}, "postal_code", "cinq chiffres"),
        ({"postal_code": "٣٠١٠٠"}, "postal_code", "cinq chiffres"),
        ({"postal_code": ""}, "postal_code", "obligatoire"),
        ({"city": ""}, "city", "obligatoire"),
        ({"email": "zoe"}, "email", "adresse"),
        ({"email": "zoe@example.org\nBcc: x@example.org"}, "email", "adresse"),
        ({"email": "a" * 250 + "@example.org"}, "email", "caractères"),
        ({"phone": "appelez-moi"}, "phone", "chiffres"),
        ({"motivation": " \n "}, "motivation", "obligatoire"),
        ({"motivation": "x" * 3001}, "motivation", "caractères"),
        ({"family_name": "n" * 101}, "family_name", "caractères"),
        ({"territory": "999999"}, "territory", "choix"),
        ({"territory": ""}, "territory", "plusieurs territoires"),
    ],
)
def test_each_wrong_entry_has_its_sentence_beside_the_field(typed, field, sentence):
    form = form_of(**typed)

    assert not form.is_valid()
    assert list(form.errors) == [field]
    assert sentence in " ".join(form.errors[field])
    assert (form[field].value() or "") == typed[field]  # it comes back as it was typed


@pytest.mark.parametrize(
    "name",
    [
        "X",
        "x" * 200,
        "Exemple.fr S.A.R.L.",
        "W@M / Nord",
        "שלום בע״מ",
        "شركة المثال",
        "株式会社",
        "Café 🍇 & Œuvre",
        "𝔘𝔫𝔦",
        "O’Brien <b>",
    ],
)
def test_names_of_every_length_and_script_are_stored_as_typed(name):
    assert stored(name=name).name == name


def test_what_cannot_be_seen_is_taken_out():
    application = stored(
        name="\u202eAé\u200bro\u00ad  SAS\t", city="Al\u0065\u0300s", siren="\u200b000\u00a0100\u202f016",
        motivation="Un\u0007\r\n\u2066deux", email="zoe@example.org\u200b",
    )  # fmt: skip

    assert (application.name, application.city, application.siren) == ("Aéro SAS", "Alès", "000100016")
    assert (application.motivation, application.email) == ("Un\ndeux", "zoe@example.org")


def test_visible_keeps_letters_of_every_script_and_line_ends_on_demand():
    assert visible("a\r\nb\rc") == "a b c"
    assert visible("a\r\n\r\nb", many_lines=True) == "a\n\nb"
    assert visible("नमस्ते") == "नमस्ते"


@pytest.mark.parametrize(
    ("typed", "siren"),
    [
        ("000100016", "000100016"),
        ("000 100 016 00013", "000100016"),
        ("35600000000048", "356000000"),  # La Poste's seat follows the usual rule
        ("35600000049837", "356000000"),  # its offices a rule of their own
    ],
)
def test_a_siren_is_read_in_a_siret_that_of_la_poste_included(typed, siren):
    assert siren_in(typed) == siren


def test_an_office_of_la_poste_with_a_wrong_sum_is_refused():
    form = form_of(siren="35600000049838")

    assert "SIRET" in " ".join(form.errors["siren"])


# Commune and territory


@pytest.fixture
def ales():
    return CommuneFactory(code="30007", name="Alès", postal_codes=["30100"], epci=EpciFactory())


def test_the_home_is_the_territory_of_the_commune(ales):
    territory = AreaPartFactory(commune=ales).territory
    AreaPartFactory()

    application = stored(city="ALES cedex")

    assert (application.commune, application.territory) == (ales, territory)


def test_of_a_commune_in_no_territory_the_home_is_the_federation(ales):
    assert stored().territory is None
    assert stored(postal_code="75008", city="Paris", email="b@example.org").commune is None


def test_a_closed_territory_is_nobodys_home(ales):
    closed = AreaPartFactory(commune=ales).territory
    StageFactory(territory=closed, kind="closed", done=True)

    assert stored().territory is None
    assert not form_of(territory=str(closed.pk)).is_valid()


def test_where_two_areas_overlap_the_applicant_is_asked(ales):
    areas = [AreaPartFactory(commune=ales), AreaPartFactory(commune=None, epci=ales.epci)]
    form = form_of()

    assert not form.is_valid()
    assert areas[0].territory.name in " ".join(form.errors["territory"])

    chosen = areas[1].territory
    assert stored(territory=str(chosen.pk)).territory == chosen


def test_whoever_prefers_another_territory_or_the_federation_says_so(ales):
    AreaPartFactory(commune=ales)
    other = TerritoryFactory()

    assert stored(territory=str(other.pk)).territory == other
    assert stored(territory=FEDERATION, email="b@example.org").territory is None


def test_a_postcode_of_several_communes_without_a_known_town_is_asked_about():
    one, other = [CommuneFactory(name=name, postal_codes=["30340"]) for name in ["Salindres", "Rousson"]]
    form = form_of(postal_code="30340", city="Zone d’activité")

    assert not form.is_valid()
    assert list(form.errors) == ["commune_code"]
    assert {code for code, _name in form.fields["commune_code"].choices} == {"", one.code, other.code}
    assert "commune_code" in str(form.helper.layout.fields[0].fields)
    assert stored(postal_code="30340", city="Zone d’activité", commune_code=other.code).commune == other


@pytest.mark.parametrize(
    ("postal_code", "city"),
    [("31405", "Toulouse Cedex 4"), ("31000", "TOULOUSE"), ("31000", "toulouse cedex"), ("31000", "Tolosa")],
)
def test_a_firms_own_postcode_finds_its_commune_by_the_town(postal_code, city):
    toulouse = CommuneFactory(code="31555", name="Toulouse", postal_codes=["31000", "31400"])

    assert stored(postal_code=postal_code, city=city).commune == toulouse


def test_saint_is_found_however_it_is_written():
    commune = CommuneFactory(code="30259", name="Saint-Hilaire-de-Brethmas", postal_codes=["30560"])
    CommuneFactory(name="Autre", postal_codes=["30560"])

    assert stored(postal_code="30560", city="St Hilaire de Brethmas").commune == commune


def test_a_company_abroad_is_at_home_in_the_territory_of_its_country():
    casablanca = TerritoryFactory(abroad=True)

    application = stored(
        siren="", country="MA", foreign_number="RC 1", postal_code="", city="Casablanca", phone=""
    )

    assert (application.territory, application.commune, application.country) == (casablanca, None, "MA")


# What the register says


def test_the_form_begins_with_what_the_register_says_and_proposes_the_home(ales):
    territory = AreaPartFactory(commune=ales).territory
    told = RegisteredCompany(
        siren="000100032", name="PIXEL", street="ZA", postal_code="30100", city="ALES", commune_code="30007"
    )

    form = ApplicationForm(registered=told, today=timezone.localdate())

    shown = {name: form[name].value() for name in ["siren", "name", "address", "postal_code", "city", "territory"]}
    assert shown == {
        "siren": "000100032", "name": "PIXEL", "address": "ZA", "postal_code": "30100", "city": "ALES",
        "territory": str(territory.pk),
    }  # fmt: skip


def test_two_homes_of_the_seat_leave_the_choice_open_and_none_proposes_the_federation(ales):
    told = RegisteredCompany(siren="000100032", postal_code="30100", city="ALES", commune_code="30007")
    proposed = [ApplicationForm(registered=told, today=timezone.localdate())["territory"].value()]
    AreaPartFactory(commune=ales)
    AreaPartFactory(commune=ales)
    proposed.append(ApplicationForm(registered=told, today=timezone.localdate())["territory"].value())

    assert proposed == [FEDERATION, ""]


def test_the_registers_commune_holds_while_the_address_is_its_own_and_its_words_are_kept(ales):
    other = CommuneFactory(name="Saint-Privat", postal_codes=["30100"])
    told = RegisteredCompany(siren="000100016", postal_code="30100", city="LIEU-DIT", commune_code="30007")

    same = form_of(registered=told, city="Lieu-dit")
    moved = form_of(registered=told, city="Saint-Privat")
    another = form_of(registered=told, siren="000100024")

    assert all(form.is_valid() for form in (same, moved, another))
    assert same.application().commune == ales
    assert same.application().registered == told.as_json()
    assert moved.application().commune == other
    assert another.application().registered is None


@pytest.mark.parametrize(
    ("typed", "outcome"),
    [
        ("000 100 016", "000100016"),
        ("00010001600013", "000100016"),
        ("  Pixel\u200b  cévenol ", "Pixel cévenol"),
        ("000100017", "siren_checksum"),
        ("1234", "siren_length"),
        ("ab", "short"),
        ("", "required"),
        ("x" * 101, "max_length"),
    ],
)
def test_a_search_is_judged_before_anybody_is_asked(typed, outcome):
    form = LookUpForm({"q": typed})

    found = form.cleaned_data["q"] if form.is_valid() else form.errors.as_data()["q"][0].code
    assert found == outcome
