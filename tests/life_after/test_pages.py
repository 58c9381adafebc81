"""What comes after the opening, on the pages of staff; nobody else finds them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from elections.rolls import voters_of
from territories.models import Prospect, Succession, Territory
from tests.factories import accounts
from tests.factories.geography import CommuneFactory
from tests.factories.members import CompanyFactory
from tests.factories.territories import (
    AffiliationFactory,
    AreaPartFactory,
    MandateFactory,
    ProspectFactory,
    TaskFactory,
    TransferFactory,
)
from tests.life_after.conftest import SINCE, act_url, homes, told_then_done

pytestmark = pytest.mark.django_db
ACTS = ["sommeil", "fermeture", "fusion", "scission", "conversion"]


@pytest.mark.parametrize("role", ["lead", "neighbour", "member", "guest"])
def test_nobody_but_staff_finds_what_comes_after(client, sides, role):
    users = {
        "lead": lambda: sides.ales.lead, "neighbour": lambda: sides.nimes.lead, "member": accounts.member,
        "guest": accounts.guest,
    }  # fmt: skip
    client.force_login(users[role]())

    assert client.get(reverse("pages:territory-after", args=["ales"])).status_code == 404
    for act in ACTS:
        url = act_url(sides.ales.territory, act)
        assert (client.get(url).status_code, client.post(url, {}).status_code) == (404, 404)


def test_a_stranger_is_asked_to_sign_in(client, sides):
    for url in [reverse("pages:territory-after", args=["ales"]), act_url(sides.ales.territory, "fusion")]:
        assert reverse("account_login") in client.get(url)["Location"]


def test_a_lead_plans_a_closing_and_does_not_record_it(client, sides, day):
    client.force_login(sides.ales.lead)
    url = reverse("territories:territory-life", args=["ales"])

    refused = client.post(url, {"kind": "closed", "done_on": day})
    client.post(url, {"kind": "closed", "planned_for": "2099-01-01"})

    assert "done_on" in refused.context["form"].errors
    assert sides.ales.territory.stages.get(kind="closed").done_on is None


def test_sleeping_ends_nothing_and_says_why_everywhere(client, staff, sides, day):
    territory = sides.ales.territory
    MandateFactory(territory=territory)

    page = client.get(act_url(territory, "sommeil"))
    answer = client.post(act_url(territory, "sommeil"), {"on": day, "reason": "Plus personne pour animer"})

    lines = {line.label: line.count for line in page.context["lines"]}
    assert [n for n in lines.values() if n] == [1, 1, 1]  # a company, a mandate, a lead
    assert answer["Location"] == reverse("pages:territory-after", args=["ales"])
    assert homes(sides.ales.company) == [("ales", True, SINCE, None)]
    assert territory.mandates.get().ends_on is None
    for name in ["territories:territory-history", "pages:territory-dashboard"]:
        assert "Plus personne pour animer" in client.get(reverse(name, args=["ales"])).content.decode()
    before = client.get(reverse("pages:territory-overview"), {"jour": day - timedelta(days=1)})
    after = client.get(reverse("pages:territory-overview"), {"jour": day})
    assert (stage_in(before), stage_in(after)) == ("open", "dormant")


def stage_in(overview, slug="ales"):
    return next(row.territory.stage for row in overview.context["page"].object_list if row.territory.slug == slug)


def members_in(overview, slug):
    return next(row.members for row in overview.context["page"].object_list if row.territory.slug == slug)


def test_a_territory_that_sleeps_is_relaunched(client, staff, sides, day, today):
    client.post(act_url(sides.ales.territory, "sommeil"), {"on": day, "reason": "Pause"})
    client.post(act_url(sides.ales.territory, "relance"), {"on": today, "reason": "Nouvelle équipe"})

    assert sides.ales.territory.stage_on(today) == "relaunched"
    assert (
        "Nouvelle équipe" in client.get(reverse("territories:territory-history", args=["ales"])).content.decode()
    )


def test_an_act_that_cannot_come_now_is_not_offered(client, staff, sides):
    answer = client.get(act_url(sides.ales.territory, "relance"))
    assert answer["Location"] == reverse("pages:territory-after", args=["ales"])
    assert client.get(act_url(sides.ales.territory, "autre")).status_code == 404


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"reason": "x"}, "on"), ({"on": "2099-01-01", "reason": "x"}, "on"), ({"on": "2021-01-01"}, "reason")],
)
def test_what_is_wrong_is_said_beside_the_field(client, staff, sides, typed, field):
    answer = client.post(act_url(sides.ales.territory, "fermeture"), typed)
    assert list(answer.context["form"].errors) == [field]


def test_closing_tells_first_then_ends_what_hangs_there(client, staff, sides, day):
    territory, eve = sides.ales.territory, day - timedelta(days=1)
    mandate = MandateFactory(territory=territory)
    prospect = ProspectFactory(territory=territory)
    part = AreaPartFactory(territory=territory)
    transfer = TransferFactory(company=sides.ales.company, origin=territory)
    typed = {"on": day, "reason": "Trop peu d’adhérents"}

    told = client.post(act_url(territory, "fermeture"), typed)
    assert (told.context["found"].homes, homes(sides.ales.company)) == (1, [("ales", True, SINCE, None)])
    told_then_done(client, act_url(territory, "fermeture"), typed)

    assert homes(sides.ales.company) == [("ales", True, SINCE, eve)]
    for row in [mandate, part, transfer, prospect]:
        row.refresh_from_db()
    assert (mandate.ends_on, part.ends_on, territory.leads.get().ends_on) == (eve, eve, eve)
    assert (prospect.state, transfer.state) == ("dormant", "withdrawn")
    assert sides.ales.company.is_member_on(day)


def test_what_changed_since_it_was_told_is_told_again(client, staff, sides, day):
    url, typed = act_url(sides.ales.territory, "fermeture"), {"on": day, "reason": "Fin"}
    shown = client.post(url, typed).context["form"]["shown"].value()
    AffiliationFactory(territory=sides.ales.territory)

    again = client.post(url, {**typed, "shown": shown})

    assert again.context["found"].homes == 2
    assert again.context["form"].non_field_errors()
    assert sides.ales.territory.stages.filter(kind="closed").count() == 0


def merge(client, sides, day, **more):
    typed = {"into": sides.nimes.territory.pk, "on": day, "reason": "Un seul bassin", "leads_follow": "on", **more}
    return told_then_done(client, act_url(sides.ales.territory, "fusion"), typed)


def test_in_a_merger_everybody_follows_and_the_past_tells_the_old_state(client, staff, sides, day, today):
    ales, nimes, eve = sides.ales.territory, sides.nimes.territory, day - timedelta(days=1)
    both = CompanyFactory()
    AffiliationFactory(company=both, territory=ales, starts_on=SINCE)
    AffiliationFactory(company=both, territory=nimes, starts_on=SINCE, secondary=True)
    courted, known = ProspectFactory(territory=ales), CompanyFactory()
    twice = [ProspectFactory(territory=territory, company=known) for territory in (ales, nimes)]
    commune = CommuneFactory()
    AreaPartFactory(territory=ales, commune=commune)
    task = TaskFactory(territory=ales)

    merge(client, sides, day)

    assert homes(sides.ales.company) == [("ales", True, SINCE, eve), ("nimes", True, day, None)]
    assert homes(both) == [
        ("ales", True, SINCE, eve), ("nimes", False, SINCE, eve), ("nimes", True, day, None),
    ]  # fmt: skip
    courted.refresh_from_db()
    assert courted.territory == nimes
    assert [Prospect.objects.get(pk=p.pk).state for p in twice] == ["dormant", "identified"]
    assert Territory.objects.covering(commune, on=eve).get() == ales
    assert Territory.objects.covering(commune, on=day).get() == nimes
    assert nimes.leads.filter(person=sides.ales.lead.person, starts_on=day).exists()
    assert task.territory == ales
    past, now = (client.get(reverse("pages:territory-overview"), {"jour": on}) for on in (eve, today))
    assert (members_in(past, "ales"), members_in(past, "nimes"), stage_in(past)) == (1, 1, "open")
    assert (members_in(now, "ales"), members_in(now, "nimes"), stage_in(now)) == (0, 2, "closed")
    assert set(voters_of(ales, eve)) == {sides.ales.company}
    assert set(voters_of(nimes, day)) == {sides.ales.company, sides.nimes.company}
    assert client.get(reverse("pages:territory-dashboard", args=["nimes"])).context["territory"].came_from == [
        "LeadeR ales"
    ]


def test_the_former_address_leads_to_the_territory_that_goes_on(client, staff, sides, day):
    merge(client, sides, day)
    client.logout()

    answer = client.get(sides.ales.territory.get_absolute_url(), follow=True)

    assert answer.redirect_chain == [(sides.nimes.territory.get_absolute_url(), 302)]
    assert "Un seul bassin" in answer.content.decode()
    history = client.get(reverse("territories:territory-history", args=["ales"]))
    assert history.context["goes_on_in"] == sides.nimes.territory


def test_a_merger_is_done_once_and_never_in_a_circle(client, staff, sides, day):
    merge(client, sides, day)
    url = act_url(sides.nimes.territory, "fusion")

    back = client.post(url, {"into": sides.ales.territory.pk, "on": day, "reason": "x"})
    again = client.get(act_url(sides.ales.territory, "fusion"))

    assert list(back.context["form"].errors) == ["into"]  # a closed territory is no choice
    assert again["Location"] == reverse("pages:territory-after", args=["ales"])
    assert Succession.objects.count() == 1


def test_another_territory_than_the_one_shown_is_shown_first(client, staff, sides, day):
    url = act_url(sides.ales.territory, "fusion")
    typed = {"into": sides.nimes.territory.pk, "on": day, "reason": "x"}
    shown = client.post(url, typed).context["form"]["shown"].value()

    told = client.post(url, {**typed, "into": sides.third.territory.pk, "shown": shown})

    assert told.status_code == 200
    assert not Succession.objects.exists()


def test_a_split_takes_the_companies_of_the_parts_chosen(client, staff, sides, day):
    ales, eve = sides.ales.territory, day - timedelta(days=1)
    commune = CommuneFactory()
    part = AreaPartFactory(territory=ales, commune=commune)
    going = CompanyFactory(commune=commune)
    AffiliationFactory(company=going, territory=ales, starts_on=SINCE)
    typed = {
        "name": "LeadeR Cévennes", "kind": "association", "on": day, "reason": "Deux bassins", "parts": [part.pk],
        "leads_follow": "on",
    }  # fmt: skip

    answer = told_then_done(client, act_url(ales, "scission"), typed)

    assert answer.status_code == 302
    new = Territory.objects.get(name="LeadeR Cévennes")
    assert homes(going) == [("ales", True, SINCE, eve), (new.slug, True, day, None)]
    assert homes(sides.ales.company) == [("ales", True, SINCE, None)]
    assert (new.stage_on(eve), new.stage_on(day), ales.stage_on(day)) == ("planned", "open", "open")
    assert Territory.objects.covering(commune, on=day).get() == new
    assert "LeadeR Cévennes" in client.get(ales.get_absolute_url()).content.decode()
    assert "Deux bassins" in client.get(new.get_absolute_url()).content.decode()


def test_the_ticks_of_a_split_are_the_word_of_staff(client, staff, sides, day):
    ales = sides.ales.territory
    AffiliationFactory(territory=ales, starts_on=SINCE)
    typed = {"name": "LeadeR Neuf", "kind": "club", "on": day, "reason": "x", "companies": [sides.ales.company.pk]}

    told_then_done(client, act_url(ales, "scission"), typed)

    assert [slug for slug, *_rest in homes(sides.ales.company)] == ["ales", "leader-neuf"]
    assert Succession.objects.get().companies == 1


def test_the_name_of_a_new_territory_is_free(client, staff, sides, day):
    typed = {"name": "leader NIMES", "kind": "club", "on": day, "reason": "x"}
    answer = client.post(act_url(sides.ales.territory, "scission"), typed)
    assert list(answer.context["form"].errors) == ["name"]


def test_a_conversion_carries_the_members_over(client, staff, sides, day):
    ales = sides.ales.territory
    carried, left = ProspectFactory(territory=ales), ProspectFactory(territory=ales)
    typed = {
        "name": "GECO Grands Causses", "founded_on": "2013-01-01", "on": day, "reason": "Adhésion au réseau",
        "prospects": [carried.pk],
    }  # fmt: skip

    client.post(act_url(ales, "conversion"), typed)

    ales.refresh_from_db()
    assert (ales.kind, ales.predecessor_name) == ("converted", "GECO Grands Causses")
    assert homes(carried.company) == [("ales", True, day, None)]
    assert carried.company.member_since(day) == day
    assert not left.company.is_member_on(day)
    page = client.get(reverse("territories:territory-history", args=["ales"])).content.decode()
    assert "GECO Grands Causses" in page
    assert client.get(act_url(ales, "conversion")).status_code == 302  # once


def test_the_members_of_a_conversion_of_years_ago_are_imported(client, staff, sides):
    prospect = ProspectFactory(territory=sides.ales.territory)
    typed = {"name": "GECO", "on": "2018-11-30", "reason": "x", "prospects": [prospect.pk]}
    answer = client.post(act_url(sides.ales.territory, "conversion"), typed)
    assert list(answer.context["form"].errors) == ["prospects"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_an_act_costs_the_same_for_one_company_and_for_three(
    client, staff, sides, count, django_assert_max_num_queries
):
    for _number in range(count):
        AffiliationFactory(territory=sides.ales.territory)
        MandateFactory(territory=sides.ales.territory)
        TransferFactory(origin=sides.ales.territory)
    url = act_url(sides.ales.territory, "fusion")
    client.get(url)

    # session, user, savepoint twice, territory, conversion, fifteen lines, the other territories
    with django_assert_max_num_queries(22):
        client.get(url)


def test_each_change_is_in_the_audit_with_whoever_made_it(client, staff, sides, day):
    merge(client, sides, day)

    change = Succession.objects.get().changes.get()
    assert change.pgh_context.metadata["user"] == staff.pk
    moved = sides.ales.company.affiliations.get(territory=sides.ales.territory).changes
    assert list(moved.order_by("pgh_id").values_list("pgh_label", flat=True)) == ["insert", "update"]
