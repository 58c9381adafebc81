"""What a file is, told by its content; what it is called; and its picture, drawn in a program apart."""

import resource
import tracemalloc
import zipfile
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from commissions.documents import previews
from commissions.documents.previews import draw_preview
from commissions.models import DocumentVersion
from leader.shared.file_kinds import kind_of
from leader.shared.file_names import safe_name
from tests.commissions import files
from tests.commissions.files import EXCEL, WORD, archive, open_document, pdf, picture
from tests.factories.commissions import DocumentVersionFactory

Kind = DocumentVersion.Kind
HTML = b"<!doctype html><html><script>alert(1)</script></html>"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (pdf(), Kind.PDF),
        (picture("PNG"), Kind.PNG),
        (picture("JPEG"), Kind.JPEG),
        (picture("WEBP"), Kind.WEBP),
        (picture("GIF"), Kind.GIF),
        (archive(WORD), Kind.DOCX),
        (archive(EXCEL), Kind.XLSX),
        (archive({"[Content_Types].xml": "<T/>", "ppt/presentation.xml": "<p/>"}), Kind.PPTX),
        (open_document("text"), Kind.ODT),
        (open_document("spreadsheet"), Kind.ODS),
        (open_document("presentation"), Kind.ODP),
    ],
)
def test_the_content_tells_the_kind(content, kind):
    assert kind_of(BytesIO(content)) == kind


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (HTML, "unknown"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "unknown"),
        (b"MZ\x90\x00 a program", "unknown"),
        (b"%!PS-Adobe-3.0", "unknown"),
        (HTML + pdf(), "unknown"),  # a PDF behind a page: some readers look for it
        (b"", "unknown"),
        (pdf()[:200], "damaged"),
        (picture()[:30], "damaged"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "damaged"),
        (files.picture_bomb(), "too_many_pixels"),
        (archive({"lisez-moi.txt": "x"}), "archive"),
        (archive({"mimetype": "application/vnd.oasis.opendocument.text"}), "archive"),  # packed: not as they are
        (archive({"[Content_Types].xml": "<T/>", "word/notes.xml": "x"}), "archive"),
        (archive({**WORD, "word/vbaProject.bin": "x"}), "macros"),
        (archive(WORD)[:60], "damaged"),
        (archive({**WORD, **{f"word/{n}": "" for n in range(10_001)}}), "bomb"),
    ],
)
def test_anything_else_is_refused_with_its_reason(content, code):
    with pytest.raises(ValidationError) as refused:
        kind_of(BytesIO(content))

    assert refused.value.code == code


def test_a_zip_bomb_is_refused_without_being_unpacked():
    bomb = BytesIO(files.zip_bomb())
    tracemalloc.start()
    try:
        with pytest.raises(ValidationError) as refused:
            kind_of(bomb)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert refused.value.code == "bomb"
    assert peak < 2 * 1024 * 1024


def test_a_part_that_lies_about_its_size_is_not_read_further():
    """The list may claim little: the one part that is read says its hundred bytes at most, and is not packed."""
    content = bytearray(open_document())
    with zipfile.ZipFile(BytesIO(content)) as made:
        assert made.infolist()[0].file_size < 100
    content[-4:] = b"\xff\xff\xff\xff"

    with pytest.raises(ValidationError):
        kind_of(BytesIO(bytes(content)))


HEADS = [b"%PDF-", b"\x89PNG", b"PK\x03\x04", b"RIFF", b"GIF8", b"\xff\xd8\xff", b""]


@given(st.sampled_from(HEADS), st.binary(max_size=300))
def test_whatever_is_brought_is_a_kind_or_is_refused(head, tail):
    try:
        kind = kind_of(BytesIO(head + tail))
    except ValidationError as refused:
        kind = refused.code
    assert kind in {*Kind, "unknown", "damaged", "archive", "bomb", "macros", "too_many_pixels"}


@pytest.mark.parametrize(
    ("typed", "given"),
    [
        ("Compte rendu n° 3.PDF", "Compte rendu n° 3.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\moi\\bilan.docx", "bilan.pdf"),
        ("facture.pdf.exe", "facture.pdf.pdf"),
        ("page.html", "page.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie- x=1.pdf"),
        ("\u202efdp.exe", "fdp.pdf"),
        ('"><script>.pdf', "script.pdf"),
        ("CON.pdf", "document.pdf"),
        ("", "document.pdf"),
        ("...", "document.pdf"),
        ("é" * 300 + ".pdf", "é" * 100 + ".pdf"),
    ],
)
def test_a_name_is_made_harmless_and_ends_as_its_content(typed, given):
    assert safe_name(typed, Kind.PDF) == given


def version_of(content, kind):
    name = default_storage.save("documents/essai", ContentFile(content))
    return DocumentVersionFactory(kind=kind, file=name, preview_state="waiting")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "kind"),
    [(pdf(), "pdf"), (picture(), "png"), (picture("JPEG", (6000, 4000)), "jpeg"), (picture("GIF"), "gif")],
    ids=["pdf", "png", "photograph", "gif"],
)
def test_a_pdf_and_a_picture_get_a_picture_drawn_anew(content, kind):
    version = version_of(content, kind)

    draw_preview(version_id=version.pk)
    draw_preview(version_id=version.pk)

    version.refresh_from_db()
    assert version.preview_state == "drawn"
    with default_storage.open(version.preview.name) as drawn, Image.open(drawn) as image:
        assert (image.format, image.width <= 900, image.height <= 1300) == ("WEBP", True, True)


@pytest.mark.django_db
def test_nothing_of_the_metadata_of_a_picture_survives_in_its_preview():
    exif = Image.Exif()
    exif[0x010E] = "Chez Anne, 3 rue des Lilas"
    version = version_of(picture("JPEG", exif=exif), "jpeg")

    draw_preview(version_id=version.pk)

    version.refresh_from_db()
    assert b"Lilas" not in default_storage.open(version.preview.name).read()


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"%PDF-1.7\n%%EOF\n", b"%PDF-1.7\n" + b"\xff" * 5000 + b"%%EOF"])
def test_a_pdf_that_cannot_be_drawn_has_no_preview_and_stays(content):
    version = version_of(content, "pdf")

    draw_preview(version_id=version.pk)

    version.refresh_from_db()
    assert (version.preview_state, version.preview.name) == ("none", "")


@pytest.mark.django_db
def test_a_picture_that_takes_too_much_memory_ends_the_program_that_draws_it_alone():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    version = version_of(files.picture_bomb(side=9_999), "png")

    draw_preview(version_id=version.pk)

    version.refresh_from_db()
    assert version.preview_state == "none"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024  # kilobytes


@pytest.mark.django_db
def test_a_file_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(previews, "PATIENCE", 0.01)
    version = version_of(pdf(), "pdf")

    draw_preview(version_id=version.pk)

    version.refresh_from_db()
    assert version.preview_state == "none"
