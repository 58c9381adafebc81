"""A membership that is written at the desk ends the courting of its company, as every other joining does."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from members.models import Company, Membership
from territories.models import Prospect
from tests.admin.test_history import posted
from tests.admin.test_rights import url
from tests.factories import accounts
from tests.factories.members import CompanyFactory, MembershipFactory
from tests.factories.territories import ProspectFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client):
    user = accounts.staff()
    client.force_login(user)
    return user


@pytest.fixture
def courted():
    return ProspectFactory(state="met", next_action="Appeler", next_action_on=date(2026, 1, 1))


def sent(client, prospect, below_the_company, **days):
    membership = {"category": "member", "starts_on": "01/01/2024", **days}
    if below_the_company:
        address = url(Company, "change", prospect.company_id)
        membership = {f"memberships-0-{name}": value for name, value in membership.items()}
        membership["memberships-TOTAL_FORMS"] = "1"
    else:
        address = url(Membership, "add")
        membership["company"] = prospect.company_id
    assert client.post(address, posted(client.get(address)) | membership).status_code == 302


@pytest.mark.parametrize("below_the_company", [True, False])
def test_a_new_membership_ends_the_courting(client, clerk, courted, below_the_company):
    other = ProspectFactory(state="met")

    sent(client, courted, below_the_company)

    for each in (courted, other):
        each.refresh_from_db()
    assert (courted.state, courted.next_action_on, other.state) == ("member", None, "met")
    told = courted.exchanges.get()
    assert (told.summary, told.author) == ("Membre à compter du 01/01/2024, par la fédération.", clerk)


@pytest.mark.parametrize("below_the_company", [True, False])
def test_one_of_the_past_that_is_written_later_ends_nothing(client, clerk, courted, below_the_company):
    sent(client, courted, below_the_company, ends_on="31/12/2024")

    courted.refresh_from_db()
    assert courted.state == "met"
    assert courted.company.memberships.count() == 1


@pytest.mark.parametrize("below_the_company", [True, False])
@pytest.mark.parametrize("begins_in", [-400, 1, None])
def test_a_member_of_today_or_to_come_is_not_added_to_be_courted(client, clerk, below_the_company, begins_in):
    company, territory = CompanyFactory(), TerritoryFactory()
    if begins_in is not None:
        begins_on = timezone.localdate() + timedelta(days=begins_in)
        MembershipFactory(company=company, starts_on=begins_on, ends_on=None)
    told = {"territory": territory.pk, "state": "met", "next_action": "Appeler"}
    if below_the_company:
        address = url(Company, "change", company.pk)
        told = {f"prospects-0-{name}": value for name, value in told.items()} | {"prospects-TOTAL_FORMS": "1"}
    else:
        address = url(Prospect, "add")
        told["company"] = company.pk

    page = client.post(address, posted(client.get(address)) | told)

    is_refused = begins_in is not None
    assert (page.status_code, Prospect.objects.exists()) == (200 if is_refused else 302, not is_refused)
    assert ("est déjà adhérente, ou son adhésion est enregistrée" in page.content.decode()) is is_refused
    assert ('value="Appeler"' in page.content.decode()) is is_refused


@pytest.mark.parametrize(
    ("written", "below_the_company", "refused"),
    [("state", False, "state"), ("state", True, "state"), ("company", False, "company")],
)
def test_a_member_is_not_courted_by_way_of_a_file_that_is_there(
    client, clerk, written, below_the_company, refused
):
    member = CompanyFactory(member=True)
    joined = ProspectFactory(state="member", **({} if written == "company" else {"company": member}))
    told = {"state": "met", "company": member.pk, "next_action": "Appeler"}
    address = url(Prospect, "change", joined.pk)
    if below_the_company:
        address = url(Company, "change", member.pk)
        told = {f"prospects-0-{name}": told[name] for name in ("state", "next_action")}

    page = client.post(address, posted(client.get(address)) | told)

    assert page.status_code == 200
    content = page.content.decode()
    assert "est déjà adhérente, ou son adhésion est enregistrée" in content
    assert 'value="Appeler"' in content
    forms = [form for each in page.context["inline_admin_formsets"] for form in each.formset.forms]
    errors = [name for form in [page.context["adminform"].form, *forms] for name in form.errors]
    assert errors == [refused]
    joined.refresh_from_db()
    assert joined.state == "member"


@pytest.mark.parametrize("told", [{"notes": "Corrigé"}, {"state": "declined", "reason": "A adhéré ailleurs"}])
def test_what_else_the_file_of_a_member_says_may_be_mended(client, clerk, told):
    courted = ProspectFactory(state="met", company=CompanyFactory(member=True))
    address = url(Prospect, "change", courted.pk)

    assert client.post(address, posted(client.get(address)) | told).status_code == 302


def test_a_prospect_that_joined_is_still_written_as_one(client, clerk):
    company = CompanyFactory(member=True)
    address = url(Prospect, "add")
    told = {"company": company.pk, "territory": TerritoryFactory().pk, "state": "member"}

    assert client.post(address, posted(client.get(address)) | told).status_code == 302
