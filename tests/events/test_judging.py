"""What a candidacy to host is judged by: documents, marks of the bureau, averages once it is decided."""

import re
import threading
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from events.hosting import acts, marking
from events.models import HostCall, HostCandidacy, HostDocument, HostMark
from tests.factories.accounts import guest, lead_of, member, staff
from tests.factories.events import (
    HostCallFactory,
    HostCandidacyFactory,
    HostCriterionFactory,
    HostDocumentFactory,
    HostMarkFactory,
)
from tests.factories.members import UserFactory
from tests.factories.territories import MandateFactory, OfficeFactory, TerritoryFactory, TerritoryLeadFactory
from tests.presentation import pictures
from tests.shared.waiting import until_somebody_waits_for_a_lock

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode().replace("\xa0", " "))


def of_the_bureau(**mandate):
    """Return somebody who sits in the bureau of the federation today."""
    user = UserFactory()
    MandateFactory(**{"person": user.person, "territory": None, **mandate})
    return user


@pytest.fixture
def territory():
    return TerritoryFactory(name="LeadeR Béziers", opened=True)


@pytest.fixture
def call():
    """Return a call that is over, with a room that counts twice and a budget."""
    call = HostCallFactory(year=2099, over=True)
    HostCriterionFactory(call=call, name="Salle", weight=2, rank=1)
    HostCriterionFactory(call=call, name="Budget", rank=2)
    return call


@pytest.fixture
def candidacy(call, territory):
    return HostCandidacyFactory(call=call, territory=territory)


def marks_page(call):
    return reverse("events:host-marks", args=[call.year])


def form_of(candidacy, *values):
    criteria = candidacy.call.measures.all()
    return {f"note-{candidacy.pk}-{c.pk}": value for c, value in zip(criteria, values, strict=True)}


# Documents


@pytest.fixture
def draft(territory):
    return HostCandidacyFactory(call=HostCallFactory(year=2098), territory=territory, state="draft")


def send(client, candidacy, content, name="plan.pdf"):
    page = reverse("events:host-candidacy", args=[candidacy.call.year, candidacy.territory.slug])
    return client.post(page, {"act": "joindre", "document": SimpleUploadedFile(name, content)})


def test_a_lead_adds_a_document_and_takes_it_off_with_its_file(client, draft, django_capture_on_commit_callbacks):
    client.force_login(lead_of(draft.territory))

    assert send(client, draft, PDF, "Plan de la salle.exe").status_code == 302
    document = HostDocument.objects.get()
    assert (document.name, document.kind, document.size) == ("Plan de la salle.pdf", "application/pdf", len(PDF))
    answer = client.get(document.get_absolute_url())
    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert HostCandidacy.objects.get().state == "draft"

    page = reverse("events:host-candidacy", args=[draft.call.year, draft.territory.slug])
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page, {"act": "oter", "qui": document.pk})
    assert HostDocument.objects.count() == 0
    assert not default_storage.exists(document.file.name)


def test_a_picture_is_drawn_anew_without_what_its_camera_told(client, draft):
    client.force_login(lead_of(draft.territory))
    send(client, draft, pictures.with_metadata(b"43.6 N 1.4 E"), "IMG.pdf")

    document = HostDocument.objects.get()
    with default_storage.open(document.file.name) as file:
        content = file.read()

    assert (document.name, document.kind) == ("IMG.webp", "image/webp")
    assert b"43.6 N" not in content
    assert Image.open(BytesIO(content)).format == "WEBP"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html><script>alert(1)</script></html>", "ni un PDF ni une image"),
        (b"%PDF-1.7 cut off", "ni un PDF ni une image"),
        (b"PK\x03\x04" + b"\0" * 99, "ni un PDF ni une image"),
        (b"%PDF-" + b"\0" * (10 * 1024 * 1024), "10 mégaoctets au plus"),
    ],
)
def test_any_other_file_is_refused_beside_the_field(client, draft, content, said):
    client.force_login(lead_of(draft.territory))

    assert said in text_of(send(client, draft, content))
    assert HostDocument.objects.count() == 0


def test_after_the_last_day_documents_stay_as_they_are(client, candidacy):
    document = HostDocumentFactory(candidacy=candidacy)
    client.force_login(lead_of(candidacy.territory))
    page = reverse("events:host-candidacy", args=[candidacy.call.year, candidacy.territory.slug])

    send(client, candidacy, PDF)
    client.post(page, {"act": "oter", "qui": document.pk})

    assert list(HostDocument.objects.all()) == [document]


def test_an_eleventh_document_is_refused(client, draft):
    HostDocumentFactory.create_batch(10, candidacy=draft)
    client.force_login(lead_of(draft.territory))

    assert "Dix documents au plus" in text_of(send(client, draft, PDF))


def test_a_document_is_read_by_who_may_read_the_candidacy(client, candidacy):
    submitted, draft = HostDocumentFactory(candidacy=candidacy), HostDocumentFactory(candidacy__state="draft")

    def status(user):
        client.force_login(user)
        return [client.get(each.get_absolute_url()).status_code for each in (submitted, draft)]

    assert client.get(submitted.get_absolute_url()).status_code == 302
    assert [status(user) for user in (guest(), member(), lead_of())] == [[404, 404]] * 3
    assert status(lead_of(candidacy.territory)) == [200, 404]
    assert status(of_the_bureau()) == [200, 404]
    assert status(staff()) == [200, 200]


# Marks


def test_the_bureau_marks_and_takes_a_mark_back(client, candidacy):
    user = of_the_bureau()
    client.force_login(user)
    assert "LeadeR Béziers" in text_of(client.get(marks_page(candidacy.call)))

    client.post(marks_page(candidacy.call), form_of(candidacy, "5", "2"))
    assert list(HostMark.objects.values_list("criterion__name", "mark", "marker")) == [
        ("Salle", 5, user.pk), ("Budget", 2, user.pk),
    ]  # fmt: skip
    client.post(marks_page(candidacy.call), form_of(candidacy, "4", ""))
    assert list(HostMark.objects.values_list("criterion__name", "mark")) == [("Salle", 4)]
    assert "Sélectionnez un choix valide" in text_of(
        client.post(marks_page(candidacy.call), form_of(candidacy, "6", ""))
    )


def test_the_page_of_marks_is_for_the_bureau_alone(client, candidacy):
    honorary = of_the_bureau(office=OfficeFactory(is_honorary=True))
    past = of_the_bureau(starts_on="2001-01-01", ends_on="2004-01-01")
    of_a_territory = of_the_bureau(territory=TerritoryFactory())

    def status(user):
        client.force_login(user)
        page = marks_page(candidacy.call)
        return client.get(page).status_code, client.post(page, form_of(candidacy, "5", "5")).status_code

    assert client.get(marks_page(candidacy.call)).status_code == 302
    others = (guest(), member(), lead_of(candidacy.territory), staff(), honorary, past, of_a_territory)
    assert [status(user) for user in others] == [(404, 404)] * len(others)
    assert HostMark.objects.count() == 0


def test_nobody_marks_the_territory_that_they_lead(client, candidacy):
    other = HostCandidacyFactory(call=candidacy.call, territory=TerritoryFactory(name="LeadeR Lozère"))
    user = of_the_bureau()
    TerritoryLeadFactory(person=user.person, territory=candidacy.territory)
    client.force_login(user)

    shown = text_of(client.get(marks_page(candidacy.call)))
    client.post(marks_page(candidacy.call), form_of(candidacy, "5", "5") | form_of(other, "1", "1"))

    assert "LeadeR Lozère" in shown
    assert f"note-{candidacy.pk}-" not in shown
    assert set(HostMark.objects.values_list("candidacy", flat=True)) == {other.pk}
    with pytest.raises(acts.RefusedError):
        marking.mark(
            candidacy.call, {(candidacy.pk, candidacy.call.measures.first().pk): 5}, by=user, at=timezone.now()
        )


@pytest.mark.parametrize("change", [{"closes_on": timezone.localdate() + timedelta(days=1)}, "decided"])
def test_marks_are_given_between_the_last_day_and_the_decision(client, candidacy, change):
    if change == "decided":
        change = {"outcome": "skipped", "reason": "–", "decided_at": timezone.now()}
    HostCall.objects.update(**change)
    client.force_login(of_the_bureau())

    answer = text_of(client.post(marks_page(candidacy.call), form_of(candidacy, "5", "5")))

    assert "On note entre le dernier jour de l’appel et la décision." in answer
    assert HostMark.objects.count() == 0


def test_averages_by_weight_are_public_with_the_decision_and_not_before(client, candidacy):
    other = HostCandidacyFactory(call=candidacy.call, territory=TerritoryFactory(name="LeadeR Lozère"))
    HostCandidacyFactory(call=candidacy.call, state="draft")
    for marks in [(5, 2), (4, 3)]:
        client.force_login(of_the_bureau())
        client.post(marks_page(candidacy.call), form_of(candidacy, *marks) | form_of(other, "", "5"))
    [first, second] = marking.results_of([candidacy.call])[candidacy.call.pk]
    assert [(r.candidacy, r.total, r.markers) for r in (first, second)] == [
        (other, 5, 2),
        (candidacy, 11.5 / 3, 2),
    ]
    assert [average for _criterion, average in second.averages] == [4.5, 2.5]

    client.logout()
    public = reverse("events:host-list")
    assert "Notes du bureau" not in text_of(client.get(public))
    client.force_login(staff())
    decision = reverse("events:host-decision", args=[candidacy.call.year])
    assert "3,8" in text_of(client.get(decision))
    client.post(decision, {"choice": candidacy.pk, "reason": "La plus grande salle."})
    client.logout()
    shown = text_of(client.get(public))
    assert "Notes du bureau" in shown
    assert "4,5" in shown
    assert "LeadeR Lozère" in shown
    assert "La plus grande salle." in shown


@pytest.mark.parametrize("count", [1, 3])
def test_the_marks_cost_the_same_for_one_candidacy_and_for_three(client, call, count, django_assert_num_queries):
    for _number in range(count):
        HostDocumentFactory(candidacy=HostCandidacyFactory(call=call))
    client.force_login(of_the_bureau())
    client.get(marks_page(call))

    # Session, user, savepoint; the header; the seat, the call, candidacies, documents, criteria, own marks.
    with django_assert_num_queries(12):
        client.get(marks_page(call))


def test_the_database_keeps_marks_within_their_scale_and_one_for_each(candidacy):
    mark = HostMarkFactory(candidacy=candidacy, criterion=candidacy.call.measures.first())

    with pytest.raises(IntegrityError, match="from_none_to_best"), transaction.atomic():
        HostMark.objects.update(mark=6)
    with pytest.raises(IntegrityError, match="once_a_marker"), transaction.atomic():
        HostMarkFactory(candidacy=candidacy, criterion=mark.criterion, marker=mark.marker)


@pytest.mark.django_db(transaction=True)
def test_of_a_mark_and_the_decision_at_once_the_later_is_told(candidacy):
    criterion, user, judge = candidacy.call.measures.first(), staff(), of_the_bureau()
    told = []

    def mark():
        try:
            marking.mark(candidacy.call, {(candidacy.pk, criterion.pk): 5}, by=judge, at=timezone.now())
        except acts.RefusedError as error:
            told.append(str(error))
        finally:
            connection.close()

    with transaction.atomic():
        acts.decide(candidacy.call, outcome="skipped", candidacy=None, reason="–", by=user, at=timezone.now())
        other = threading.Thread(target=mark)
        other.start()
        until_somebody_waits_for_a_lock()
    other.join(120)

    assert told == ["On note entre le dernier jour de l’appel et la décision."]
    assert HostMark.objects.count() == 0
