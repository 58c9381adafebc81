"""Documents: brought, renewed, told of, withdrawn; read by whom they are shown to and by nobody else."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from commissions.documents.acts import put_back
from commissions.documents.forgetting import forget, forget_stray_files, forget_withdrawn
from commissions.documents.previews import draw_preview
from commissions.models import Document, DocumentFolder, DocumentVersion
from commissions.reconciliation import missing_documents
from members.models import Representative
from tests.commissions import files
from tests.commissions.files import archive, pdf, picture, upload
from tests.factories.accounts import guest, lead_of, member, staff
from tests.factories.commissions import (
    CommissionFactory,
    CommissionMembershipFactory,
    DocumentFactory,
    DocumentFolderFactory,
    DocumentVersionFactory,
)
from tests.factories.territories import TerritoryFactory

pytestmark = pytest.mark.django_db
HTML = b"<!doctype html><html><script>alert(1)</script></html>"


def text_of(response):
    return " ".join(response.content.decode().replace("\xa0", " ").split())


@pytest.fixture
def desk(sitting):
    """Return the commission with its chair, somebody who sits there, a member who does not, and addresses."""
    seated = member()
    CommissionMembershipFactory(commission=sitting.commission, person=seated.person)
    return SimpleNamespace(
        commission=sitting.commission,
        chair=sitting.chair,
        seated=seated,
        outsider=sitting.asker,
        bring=reverse("commissions:document-bring", args=["export"]),
        list=reverse("commissions:document-list", args=["export"]),
        folders=reverse("commissions:document-folders", args=["export"]),
    )


def page(name, document):
    return reverse(f"commissions:document-{name}", args=[document.pk])


def bring(client, desk, user, content=None, name="budget.pdf", **typed):
    client.force_login(user)
    sent = {"file": upload(content or pdf(), name), "title": "", "visibility": "commission", **typed}
    return client.post(desk.bring, sent)


def statuses(client, address, users):
    found = []
    for user in users:
        client.logout()
        if user:
            client.force_login(user)
        found.append(client.get(address).status_code)
    return found


def test_who_sits_there_brings_a_document_which_takes_the_name_of_its_file(client, desk, jobs):
    response = bring(client, desk, desk.seated, name="../Budget 2027.PDF")

    document = Document.objects.get()
    version = document.versions.get()
    assert response.url == document.get_absolute_url()
    assert (document.title, document.visibility, document.brought_by) == ("Budget 2027", "commission", desk.seated)
    assert (version.file_name, version.kind, version.number, version.is_current) == (
        "Budget 2027.pdf", "pdf", 1, True,
    )  # fmt: skip
    assert jobs() == [("draw_preview", {"version_id": version.pk})]
    assert "Budget" not in version.file.name
    assert missing_documents() == []


def test_who_may_bring_and_who_may_not(client, desk):
    vice = member()
    CommissionMembershipFactory(commission=desk.commission, person=vice.person, role="vice_chair")
    territory = TerritoryFactory()
    of_territory = CommissionFactory(territory=territory)

    users = [desk.chair, vice, desk.seated, staff(), desk.outsider, guest(), lead_of(), None]
    assert statuses(client, desk.bring, users) == [200, 200, 200, 200, 404, 404, 404, 302]
    address = reverse("commissions:document-bring", args=[of_territory.slug])
    assert statuses(client, address, [lead_of(territory)]) == [200]


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (HTML, "rapport.pdf", "Par son contenu, ce fichier n’est aucun de ceux"),
        (files.picture_bomb(), "photo.png", "trop de pixels"),
        (archive({"a.txt": "x"}), "dossier.docx", "Les archives ne sont pas acceptées"),
        (archive({**files.WORD, "word/vbaProject.bin": "x"}), "note.docx", "contient des macros"),
        (pdf()[:100], "note.pdf", "incomplet ou abîmé"),
        (b"", "vide.pdf", "vide"),
        (b"%PDF-" + b"0" * (25 * 1024 * 1024), "gros.pdf", "25 mégaoctets au plus"),
    ],
    ids=["html", "pixels", "archive", "macros", "cut", "empty", "large"],
)
def test_what_is_not_taken_is_told_beside_the_field_and_leaves_nothing(client, desk, content, name, said):
    client.force_login(desk.seated)
    before = set(default_storage.listdir("documents")[1]) if default_storage.exists("documents") else set()

    sent = {"file": upload(content, name), "title": "À garder", "visibility": "members"}
    response = client.post(desk.bring, sent)

    assert said in text_of(response)
    assert 'value="À garder"' in response.content.decode()
    assert not Document.objects.exists()
    after = set(default_storage.listdir("documents")[1]) if default_storage.exists("documents") else set()
    assert after == before


def test_a_zip_bomb_is_refused(client, desk):
    response = bring(client, desk, desk.seated, content=files.zip_bomb(), name="note.docx")

    assert "500 mégaoctets au plus" in text_of(response)
    assert not Document.objects.exists()


def test_two_gigabytes_are_refused_before_a_byte_is_read(client, desk):
    client.force_login(desk.seated)

    class Untouched:
        def read(self, *args):
            raise AssertionError("the body was read")

        readline = read

    response = client.generic(
        "POST", desk.bring, b"", "multipart/form-data; boundary=x",
        **{"CONTENT_LENGTH": str(2 * 1024**3), "wsgi.input": Untouched()},
    )  # fmt: skip

    assert response.status_code == 413
    assert "trop grand" in text_of(response) or "trop volumineux" in text_of(response)


def test_the_same_form_sent_twice_brings_one_document(client, desk):
    content = pdf()
    for _twice in range(2):
        assert bring(client, desk, desk.seated, content, idempotency_key="a" * 32).status_code == 302

    assert (Document.objects.count(), DocumentVersion.objects.count()) == (1, 1)


def test_only_who_keeps_the_commission_shows_a_document_to_everybody(client, desk):
    refused = bring(client, desk, desk.seated, visibility="public")
    assert "Choisissez un choix valide" in text_of(refused) or "Sélectionnez un choix valide" in text_of(refused)

    assert bring(client, desk, desk.chair, visibility="public").status_code == 302


@pytest.mark.parametrize(
    ("visibility", "expected"),
    [
        ("commission", [200, 200, 200, 404, 404, 404, 404]),
        ("members", [200, 200, 200, 200, 404, 404, 404]),
        ("public", [200, 200, 200, 200, 200, 200, 200]),
    ],
)
def test_each_document_is_read_by_whom_it_is_shown_to_everywhere(client, desk, visibility, expected):
    document = DocumentFactory(commission=desk.commission, visibility=visibility, title="Plan secret")
    version = document.versions.get()
    users = [desk.chair, desk.seated, staff(), desk.outsider, lead_of(), guest(), None]
    commission_page = desk.commission.get_absolute_url()

    assert statuses(client, document.get_absolute_url(), users) == expected
    assert statuses(client, page("file", version), users) == expected
    for user, status in zip(users, expected, strict=True):
        client.logout()
        if user:
            client.force_login(user)
        for address in (desk.list, f"{desk.list}?q=plan", commission_page):
            assert ("Plan secret" in client.get(address).content.decode()) == (status == 200)
    client.force_login(desk.outsider)
    lines = b"".join(client.get(f"{desk.list}?format=csv").streaming_content).decode()
    assert ("Plan secret" in lines) == (visibility != "commission")


def test_a_file_leaves_as_a_download_that_no_browser_runs(client, desk):
    bring(client, desk, desk.chair, visibility="public", name='a"b<script>é.pdf')
    version = DocumentVersion.objects.get()

    response = client.get(page("file", version))

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''a-b-script-%C3%A9.pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Cache-Control"].startswith("private, no-store") or "no-store" in response["Cache-Control"]


def test_the_type_is_that_of_the_content_whatever_the_name(client, desk):
    bring(client, desk, desk.chair, content=picture("PNG"), name="page.html", visibility="public")
    version = DocumentVersion.objects.get()

    response = client.get(page("file", version))

    assert (response["Content-Type"], version.file_name) == ("image/png", "page.png")


def test_a_new_version_stands_in_front_and_those_before_stay_for_the_commission(client, desk):
    bring(client, desk, desk.chair, visibility="public")
    document = Document.objects.get()
    client.post(page("renew", document), {"file": upload(pdf("Deux")), "note": "Chiffres de mars"})

    first, second = document.versions.order_by("number")
    assert (first.is_current, second.is_current, second.number) == (False, True, 2)
    assert "Chiffres de mars" in text_of(client.get(document.get_absolute_url()))
    users = [desk.chair, desk.seated, staff(), desk.outsider, None]
    assert statuses(client, page("file", first), users) == [200, 200, 200, 404, 404]
    assert statuses(client, page("file", second), users) == [200] * 5


def test_the_very_same_file_is_no_new_version(client, desk):
    content = pdf()
    bring(client, desk, desk.chair, content)
    document = Document.objects.get()

    response = client.post(page("renew", document), {"file": upload(content), "note": ""})

    assert "C’est le fichier même qui se trouve déjà ici" in text_of(response)
    assert document.versions.count() == 1


def test_what_everybody_reads_is_renewed_by_who_keeps_the_commission_alone(client, desk):
    bring(client, desk, desk.seated)
    document = Document.objects.get()
    Document.objects.update(visibility="public")

    refused = client.post(page("renew", document), {"file": upload(pdf("Autre chose")), "note": ""})
    shown = text_of(client.get(document.get_absolute_url()))
    client.force_login(desk.chair)
    taken = client.post(page("renew", document), {"file": upload(pdf("Mise à jour")), "note": ""})

    assert "Ce document est ouvert à tous" in text_of(refused)
    assert "Déposer une nouvelle version" not in shown
    assert (taken.status_code, document.versions.count()) == (302, 2)


def test_the_documents_of_a_commission_have_their_room_and_no_more(client, desk, settings):
    content = pdf()
    settings.COMMISSION_MAX_BYTES = 2 * len(content) + 10
    assert bring(client, desk, desk.seated, content, title="Un").status_code == 302
    document = Document.objects.get()
    assert client.post(page("renew", document), {"file": upload(pdf("Bonsoir")), "note": ""}).status_code == 302
    DocumentFactory(title="Ailleurs")  # takes nothing of this room
    Document.objects.filter(pk=document.pk).update(withdrawn_at=timezone.now())  # its files are there still

    refused = bring(client, desk, desk.chair, content, title="Trois")

    assert "occupent" in text_of(refused)
    assert 'value="Trois"' in refused.content.decode()
    assert "sur" in text_of(client.get(desk.folders))
    assert desk.commission.documents.count() == 1
    settings.COMMISSION_MAX_BYTES = 4 * len(content)
    assert bring(client, desk, desk.chair, content, title="Trois").status_code == 302
    Document.objects.update(withdrawn_at=None)
    again = client.post(page("renew", document), {"file": upload(pdf("Encore une fois")), "note": ""})
    assert "occupent" in text_of(again)


def test_the_preview_stands_on_the_page_for_those_who_read_the_document(client, desk):
    bring(client, desk, desk.seated)
    version = DocumentVersion.objects.get()
    draw_preview(version_id=version.pk)
    preview = reverse("commissions:document-preview", args=[version.pk])

    assert f'src="{preview}"' in client.get(version.document.get_absolute_url()).content.decode()
    answer = client.get(preview)
    assert answer["Content-Type"] == "image/webp"
    assert b"".join(answer.streaming_content)[8:12] == b"WEBP"
    users = [desk.chair, desk.seated, staff(), desk.outsider, lead_of(), guest(), None]
    assert statuses(client, preview, users) == [200, 200, 200, 404, 404, 404, 404]


def test_who_speaks_for_no_member_any_more_reads_and_keeps_nothing_by_the_seat(client, desk):
    bring(client, desk, desk.seated)
    document = Document.objects.get()
    own = [desk.bring, document.get_absolute_url(), page("edit", document), page("file", document.versions.get())]
    assert [statuses(client, address, [desk.seated])[0] for address in own] == [200] * 4

    Representative.objects.filter(person=desk.seated.person).update(
        ends_on=timezone.localdate() - timedelta(days=1)
    )

    assert [statuses(client, address, [desk.seated])[0] for address in own] == [404] * 4


def test_who_brought_it_keeps_it_while_they_sit_there(client, desk):
    bring(client, desk, desk.seated)
    document = Document.objects.get()
    other = member()
    CommissionMembershipFactory(commission=desk.commission, person=other.person)

    for name in ("edit", "renew"):
        users = [desk.seated, desk.chair, staff(), other, desk.outsider, guest()]
        assert statuses(client, page(name, document), users) == [200, 200, 200, 404, 404, 404]
    seat = desk.commission.commission_memberships.get(person=desk.seated.person)
    seat.ends_on = timezone.localdate() - timedelta(days=1)
    seat.save()
    assert statuses(client, page("edit", document), [desk.seated]) == [404]


def test_a_stale_form_is_refused_and_shows_both(client, desk):
    document = DocumentFactory(commission=desk.commission, title="Un")
    client.force_login(desk.chair)
    typed = {"title": "Deux", "folder": "", "visibility": "commission", "version": document.version}
    assert client.post(page("edit", document), typed).status_code == 302

    response = client.post(page("edit", document), {**typed, "title": "Trois"})

    assert "Enregistré entre-temps" in text_of(response)
    assert 'value="Trois"' in response.content.decode()
    document.refresh_from_db()
    assert document.title == "Deux"


def test_a_withdrawn_document_can_be_put_back_then_goes_with_its_files(
    client, desk, django_capture_on_commit_callbacks
):
    bring(client, desk, desk.chair, visibility="public")
    document = Document.objects.get()
    version = document.versions.get()
    client.post(document.get_absolute_url(), {"act": "retirer"})

    users = [desk.chair, staff(), desk.seated, desk.outsider, None]
    assert statuses(client, document.get_absolute_url(), users) == [200, 200, 404, 404, 404]
    assert statuses(client, page("file", version), users) == [200, 200, 404, 404, 404]
    client.force_login(desk.chair)
    client.post(document.get_absolute_url(), {"act": "remettre"})
    assert statuses(client, page("file", version), [None]) == [200]

    client.force_login(desk.chair)
    client.post(document.get_absolute_url(), {"act": "retirer"})
    assert forget_withdrawn(timezone.now() + timedelta(days=29)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_withdrawn(timezone.now() + timedelta(days=31)) == 1
        assert forget_withdrawn(timezone.now() + timedelta(days=31)) == 0
    assert not Document.objects.exists()
    assert not default_storage.exists(version.file.name)


def test_a_document_that_is_put_back_while_the_night_deletes_stays():
    document = DocumentFactory(withdrawn=True)
    later = timezone.now() + timedelta(days=31)
    put_back(document)  # after the night has listed what is due

    assert not forget(document, later)
    assert Document.objects.filter(pk=document.pk).exists()


def test_a_reader_withdraws_nothing(client, desk):
    document = DocumentFactory(commission=desk.commission, public=True)
    client.force_login(desk.outsider)
    client.post(document.get_absolute_url(), {"act": "retirer"})
    client.logout()
    assert client.post(document.get_absolute_url(), {"act": "retirer"}).status_code == 302

    document.refresh_from_db()
    assert document.withdrawn_at is None


def test_a_dissolved_commission_takes_no_document(client, desk):
    desk.commission.dissolved_on = date(2020, 1, 1)
    desk.commission.save()

    assert "ses documents sont clos" in text_of(bring(client, desk, staff()))
    assert not Document.objects.exists()


def test_folders_are_added_renamed_and_taken_away_when_empty(client, desk):
    client.force_login(desk.chair)
    client.post(desk.folders, {"act": "ajouter", "name": "Budget"})
    again = client.post(desk.folders, {"act": "ajouter", "name": "Budget"})
    folder = DocumentFolder.objects.get()

    assert "a déjà un dossier de ce nom" in text_of(again)
    typed = {"act": "renommer", "target": folder.pk, "name": "Comptes", "version": folder.version}
    client.post(desk.folders, typed)
    folder.refresh_from_db()
    assert folder.name == "Comptes"
    document = DocumentFactory(commission=desk.commission, folder=folder)
    assert "Comptes" in text_of(client.get(desk.list))
    client.post(desk.folders, {"act": "supprimer", "target": folder.pk})
    assert DocumentFolder.objects.exists()
    document.folder = None
    document.save()
    client.post(desk.folders, {"act": "supprimer", "target": folder.pk})
    assert not DocumentFolder.objects.exists()
    assert statuses(client, desk.folders, [desk.seated, desk.outsider, staff()]) == [404, 404, 200]


def test_a_folder_of_another_commission_is_none_of_ours(client, desk):
    foreign = DocumentFolderFactory()

    response = bring(client, desk, desk.chair, folder=foreign.pk)

    assert not Document.objects.exists()
    assert response.status_code == 200
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentFactory(commission=desk.commission, folder=foreign)
    client.post(desk.folders, {"act": "supprimer", "target": foreign.pk})
    assert DocumentFolder.objects.filter(pk=foreign.pk).exists()


def test_a_document_has_one_newest_version():
    document = DocumentFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentVersionFactory(document=document, number=2)


def test_a_title_is_found_with_its_accents_forgiven(client, desk):
    DocumentFactory(commission=desk.commission, title="Présidence : bilan d’étape")
    DocumentFactory(commission=desk.commission, title="Autre chose")
    client.force_login(desk.seated)

    found = text_of(client.get(f"{desk.list}?q=ETAPE presidence"))

    assert "Présidence" in found
    assert "Autre chose" not in found


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_document_and_for_three(client, desk, count, django_assert_num_queries):
    for _each in range(count):
        DocumentFactory(commission=desk.commission, folder=DocumentFolderFactory(commission=desk.commission))
    client.force_login(desk.seated)

    with django_assert_num_queries(12):  # session, account, rights, the commission, count, rows, newest versions…
        client.get(desk.list)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_version_and_for_three(client, desk, count, django_assert_num_queries):
    document = DocumentFactory(commission=desk.commission)
    for number in range(2, count + 1):
        DocumentVersionFactory(document=document, number=number, is_current=False, uploaded_by=desk.seated)
    client.force_login(desk.seated)

    with django_assert_num_queries(10):  # session, account, rights, the document, versions, who brought them
        client.get(document.get_absolute_url())


def test_a_file_that_nobody_names_goes_after_a_day():
    stray = default_storage.save("documents/egare", ContentFile(b"x"))
    document = DocumentFactory()

    forget_stray_files(timezone.now())
    assert default_storage.exists(stray)
    forget_stray_files(timezone.now() + timedelta(days=2))
    assert not default_storage.exists(stray)
    assert default_storage.exists(document.versions.get().file.name)


def test_a_file_that_is_gone_is_not_found_and_its_page_stands(client, desk):
    document = DocumentFactory(commission=desk.commission)
    version = document.versions.get()
    default_storage.delete(version.file.name)
    client.force_login(desk.chair)

    assert client.get(page("file", version)).status_code == 404
    assert client.get(document.get_absolute_url()).status_code == 200
    assert missing_documents() == [f"document {document.pk}, version 1: {version.file.name}"]


def test_a_full_disk_refuses_the_document_and_keeps_no_row(client, desk, settings, tmp_path):
    """The place of the files is a file: nothing can be written there, whoever runs the test."""
    settings.MEDIA_ROOT = tmp_path / "full"
    settings.MEDIA_ROOT.write_text("")

    response = bring(client, desk, desk.chair, title="Budget")

    assert "réessayez dans un moment" in text_of(response)
    assert 'value="Budget"' in response.content.decode()
    assert not Document.objects.exists()
