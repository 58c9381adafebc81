"""Staff look as a lead: read only, recorded, shown, ended by a button; never a way to more rights."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import path, reverse
from django.utils import timezone

from leader import urls as site
from members.models import User
from territories.models import Prospect, Shadowing, TerritoryLead
from tests.factories.accounts import guest, lead_of, member, staff
from tests.factories.members import CompanyFactory
from tests.factories.territories import FederationFactory, ProspectFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2030, 6, 15, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_june():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def territory():
    FederationFactory()
    return TerritoryFactory(name="LeadeR Alès", slug="ales")


@pytest.fixture
def lead(territory):
    return lead_of(territory)


@pytest.fixture
def clerk(client):
    user = staff()
    client.force_login(user)
    return user


def dashboard(territory):
    return reverse("pages:territory-dashboard", args=[territory.slug])


def begin(client, territory, account):
    address = reverse("pages:shadowing-begin", args=[territory.slug])
    return client.post(address, {"lead": account.pk if isinstance(account, User) else account})


def end(client):
    return client.post(reverse("pages:shadowing-end"), follow=True)


def shown_as(client, address="/"):
    return client.get(address).context["user"]


def test_staff_sees_what_the_lead_sees_and_no_more(client, clerk, territory, lead):
    other = TerritoryFactory()
    assert client.get(dashboard(other)).status_code == 200

    begin(client, territory, lead)

    assert shown_as(client) == lead
    assert client.get(dashboard(territory)).status_code == 200
    assert client.get(dashboard(other)).status_code == 404
    assert client.get(reverse("pages:dossier-list")).status_code == 404
    assert client.get(reverse("admin:members_user_changelist")).status_code == 404


def test_it_is_recorded_with_who_whom_when_and_until_when(client, clerk, territory, lead):
    begin(client, territory, lead)
    row = Shadowing.objects.get()
    assert (row.staff, row.lead, row.territory, row.started_at) == (clerk, lead, territory, NOW)
    assert row.ends_at == NOW + timedelta(hours=1)

    with time_machine.travel(NOW + timedelta(minutes=7), tick=False):
        end(client)

    row.refresh_from_db()
    assert row.ends_at == NOW + timedelta(minutes=7)
    assert [change.pgh_label for change in row.changes.order_by("pgh_id")] == ["insert", "update"]


def test_the_history_names_the_staff_and_not_the_lead(client, clerk, territory, lead):
    begin(client, territory, lead)
    end(client)

    users = [change.pgh_context.metadata["user"] for change in Shadowing.objects.get().changes.all()]
    assert users == [clerk.pk, clerk.pk]


def test_every_page_says_so_and_offers_the_way_out(client, clerk, territory, lead):
    begin(client, territory, lead)

    pages = ["/", dashboard(territory), reverse("admin:index"), reverse("pages:dossier-list")]
    for page in pages:
        shown = client.get(page).content.decode()
        assert f"Vous voyez le site comme {lead.person}" in shown, page
        assert f'action="{reverse("pages:shadowing-end")}"' in shown, page


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_sent_while_it_lasts(client, clerk, territory, lead, method):
    prospect = ProspectFactory(territory=territory)
    begin(client, territory, lead)

    for address in [prospect.get_absolute_url(), dashboard(territory), "/", reverse("admin:index")]:
        answer = getattr(client, method)(address, {"next_action": "Appeler"})
        assert answer.status_code == 403
        assert "Rien n’a été envoyé" in answer.content.decode()
    prospect.refresh_from_db()
    assert prospect.next_action == ""


def writing(request):
    """Stand for a page that writes by GET."""
    Prospect.objects.update(next_action="Écrit")
    return HttpResponse("written")


urlpatterns = [path("ecrit/", writing), *site.urlpatterns]


@pytest.mark.urls(__name__)
def test_the_database_refuses_a_page_that_writes(client, clerk, territory, lead):
    prospect = ProspectFactory(territory=territory)
    begin(client, territory, lead)

    refused = client.get("/ecrit/")
    prospect.refresh_from_db()
    assert (refused.status_code, prospect.next_action) == (403, "")

    end(client)
    assert client.get("/ecrit/").status_code == 200
    prospect.refresh_from_db()
    assert prospect.next_action == "Écrit"


@pytest.mark.parametrize(
    "name", ["account_email", "account_change_password", "mfa_index", "mfa_view_recovery_codes", "pages:my-data"]
)
def test_what_is_the_lead_s_alone_is_not_shown(client, clerk, territory, lead, name):
    begin(client, territory, lead)

    answer = client.get(reverse(name))
    assert answer.status_code == 403
    assert lead.email not in answer.content.decode()


def test_the_own_rights_come_back_by_the_button(client, clerk, territory, lead):
    begin(client, territory, lead)
    page = end(client)

    assert page.context["user"] == clerk
    assert "Vous êtes de nouveau vous-même" in page.content.decode()
    assert client.get(reverse("pages:dossier-list")).status_code == 200
    assert client.post(reverse("territories:territory-tasks", args=[territory.slug])).status_code == 200
    assert end(client).status_code == 200  # a second click does nothing


def test_signing_out_ends_it(client, clerk, territory, lead):
    begin(client, territory, lead)
    with time_machine.travel(NOW + timedelta(minutes=3), tick=False):
        client.post(reverse("account_logout"))

    assert Shadowing.objects.get().ends_at == NOW + timedelta(minutes=3)
    client.force_login(clerk)
    assert shown_as(client) == clerk


def test_it_ends_by_itself_after_an_hour_and_a_form_that_waited_is_not_sent(client, clerk, territory, lead):
    prospect = ProspectFactory(territory=territory)
    begin(client, territory, lead)

    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        answer = client.post(reverse("territories:prospect-member", args=[prospect.pk]), follow=True)
        assert "rien n’a été envoyé" in answer.content.decode()
        assert answer.context["user"] == clerk
    prospect.refresh_from_db()
    assert prospect.state == "identified"
    assert Shadowing.objects.get().ends_at == NOW + timedelta(hours=1)


@pytest.mark.parametrize("role", [guest, member, lead_of])
def test_only_staff_may(client, territory, lead, role):
    client.force_login(role())

    assert begin(client, territory, lead).status_code == 404
    assert not Shadowing.objects.exists()


def test_a_neighbouring_lead_is_offered_nobody(client, territory, lead):
    client.force_login(lead)
    assert "voir-comme" not in client.get(dashboard(territory)).content.decode()


def other_staff(territory):
    colleague = staff()
    TerritoryLead.objects.create(territory=territory, person=colleague.person, starts_on="2020-01-01")
    return colleague


def superuser(territory):
    user = lead_of(territory)
    User.objects.filter(pk=user.pk).update(is_superuser=True)
    return user


def of_the_past(territory):
    user = lead_of(territory)
    TerritoryLead.objects.filter(person=user.person).update(ends_on="2020-12-31")
    return user


def inactive(territory):
    user = lead_of(territory)
    User.objects.filter(pk=user.pk).update(is_active=False)
    return user


@pytest.mark.parametrize(
    "whom",
    [other_staff, superuser, of_the_past, inactive, lambda territory: lead_of(), lambda territory: member(),
     lambda territory: 0, lambda territory: "1 OR 1=1", lambda territory: ""],
)  # fmt: skip
def test_never_as_another_staff_nor_as_who_does_not_lead_it_today(client, clerk, territory, whom):
    begin(client, territory, whom(territory))

    assert not Shadowing.objects.exists()
    assert "Choisissez un responsable" in client.get(dashboard(territory)).content.decode()
    assert shown_as(client) == clerk


def test_not_as_oneself(client, clerk, territory):
    TerritoryLead.objects.create(territory=territory, person=clerk.person, starts_on="2020-01-01")

    begin(client, territory, clerk)
    assert not Shadowing.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda clerk, lead: User.objects.filter(pk=lead.pk).update(is_staff=True),
        lambda clerk, lead: User.objects.filter(pk=lead.pk).update(is_active=False),
        lambda clerk, lead: TerritoryLead.objects.filter(person=lead.person).update(ends_on="2020-12-31"),
        lambda clerk, lead: User.objects.filter(pk=clerk.pk).update(is_staff=False),
    ],
    ids=["the lead joins the staff", "the lead's account is closed", "the lead leads no more", "staff no more"],
)
def test_it_ends_when_one_side_loses_the_right(client, clerk, territory, lead, change):
    begin(client, territory, lead)
    change(clerk, lead)

    assert shown_as(client) == clerk
    assert Shadowing.objects.running_at(timezone.now()).count() == 0


def test_a_session_of_somebody_else_cannot_take_it_over(client, clerk, territory, lead):
    begin(client, territory, lead)
    key = Shadowing.objects.get().pk
    other = Client()
    other_clerk = staff()
    other.force_login(other_clerk)
    session = other.session
    session["shadowing"] = key
    session.save()

    assert shown_as(other) == other_clerk
    assert Shadowing.objects.running_at(timezone.now()).get().pk == key  # the other one's goes on


def test_beginning_another_ends_the_one_before(client, clerk, territory, lead):
    second = lead_of(territory)
    begin(client, territory, lead)
    end(client)
    begin(client, territory, lead)
    elsewhere = Client()
    elsewhere.force_login(clerk)

    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        begin(elsewhere, territory, second)
        assert shown_as(client) == clerk
        assert shown_as(elsewhere) == second


def test_the_database_keeps_one_at_a_time_an_hour_at_most_and_not_oneself(clerk, territory, lead):
    said = {"staff": clerk, "territory": territory, "started_at": NOW}
    Shadowing.objects.create(lead=lead, ends_at=NOW + timedelta(minutes=10), **said)

    wrong = [
        {"lead": lead_of(territory), "ends_at": NOW + timedelta(minutes=5)},
        {"lead": clerk, "ends_at": NOW},
        {"lead": lead, "ends_at": NOW + timedelta(hours=2)},
        {"lead": lead, "ends_at": NOW - timedelta(minutes=2)},
    ]
    for each in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Shadowing.objects.create(**said, **each)


def test_a_form_opened_as_oneself_is_not_sent_as_the_other(territory, lead):
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff())
    first = client.get(dashboard(territory))
    token = first.context["csrf_token"]
    client.post(
        reverse("pages:shadowing-begin", args=[territory.slug]),
        {"lead": lead.pk, "csrfmiddlewaretoken": str(token)},
    )

    refused = client.post(reverse("pages:shadowing-end"), {"csrfmiddlewaretoken": str(token)})
    assert refused.status_code == 403
    fresh = client.get("/").context["csrf_token"]
    assert client.post(reverse("pages:shadowing-end"), {"csrfmiddlewaretoken": str(fresh)}).status_code == 302


def test_the_lead_knows_who_looked_and_another_does_not(client, clerk, territory, lead):
    begin(client, territory, lead)

    assert Shadowing.objects.visible_to(lead).count() == 1
    assert Shadowing.objects.visible_to(lead_of(territory)).count() == 0
    assert Shadowing.objects.administered_by(lead).count() == 0


def test_a_company_of_the_neighbour_stays_unseen(client, clerk, territory, lead):
    company = CompanyFactory()
    assert client.get(company.get_absolute_url()).status_code == 200
    begin(client, territory, lead)
    assert client.get(company.get_absolute_url()).status_code == 404
