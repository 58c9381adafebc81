"""The pages of an import: nothing is written before the confirmation, all or nothing after it, once."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from members.models import Company, Membership, User
from territories.imports import forgetting
from territories.imports.applying import review
from territories.models import CompanyImport, ImportLine, ImportRow, Prospect, TerritoryLead
from tests.factories import accounts
from tests.factories.members import CompanyFactory
from tests.factories.territories import AffiliationFactory, TerritoryFactory

from .conftest import page

pytestmark = pytest.mark.django_db
State = CompanyImport.State
LIST = "Raison sociale;SIREN;Ville;Tél;Date d'adhésion\n"
TWO = LIST + "Verrerie;732829320;Albi;0563000000;\nFabrique;356000000;Alès;;\n"


def confirm(client, company_import, **options):
    """Press the button of the preview as it stands now."""
    attempt = CompanyImport.objects.values_list("attempt", flat=True).get(pk=company_import.pk)
    return client.post(page("confirm", company_import), {"attempt": attempt}, **options)


def names():
    return sorted(Company.objects.values_list("name", flat=True))


def test_nothing_is_written_before_the_confirmation_then_all_of_it(client, staff, hand_in, work):
    company_import = hand_in(staff, TWO)
    shown = client.get(page("detail", company_import)).content.decode()
    assert (company_import.state, names()) == (State.PREVIEWED, [])
    assert "Verrerie" in shown
    assert "Enregistrer 2 lignes" in shown

    confirm(client, company_import)
    assert names() == []
    work()

    assert names() == ["Fabrique", "Verrerie"]
    shown = client.get(page("detail", company_import)).content.decode()
    assert "L’import est terminé" in shown
    assert "Enregistrer 2 lignes" not in shown


def test_the_history_of_a_company_names_who_imported_it(client, staff, hand_in, work):
    company_import = hand_in(staff, TWO)
    confirm(client, company_import)
    work()

    change = Company.objects.get(name="Verrerie").changes.get()
    assert change.pgh_context.metadata["user"] == staff.pk


def test_the_preview_tells_old_and_new(client, staff, hand_in):
    CompanyFactory(name="Verrerie", siren="732829320", city="Gaillac", phone="")

    shown = client.get(page("detail", hand_in(staff, TWO), "?lignes=updated")).content.decode()

    assert '<del class="old-value">Gaillac</del> → <ins class="new-value">Albi</ins>' in shown


def test_the_same_file_again_changes_nothing_and_offers_nothing_to_write(client, staff, hand_in, work):
    confirm(client, hand_in(staff, TWO))
    work()

    again = hand_in(staff, TWO)

    assert again.counts == {"new": 0, "updated": 0, "unchanged": 2, "refused": 0}
    assert "Il n’y a rien à enregistrer" in client.get(page("detail", again)).content.decode()


def test_a_double_click_hands_in_one_file(client, staff):
    client.force_login(staff)
    for _click in range(2):
        file = SimpleUploadedFile("liste.csv", TWO.encode())
        typed = {"file": file, "attach_as": "home", "idempotency_key": "once"}
        client.post(reverse("territories:import-list"), typed)

    assert CompanyImport.objects.count() == 1


def test_confirmed_twice_it_is_written_once(client, staff, hand_in, work):
    company_import = hand_in(staff, TWO)
    confirm(client, company_import)
    second = confirm(client, company_import, follow=True)
    work()
    confirm(client, company_import)
    work()

    assert "a avancé entre-temps" in second.content.decode()
    assert [c.changes.count() for c in Company.objects.all()] == [1, 1]


def test_a_company_that_changed_meanwhile_is_shown_again_before_anything_is_written(client, staff, hand_in, work):
    company = CompanyFactory(name="Verrerie", siren="732829320", city="Gaillac", phone="")
    company_import = hand_in(staff, TWO)
    Company.objects.filter(pk=company.pk).update(city="Cordes")

    confirm(client, company_import)
    work()

    company.refresh_from_db()
    assert (company.city, names()) == ("Cordes", ["Verrerie"])
    shown = client.get(page("detail", company_import, "?lignes=updated")).content.decode()
    assert "il vient d’être refait" in shown
    assert "Cordes</del>" in shown
    confirm(client, company_import)
    work()
    company.refresh_from_db()
    assert (company.city, names()) == ("Albi", ["Fabrique", "Verrerie"])


def test_the_button_of_an_older_preview_writes_nothing(client, staff, hand_in, work):
    company_import = hand_in(staff, "Entreprise;Marque\nAlpha;Bêta\n")
    read = company_import.attempt
    client.post(page("mapping", company_import), {"column_1": "", "column_2": "name"})
    work()

    answer = client.post(page("confirm", company_import), {"attempt": read}, follow=True)
    work()

    assert names() == []
    assert "a avancé entre-temps" in answer.content.decode()


def test_a_job_that_began_before_the_mapping_changed_does_not_undo_it(client, staff, hand_in, work):
    company_import = hand_in(staff, "Entreprise;Marque\nAlpha;Bêta\n")
    stalled = CompanyImport.objects.get(pk=company_import.pk)
    client.post(page("mapping", company_import), {"column_1": "", "column_2": "name"})

    with pytest.raises(CompanyImport.WrongStateError), transaction.atomic():
        review(stalled, staff)
    work()
    confirm(client, company_import)
    work()

    assert names() == ["Bêta"]


@pytest.mark.parametrize("state", [State.UPLOADED, State.CONFIRMED])
def test_whatever_fails_is_told_and_can_be_begun_again(client, staff, hand_in, work, state):
    company_import = hand_in(staff, TWO)
    if state == State.UPLOADED:
        client.post(page("mapping", company_import), {"column_1": "name"})
        ImportLine.objects.all().delete()
        default_storage.delete(company_import.file.name)
    else:
        confirm(client, company_import)
        with connection.cursor() as cursor:  # what no preview can foresee
            cursor.execute(
                "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no''; END'"
            )
            cursor.execute("CREATE TRIGGER refuse BEFORE INSERT ON members_company EXECUTE FUNCTION refuse()")

    work()

    company_import.refresh_from_db()
    assert names() == []
    shown = client.get(page("detail", company_import)).content.decode()
    if state == State.UPLOADED:
        assert company_import.state == State.FAILED
        assert "Le fichier est refusé" in shown
    else:
        assert company_import.state == State.PREVIEWED
        assert "n’ont pas pu être enregistrées" in shown


# The columns


def test_a_column_may_be_read_as_another(client, staff, hand_in, work):
    company_import = hand_in(staff, "Entreprise;Lieu\nVerrerie;Albi\n")
    assert company_import.mapping == {"name": 1}

    client.post(page("mapping", company_import), {"column_1": "name", "column_2": "city"})
    work()
    confirm(client, company_import)
    work()

    assert Company.objects.get().city == "Albi"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"column_1": "name", "column_2": "name"}, "Une autre colonne tient déjà ce rôle."),
        ({"column_1": "", "column_2": "city"}, "Indiquez quelle colonne contient le nom"),
        ({"column_1": "name", "column_2": "password"}, "Sélectionnez un choix valide"),
    ],
)
def test_a_wrong_mapping_is_said_and_comes_back_filled(client, staff, hand_in, typed, said):
    company_import = hand_in(staff, "Entreprise;Lieu\nVerrerie;Albi\n")

    answer = client.post(page("mapping", company_import), typed)

    assert said in answer.content.decode()
    assert [answer.context["form"][name].value() for name in typed] == list(typed.values())
    company_import.refresh_from_db()
    assert company_import.mapping == {"name": 1}


# The doubtful lines


@pytest.fixture
def doubtful(staff, hand_in):
    known = CompanyFactory(name="Œnologie d'Été", siren=None, city="Alès")
    CompanyFactory(name="Atelier", siren=None, city="Alès")
    return hand_in(staff, "nom;tel\nOenologie d’été;0466000001\nAutre;\n"), known


def test_a_doubtful_line_is_asked_and_the_answer_decides(client, doubtful, work):
    company_import, known = doubtful
    asked = client.get(page("doubts", company_import)).content.decode()
    assert "Œnologie d&#x27;Été · Alès" in asked
    assert "Atelier" not in asked

    client.post(page("doubts", company_import), {"line_2": str(known.pk)})
    work()
    confirm(client, company_import)
    work()

    known.refresh_from_db()
    assert known.phone == "0466000001"
    assert names() == ["Atelier", "Autre", "Œnologie d'Été"]


def test_a_doubtful_line_may_be_a_new_company(client, doubtful, work):
    company_import, _known = doubtful

    client.post(page("doubts", company_import), {"line_2": "0"})
    work()
    company_import.refresh_from_db()

    assert company_import.counts == {"new": 2, "updated": 0, "unchanged": 0, "refused": 0}


def test_a_doubtful_line_cannot_be_made_any_company(client, doubtful):
    company_import, _known = doubtful
    other = Company.objects.get(name="Atelier")

    answer = client.post(page("doubts", company_import), {"line_2": str(other.pk)})

    assert "Sélectionnez un choix valide" in answer.content.decode()
    company_import.refresh_from_db()
    assert company_import.choices == {}


def test_answers_given_for_other_columns_are_asked_again(client, doubtful, work):
    company_import, known = doubtful
    client.post(page("doubts", company_import), {"line_2": str(known.pk)})
    work()

    client.post(page("mapping", company_import), {"column_1": "name"})
    work()

    company_import.refresh_from_db()
    assert (company_import.choices, company_import.counts["refused"]) == ({}, 1)


# The refused lines


def test_the_refused_lines_are_a_file_that_is_mended_and_imported_again(client, staff, hand_in):
    company_import = hand_in(
        staff, LIST + "Verrerie;732829321;Albi;+33563000000;\n=1+1;732829320;;appeler;\nBien;;;;\n"
    )

    answer = client.get(page("refused", company_import))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")

    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[0] == [*LIST.strip().split(";"), "Motif du refus"]
    assert [row[0] for row in rows[1:]] == ["Verrerie", "'=1+1"]
    assert "clé de contrôle est fausse" in rows[1][-1]
    assert "numéro de téléphone" in rows[2][-1]
    mended = text.replace("732829321", "356000000").replace("appeler", "0563000001")
    assert hand_in(staff, mended).counts == {"new": 2, "updated": 0, "unchanged": 0, "refused": 0}


def test_a_note_typed_beyond_the_headings_is_not_lost(client, staff, hand_in):
    company_import = hand_in(staff, "nom;siren\nVerrerie;732829321;à rappeler;en mai\nFausse;1;\n")

    text = b"".join(client.get(page("refused", company_import)).streaming_content).decode("utf-8-sig")

    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert [len(row) for row in rows] == [5, 5, 5]
    assert rows[1][:4] == ["Verrerie", "732829321", "à rappeler", "en mai"]
    assert hand_in(staff, text.replace("732829321", "732829320")).counts["new"] == 1


def test_a_refused_file_says_why_and_is_not_written(client, staff, hand_in):
    company_import = hand_in(staff, b"\x89PNG\r\nnot a table")

    assert company_import.state == State.FAILED
    assert "Ce fichier n’est pas un tableau" in client.get(page("detail", company_import)).content.decode()
    assert confirm(client, company_import).status_code == 302
    company_import.refresh_from_db()
    assert company_import.state == State.FAILED


def test_a_number_beyond_measure_is_a_sentence(client, staff, hand_in):
    company_import = hand_in(staff, f"nom;ca;effectif;n leader\nVerrerie;{'9' * 16};9999999;{'9' * 15}\n")

    assert company_import.state in {State.PREVIEWED, State.FAILED}
    assert client.get(page("detail", company_import)).status_code == 200


def test_what_a_file_says_comes_back_escaped(client, staff, hand_in):
    text = "nom;siren\n<script>alert(1)</script>;x\n"
    company_import = hand_in(staff, text, name="<img src=x onerror=alert(1)>.csv")

    for name, query in [("detail", "?lignes=refused"), ("mapping", "")]:
        shown = client.get(page(name, company_import, query)).content.decode()
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown
        assert "&lt;img src=x onerror=alert(1)&gt;.csv" in shown


# Who may


def test_a_lead_brings_in_pressenties_of_the_territory_and_records_no_membership(
    client, lead, territory, hand_in, work
):
    rows = LIST.replace("Ville", "Territoire") + "Verrerie;732829320;Alès;0563000000;01/02/2020\n"

    company_import = hand_in(lead, rows, territory=territory.pk, attach_as="home")
    confirm(client, company_import)
    work()

    assert [(p.company.name, p.territory) for p in Prospect.objects.all()] == [("Verrerie", territory)]
    assert list(Company.objects.administered_by(lead)) == [Company.objects.get()]
    assert not Membership.objects.exists()


def test_a_lead_changes_no_company_of_a_neighbour(client, lead, territory, hand_in, work):
    company = CompanyFactory(name="Verrerie", siren="732829320", city="Gaillac")
    AffiliationFactory(company=company, territory=TerritoryFactory())

    company_import = hand_in(lead, TWO, territory=territory.pk)
    confirm(client, company_import)
    work()

    company.refresh_from_db()
    assert company.city == "Gaillac"
    assert company_import.counts == {"new": 1, "updated": 0, "unchanged": 0, "refused": 1}


def test_a_lead_names_no_other_territory(client, lead):
    client.force_login(lead)
    typed = {"file": SimpleUploadedFile("f.csv", TWO.encode()), "territory": TerritoryFactory().pk}

    answer = client.post(reverse("territories:import-list"), typed)

    assert answer.context["form"].errors["territory"]
    assert not CompanyImport.objects.exists()


def test_a_member_of_the_territory_who_is_there_already_does_not_become_its_pressentie(lead, territory, hand_in):
    company = CompanyFactory(name="Verrerie", siren="732829320", city="Albi", phone="0563000000", member=True)
    AffiliationFactory(company=company, territory=territory)

    company_import = hand_in(lead, TWO, territory=territory.pk)

    assert company_import.counts == {"new": 1, "updated": 0, "unchanged": 1, "refused": 0}


PAGES = ["detail", "mapping", "doubts", "refused"]
ACTS = ["mapping", "doubts", "confirm", "abandon"]


def test_the_neighbour_finds_no_page_of_an_import(client, lead, territory, hand_in):
    company_import = hand_in(lead, TWO, territory=territory.pk)
    client.force_login(accounts.lead_of(TerritoryFactory()))

    assert [client.get(page(name, company_import)).status_code for name in PAGES] == [404] * 4
    assert [client.post(page(name, company_import)).status_code for name in ACTS] == [404] * 4
    assert not client.get(reverse("territories:import-list")).context["page"].object_list


@pytest.mark.parametrize("who", ["guest", "member"])
def test_who_administers_nothing_finds_neither_import_nor_export(client, who):
    client.force_login(getattr(accounts, who)())

    for name in ["import-list", "company-export"]:
        assert client.get(reverse(f"territories:{name}")).status_code == 404


def test_a_lead_of_yesterday_finds_the_imports_no_more(client, lead, territory, hand_in):
    company_import = hand_in(lead, TWO, territory=territory.pk)
    TerritoryLead.objects.update(ends_on=timezone.localdate() - timedelta(days=1))

    assert client.get(page("detail", company_import)).status_code == 404


def test_what_a_lead_confirmed_is_not_written_once_the_lead_is_dismissed(client, lead, territory, hand_in, work):
    company_import = hand_in(lead, TWO, territory=territory.pk)
    confirm(client, company_import)
    TerritoryLead.objects.update(ends_on=timezone.localdate() - timedelta(days=1))

    work()

    company_import.refresh_from_db()
    assert (company_import.state, names()) == (State.FAILED, [])
    assert "n’a plus le droit" in company_import.file_error


def test_staff_who_became_a_lead_meanwhile_write_no_membership(client, staff, territory, hand_in, work):
    company_import = hand_in(staff, LIST + "Verrerie;732829320;Albi;;01/02/2020\n", territory=territory.pk)
    confirm(client, company_import)
    User.objects.filter(pk=staff.pk).update(is_staff=False)
    TerritoryLead.objects.create(territory=territory, person=staff.person, starts_on="2020-01-01")

    work()

    company_import.refresh_from_db()
    assert (company_import.state, names()) == (State.FAILED, [])


def test_who_leads_another_territory_now_reads_the_old_imports_no_more(client, lead, territory, hand_in):
    company_import = hand_in(lead, TWO, territory=territory.pk)
    TerritoryLead.objects.update(territory=TerritoryFactory())

    assert client.get(page("detail", company_import)).status_code == 404


def test_staff_find_the_imports_of_all(client, staff, lead, territory, hand_in):
    hand_in(lead, TWO, territory=territory.pk)
    client.force_login(staff)

    assert len(client.get(reverse("territories:import-list")).context["page"].object_list) == 1


# What is lost, and what is forgotten


def test_lines_lost_in_a_crash_are_read_again_before_anything_is_written(client, staff, hand_in, work):
    company_import = hand_in(staff, TWO)
    confirm(client, company_import)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE territories_importrow, territories_importline")

    work()
    company_import.refresh_from_db()
    assert (company_import.state, names()) == (State.UPLOADED, [])
    work()

    company_import.refresh_from_db()
    assert company_import.state == State.PREVIEWED
    assert company_import.counts["new"] == 2


def test_an_abandoned_import_leaves_nothing(client, staff, hand_in, django_capture_on_commit_callbacks):
    company_import = hand_in(staff, TWO)
    name = company_import.file.name
    assert default_storage.exists(name)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(page("abandon", company_import))

    assert not default_storage.exists(name)
    assert [m.objects.exists() for m in (CompanyImport, ImportLine, ImportRow)] == [False] * 3


def test_an_import_that_is_written_cannot_be_abandoned(client, staff, hand_in, work):
    company_import = hand_in(staff, TWO)
    confirm(client, company_import)
    work()

    client.post(page("abandon", company_import))

    assert CompanyImport.objects.get().state == State.DONE


def test_after_a_month_the_lines_and_files_are_forgotten_and_the_counts_stay(
    client, staff, hand_in, work, django_capture_on_commit_callbacks
):
    written, waiting, recent = (hand_in(staff, TWO) for _ in range(3))
    confirm(client, written)
    work()
    old = timezone.now() - timedelta(days=31)
    CompanyImport.objects.filter(pk__in=[written.pk, waiting.pk]).update(created_at=old)

    with django_capture_on_commit_callbacks(execute=True):
        assert forgetting.forget_old(timezone.now()) == 2

    assert set(ImportLine.objects.values_list("import_id", flat=True)) == {recent.pk}
    kept = set(CompanyImport.objects.exclude(file="").values_list("file", flat=True))
    assert {f"imports/{name}" for name in default_storage.listdir("imports")[1]} == kept == {recent.file.name}
    written.refresh_from_db()
    waiting.refresh_from_db()
    assert (written.state, written.counts["new"], waiting.state) == (State.DONE, 2, State.FAILED)
    CompanyImport.objects.filter(pk=recent.pk).update(
        created_at=old, state=State.DONE, file=""
    )  # as a command leaves
    assert forgetting.forget_old(timezone.now()) == 1
    assert not ImportLine.objects.exists()
    assert "ne sont gardées qu’un mois" in client.get(page("detail", written)).content.decode()


# What a page costs


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_import_and_for_three(
    client, staff, hand_in, count, django_assert_num_queries
):
    for _ in range(count):
        hand_in(staff, TWO)

    with django_assert_num_queries(7):  # the transaction (2), session, user, territories to choose, count, imports
        client.get(reverse("territories:import-list"))


@pytest.mark.parametrize("count", [1, 3])
def test_an_import_costs_the_same_for_one_line_and_for_three(
    client, staff, territory, hand_in, count, django_assert_num_queries
):
    lines = "".join(f"Verrerie {n};Toulouse;x\n" for n in range(count))
    company_import = hand_in(staff, "nom;LeadeR territorial;code NAF\n" + lines)

    with django_assert_num_queries(
        9
    ):  # the transaction (2), session, user, import, rows, cells, territories, any lines
        client.get(page("detail", company_import))


@pytest.mark.parametrize("count", [1, 3])
def test_the_doubts_cost_the_same_for_one_line_and_for_three(
    client, staff, hand_in, count, django_assert_num_queries
):
    for n in range(count):
        CompanyFactory(name=f"Verrerie {n}", siren=None)
    company_import = hand_in(staff, "nom\n" + "".join(f"verrerie {n}\n" for n in range(count)))

    with django_assert_num_queries(
        8
    ):  # the transaction (2), session, user, import, doubtful lines, candidates, count
        client.get(page("doubts", company_import))
