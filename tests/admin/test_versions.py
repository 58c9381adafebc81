"""Two people who edit one record in the admin: the second is shown both versions, nothing is lost."""

import pytest

from members.models import Company
from tests.factories.members import CompanyFactory, RepresentativeFactory

from .test_history import posted
from .test_rights import url

pytestmark = pytest.mark.django_db


def test_an_edit_of_a_record_changed_meanwhile_shows_both_versions(client, staff):
    client.force_login(staff)
    company = CompanyFactory(name="Avant", city="Alès")
    address = url(Company, "change", company.pk)
    typed = posted(client.get(address))
    Company.objects.filter(pk=company.pk).update(city="Nîmes")

    refused = client.post(address, {**typed, "city": "Béziers"})

    company.refresh_from_db()
    page = refused.content.decode()
    assert company.city == "Nîmes"
    assert "Nîmes" in page
    assert 'value="Béziers"' in page
    kept = client.post(address, {**posted(refused), "city": "Béziers"})
    company.refresh_from_db()
    assert (kept.status_code, company.city) == (302, "Béziers")


def test_rows_below_the_record_are_of_its_version(client, staff):
    client.force_login(staff)
    row = RepresentativeFactory(function="Gérante")
    address = url(Company, "change", row.company_id)
    first, second = posted(client.get(address)), posted(client.get(address))

    client.post(address, {**first, "representatives-0-function": "Présidente"})
    refused = client.post(address, {**second, "representatives-0-function": "Directrice"})

    row.refresh_from_db()
    page = refused.content.decode()
    assert row.function == "Présidente"
    assert "Présidente" in page
    assert 'value="Directrice"' in page


def test_a_save_without_a_change_leaves_no_trace(client, staff):
    client.force_login(staff)
    company = CompanyFactory()
    address = url(Company, "change", company.pk)

    client.post(address, posted(client.get(address)))

    assert company.changes.count() == 1


def test_two_new_rows_that_exclude_each_other_come_back_with_a_sentence(client, staff):
    client.force_login(staff)
    company = CompanyFactory()
    address = url(Company, "change", company.pk)
    typed = posted(client.get(address)) | {"memberships-TOTAL_FORMS": "2"}
    for n in range(2):
        typed |= {f"memberships-{n}-category": "member", f"memberships-{n}-starts_on": "01/01/2026"}

    answer = client.post(address, typed)

    assert answer.status_code == 200
    assert company.memberships.count() == 0
    assert answer.context["adminform"].form.non_field_errors()


def test_the_same_new_record_sent_twice_is_one_record(client, staff):
    client.force_login(staff)
    address = url(Company, "add")
    typed = posted(client.get(address)) | {"name": "Une seule fois", "idempotency_key": "a" * 32}

    answers = [client.post(address, typed).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert Company.objects.filter(name="Une seule fois").count() == 1
