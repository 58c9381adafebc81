"""The logo on its way: brought, shown, replaced, taken off; found by who sees the company and by nobody else."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from members.models import CompanyPage, Membership
from members.presentation.forgetting import forget_stray_logos
from tests.factories.accounts import guest, lead_of, member, staff
from tests.factories.territories import TerritoryFactory
from tests.presentation import pictures
from tests.presentation.pictures import picture, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


def address(company):
    return reverse("members:company-logo-edit", args=[company.pk])


def bring(browser, company, content, **typed):
    page = CompanyPage.objects.filter(company=company).first()
    version = {"version": page.version} if page else {}
    return browser.post(address(company), {"picture": upload(content), "logo_alt": "", **version, **typed})


def files(media):
    return sorted(path.name for path in media.rglob("*.webp"))


@pytest.fixture
def page(keeper, company):
    """The company's page, with a logo."""
    bring(keeper, company, picture(), logo_alt="Un V de verre")
    return CompanyPage.objects.get()


def test_a_logo_that_is_brought_stands_on_the_page_and_in_the_directory(client, company, page):
    client.force_login(member())

    shown = client.get(company.get_absolute_url()).content.decode()
    listed = client.get(reverse("members:company-list")).content.decode()

    assert f'src="{page.logo_url}" alt="Un V de verre" width="200" height="100"' in shown
    assert page.logo_small_url in listed


def test_without_a_logo_the_initials_stand_there(client, company):
    client.force_login(member())

    assert 'aria-hidden="true">VD</span>' in client.get(company.get_absolute_url()).content.decode()


def test_a_logo_is_served_as_what_it_is_and_may_be_kept(client, page):
    client.force_login(member())

    response = client.get(page.logo_url)

    assert Image.open(BytesIO(response.getvalue())).format == "WEBP"
    assert response["Content-Type"] == "image/webp"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, max-age=31536000, immutable"
    assert response["Content-Security-Policy"]
    assert client.get(page.logo_small_url).status_code == 200


@pytest.mark.parametrize("who", ["guest", "stranger", "neighbour"])
def test_who_does_not_see_the_company_does_not_find_its_logo(client, page, who):
    client.logout()
    if who != "stranger":
        client.force_login(guest() if who == "guest" else lead_of(TerritoryFactory()))

    assert client.get(page.logo_url).status_code == 404


def test_a_digest_or_a_size_that_is_none_is_not_found(client, page):
    client.force_login(staff())

    assert client.get(page.logo_url.replace(page.logo_digest, "0" * 32)).status_code == 404
    assert client.get(page.logo_url.replace("grand", "geant")).status_code == 404


def test_a_file_that_is_lost_is_not_found(client, page):
    client.force_login(staff())
    default_storage.delete(page.logo.name)

    assert client.get(page.logo_url).status_code == 404


def test_the_public_finds_it_only_where_the_company_shows_its_logo_and_is_a_member(client, page):
    client.logout()
    for parts, status in [([], 404), (["website"], 404), (["logo"], 200)]:
        page.decide(is_public=True, parts=parts, by=None, at=timezone.now())
        page.save()
        assert client.get(page.logo_url).status_code == status
    assert client.get(page.logo_url)["Cache-Control"] == "public, max-age=86400"

    Membership.objects.update(ends_on="2020-01-01")
    assert client.get(page.logo_url).status_code == 404


def test_a_new_logo_has_a_new_address_and_the_old_files_go(
    keeper, company, page, media, django_capture_on_commit_callbacks
):
    before = files(media)

    with django_capture_on_commit_callbacks(execute=True):
        bring(keeper, company, picture(color=(1, 2, 3)))

    page.refresh_from_db()
    assert len(files(media)) == 2
    assert not set(files(media)) & set(before)
    assert default_storage.exists(page.logo.name)


def test_a_logo_that_is_taken_off_leaves_no_file(keeper, company, page, media, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = keeper.post(address(company), {"version": page.version, "removed": "on"})

    assert answer.status_code == 302
    page.refresh_from_db()
    assert (page.logo_digest, page.logo_url, files(media)) == ("", "", [])


@pytest.mark.django_db(transaction=True)
def test_a_replacement_that_is_taken_back_keeps_the_old_files(keeper, company, page, media):
    before = set(files(media))

    with transaction.atomic():
        bring(keeper, company, picture(color=(1, 2, 3)))
        transaction.set_rollback(True)

    page.refresh_from_db()
    assert before <= set(files(media))
    assert default_storage.exists(page.logo.name)


def test_stray_files_go_after_a_day_and_named_ones_stay(page, media):
    default_storage.save("logos/egare.webp", ContentFile(b"x"))

    assert forget_stray_logos(timezone.now()) == 0
    assert forget_stray_logos(timezone.now() + timedelta(days=2)) == 1
    assert len(files(media)) == 2


def test_two_companies_with_the_same_logo_have_files_of_their_own(client, company, page, media):
    other = member().person.representations.get().company
    client.force_login(staff())
    bring(client, other, picture())

    assert len(files(media)) == 4


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "n’est pas une image PNG, JPEG, WebP ou GIF"),
        (pictures.bomb(12_000, 12_000), "Cette image a trop de pixels"),
        (picture(size=(1, 1)), "Cette image est trop petite"),
        (b"\xff\xd8\xff" + b"0" * (3 * 1024 * 1024), "Ce fichier est trop lourd"),
    ],
)
def test_a_hostile_upload_is_refused_beside_the_field_and_the_rest_stays_typed(
    keeper, company, content, sentence, media
):
    response = bring(keeper, company, content, logo_alt="Un V de verre")

    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert 'value="Un V de verre"' in response.content.decode()
    assert not CompanyPage.objects.exists()
    assert files(media) == []


def test_an_upload_beyond_measure_is_not_even_read(keeper, company):
    assert bring(keeper, company, b"0" * (9 * 1024 * 1024)).status_code == 413


def test_the_same_upload_sent_twice_is_kept_once(keeper, company, media):
    def send():
        sent = {"picture": upload(picture()), "logo_alt": "", "idempotency_key": "c" * 32}
        return keeper.post(address(company), sent).status_code

    assert [send(), send()] == [302, 302]
    assert len(files(media)) == 2
