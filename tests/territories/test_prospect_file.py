"""A file of pressenties: previewed by columns that one may change, then added or set aside."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from territories.models import ProspectFile
from territories.opening import acts, forms_prospects
from territories.opening.prospect_files import preview
from tests.factories.accounts import guest, lead_of
from tests.factories.members import CompanyFactory, fictitious_siren
from tests.factories.territories import (
    FederationFactory,
    OpeningFactory,
    OpeningProspectFactory,
    OpeningTeamMemberFactory,
)

pytestmark = pytest.mark.django_db
HEADING = "Raison sociale;SIREN;Ville;Contact;Courriel;CA"


@pytest.fixture(autouse=True)
def federation():
    return FederationFactory()


@pytest.fixture
def opening(client):
    author = lead_of()
    client.force_login(author)
    return OpeningFactory(author=author)


def step_of(opening):
    return reverse("territories:opening-prospects", args=[opening.pk])


def page_of(opening):
    return reverse("territories:opening-file", args=[opening.pk])


def send_file(client, opening, *lines, heading=HEADING, encoding="cp1252", name="liste.csv"):
    file = SimpleUploadedFile(name, "\n".join([heading, *lines]).encode(encoding))
    return client.post(step_of(opening), {"action": "file", "file": file})


def add(client, opening):
    version = ProspectFile.objects.get(opening=opening).version
    return client.post(page_of(opening), {"action": "add", "version": version})


def outcomes(opening):
    return [(line.number, line.outcome.value) for line in preview(opening.prospect_file).lines]


def test_a_file_as_french_excel_writes_it_is_previewed_and_nothing_is_added(client, opening):
    answer = send_file(client, opening, "Œnologie du Midi;;Béziers;Anne É;anne@example.org;1,5")

    assert answer["Location"] == page_of(opening)
    page = client.get(page_of(opening))
    assert page.context["preview"].lines[0].cells == {
        "name": "Œnologie du Midi", "siren": "", "city": "Béziers", "contact_name": "Anne É",
        "contact_email": "anne@example.org",
    }  # fmt: skip
    assert page.context["left_aside"] == ["CA"]
    assert opening.prospects.count() == 0


def test_the_preview_says_what_each_line_would_give_and_adding_it_gives_just_that(client, opening):
    known = CompanyFactory()
    OpeningProspectFactory(opening=opening, name="Cuirs d’Anduze", city="Anduze")
    send_file(
        client, opening, "Nouvelle;;Alès", f"Autre nom;{known.siren};Alès", "CUIRS D’ANDUZE;;anduze",
        "Nouvelle;;Alès", "Fausse;123456789;Alès", ";;Sète", encoding="utf-8",
    )  # fmt: skip

    assert outcomes(opening) == [
        (2, "new"), (3, "known"), (4, "stands"), (5, "stands"), (6, "refused"), (7, "refused"),
    ]  # fmt: skip
    add(client, opening)

    stored = {row.name: row.company for row in opening.prospects.all()}
    assert stored == {"Cuirs d’Anduze": None, "Nouvelle": None, "Autre nom": known}
    assert not ProspectFile.objects.exists()


def test_a_refused_line_says_its_column_its_value_and_why(client, opening):
    send_file(client, opening, "Fausse;123456789;Alès", "Muette;;Alès;;pas une adresse")

    refused = [line.reasons for line in preview(opening.prospect_file).lines]
    assert [len(reasons) for reasons in refused] == [1, 1]
    assert refused[0][0].startswith("SIREN « 123456789 »")
    assert "« pas une adresse »" in refused[1][0]


def test_the_refused_lines_are_kept_in_the_dossier_to_be_mended(client, opening):
    send_file(client, opening, "Bonne;;Alès", "Fausse;123456789;Sète")
    add(client, opening)

    page = client.get(step_of(opening))
    assert [line["text"] for line in page.context["refused"]] == ["Fausse;123456789;Sète;;"]
    assert "Fausse;123456789;Sète;;" in page.context["paste"].initial["lines"]


def test_the_columns_are_recognised_in_english_and_in_a_workbook(client, opening):
    book, file = Workbook(), BytesIO()
    siren = fictitious_siren(31_000)
    for row in [["List of 2026"], ["Company", "Town", "SIREN number", "Mail"], ["Pont du Gard SA", "Uzès", siren]]:
        book.active.append(row)
    book.active["C3"] = int(siren)  # Excel drops the leading zeros
    book.save(file)
    upload = SimpleUploadedFile("list.xlsx", file.getvalue())

    answer = client.post(step_of(opening), {"action": "file", "file": upload})

    assert answer["Location"] == page_of(opening)
    cells = preview(opening.prospect_file).lines[0].cells
    assert (cells["name"], cells["city"], cells["siren"]) == ("Pont du Gard SA", "Uzès", siren)


def test_another_column_is_chosen_and_the_preview_follows(client, opening):
    send_file(client, opening, "1;Dupont SA;Nîmes", heading="SIREN;Enseigne;Ville")
    page = client.get(page_of(opening))
    assert not page.context["is_named"]
    assert 'value="add"' not in page.content.decode()

    client.post(page_of(opening), {"action": "columns", "name": "2", "city": "3"})

    assert outcomes(opening) == [(2, "new")]
    add(client, opening)
    row = opening.prospects.get()
    assert (row.name, row.city, row.siren) == ("Dupont SA", "Nîmes", "")


@pytest.mark.parametrize("typed", [{"name": "1", "city": "1"}, {"name": ""}, {"name": "99"}, {"name": "<b>"}])
def test_columns_that_make_no_sense_are_refused_and_those_stored_stay(client, opening, typed):
    send_file(client, opening, "Dupont SA;;Nîmes")
    before = ProspectFile.objects.get().mapping

    page = client.post(page_of(opening), {"action": "columns", **typed})

    assert page.status_code == 200
    assert page.context["form"].errors
    assert ProspectFile.objects.get().mapping == before


def test_a_line_like_a_known_company_is_announced_before_it_is_added(client, opening):
    known = CompanyFactory(name="Œuvres du Port", city="Sète")

    send_file(client, opening, "oeuvres du port;;sete", encoding="utf-8")

    line = preview(opening.prospect_file).lines[0]
    assert (line.outcome.value, line.alike) == ("new", known)
    assert "Œuvres du Port" in client.get(page_of(opening)).content.decode()


def test_an_abandoned_preview_waits_and_is_found_again_from_another_device(client, opening):
    send_file(client, opening, "Dupont SA;;Nîmes")
    client.get(page_of(opening))

    client.cookies.clear()
    client.force_login(opening.author)
    page = client.get(step_of(opening))

    assert page_of(opening) in page.content.decode()
    assert outcomes(opening) == [(2, "new")]
    assert opening.prospects.count() == 0
    review = client.get(reverse("territories:opening-review", args=[opening.pk]))
    assert any("liste.csv" in problem.text for _step, problem, _url in review.context["warnings"])


def test_a_file_set_aside_adds_nothing(client, opening):
    send_file(client, opening, "Dupont SA;;Nîmes")

    client.post(page_of(opening), {"action": "discard"})

    assert not ProspectFile.objects.exists()
    assert opening.prospects.count() == 0
    assert client.get(page_of(opening))["Location"] == step_of(opening)


def test_a_second_click_adds_nothing_twice(client, opening):
    send_file(client, opening, "Dupont SA;;Nîmes")
    sent = {"action": "add", "version": ProspectFile.objects.get().version}

    answers = [client.post(page_of(opening), sent) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert [row.name for row in opening.prospects.all()] == ["Dupont SA"]


def test_a_preview_that_changed_meanwhile_is_shown_again_instead_of_added(client, opening):
    send_file(client, opening, "Dupont SA;Nîmes", heading="Raison sociale;Ville")
    seen = ProspectFile.objects.get().version
    client.post(page_of(opening), {"action": "columns", "name": "2"})

    answer = client.post(page_of(opening), {"action": "add", "version": seen})

    assert answer.status_code == 200
    assert opening.prospects.count() == 0


def test_another_file_takes_the_place_of_the_one_that_waited(client, opening):
    send_file(client, opening, "Dupont SA;;Nîmes")
    send_file(client, opening, "Durand SA;;Nîmes", name="autre.csv")

    assert ProspectFile.objects.get().name == "autre.csv"
    assert [line.cells["name"] for line in preview(opening.prospect_file).lines] == ["Durand SA"]


@pytest.mark.parametrize("lines", [["Une;;Alès"] * 501, ["x" * 15_000 + ";;Alès"] * 140])
def test_a_file_too_long_for_a_list_is_refused_in_words(client, opening, lines):
    page = send_file(client, opening, *lines)

    assert page.context["file"].errors["file"]
    assert not ProspectFile.objects.exists()


def test_what_finds_no_room_in_the_dossier_is_said_before(client, opening, monkeypatch):
    monkeypatch.setattr(forms_prospects, "ROOM_AT_MOST", 2)
    send_file(client, opening, "Une;;Alès", "Deux;;Alès", "Trois;;Alès")

    assert client.get(page_of(opening)).context["without_room"] == 1
    add(client, opening)

    assert [row.name for row in opening.prospects.all()] == ["Deux", "Une"]


def test_a_dossier_submitted_meanwhile_takes_nothing_from_the_file(client, opening):
    send_file(client, opening, "Dupont SA;;Nîmes")
    type(opening).objects.filter(pk=opening.pk).update(state="submitted")

    answer = client.post(page_of(opening), {"action": "add", "version": ProspectFile.objects.get().version})

    assert answer["Location"] == opening.get_absolute_url()
    assert opening.prospects.count() == 0


def test_a_refused_dossier_keeps_no_file(opening):
    type(opening).objects.filter(pk=opening.pk).update(state="submitted")
    ProspectFile.objects.create(opening=opening, name="liste.csv")
    opening.refresh_from_db()

    acts.refuse(opening, by=opening.author, at=opening.created_at, reason="Trop tôt.", version=opening.version)

    assert not ProspectFile.objects.exists()


def test_nobody_else_finds_the_file_not_even_the_team(client, opening):
    send_file(client, opening, "Dupont SA;;Nîmes")
    helper = guest()
    OpeningTeamMemberFactory(opening=opening, email=helper.email)

    for user in [helper, lead_of()]:
        client.force_login(user)
        assert client.get(page_of(opening)).status_code == 404
        assert client.post(page_of(opening), {"action": "discard"}).status_code == 404
    assert ProspectFile.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_preview_costs_the_same_for_one_line_and_for_three(client, opening, count, django_assert_num_queries):
    CompanyFactory.create_batch(count, name="Œuvres du Port", city="Sète")
    send_file(client, opening, *[f"Entreprise {n};{fictitious_siren(300 + n)};Alès" for n in range(count)],
              *[f"Sans numéro {n};;Alès" for n in range(count)])  # fmt: skip
    client.get(page_of(opening))

    # session, user, dossier, file; companies by SIREN, by name; pressenties, their count; the needs: name, area
    # twice, other areas, pressenties, lead; federation, count, file; the lead of the navigation; author twice
    with django_assert_num_queries(20):
        client.get(page_of(opening))


def test_what_cannot_be_seen_in_a_file_is_taken_out(client, opening):
    line = "\u202eAe\u0301\u200bro\u00ad Sud\ufeff;\u200b732 829 320;Ale\u0300s;Ana\u2066 Diaz;ana@example.org"
    send_file(client, opening, line, encoding="utf-8")

    add(client, opening)

    told = opening.prospects.values_list("name", "siren", "city", "contact_name", "contact_email")
    assert list(told) == [("Aéro Sud", "732829320", "Alès", "Ana Diaz", "ana@example.org")]
