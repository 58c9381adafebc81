"""The windows in which one adds a record for a field obey the same rule as the lists."""

import json
import re
from html import unescape

import pytest

from members.models import Company, Person
from territories.models import Prospect
from tests.factories import members

from .test_history import posted
from .test_rights import url

pytestmark = pytest.mark.django_db


def test_a_person_added_in_a_window_goes_back_to_the_field_that_asked(client, staff):
    client.force_login(staff)
    address = url(Person, "add") + "?_popup=1"
    typed = posted(client.get(address)) | {"family_name": "Nouvelle", "_popup": "1"}

    answer = client.post(address, typed)

    told = json.loads(unescape(re.search(r'data-popup-response="([^"]+)"', answer.content.decode())[1]))
    assert told["value"] == str(Person.objects.get(family_name="Nouvelle").pk)


def test_the_list_in_a_window_shows_a_lead_the_own_rows_only(client, sides):
    client.force_login(sides.ours.lead)

    page = client.get(url(Company, "changelist") + "?_popup=1").content.decode()

    assert "Atelier Nord" in page
    assert "Atelier Sud" not in page


def test_a_record_of_the_neighbour_opens_in_no_window(client, sides):
    client.force_login(sides.ours.lead)

    for model, key in [(Company, sides.theirs.company.pk), (Prospect, sides.theirs.prospect.pk)]:
        assert client.get(url(model, "change", key) + "?_popup=1&_to_field=id").status_code == 404


def test_a_window_has_no_menu_and_asks_for_no_field_that_is_none(client, staff):
    client.force_login(staff)
    members.CompanyFactory()

    page = client.get(url(Company, "changelist") + "?_popup=1").content.decode()

    assert 'class="desks"' not in page
    assert client.get(url(Company, "changelist") + "?_popup=1&_to_field=description").status_code == 400
