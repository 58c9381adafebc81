"""The history of a record: who, when, from which value to which, however it was changed."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from members.models import Company
from tests.factories.members import CompanyFactory, CompanyFiguresFactory, RepresentativeFactory
from tests.factories.territories import AffiliationFactory, TerritoryFactory
from tests.shared.waiting import pool

from .test_rights import url

pytestmark = pytest.mark.django_db


def entries(client, company):
    return client.get(url(Company, "history", company.pk)).context["page"].object_list


def told(entry):
    return [(change.label, change.before, change.after) for change in entry.changes]


@pytest.fixture
def company(client, staff):
    client.force_login(staff)
    return CompanyFactory(name="Avant", city="Alès")


@pytest.mark.django_db(transaction=True)
def test_of_two_transactions_that_overlap_the_later_change_is_told_as_the_later(client, company):
    def rename(name):
        try:
            Company.objects.filter(pk=company.pk).update(name=name)
        finally:
            connection.close()

    with transaction.atomic():
        Company.objects.count()  # this transaction begins first, and writes last
        with pool(1) as elsewhere:
            elsewhere.submit(rename, "Entre-temps").result(60)
        Company.objects.filter(pk=company.pk).update(name="Après")

    newest, second, *_rest = entries(client, company)
    assert told(newest) == [("Nom", "Entre-temps", "Après")]
    assert told(second) == [("Nom", "Avant", "Entre-temps")]


def test_a_creation_tells_its_values(client, company):
    [created] = entries(client, company)

    assert created.kind == "insert"
    assert ("Nom", "", "Avant") in told(created)


@pytest.mark.parametrize("way", ["update", "bulk", "sql"])
def test_a_change_is_told_whichever_way_it_was_made(client, company, way):
    if way == "update":
        Company.objects.filter(pk=company.pk).update(name="Après")
    elif way == "bulk":
        company.name = "Après"
        Company.objects.bulk_update([company], ["name"])
    else:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE members_company SET name = %s WHERE id = %s", ["Après", company.pk])

    changed, _created = entries(client, company)

    assert (changed.kind, changed.who) == ("update", "en dehors du site")
    assert told(changed) == [("Nom", "Avant", "Après")]


def test_a_change_in_the_admin_names_its_author(client, staff, company):
    page = client.get(url(Company, "change", company.pk))
    typed = posted(page)

    client.post(url(Company, "change", company.pk), {**typed, "name": "Après"})

    assert entries(client, company)[0].who == str(staff.person)


def test_rows_below_the_record_are_told_with_their_values_in_words(client, company):
    figures = CompanyFiguresFactory(company=company, year=2025, headcount=12)
    RepresentativeFactory(company=company, person__given_name="Anne", person__family_name="Dupuis")
    figures.delete()

    kinds = [(entry.kind, entry.subject.split(" – ")[-1]) for entry in entries(client, company)]

    assert sorted(kinds) == [("delete", "2025"), ("insert", ""), ("insert", "2025"), ("insert", "Anne Dupuis")]


def test_staff_reads_the_history_of_a_deleted_record(client, company):
    key = company.pk
    company.delete()

    page = client.get(url(Company, "history", key))

    assert [e.kind for e in page.context["page"].object_list] == ["delete", "insert"]


def test_a_lead_reads_nothing_of_the_neighbour_in_the_history_of_a_shared_company(client, sides):
    AffiliationFactory(company=sides.ours.company, territory=sides.theirs.territory, is_home=False)
    client.force_login(sides.ours.lead)

    page = client.get(url(Company, "history", sides.ours.company.pk)).content.decode()

    assert "LeadeR Nord" in page
    assert "LeadeR Sud" not in page


def test_a_history_costs_the_same_for_one_change_and_for_many(client, company):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            entries(client, company)
        return len(queries)

    cost()  # from here on the changes below have an author as well
    AffiliationFactory(company=company)
    Company.objects.filter(pk=company.pk).update(name="Un")
    few = cost()
    for name in "abcdef":
        Company.objects.filter(pk=company.pk).update(name=name)
    AffiliationFactory(company=company, territory=TerritoryFactory(), is_home=False)

    assert cost() == few


def posted(page):
    """Return what a browser would send back from the form of ``page``, unchanged."""
    context = page.context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    typed = {}
    for form in forms:
        for field in form:
            value = field.value()
            if value is True:
                typed[field.html_name] = "on"
            elif value is not None and value is not False:
                typed[field.html_name] = field.field.prepare_value(value) if value != "" else ""
    return typed
