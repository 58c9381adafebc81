"""Who keeps a commission: its chair, the lead of its territory, the staff, and nobody else."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from commissions.models import Commission, CommissionMembership, SeatProposal
from leader.shared.mails import Letter
from members.models import Representative
from tests.commissions.test_joining import send
from tests.factories.accounts import guest, lead_of, member, staff
from tests.factories.commissions import CommissionFactory, CommissionMembershipFactory, SeatProposalFactory
from tests.factories.members import CompanyFactory, RepresentativeFactory
from tests.factories.territories import TerritoryFactory

pytestmark = pytest.mark.django_db


def roles(commission):
    """Return who has which role today."""
    running = CommissionMembership.objects.running_on(timezone.localdate()).filter(commission=commission)
    return {spell.person_id: spell.role for spell in running}


def seated(sitting, **fields):
    """Seat somebody else."""
    return CommissionMembershipFactory(commission=sitting.commission, **fields)


def test_the_chair_names_vice_chairs_and_the_days_are_kept(client, sitting):
    spell, today = seated(sitting), timezone.localdate()

    send(client, sitting.chair, sitting.seats, "vice", target=spell.pk)

    kept = CommissionMembership.objects.filter(person=spell.person).order_by("starts_on")
    assert [(s.role, s.ends_on) for s in kept] == [("member", today - timedelta(days=1)), ("vice_chair", None)]
    assert kept.last().starts_on == today


def test_the_staff_names_another_chair_and_the_one_before_stays_a_member(client, sitting):
    spell = seated(sitting)

    send(client, staff(), sitting.seats, "presider", target=spell.pk)

    assert roles(sitting.commission) == {sitting.chair.person_id: "member", spell.person_id: "chair"}
    client.force_login(sitting.chair)
    assert client.get(sitting.seats).status_code == 404


def test_the_chair_does_not_hand_the_chair_over_alone(client, sitting):
    spell = seated(sitting)

    refused = send(client, sitting.chair, sitting.seats, "presider", target=spell.pk)

    assert "La présidence est confiée par" in refused.content.decode()
    assert roles(sitting.commission)[sitting.chair.person_id] == "chair"


def test_in_a_full_commission_roles_still_change(client, sitting):
    spell = seated(sitting)
    Commission.objects.update(seat_limit=2)

    send(client, staff(), sitting.seats, "presider", target=spell.pk)

    assert roles(sitting.commission)[spell.person_id] == "chair"


def test_the_chair_takes_a_seat_away(client, sitting):
    spell = seated(sitting)

    send(client, sitting.chair, sitting.seats, "renvoyer", target=spell.pk)

    assert spell.person_id not in roles(sitting.commission)


def test_a_seat_or_a_request_of_another_commission_is_out_of_reach(client, sitting):
    other = CommissionFactory()
    spell = CommissionMembershipFactory(commission=other)
    asked = SeatProposalFactory(commission=other, person=sitting.asker.person)
    invited = SeatProposalFactory(commission=other, invited=True)

    for act, target in [("vice", spell), ("renvoyer", spell), ("accepter", asked), ("retirer", invited)]:
        assert send(client, sitting.chair, sitting.seats, act, target=target.pk).status_code == 200
    send(client, sitting.chair, sitting.seats, "refuser", target=asked.pk, reason="Non")

    assert roles(other) == {spell.person_id: "member"}
    assert set(SeatProposal.objects.values_list("state", flat=True)) == {"waiting"}


@pytest.mark.parametrize("page", ["seats", "edit"])
def test_who_keeps_the_commission_and_who_does_not(client, sitting, page):
    territory = TerritoryFactory()
    Commission.objects.update(territory=territory)
    keepers = [sitting.chair, staff(), lead_of(territory)]
    vice = member()
    seated(sitting, person=vice.person, role="vice_chair")
    others = [sitting.asker, guest(), lead_of(), vice]

    answers = []
    for user in [*keepers, *others]:
        client.force_login(user)
        answers.append(client.get(getattr(sitting, page)).status_code)

    assert answers == [200] * 3 + [404] * 4


def test_the_chair_of_yesterday_keeps_nothing(client, sitting):
    CommissionMembership.objects.update(ends_on=timezone.localdate() - timedelta(days=1))
    client.force_login(sitting.chair)

    assert client.get(sitting.seats).status_code == 404
    assert client.post(sitting.edit, {"theme": "x"}).status_code == 404


def test_the_chair_whose_company_left_keeps_nothing_gets_no_letter_and_is_told_of_to_the_staff(client, sitting):
    asker = sitting.asker
    Representative.objects.filter(person=sitting.chair.person).update(
        ends_on=timezone.localdate() - timedelta(days=1)
    )

    client.force_login(sitting.chair)
    assert client.get(sitting.seats).status_code == 404
    assert client.post(sitting.edit, {"theme": "x"}).status_code == 404
    client.force_login(asker)
    client.post(sitting.place, {"act": "demander"})
    assert not Letter.objects.filter(recipient=sitting.chair.person.email).exists()
    client.force_login(staff())
    assert "ne représente plus d’adhérent ici" in client.get(sitting.seats).content.decode()


def test_the_search_finds_by_name_who_may_be_invited_alone(client, sitting):
    RepresentativeFactory(person__family_name="Éluard", company=CompanyFactory(member=True))
    RepresentativeFactory(person__family_name="Éluard-Courtisé", company=CompanyFactory())
    taken = RepresentativeFactory(person__family_name="Éluard-Assis", company=CompanyFactory(member=True))
    seated(sitting, person=taken.person)
    client.force_login(sitting.chair)

    found = client.get(sitting.seats, {"qui": "eluard"}).context["found"]

    assert [person.family_name for person in found] == ["Éluard"]


def test_two_who_change_the_page_do_not_overwrite_each_other(client, sitting):
    client.force_login(sitting.chair)
    shown = client.get(sitting.edit).context["form"].initial["version"]
    Commission.objects.update(theme="D’un autre")

    refused = client.post(sitting.edit, {"theme": "Le mien", "joining": "ask", "version": shown})

    assert refused.status_code == 200
    assert "D’un autre" in refused.content.decode()
    assert "Le mien" in refused.content.decode()
    assert Commission.objects.get(pk=sitting.commission.pk).theme == "D’un autre"


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_the_chair_costs_the_same_for_one_request_and_for_three(
    client, sitting, count, django_assert_max_num_queries
):
    for _number in range(count):
        asker = member()
        SeatProposalFactory(commission=sitting.commission, person=asker.person)
        seated(sitting)
    client.force_login(sitting.chair)

    # session, account, context twice, leads, the commission; proposals and their people, membership; seats and
    # their people; whether one names the chair; the navigation
    with django_assert_max_num_queries(14):
        response = client.get(sitting.seats)

    assert len(response.context["requests"]) == count


def test_strangers_are_sent_to_sign_in(client, sitting):
    for url in [sitting.place, sitting.seats, sitting.edit, sitting.life, reverse("commissions:commission-found")]:
        assert client.get(url).url.startswith(reverse("account_login"))
