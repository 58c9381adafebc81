"""The history keeps each row that a statement writes, whichever way, with the values that it then has."""

import pghistory
import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from pghistory.models import Context

from members.models import Company, CompanyFigures, User
from tests.factories.members import CompanyFactory, CompanyFiguresFactory

pytestmark = pytest.mark.django_db
Change = CompanyFigures.changes.rel.related_model


def run(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def kept(*, after=0):
    """Return what the history of the figures tells, but for its first ``after`` entries, in no order."""
    told = Change.objects.order_by("pgh_id").values_list("pgh_label", "pgh_obj_id", "year", "headcount")
    return sorted(told[after:])


@pytest.fixture
def three():
    return [CompanyFiguresFactory(year=2025, headcount=heads) for heads in (10, 20, 30)]


def test_an_update_of_many_rows_keeps_each_that_changed_and_no_other(three):
    CompanyFigures.objects.update(headcount=20)

    first, _second, third = three
    assert kept(after=3) == [("update", first.pk, 2025, 20), ("update", third.pk, 2025, 20)]


def test_every_row_of_a_bulk_insert_is_kept(three):
    rows = CompanyFigures.objects.bulk_create(
        CompanyFigures(company=figures.company, year=2024, headcount=7) for figures in three
    )

    assert kept(after=3) == [("insert", row.pk, 2024, 7) for row in rows]


def test_every_row_of_a_copy_is_kept(three):
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY members_companyfigures (company_id, year, headcount) FROM STDIN") as copy,
    ):
        for figures in three:
            copy.write(f"{figures.company_id}\t2023\t{figures.headcount}\n")

    rows = CompanyFigures.objects.filter(year=2023)
    assert kept(after=3) == sorted(("insert", row.pk, 2023, row.headcount) for row in rows)


def test_of_an_insert_that_updates_what_stands_both_sorts_of_rows_are_kept(three):
    first, second, third = three
    run(
        "INSERT INTO members_companyfigures (company_id, year, headcount) VALUES (%s, 2025, 11), (%s, 2024, 5),"
        " (%s, 2025, 30) ON CONFLICT (company_id, year) DO UPDATE SET headcount = excluded.headcount",
        first.company_id, second.company_id, third.company_id,
    )  # fmt: skip

    new = CompanyFigures.objects.get(year=2024)
    assert kept(after=3) == [("insert", new.pk, 2024, 5), ("update", first.pk, 2025, 11)]


def test_every_deleted_row_is_kept_as_it_was(three):
    CompanyFigures.objects.filter(headcount__gt=10).delete()

    assert kept(after=3) == [("delete", three[1].pk, 2025, 20), ("delete", three[2].pk, 2025, 30)]


def test_what_goes_with_a_deleted_company_is_kept(three):
    run("DELETE FROM members_companyfigures f USING members_company c WHERE c.id = f.company_id")

    assert [label for label, *_rest in kept(after=3)] == ["delete"] * 3


def test_a_row_whose_key_changes_is_kept(three):
    run("UPDATE members_companyfigures SET id = 999999 WHERE id = %s", three[0].pk)

    assert kept(after=3) == [("update", 999999, 2025, 10)]


def test_a_statement_that_changes_nothing_leaves_no_trace(three):
    contexts = Context.objects.count()
    with pghistory.context(command="test"):
        CompanyFigures.objects.filter(headcount=999).update(headcount=1)
        CompanyFigures.objects.filter(headcount=10).update(headcount=10)
        CompanyFigures.objects.filter(headcount=999).delete()

    assert kept(after=3) == []
    assert Context.objects.count() == contexts


def test_the_rows_of_a_statement_share_the_context_of_their_act(three):
    with pghistory.context(command="test"):
        CompanyFigures.objects.update(headcount=1)

    [context] = {change.pgh_context for change in Change.objects.filter(pgh_label="update")}
    assert context.metadata == {"command": "test"}


def test_a_version_raised_by_a_trigger_is_the_version_kept():
    company = CompanyFactory(name="Avant")
    Company.objects.update(name="Après")

    assert list(company.changes.order_by("pgh_id").values_list("name", "version")) == [("Avant", 1), ("Après", 2)]


def test_a_column_left_out_of_the_history_makes_no_entry():
    user = User.objects.create_user("clerk@example.org")
    before = user.changes.count()
    user.set_password("a long sentence")
    user.save()

    assert user.changes.count() == before


def test_the_history_of_many_rows_is_not_planned_by_that_of_one():
    """PostgreSQL plans a trigger once in a session; by a join for one row these rows would take minutes."""
    rows = 10_000
    Company.objects.bulk_create(Company(name=f"Essai {n}") for n in range(rows))
    Company.objects.filter(name="Essai 1").update(city="Nîmes")

    run("SET LOCAL statement_timeout = '90s'")
    changed = Company.objects.update(city="Alès")

    history = Company.changes.rel.related_model.objects.filter(pgh_label="update", city="Alès")
    assert (changed, history.count()) == (rows, rows)


@pytest.mark.parametrize("sql", ["UPDATE {} SET headcount = 0", "DELETE FROM {}"])
def test_the_history_itself_is_only_added_to(three, sql):
    with pytest.raises(ProgrammingError, match="Cannot"), transaction.atomic():
        run(sql.format(Change._meta.db_table))

    assert len(kept()) == 3
