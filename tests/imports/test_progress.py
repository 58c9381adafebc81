"""An import tells where it is while its transaction runs, and survives its worker."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from leader.shared.jobs import retry_stalled_jobs
from members.models import Company
from territories.imports import acts
from territories.imports.progress import Progress, Step, progress_of, tell
from territories.models import CompanyImport
from tests.factories.members import CompanyFactory
from tests.jobs import Worker, run_now
from tests.shared.waiting import pool, until_somebody_waits_for_a_lock

pytestmark = pytest.mark.django_db(transaction=True)
State = CompanyImport.State


def seen(company_import):
    """Return the progress as another connection sees it."""
    try:
        return progress_of(company_import)
    finally:
        connection.close()


def test_what_a_transaction_tells_is_seen_by_others_as_long_as_it_lasts():
    company_import = CompanyImport.objects.create(file_name="f.csv")
    other = CompanyImport.objects.create(file_name="g.csv")
    with transaction.atomic():
        tell(company_import, Step.READ, 40)
        with pool(1) as elsewhere:
            assert elsewhere.submit(seen, company_import).result(60) == Progress(Step.READ, 40)
            assert elsewhere.submit(seen, other).result(60) is None
        tell(company_import, Step.WRITE)
        assert progress_of(company_import) == Progress(Step.WRITE, None)

    assert progress_of(company_import) is None


def test_the_page_shows_the_work_then_its_result(client, staff, run_jobs):
    client.force_login(staff)
    company_import = acts.receive(SimpleUploadedFile("f.csv", b"nom;ville\nVerrerie;Albi\n"), author=staff)

    waiting = client.get(company_import.get_absolute_url()).content.decode()
    with transaction.atomic():
        tell(company_import, Step.COMPARE)
        busy = client.get(company_import.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    run_jobs()
    done = client.get(company_import.get_absolute_url(), headers={"HX-Request": "true"})

    assert "Le fichier attend son tour" in waiting
    assert "Les lignes sont comparées" in busy
    assert "<html" not in busy
    assert done["HX-Refresh"] == "true"
    assert "Rien n’est encore enregistré" in client.get(company_import.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("step", "table"),
    [(Step.READ, "territories_importline"), (Step.COMPARE, "members_company"), (Step.WRITE, "members_company")],
)
def test_a_real_worker_tells_where_it_is(staff, run_jobs, settings, step, table):
    """Hold the worker by a lock that the step needs, and look from outside."""
    CompanyFactory(name="Verrerie", siren="732829320", city="Gaillac")
    rows = "nom;siren;ville\nVerrerie;732829320;Albi\nNouvelle;;Albi\n"
    company_import = acts.receive(SimpleUploadedFile("f.csv", rows.encode()), author=staff)
    if step == Step.WRITE:
        run_jobs()
        company_import.refresh_from_db()
        acts.ask_to_write(company_import, company_import.attempt)
    with transaction.atomic(), connection.cursor() as cursor:
        # SHARE lets others read: what only compares goes on until it writes.
        cursor.execute(f"LOCK TABLE {table} IN {'SHARE' if step == Step.WRITE else 'ACCESS EXCLUSIVE'} MODE")
        worker = Worker("--one-shot", MEDIA_ROOT=str(settings.MEDIA_ROOT))
        until_somebody_waits_for_a_lock()
        with pool(1) as elsewhere:
            told = elsewhere.submit(seen, company_import).result(60)
    worker.finish()

    assert told is not None
    assert told.step == step
    company_import.refresh_from_db()
    assert company_import.state == (State.DONE if step == Step.WRITE else State.PREVIEWED)


@pytest.mark.faults
def test_a_worker_killed_while_it_writes_has_written_nothing_and_the_next_one_writes_once(
    staff, run_jobs, settings, tmp_path
):
    known = CompanyFactory(name="Verrerie", siren="732829320", city="Gaillac")
    rows = "nom;siren;ville\nVerrerie;732829320;Albi\n" + "".join(f"Nouvelle {n};;Albi\n" for n in range(500))
    company_import = acts.receive(SimpleUploadedFile("f.csv", rows.encode()), author=staff)
    run_jobs()
    company_import.refresh_from_db()
    acts.ask_to_write(company_import, company_import.attempt)
    with transaction.atomic():
        Company.objects.select_for_update().get(pk=known.pk)
        worker = Worker(MEDIA_ROOT=str(settings.MEDIA_ROOT))
        until_somebody_waits_for_a_lock()
        worker.kill()
    company_import.refresh_from_db()
    assert (company_import.state, Company.objects.count()) == (State.CONFIRMED, 1)

    retry_stalled_jobs.defer(timestamp=0)
    for _round in range(2):
        run_jobs()
        run_now()

    company_import.refresh_from_db()
    assert (company_import.state, Company.objects.count()) == (State.DONE, 501)
    known.refresh_from_db()
    assert (known.city, known.version) == ("Albi", 2)
    assert not ProcrastinateJob.objects.exclude(status="succeeded").exists()
