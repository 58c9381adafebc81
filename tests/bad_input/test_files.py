"""Files that are not what they say: the logo of a company, the list of an import; and names within a list."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from members.models import Company, CompanyPage
from territories.models import CompanyImport
from tests.bad_input.as_shown import shown_forms
from tests.bad_input.test_names import SEEN
from tests.factories.accounts import representative_of, staff
from tests.factories.members import CompanyFactory
from tests.presentation.pictures import bomb, picture

pytestmark = pytest.mark.django_db
WRONG = {
    "no picture": (b"MZ\x90\x00 not a picture", "n’est pas une image"),
    "a drawing that runs scripts": (b"<svg><script>alert(1)</script></svg>", "n’est pas une image"),
    "a web page": (b"<html>logo</html>", "n’est pas une image"),
    "cut off": (picture()[:60], "n’est pas une image"),
    "a bomb": (bomb(4_100, 4_100), "trop de pixels"),
    "a great bomb": (bomb(20_000, 20_000), "trop de pixels"),
    "too heavy": (picture() + b"\0" * 2_100_000, "deux mégaoctets"),
    "too small": (picture(size=(8, 8)), "trop petite"),
    "a thread": (picture(size=(2_000, 50)), "trop étirée"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "sentence"), WRONG.values(), ids=WRONG)
def test_a_wrong_logo_has_its_sentence_keeps_what_was_typed_and_nothing_of_the_file(
    client, media, content, sentence
):
    company = CompanyFactory(member=True)
    client.force_login(representative_of(company))
    typed = {"picture": SimpleUploadedFile("logo.png", content, "image/png"), "logo_alt": "Un V de verre"}

    response = client.post(reverse("members:company-logo-edit", args=[company.pk]), typed)

    assert response.status_code == 200
    assert sentence in " ".join(response.context["form"].errors["picture"])
    assert response.context["form"].errors.keys() == {"picture"}
    assert 'value="Un V de verre"' in response.content.decode()
    assert not CompanyPage.objects.exists()
    assert not list(media.rglob("*.*"))


# Lists


@pytest.fixture
def imported(client, work):
    """Return a function that hands in a file, previews it, and confirms what can be."""

    def run(content, name="liste.csv"):
        client.force_login(staff())
        file = SimpleUploadedFile(name, content, "text/csv")
        page = client.post(reverse("territories:import-list"), {"attach_as": "home", "file": file})["Location"]
        work()
        shown = shown_forms(client.get(page).content.decode(), page)
        for form in [form for form in shown if form.action.endswith("/confirmer/")]:
            client.post(form.action, form.values)
            work()
        return client.get(f"{page}?lignes=refused").content.decode()

    return run


def names():
    return list(Company.objects.values_list("name", flat=True))


@pytest.mark.parametrize("text", SEEN.values(), ids=SEEN)
def test_a_name_in_a_list_is_stored_as_it_was_written(imported, text):
    imported(f'nom;ville\n"{text}";Alès\n'.encode())

    assert names() == [text]


def test_what_cannot_be_seen_in_a_list_is_taken_out(imported):
    imported(
        "nom;siren;ville\n"
        "\u202eAe\u0301\u200bro\u00ad\u2066 Sud\ufeff\x07;\u200b732\u00a0829\u202f320;Ale\u0300s\n".encode()
    )

    company = Company.objects.get()
    assert (company.name, company.siren, company.city) == ("Aéro Sud", "732829320", "Alès")


REFUSED = {
    "three hundred letters": (f"{'x' * 300};;Alès", "200 caractères"),
    "nothing that can be seen": ("\u200b\u202e;732829320;Alès", "n’a pas de nom"),
    "a letter that is a blank": ("\u3164;732829320;Alès", "n’a pas de nom"),
    "a check digit": ("Verrerie;732829321;Alès", "clé de contrôle est fausse"),
    "a number of another rule": ("Poste;35600000049838;Alès", "SIRET"),
    "other digits": ("Verrerie;١٢٣٤٥٦٧٨٩;Alès", "neuf chiffres"),
}


@pytest.mark.parametrize(("line", "sentence"), REFUSED.values(), ids=REFUSED)
def test_a_wrong_line_of_a_list_has_its_sentence_and_the_others_are_written(imported, line, sentence):
    page = imported(f"nom;siren;ville\n{line}\nFabrique;356000000;Alès\n".encode())

    assert sentence in page
    assert names() == ["Fabrique"]


def test_the_numbers_of_the_post_office_in_a_list_are_right(imported):
    imported(b"nom;siren\nSiege;35600000000048\n")
    imported(b"nom;siren\nBureau;35600000049837\n")

    assert list(Company.objects.values_list("siren", flat=True)) == ["356000000"]


def test_a_known_company_in_a_list_is_completed_and_not_made_twice(imported):
    known = CompanyFactory(siren="732829320", phone="")

    imported(b"nom;siren;tel\nAutre nom;732829320;0466000000\n")

    assert list(Company.objects.values_list("pk", "phone")) == [(known.pk, "0466000000")]


@pytest.mark.parametrize(
    "content", [b"", picture(), b"PK\x03\x04" + b"\xff" * 60, b"%PDF-1.7", b"<html><table></table>"], ids=str
)
def test_a_file_that_is_no_list_is_told_and_nothing_is_written(client, work, content):
    client.force_login(staff())
    file = SimpleUploadedFile("liste.csv", content, "text/csv")

    answer = client.post(reverse("territories:import-list"), {"attach_as": "home", "file": file})
    work()

    if answer.status_code == 200:  # seen before it is kept
        assert answer.context["form"].errors.keys() == {"file"}
    else:
        assert CompanyImport.objects.get().state == CompanyImport.State.FAILED
        assert "callout-danger" in client.get(answer["Location"]).content.decode()
    assert not Company.objects.exists()
