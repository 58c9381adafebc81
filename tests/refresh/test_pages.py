"""The pages of the register: by each role, with every decision, and what went wrong meanwhile."""

import csv
import io
import json
import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from members.models import Company, Membership, RegisterDifference, RegisterSnapshot
from territories.models import Affiliation
from tests.factories import accounts
from tests.factories.geography import CommuneFactory, EpciFactory
from tests.factories.members import Activity2025Factory, ActivityFactory, CompanyFactory, MembershipFactory
from tests.factories.refresh import RegisterDifferenceFactory, RegisterSnapshotFactory
from tests.factories.territories import AffiliationFactory, AreaPartFactory, TerritoryFactory
from tests.register.servers import says

pytestmark = pytest.mark.django_db
LIST = "pages:register-list"
Kind, State = RegisterDifference.Kind, RegisterDifference.State


@pytest.fixture
def staff(client):
    user = accounts.staff()
    client.force_login(user)
    return user


def differing(kind=Kind.NAME, company=None, theirs="NOUVEAU NOM", **told):
    """Return a difference with the answer of the register behind it."""
    company = company or CompanyFactory(name="Ancien nom")
    told = {"siren": company.siren, "name": company.name, **told}
    RegisterSnapshotFactory(company=company, told=told)
    ours = {Kind.NAME: company.name, Kind.NAF_2025: company.activity_2025, Kind.SEAT: company.commune_id or ""}
    return RegisterDifferenceFactory(company=company, kind=kind, ours=ours.get(kind, ""), theirs=theirs)


def renamed(company=None):
    return differing(company=company, name="NOUVEAU NOM")


def naf(**company):
    return differing(Kind.NAF_2025, CompanyFactory(**company), "62.10Y", activity_2025="62.10Y")


def page_of(company):
    return reverse("pages:register-company", args=[company.pk])


def decide(client, row, decision, *, key="", follow=True, **changed):
    typed = {"decision": decision, "version": row.version, "ours": row.ours, "note": "", **changed}
    if key:
        typed["idempotency_key"] = key
    url = reverse("pages:register-decide", args=[row.company_id, row.pk])
    return client.post(url, typed, follow=follow)


def bulk(client, rows, decision="taken"):
    typed = {"rows": [f"{row.pk}-{row.version}" for row in rows], "decision": decision}
    return client.post(reverse("pages:register-bulk"), typed, follow=True)


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


def test_the_list_counts_by_kind_and_filters(client, staff):
    first, second = renamed(), naf(name="Verrerie")
    territory = TerritoryFactory(slug="ales")
    AffiliationFactory(company=second.company, territory=territory)

    def listed(query=""):
        return {row.pk for row in client.get(reverse(LIST) + query).context["page"]}

    tabs = client.get(reverse(LIST)).context["tabs"]
    assert {value: count for value, _label, count in tabs if count} == {"name": 1, "activity_2025": 1}
    assert listed() == {first.pk, second.pk}
    assert listed("?type=name") == {first.pk}
    assert listed("?q=verr") == {second.pk}
    assert listed("?territory=ales") == {second.pk}
    assert listed("?etat=kept") == set()
    assert listed("?type=hostile&etat=hostile&territory=hostile&page=hostile") == {first.pk, second.pk}


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_difference_and_for_three(client, count, django_assert_num_queries):
    user = accounts.staff()
    commune = CommuneFactory(epci=EpciFactory())
    AreaPartFactory(commune=commune)
    for _number in range(count):
        naf()
        differing(Kind.SEAT, CompanyFactory(), commune.code, commune_code=commune.code)
    client.force_login(user)

    # transaction 2, session, user, territories of the filter, counts, page count, rows, labels, communes, living
    # territories, areas, homes, answers, navigation
    with django_assert_num_queries(14):
        response = client.get(reverse("pages:register-list"))
    assert len(response.context["differences"]) == 2 * count


def test_a_lead_sees_the_differences_of_the_own_companies_and_decides_none(client):
    territory = TerritoryFactory()
    own, foreign = renamed(), renamed(CompanyFactory())
    AffiliationFactory(company=own.company, territory=territory)
    client.force_login(accounts.lead_of(territory))

    assert [row.pk for row in client.get(reverse(LIST)).context["page"]] == [own.pk]
    page = client.get(page_of(own.company))
    assert page.status_code == 200
    assert "ecarts" not in page.content.decode()
    assert client.get(page_of(foreign.company)).status_code == 404
    assert decide(client, own, "taken").status_code == 404
    assert bulk(client, [own]).status_code == 404
    assert client.post(reverse("pages:register-ask", args=[own.company_id])).status_code == 404
    rows = client.get(reverse(LIST) + "?format=csv")
    assert foreign.company.name not in b"".join(rows.streaming_content).decode()


@pytest.mark.parametrize("who", [accounts.guest, accounts.member])
def test_nobody_else_finds_the_pages(client, who):
    row = renamed()
    client.force_login(who())

    assert client.get(reverse(LIST)).status_code == 404
    assert client.get(page_of(row.company)).status_code == 404


def test_staff_take_over_with_who_when_old_and_new(client, staff):
    row = renamed()

    page = decide(client, row, "taken")

    row.refresh_from_db()
    assert Company.objects.get(pk=row.company_id).name == "NOUVEAU NOM"
    assert (row.state, row.decided_by, row.ours, row.theirs) == (State.TAKEN, staff, "Ancien nom", "NOUVEAU NOM")
    assert "Licence Ouverte 2.0" in page.content.decode()
    assert [r.pk for r in page.context["past"]] == [row.pk]


def test_to_keep_ours_says_why(client, staff):
    row = renamed()

    refused = decide(client, row, "kept")
    assert refused.context["standing"][0].form.errors.keys() == {"note"}
    decide(client, row, "kept", note="Nom commercial")

    row.refresh_from_db()
    assert (row.state, row.note, row.ended_at) == (State.KEPT, "Nom commercial", None)
    decide(client, row, "taken")  # a mind may change while the register says the same
    assert Company.objects.get(pk=row.company_id).name == "NOUVEAU NOM"


def test_the_same_form_sent_twice_decides_once(client, staff):
    row = renamed()
    for _time in range(2):
        assert decide(client, row, "later", key="a" * 32, follow=False).status_code == 302

    row.refresh_from_db()
    assert row.state == State.LATER
    assert row.version == 2


def test_a_lost_update_is_refused(client, staff):
    row = renamed()
    Company.objects.filter(pk=row.company_id).update(name="Tapé entre-temps")

    page = decide(client, row, "taken")

    assert "changé" in said(page)
    assert Company.objects.get(pk=row.company_id).name == "Tapé entre-temps"


def test_harmless_differences_are_decided_together_and_others_never(client, staff):
    rows = [naf(), naf()]
    name, changed = renamed(), naf()
    Activity2025Factory(code="62.10Y")
    RegisterDifference.objects.filter(pk=changed.pk).update(note="lu par un autre")  # a new version

    page = bulk(client, [*rows, name, changed])

    assert [Company.objects.get(pk=row.company_id).activity_2025 for row in rows] == ["62.10Y"] * 2
    assert Company.objects.get(pk=name.company_id).name == "Ancien nom"
    assert Company.objects.get(pk=changed.company_id).activity_2025 == ""
    assert "2 écarts" in said(page)
    assert "1" in said(page)


@pytest.mark.parametrize("sent", [[], ["x"], ["1-1-1"], ["-1-2"], ["99999999999-1"], ["²-1"]])
def test_a_choice_of_nothing_or_nonsense_is_told(client, staff, sent):
    typed = {"rows": sent, "decision": "taken"}

    page = client.post(reverse("pages:register-bulk"), typed, follow=True)

    assert "au moins une ligne" in said(page)


def test_a_closure_taken_over_proposes_to_end_the_membership_and_ends_nothing(client, staff):
    company = CompanyFactory()
    membership = MembershipFactory(company=company, lasting=True)
    row = differing(Kind.CLOSED, company, "2026-06-30", is_closed=True, closed_on="2026-06-30")

    page = decide(client, row, "taken")

    assert reverse("pages:membership-detail", args=[company.pk]) in page.content.decode()
    assert "30 juin 2026" in page.content.decode()
    assert Membership.objects.get(pk=membership.pk).ends_on is None
    assert "mettez-y fin" in said(page)


@pytest.mark.parametrize("was_member", [True, False])
def test_a_closure_of_no_member_leaves_nothing_to_end(client, staff, was_member):
    company = CompanyFactory()
    if was_member:
        MembershipFactory(company=company, starts_on=date(2019, 1, 1), ends_on=date(2019, 12, 31))
    row = differing(Kind.CLOSED, company, "2026-06-30", is_closed=True, closed_on="2026-06-30")

    page = decide(client, row, "taken")

    assert said(page) == "La fermeture est notée."


def test_a_move_says_which_territory_and_changes_it_only_when_asked(client, staff):
    old, new = TerritoryFactory(name="LeadeR Ancien"), TerritoryFactory(name="LeadeR Nouveau")
    commune = CommuneFactory(code="30007", name="Alès", epci=EpciFactory(name="Alès Agglomération"))
    AreaPartFactory(territory=new, commune=None, epci=commune.epci)
    company = CompanyFactory(commune=CommuneFactory(code="30189", name="Nîmes"))
    AffiliationFactory(company=company, territory=old)
    row = differing(Kind.SEAT, company, "30007", commune_code="30007", postal_code="30100", city="ALES")

    listed = client.get(reverse(LIST)).content.decode()
    assert "Alès Agglomération" in listed
    assert "LeadeR Nouveau" in listed
    page = decide(client, row, "taken")
    assert Affiliation.objects.get(company=company).territory == old
    assert page.context["move"].proposed == [new]

    move = reverse("pages:register-home", args=[company.pk])
    client.post(move, {"territory": old.pk})
    assert Affiliation.objects.get(company=company).territory == old
    client.post(move, {"territory": new.pk})
    homes = Affiliation.objects.running_on(timezone.localdate()).filter(company=company, is_home=True)
    assert [spell.territory for spell in homes] == [new]


def test_staff_ask_the_register_now(client, staff, register):
    company = CompanyFactory(siren="000100057", name="Marée d’essai")

    page = client.post(reverse("pages:register-ask", args=[company.pk]), follow=True)

    assert "répondu" in said(page)
    assert RegisterSnapshot.objects.get(company=company).told["is_closed"] is True
    assert "closed" in {row.kind for row in page.context["standing"]}
    assert date.fromisoformat(RegisterDifference.objects.get(kind="closed").theirs)


def test_a_register_that_is_away_is_told_and_nothing_changes(client, staff, settings):
    settings.COMPANY_REGISTER_URL = "http://127.0.0.1:1"
    company = CompanyFactory(siren="000100057")

    page = client.post(reverse("pages:register-ask", args=[company.pk]), follow=True)

    assert "ne peut pas être interrogé" in said(page)
    assert not RegisterSnapshot.objects.exists()


def test_both_versions_of_naf_stand_side_by_side(client, staff):
    row = differing(
        Kind.NAF_2025, CompanyFactory(activity_2025="62.20Y"), "62.10Y", activity="62.01Z", activity_2025="62.10Y"
    )

    text = re.sub(r"<[^>]+>|\s+", " ", client.get(page_of(row.company)).content.decode())

    assert "62.01Z" in text
    assert "62.20Y" in text
    assert "62.10Y" in text


def test_from_2027_the_register_tells_the_new_code_alone_and_ours_of_before_stays_beside_it(
    client, staff, scripted
):
    company = CompanyFactory(activity=ActivityFactory(code="62.01Z"), activity_2025="62.20Y")
    unit = {
        "siren": company.siren, "nom_complet": company.name, "siege": {}, "etat_administratif": "A",
        "activite_principale": "62.10Y", "statut_diffusion": "O",
    }  # fmt: skip
    scripted(says(200, json.dumps({"results": [unit], "total_results": 1}).encode()))

    with time_machine.travel(datetime(2027, 1, 4, 9, tzinfo=UTC), tick=False):
        client.force_login(staff)
        page = client.post(reverse("pages:register-ask", args=[company.pk]), follow=True)

    assert [(row.kind, row.ours, row.theirs) for row in page.context["standing"]] == [
        ("activity_2025", "62.20Y", "62.10Y")
    ]
    sides = re.findall(r'<th scope="row">(NAF [^<]+)</th>(.*?)</tr>', page.content.decode())
    told = {name: re.sub(r"<[^>]+>", " ", cells).split() for name, cells in sides}
    assert told == {"NAF rév. 2": ["62.01Z", "–"], "NAF 2025": ["62.20Y", "62.10Y"]}


def test_the_file_holds_what_the_list_shows(client, staff):
    row = renamed()

    response = client.get(reverse(LIST) + "?format=csv&type=name")

    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig")), delimiter=";"))
    assert rows[1][:5] == ["Ancien nom", row.company.siren, "changement de nom", "Ancien nom", "NOUVEAU NOM"]
    assert client.get(reverse(LIST) + "?format=xlsx").status_code == 200


def test_a_move_out_of_every_territory_is_told(client, staff):
    company = CompanyFactory(commune=CommuneFactory())
    AffiliationFactory(company=company, territory=TerritoryFactory())
    away = CommuneFactory()
    differing(Kind.SEAT, company, away.code, commune_code=away.code)

    assert "dans aucun territoire" in client.get(reverse(LIST)).content.decode()
    assert "dans aucun territoire" in client.get(page_of(company)).content.decode()
