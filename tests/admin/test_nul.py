"""A NUL byte, which PostgreSQL cannot store, is refused wherever it is sent: never an error."""

import pytest
from django.urls import reverse

from members.models import Company
from tests.factories.members import CompanyFactory

from .test_history import posted
from .test_rights import url

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("field", ["name", "siren", "commune", "activity", "insee_size_class", "founded_on"])
def test_a_nul_byte_sent_in_a_field_is_a_bad_request_and_changes_nothing(client, staff, field):
    client.force_login(staff)
    company = CompanyFactory(name="Avant")
    address = url(Company, "change", company.pk)

    answer = client.post(address, posted(client.get(address)) | {field: "a\0b"})

    assert answer.status_code == 400  # no keyboard types it: the middleware refuses the whole form
    company.refresh_from_db()
    assert company.name == "Avant"


@pytest.mark.parametrize("query", ["q=a%00", "commune=%00", "status=%00", "p=%00", "o=%00", "_to_field=%00"])
def test_a_nul_byte_in_the_address_of_a_list_is_a_bad_request(client, staff, query):
    client.force_login(staff)

    assert client.get(url(Company, "changelist") + "?" + query).status_code == 400


def test_a_nul_byte_in_an_autocompletion_is_a_bad_request(client, staff):
    client.force_login(staff)
    asked = {"app_label": "territories", "model_name": "prospect", "field_name": "company", "term": "a\0"}

    assert client.get(reverse("admin:autocomplete"), asked).status_code == 400


@pytest.mark.parametrize("name", ["action", "_selected_action", "select_across", "index"])
@pytest.mark.parametrize("value", ["\0", "x", "9" * 40])
def test_a_nul_byte_or_worse_in_an_action_changes_nothing(client, staff, name, value):
    client.force_login(staff)
    company = CompanyFactory()
    typed = {"action": "attach", "index": "0", "_selected_action": [company.pk], name: [value]}

    assert client.post(url(Company, "changelist"), typed).status_code < 500
    assert company.affiliations.count() == 0
