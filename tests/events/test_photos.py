"""Photos of an event: drawn anew, for members or for all, hidden as soon as somebody asks, answered once."""

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from PIL import Image

from events.gallery.forgetting import forget_stray_files
from events.models import Photo, PhotoRemoval
from events.reconciliation import missing_files
from leader.shared.mails import Letter
from tests.factories.accounts import guest, lead_of, member, staff
from tests.factories.events import EventFactory, PhotoFactory, PhotoRemovalFactory
from tests.factories.territories import TerritoryFactory
from tests.presentation import pictures
from tests.presentation.pictures import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def nimes():
    return TerritoryFactory(name="LeadeR Nîmes")


@pytest.fixture
def event(nimes):
    return EventFactory(name="Gala des Causses", territory=nimes)


def gallery_of(event):
    return reverse("events:photo-gallery", args=[event.slug])


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode().replace("\xa0", " "))


def files(*contents):
    return [SimpleUploadedFile(f"photo{n}.jpg", content) for n, content in enumerate(contents)]


def drawn(name):
    with default_storage.open(name) as file:
        return file.read()


def test_whoever_runs_the_event_adds_photos_that_are_drawn_anew_in_two_sizes(client, event, nimes):
    client.force_login(lead_of(nimes))
    secret = b"43.6 N 1.4 E"
    sent = files(picture("JPEG", (2400, 1600)), pictures.with_metadata(secret))

    answer = client.post(gallery_of(event), {"photos": sent, "credit": "Zoé Noël", "is_public": "on"}, follow=True)

    assert "2 photos sont ajoutées." in text_of(answer)
    photo, with_place = Photo.objects.all()
    sizes = [Image.open(BytesIO(drawn(name))).size for name in (photo.large.name, photo.small.name)]
    assert sizes == [(1600, 1067), (480, 320)]
    assert (photo.width, photo.height, photo.credit, photo.is_public) == (1600, 1067, "Zoé Noël", True)
    for name in (with_place.large.name, with_place.small.name):
        assert secret not in drawn(name)
        assert not Image.open(BytesIO(drawn(name))).getexif()


def test_the_same_photo_is_kept_once(client, event):
    client.force_login(staff())
    for _twice in range(2):
        client.post(gallery_of(event), {"photos": files(picture("PNG", (300, 200)))})

    assert Photo.objects.count() == 1
    with pytest.raises(IntegrityError, match="photo_once_an_event"), transaction.atomic():
        PhotoFactory(event=event, digest=Photo.objects.get().digest)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ([], "Choisissez d’abord un fichier."),
        ([b"<svg/>"], "n’est pas une image"),
        ([picture("PNG", (300, 200)), b"%PDF-1.7 %%EOF"], "n’est pas une image"),
        ([picture("PNG", (60, 60))], "trop petite"),
        ([b"\xff" * (10 * 1024 * 1024 + 1)], "trop lourd"),
        ([pictures.bomb(12_000, 12_000)], "trop de pixels"),
        ([picture("PNG", (300, 200))] * 11, "413"),
    ],
)
def test_what_cannot_be_shown_is_refused_and_nothing_of_it_is_kept(client, event, sent, said):
    client.force_login(staff())

    answer = client.post(gallery_of(event), {"photos": files(*sent), "credit": "Zoé"})

    assert said in text_of(answer) or answer.status_code in (400, 413)
    assert Photo.objects.count() == 0


def test_each_sees_the_photos_that_are_for_them(client, event, nimes):
    public, inside = PhotoFactory(event=event, is_public=True), PhotoFactory(event=event)
    hidden = PhotoFactory(event=event, is_public=True, hidden=True)

    def seen(user=None):
        if user:
            client.force_login(user)
        shown = text_of(client.get(gallery_of(event)))
        for photo in (public, inside, hidden):
            is_there = photo.small_url in shown
            assert (client.get(photo.small_url).status_code == 200) is is_there
            assert (client.get(photo.large_url).status_code == 200) is is_there
            assert (client.get(photo.get_absolute_url()).status_code == 200) is is_there
        return [photo.small_url in shown for photo in (public, inside, hidden)]

    assert seen() == seen(guest()) == [True, False, False]
    assert seen(member()) == seen(lead_of()) == [True, True, False]
    assert seen(lead_of(nimes)) == seen(staff()) == [True, True, True]


def test_a_photo_of_an_event_that_is_not_published_is_seen_by_its_host_and_staff(client, nimes):
    photo = PhotoFactory(event=EventFactory(secret=True, territory=nimes), is_public=True)

    def status(user):
        client.force_login(user)
        return client.get(photo.small_url).status_code

    assert client.get(photo.small_url).status_code == 404
    assert [status(user) for user in (member(), lead_of(), lead_of(nimes), staff())] == [404, 404, 200, 200]


def test_only_the_host_and_the_staff_add_change_and_take_off(client, event, nimes):
    photo = PhotoFactory(event=event, is_public=True)
    for user in (guest(), member(), lead_of()):
        client.force_login(user)
        assert client.post(gallery_of(event), {"photos": files(picture("PNG", (300, 200)))}).status_code == 404
        for act in ("oter", "montrer", "modifier"):
            client.post(photo.get_absolute_url(), {"act": act, "caption": "x"})
        photo.refresh_from_db()
        assert photo.caption == ""

    client.force_login(lead_of(nimes))
    client.post(photo.get_absolute_url(), {"act": "modifier", "caption": "La salle"})
    photo.refresh_from_db()
    assert (photo.caption, photo.is_public) == ("La salle", False)
    client.post(photo.get_absolute_url(), {"act": "oter"})
    assert Photo.objects.count() == 0


def ask(client, photo, **typed):
    form = {"act": "demander", "reason": "J’y figure.", "email": "zoe@example.org", **typed}
    return client.post(photo.get_absolute_url(), form, follow=True)


def test_anybody_who_sees_a_photo_has_it_hidden_at_once_and_is_answered_when_it_is_taken_off(
    client, event, nimes, django_capture_on_commit_callbacks
):
    photo = PhotoFactory(event=event, is_public=True)
    assert "Ce champ est obligatoire." in text_of(ask(client, photo, reason=""))

    assert "La photo est masquée dès maintenant." in text_of(ask(client, photo))
    assert client.get(photo.large_url).status_code == 404
    letter = Letter.objects.get()
    assert (letter.recipient, "J’y figure." in letter.text) == (photo.added_by.email, True)

    client.force_login(lead_of(nimes))
    assert "J’y figure." in text_of(client.get(photo.get_absolute_url()))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(photo.get_absolute_url(), {"act": "oter"})
    assert (Photo.objects.count(), PhotoRemoval.objects.count()) == (0, 0)
    assert not default_storage.exists(photo.large.name)
    assert not default_storage.exists(photo.small.name)
    assert "est retirée" in Letter.objects.get(recipient="zoe@example.org").text


def test_a_photo_that_stays_is_shown_again_and_the_address_is_forgotten(client, event):
    photo = PhotoFactory(event=event, is_public=True)
    ask(client, photo)
    client.force_login(staff())

    for _twice in range(2):
        client.post(photo.get_absolute_url(), {"act": "montrer"})

    photo.refresh_from_db()
    removal = PhotoRemoval.objects.get()
    assert (photo.hidden_at, removal.outcome, removal.email) == (None, "kept", "")
    assert Letter.objects.filter(recipient="zoe@example.org").count() == 1
    assert not any(hasattr(change, "email") for change in removal.changes.all())


def test_from_one_place_a_few_photos_a_day_are_hidden_and_no_more(client, event):
    photos = PhotoFactory.create_batch(11, event=event, is_public=True)

    said = [text_of(ask(client, photo)) for photo in photos]

    assert "Beaucoup de photos ont été masquées" in said[-1]
    assert Photo.objects.filter(hidden_at=None).count() == 1


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("page", "asked"), [("gallery", 5), ("event", 8)])
def test_photos_cost_the_same_for_one_and_for_three(client, page, asked, count, django_assert_num_queries):
    event = EventFactory(held_on="2020-06-15")
    PhotoFactory.create_batch(count, event=event, is_public=True)
    url = gallery_of(event) if page == "gallery" else event.get_absolute_url()
    client.get(url)

    # The savepoint of the page and its end, the event with what it tells (five for its own page), the photos.
    with django_assert_num_queries(asked):
        client.get(url)


def test_files_that_no_row_names_go_and_named_ones_are_missed(event, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    photo = PhotoFactory(event=event)
    stray = default_storage.save("photos/stray.webp", BytesIO(b"x"))
    assert missing_files() == []

    assert forget_stray_files(datetime.now(UTC)) == 0
    assert forget_stray_files(datetime.now(UTC) + timedelta(days=2)) == 1
    assert not default_storage.exists(stray)
    assert default_storage.exists(photo.large.name)
    default_storage.delete(photo.small.name)
    assert missing_files() == [photo.small.name]


def test_the_database_keeps_that_an_answer_forgets_the_address():
    PhotoRemovalFactory()

    with pytest.raises(IntegrityError, match="photo_removal_is_answered_once"), transaction.atomic():
        PhotoRemoval.objects.update(outcome="kept")
