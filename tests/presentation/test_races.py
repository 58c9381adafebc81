"""Two companies that type one SIRET at the same moment: one is saved, the other told beside the field."""

import pytest
from django.db import transaction
from django.urls import reverse

from tests.factories.accounts import representative_of
from tests.factories.members import CompanyFactory, SiteFactory
from tests.shared.waiting import pool, post, until_somebody_waits_for_a_lock

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_companies_that_type_one_siret_at_once_the_second_is_told_and_keeps_what_was_typed(client):
    company = CompanyFactory(member=True, siren=None)
    client.force_login(representative_of(company))
    typed = {"name": "Fours", "siret": "73282932000074", "city": "Alès"}
    with pool(1) as threads:
        with transaction.atomic():
            SiteFactory(siret=typed["siret"])  # written, and not yet to be seen by others
            page = reverse("members:company-site-add", args=[company.pk])
            later = threads.submit(post, page, typed, client.cookies)
            until_somebody_waits_for_a_lock()
        answer = later.result()

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["siret"]
    assert all(value in answer.content.decode() for value in typed.values())
    assert not company.sites.exists()
