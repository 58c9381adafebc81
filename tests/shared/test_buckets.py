"""Uploaded files in a bucket: against a server of S3 on the loopback."""

import socket
from datetime import timedelta

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from moto.server import ThreadedMotoServer

from commissions.documents.forgetting import forget_stray_files, forget_withdrawn
from commissions.documents.previews import draw_preview
from commissions.models import Document, DocumentVersion
from commissions.reconciliation import missing_documents
from leader.shared.files import names_in
from tests.commissions.files import pdf, upload
from tests.factories.accounts import staff
from tests.factories.commissions import CommissionFactory

KEYS = {"access_key": "essai", "secret_key": "essai", "region_name": "eu-west-3"}


def bucket_at(settings, address):
    """Let the uploaded files stand in a bucket behind ``address``."""
    options = {**KEYS, "bucket_name": "leader", "endpoint_url": address}
    backend = {"BACKEND": "leader.shared.buckets.BucketStorage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "default": backend}


@pytest.fixture(scope="module")
def server():
    """Return the address of a server of S3."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(server, settings):
    """Return a fresh bucket, in which the site keeps its files."""
    service = boto3.resource(
        "s3",
        endpoint_url=server,
        aws_access_key_id="essai",
        aws_secret_access_key="essai",
        region_name="eu-west-3",
    )
    bucket = service.Bucket("leader")
    bucket.create(CreateBucketConfiguration={"LocationConstraint": "eu-west-3"})
    bucket_at(settings, server)
    yield bucket
    bucket.objects.all().delete()
    bucket.delete()


def keys(bucket):
    return {each.key for each in bucket.objects.all()}


@pytest.mark.django_db
def test_a_document_lives_in_the_bucket_from_its_upload_to_its_end(
    client, bucket, django_capture_on_commit_callbacks
):
    commission, content = CommissionFactory(), pdf()
    client.force_login(staff())

    typed = {"file": upload(content, "budget.pdf"), "visibility": "public", "title": ""}
    client.post(reverse("commissions:document-bring", args=[commission.slug]), typed)
    version = DocumentVersion.objects.get()
    draw_preview(version_id=version.pk)
    version.refresh_from_db()

    assert keys(bucket) == {version.file.name, version.preview.name}
    assert bucket.Object(version.file.name).get()["Body"].read() == content
    client.logout()
    response = client.get(reverse("commissions:document-file", args=[version.pk]))
    assert b"".join(response.streaming_content) == content
    assert 'filename="budget.pdf"' in response["Content-Disposition"]
    assert client.get(reverse("commissions:document-preview", args=[version.pk])).status_code == 200
    assert missing_documents() == []

    Document.objects.update(withdrawn_at=timezone.now() - timedelta(days=31))
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_withdrawn(timezone.now()) == 1
    assert keys(bucket) == set()


@pytest.mark.django_db
def test_a_file_is_never_written_over_and_one_that_nobody_names_goes(bucket):
    names = {default_storage.save("documents/egare", ContentFile(text)) for text in (b"un", b"deux")}

    assert len(names) == 2
    assert {f"documents/{name}" for name in names_in("documents")} == names
    assert forget_stray_files(timezone.now()) == 0
    assert forget_stray_files(timezone.now() + timedelta(days=2)) == 2
    assert keys(bucket) == set()


@pytest.mark.django_db
def test_a_service_that_is_away_is_told_so_and_nothing_is_half_done(client, settings):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    bucket_at(settings, f"http://127.0.0.1:{port}")
    client.force_login(staff())
    commission = CommissionFactory()

    typed = {"file": upload(pdf()), "visibility": "public", "title": "Budget"}
    page = client.post(reverse("commissions:document-bring", args=[commission.slug]), typed)

    assert "réessayez dans un moment" in page.content.decode()
    assert 'value="Budget"' in page.content.decode()
    assert not Document.objects.exists()


@pytest.mark.django_db
def test_a_file_is_not_found_in_the_bucket_or_the_service_is_away(client, bucket, settings):
    client.force_login(staff())
    typed = {"file": upload(pdf()), "visibility": "public", "title": "Budget"}
    client.post(reverse("commissions:document-bring", args=[CommissionFactory().slug]), typed)
    version = DocumentVersion.objects.get()
    address = reverse("commissions:document-file", args=[version.pk])

    default_storage.delete(version.file.name)
    assert client.get(address).status_code == 404
    assert missing_documents() == [f"document {version.document_id}, version 1: {version.file.name}"]

    bucket_at(settings, "http://127.0.0.1:9")
    response = client.get(address)
    assert (response.status_code, response["Retry-After"]) == (503, "5")
