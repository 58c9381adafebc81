"""The life of a commission: founded, renamed, merged, dissolved, and its history told."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from commissions import life
from commissions.joining import RefusedError
from commissions.meetings.acts import convene
from commissions.models import Commission, CommissionMembership, CommissionMilestone, SeatProposal
from leader.shared.mails import Letter
from tests.commissions.test_joining import send
from tests.factories.accounts import lead_of, member, staff
from tests.factories.commissions import (
    CommissionFactory,
    CommissionMilestoneFactory,
    MeetingFactory,
    SeatProposalFactory,
)
from tests.factories.territories import TerritoryFactory

pytestmark = pytest.mark.django_db

FOUND = {"kind": "working_group", "joining": "ask", "founded_on": "2026-01-05", "theme": "", "purpose": ""}
DAY = date(2024, 5, 2)


def test_the_staff_founds_a_commission_of_the_federation(client):
    client.force_login(staff())

    response = client.post(reverse("commissions:commission-found"), {**FOUND, "name": "Énergie & climat"})

    founded = Commission.objects.get()
    assert (founded.slug, founded.kind, founded.territory) == ("energie-climat", "working_group", None)
    assert response.url == reverse("commissions:commission-seats", args=["energie-climat"])


def test_a_lead_founds_one_of_the_own_territory_and_of_no_other(client):
    own, other = TerritoryFactory(), TerritoryFactory()
    client.force_login(lead_of(own))
    url = reverse("commissions:commission-found")

    refused = [client.post(url, {**FOUND, "name": "Une", "territory": key}) for key in ["", other.pk]]
    client.post(url, {**FOUND, "name": "Une", "territory": own.pk})

    assert ["territory" in answer.context["form"].errors for answer in refused] == [True, True]
    assert Commission.objects.get().territory == own


def test_members_and_chairs_found_nothing(client, sitting):
    for user in [sitting.asker, sitting.chair]:
        client.force_login(user)
        assert client.get(reverse("commissions:commission-found")).status_code == 404
        assert client.get(sitting.life).status_code == 404


def test_the_former_address_leads_to_the_page_and_the_history_tells_the_former_name(client, sitting):
    send(client, staff(), sitting.life, "renommer", name="International", on="2024-05-02")

    moved = client.get("/commissions/export/")
    page = client.get("/commissions/international/").content.decode()

    assert (moved.status_code, moved.url) == (301, "/commissions/international/")
    assert "Export" in page
    assert "2 mai 2024" in page


def test_a_name_whose_address_leads_elsewhere_is_refused(client, sitting):
    CommissionMilestoneFactory(kind="renamed", former_name="Japon", former_slug="japon", happened_on=DAY)
    CommissionFactory(name="Chine", slug="chine")

    for name in ["Japon", "JAPON !", "Chine", "Export"]:
        refused = send(client, staff(), sitting.life, "renommer", name=name, on="2024-05-02")
        assert refused.status_code == 200
        assert "commission" in str(refused.context["forms"][0].non_field_errors())
    assert Commission.objects.filter(slug="export").exists()


def test_a_commission_may_have_its_old_name_back(client, sitting):
    for name in ["International", "Export", "Monde"]:
        life.rename(Commission.objects.get(pk=sitting.commission.pk), name, on=DAY)

    assert client.get("/commissions/monde/").status_code == 200
    assert client.get("/commissions/export/").url == "/commissions/monde/"
    assert client.get("/commissions/international/").url == "/commissions/monde/"


def test_merging_ends_one_and_invites_its_people_to_the_other(client, sitting):
    goes_on, today = CommissionFactory(name="Monde", slug="monde"), timezone.localdate()
    waiting = SeatProposalFactory(commission=sitting.commission, person=sitting.asker.person)

    send(client, staff(), sitting.life, "fusionner", into=goes_on.pk, on=f"{today:%Y-%m-%d}")

    sitting.commission.refresh_from_db()
    waiting.refresh_from_db()
    assert (sitting.commission.dissolved_on, sitting.commission.merged_into) == (today, goes_on)
    assert waiting.state == "withdrawn"
    assert [p.person for p in SeatProposal.objects.waiting().filter(commission=goes_on)] == [sitting.chair.person]
    assert not CommissionMembership.objects.filter(commission=goes_on).exists()
    pages = {slug: client.get(f"/commissions/{slug}/").content.decode() for slug in ["export", "monde"]}
    assert "Fusionnée avec" in pages["export"]
    assert "A repris" in pages["monde"]


def test_dissolving_ends_the_seats_on_the_last_day(client, sitting):
    send(client, staff(), sitting.life, "dissoudre", on="2024-05-02")

    assert set(CommissionMembership.objects.values_list("ends_on", flat=True)) == {DAY}
    again = send(client, staff(), sitting.life, "dissoudre", on="2024-05-03")
    assert "seul son historique demeure" in again.content.decode()
    assert Commission.objects.get(pk=sitting.commission.pk).dissolved_on == DAY


@pytest.mark.parametrize("act", ["dissoudre", "fusionner"])
def test_the_meetings_after_the_last_day_are_called_off_and_those_invited_are_told_once(client, sitting, act):
    goes_on, today = CommissionFactory(name="Monde"), timezone.localdate()
    ahead, past = (
        MeetingFactory(commission=sitting.commission),
        MeetingFactory(commission=sitting.commission, past=True),
    )
    elsewhere = MeetingFactory(commission=goes_on)
    convene(ahead, at=timezone.now())

    typed = {"on": f"{today:%Y-%m-%d}"} | ({"into": goes_on.pk} if act == "fusionner" else {})
    for _twice in range(2):
        send(client, staff(), sitting.life, act, **typed)

    for meeting in (ahead, past, elsewhere):
        meeting.refresh_from_db()
    said = {"dissoudre": "La commission est dissoute.", "fusionner": "La commission se poursuit dans « Monde »."}
    assert ahead.cancel_reason.replace("\xa0", " ") == said[act]
    assert (ahead.cancelled_at is None, past.cancelled_at, elsewhere.cancelled_at) == (False, None, None)
    told = Letter.objects.filter(recipient=sitting.chair.person.email).exclude(calendar="").order_by("pk")
    assert [letter.calendar_method for letter in told] == ["REQUEST", "CANCEL"]


@pytest.mark.parametrize("on", ["2999-01-01", "1800-01-01", "hier", ""])
def test_a_last_day_that_cannot_be_is_said_beside_its_field(client, sitting, on):
    refused = send(client, staff(), sitting.life, "dissoudre", on=on)

    assert list(refused.context["forms"][2].errors) == ["on"]
    assert Commission.objects.get(pk=sitting.commission.pk).dissolved_on is None


def test_a_commission_is_not_merged_with_itself_nor_with_one_that_is_over(client, sitting):
    over = CommissionFactory(dissolved_on=DAY)

    for key in [sitting.commission.pk, over.pk, "x"]:
        refused = send(client, staff(), sitting.life, "fusionner", into=key, on="2024-05-02")
        assert list(refused.context["forms"][1].errors) == ["into"]
    with pytest.raises(RefusedError):
        life.dissolve(sitting.commission, on=DAY, by=staff(), at=timezone.now(), into=over)


def test_the_lead_of_its_territory_keeps_its_life_and_merges_into_own_ones_alone(client, sitting):
    territory = TerritoryFactory()
    Commission.objects.update(territory=territory)
    elsewhere = CommissionFactory()
    lead = lead_of(territory)

    refused = send(client, lead, sitting.life, "fusionner", into=elsewhere.pk, on="2024-05-02")
    send(client, lead, sitting.life, "renommer", name="Voisins", on="2024-05-02")

    assert list(refused.context["forms"][1].errors) == ["into"]
    assert Commission.objects.filter(slug="voisins").exists()


def test_a_recasting_tells_what_was_kept_and_what_was_added_that_day(client):
    kept = [CommissionFactory(name=name) for name in ["R&D", "Finances"]]
    for commission in kept:
        CommissionMilestone.objects.create(commission=commission, kind="kept", happened_on=DAY)
    CommissionFactory(name="Communication", founded_on=DAY)
    CommissionFactory(name="Plus tard", founded_on=DAY + timedelta(days=1))
    client.force_login(member())

    (recasting,) = client.get(f"{reverse('commissions:commission-list')}?etat=archives").context["recastings"]

    assert [c.name for c in recasting["kept"]] == ["Finances", "R&D"]
    assert [c.name for c in recasting["added"]] == ["Communication"]
