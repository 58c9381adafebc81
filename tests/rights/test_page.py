"""The rights of the leads are set on one page, kept by the database, and shown as the rules give them."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from leader.pages.rights.table import opened_by, somebody, table
from leader.shared.scope import Right, given_by
from territories.models import Federation, LeadRight, Prospect
from territories.models.lead_rights import EVERY_RIGHT
from territories.scope import rights_of
from tests.factories.accounts import lead_of, staff
from tests.factories.territories import FederationFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
PAGE = "pages:lead-rights"


@pytest.fixture
def federation():
    return FederationFactory()


@pytest.fixture
def clerk(client):
    user = staff()
    client.force_login(user)
    return user


def save(client, rights, version):
    return client.post(reverse(PAGE), {"lead_rights": rights, "version": version})


def test_every_right_is_given_until_the_federation_decides(federation):
    assert federation.lead_rights == EVERY_RIGHT
    assert set(rights_of(lead_of(TerritoryFactory())).values()) == {True}


def test_before_the_federation_is_recorded_leads_have_every_right():
    assert set(rights_of(lead_of(TerritoryFactory())).values()) == {True}


def test_staff_gives_and_takes_and_it_holds_from_the_next_page(client, clerk, federation):
    lead = lead_of(TerritoryFactory())
    assert save(client, ["create", "edit"], federation.version).status_code == 302

    federation.refresh_from_db()
    assert federation.lead_rights == ["create", "edit"]
    again = type(lead).objects.get(pk=lead.pk)
    assert [right for right, has in rights_of(again).items() if has] == ["create", "edit"]
    assert federation.changes.latest("pgh_id").pgh_context.metadata["user"] == clerk.pk


def test_an_unknown_right_is_refused_and_the_form_comes_back(client, clerk, federation):
    answer = save(client, ["edit", "everything"], federation.version)

    assert answer.status_code == 200
    assert answer.context["form"].errors["lead_rights"]
    federation.refresh_from_db()
    assert federation.lead_rights == EVERY_RIGHT
    with pytest.raises(IntegrityError), transaction.atomic():
        Federation.objects.update(lead_rights=["everything"])


def test_a_stale_version_overwrites_nothing(client, clerk, federation):
    Federation.objects.update(lead_rights=["edit"])

    assert save(client, EVERY_RIGHT, federation.version).status_code == 200
    assert Federation.objects.get().lead_rights == ["edit"]


def test_all_may_be_taken(client, clerk, federation):
    save(client, [], federation.version)
    assert set(rights_of(lead_of(TerritoryFactory())).values()) == {False}


@pytest.mark.parametrize("right", LeadRight)
def test_the_table_tells_of_each_role_what_the_rules_say(right):
    for held in ([], [right.value], EVERY_RIGHT):
        line = next(line for line in table(held) if line.right is right)
        assert [has for _role, has in line.roles] == [False, False, False, right.value in held, True]


def test_the_table_tells_which_records_a_right_opens():
    assert ("entreprises pressenties", "modifier, aussi au bureau de gestion") in [
        (str(name), str(what)) for name, what in opened_by(LeadRight.EDIT)
    ]
    assert [str(name) for name, _what in opened_by(LeadRight.SEE_DUES)] == ["adhésions"]
    assert [str(name) for name, _what in opened_by(LeadRight.MAIL)] == ["demandes d’adhésion"]
    assert opened_by(LeadRight.EXPORT) == []  # no record of its own: it withholds the files of lists


def test_the_somebody_of_the_table_is_judged_as_a_lead_of_flesh_is(federation):
    for held in ([], ["edit"], EVERY_RIGHT):
        Federation.objects.update(lead_rights=held)
        lead = lead_of(TerritoryFactory())
        assert rights_of(lead) == rights_of(somebody("lead", held))
        for right in Right:
            assert given_by(Prospect, right, lead) == given_by(Prospect, right, somebody("lead", held))


def test_the_page_says_it(client, clerk, federation):
    Federation.objects.update(lead_rights=["edit"])
    page = client.get(reverse(PAGE)).content.decode()

    assert "Droits des responsables" in page
    assert page.count('name="lead_rights"') == len(LeadRight)
    assert page.count("checked") == 1
