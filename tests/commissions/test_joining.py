"""Taking a seat: at once, by asking, by invitation, within the limit; and leaving."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from commissions.models import Commission, CommissionMembership, SeatProposal
from leader.shared.mails import Letter
from tests.factories.accounts import guest, member, representative_of, staff
from tests.factories.commissions import CommissionFactory, CommissionMembershipFactory, SeatProposalFactory
from tests.factories.members import CompanyFactory, RepresentativeFactory
from tests.factories.territories import AffiliationFactory, TerritoryFactory

pytestmark = pytest.mark.django_db

FULL = "Toutes les places de cette commission sont prises."
NO_COMPANY = "réservées à ceux qui représentent une entreprise adhérente"


def send(client, user, url, act, **typed):
    """Carry out one act of a page as ``user``."""
    client.force_login(user)
    return client.post(url, {"act": act, **typed})


def sits(commission, user):
    """Tell whether the person of ``user`` sits there today."""
    running = CommissionMembership.objects.running_on(timezone.localdate())
    return running.filter(commission=commission, person=user.person).exists()


def letters():
    """Return to whom letters wait to be sent, with their texts."""
    return {letter.recipient: letter.text for letter in Letter.objects.all()}


def test_a_member_joins_an_open_commission_at_once(client, sitting):
    Commission.objects.update(joining="open")

    response = send(client, sitting.asker, sitting.place, "demander")

    assert response.url == sitting.commission.get_absolute_url()
    assert sits(sitting.commission, sitting.asker)
    assert not SeatProposal.objects.exists()


def test_a_member_asks_and_the_chair_reads_why_by_letter_and_on_the_page(client, sitting):
    send(client, sitting.asker, sitting.place, "demander", message="Nous exportons au Japon.")

    assert not sits(sitting.commission, sitting.asker)
    assert "Nous exportons au Japon." in letters()[sitting.chair.person.email]
    client.force_login(sitting.chair)
    assert "Nous exportons au Japon." in client.get(sitting.seats).content.decode()


def test_a_request_without_a_chair_goes_to_the_staff(client, sitting):
    clerk = staff()
    CommissionMembership.objects.all().delete()

    send(client, sitting.asker, sitting.place, "demander")

    assert set(letters()) == {clerk.email}


def test_the_chair_accepts_and_the_person_sits_there_and_is_told(client, sitting):
    asked = SeatProposalFactory(commission=sitting.commission, person=sitting.asker.person)

    response = send(client, sitting.chair, sitting.seats, "accepter", target=asked.pk, reason="Bienvenue !")

    assert response.status_code == 302
    assert sits(sitting.commission, sitting.asker)
    assert "Bienvenue !" in letters()[sitting.asker.person.email]


def test_a_refusal_says_why_or_is_not_sent(client, sitting):
    asked = SeatProposalFactory(commission=sitting.commission, person=sitting.asker.person)

    mute = send(client, sitting.chair, sitting.seats, "refuser", target=asked.pk, reason=" \u200b")
    asked.refresh_from_db()
    assert (mute.status_code, asked.state) == (200, "waiting")
    assert "Dites pourquoi" in mute.content.decode()

    send(client, sitting.chair, sitting.seats, "refuser", target=asked.pk, reason="Revenez en mars.")
    asked.refresh_from_db()
    assert (asked.state, asked.answered_by) == ("refused", sitting.chair)
    assert "Revenez en mars." in letters()[sitting.asker.person.email]
    assert not sits(sitting.commission, sitting.asker)


def test_the_database_refuses_a_refusal_without_a_reason(sitting):
    asked = SeatProposalFactory(commission=sitting.commission, person=sitting.asker.person)

    with pytest.raises(IntegrityError, match="seat_proposal_refused_says_why"), transaction.atomic():
        SeatProposal.objects.filter(pk=asked.pk).update(state="refused", answered_at=timezone.now())


def test_who_asks_twice_is_told_and_may_withdraw(client, sitting):
    send(client, sitting.asker, sitting.place, "demander", message="Une fois")
    twice = send(client, sitting.asker, sitting.place, "demander", message="Deux fois")

    assert "Vous avez déjà fait votre demande" in twice.content.decode()
    assert SeatProposal.objects.count() == 1
    send(client, sitting.asker, sitting.place, "retirer")
    assert SeatProposal.objects.get().state == "withdrawn"


def test_an_invited_person_sits_there_only_once_they_accept(client, sitting):
    send(client, sitting.chair, sitting.seats, "inviter", target=sitting.asker.person_id)
    assert not sits(sitting.commission, sitting.asker)
    assert sitting.place in letters()[sitting.asker.person.email]

    client.force_login(sitting.asker)
    shown = client.get(reverse("commissions:commission-list")).content.decode()
    assert sitting.place in shown
    client.get(sitting.place)
    assert not sits(sitting.commission, sitting.asker)  # looking is not accepting
    send(client, sitting.asker, sitting.place, "accepter")

    assert sits(sitting.commission, sitting.asker)


def test_an_invitation_is_declined_or_taken_back_and_then_it_opens_nothing(client, sitting):
    declined = SeatProposalFactory(commission=sitting.commission, person=sitting.asker.person, invited=True)
    send(client, sitting.asker, sitting.place, "decliner")
    declined.refresh_from_db()
    assert declined.state == "refused"

    again = SeatProposalFactory(commission=sitting.commission, person=sitting.asker.person, invited=True)
    send(client, sitting.chair, sitting.seats, "retirer", target=again.pk)
    late = send(client, sitting.asker, sitting.place, "accepter")

    assert "n’est plus ouverte" in late.content.decode()
    assert not sits(sitting.commission, sitting.asker)


def test_a_commission_by_invitation_takes_no_request(client, sitting):
    Commission.objects.update(joining="invited")

    refused = send(client, sitting.asker, sitting.place, "demander")

    assert "sur invitation" in refused.content.decode()
    assert not SeatProposal.objects.exists()


def test_several_people_of_one_company_sit_there_each_by_their_own_act(client, sitting):
    Commission.objects.update(joining="open")
    company = CompanyFactory(member=True)
    one, two = representative_of(company), representative_of(company, vote="none")

    send(client, one, sitting.place, "demander")
    assert not sits(sitting.commission, two)
    send(client, two, sitting.place, "demander")

    assert sits(sitting.commission, one)
    assert sits(sitting.commission, two)


def test_who_represents_no_member_neither_joins_nor_is_invited(client, sitting):
    Commission.objects.update(joining="open")
    outsider, former = guest(), guest()
    RepresentativeFactory(person=former.person, company=CompanyFactory())

    for user in [outsider, former]:
        assert NO_COMPANY in send(client, user, sitting.place, "demander").content.decode()
        answer = send(client, staff(), sitting.seats, "inviter", target=user.person_id)
        assert NO_COMPANY in answer.content.decode()
        assert not sits(sitting.commission, user)
    assert not SeatProposal.objects.exists()


def test_a_commission_of_a_territory_is_for_its_own_companies(client, sitting):
    territory = TerritoryFactory(name="LeadeR Lozère")
    Commission.objects.update(joining="open", territory=territory)
    neighbour = member()
    own = representative_of(AffiliationFactory(territory=territory, company=CompanyFactory(member=True)).company)

    refused = send(client, neighbour, sitting.place, "demander")
    send(client, own, sitting.place, "demander")

    assert "LeadeR Lozère" in refused.content.decode()
    assert not sits(sitting.commission, neighbour)
    assert sits(sitting.commission, own)


def test_a_full_commission_takes_nobody_by_any_way(client, sitting):
    Commission.objects.update(joining="open", seat_limit=1)
    asked = SeatProposalFactory(commission=sitting.commission, person=member().person)

    assert FULL in send(client, sitting.asker, sitting.place, "demander").content.decode()
    assert FULL in send(client, sitting.chair, sitting.seats, "accepter", target=asked.pk).content.decode()
    answer = send(client, sitting.chair, sitting.seats, "inviter", target=sitting.asker.person_id)
    assert FULL in answer.content.decode()
    with pytest.raises(IntegrityError, match="every seat"), transaction.atomic():
        CommissionMembershipFactory(commission=sitting.commission)
    sitting.commission.refresh_from_db()
    with pytest.raises(ValidationError, match="places de cette commission"):
        CommissionMembershipFactory.build(commission=sitting.commission, person=sitting.asker.person).full_clean()
    assert sitting.commission.seats_taken() == 1


def test_the_limit_counts_the_days_to_come_and_not_those_past(sitting):
    today = timezone.localdate()
    CommissionMembership.objects.update(ends_on=today + timedelta(days=9))
    Commission.objects.update(seat_limit=1)
    past = {"starts_on": today - timedelta(days=9), "ends_on": today - timedelta(days=1)}

    CommissionMembershipFactory(commission=sitting.commission, **past)
    CommissionMembershipFactory(commission=sitting.commission, starts_on=today + timedelta(days=10))
    for spell in [{"starts_on": today + timedelta(days=9)}, {"starts_on": today + timedelta(days=20)}]:
        with pytest.raises(IntegrityError, match="every seat"), transaction.atomic():
            CommissionMembershipFactory(commission=sitting.commission, **spell)


def test_a_limit_below_those_who_sit_there_is_refused_beside_its_field(client, sitting):
    CommissionMembershipFactory(commission=sitting.commission)
    client.force_login(sitting.chair)
    typed = {"theme": "Asie", "purpose": "", "joining": "ask", "version": sitting.commission.version}

    refused = client.post(sitting.edit, {**typed, "seat_limit": 1})
    accepted = client.post(sitting.edit, {**typed, "seat_limit": 2})

    said = "2 personnes y siègent déjà\u00a0: la limite ne peut pas être plus basse."
    assert refused.context["form"].errors == {"seat_limit": [said]}
    assert accepted.status_code == 302
    sitting.commission.refresh_from_db()
    assert (sitting.commission.theme, sitting.commission.seat_limit) == ("Asie", 2)


def test_leaving_is_at_once_takes_the_rights_away_and_allows_to_come_back(client, sitting):
    send(client, sitting.chair, sitting.place, "quitter")

    assert not sits(sitting.commission, sitting.chair)
    assert client.get(sitting.seats).status_code == 404
    Commission.objects.update(joining="open")
    send(client, sitting.chair, sitting.place, "demander")
    assert sits(sitting.commission, sitting.chair)
    send(client, sitting.chair, sitting.place, "quitter")  # of a seat of today nothing but its history stays
    assert CommissionMembership.objects.filter(person=sitting.chair.person).count() == 1


def test_a_dissolved_commission_takes_nobody(client, sitting):
    Commission.objects.update(joining="open", dissolved_on=timezone.localdate() - timedelta(days=1))

    refused = send(client, sitting.asker, sitting.place, "demander")

    assert "n’est plus active" in refused.content.decode()
    assert not sits(sitting.commission, sitting.asker)


@pytest.mark.parametrize("act", ["accepter", "decliner", "retirer", "quitter", "presider", "", "zz"])
def test_an_act_that_makes_no_sense_changes_nothing_and_is_no_error(client, sitting, act):
    response = send(client, sitting.asker, sitting.place, act)

    assert response.status_code == 200
    assert not sits(sitting.commission, sitting.asker)


def test_what_was_typed_is_shown_as_typed_and_never_run(client, sitting):
    SeatProposalFactory(commission=sitting.commission, person=sitting.asker.person, message="<script>x()</script>")
    client.force_login(sitting.chair)

    page = client.get(sitting.seats).content.decode()

    assert "<script>x()" not in page
    assert "&lt;script&gt;x()" in page


def test_a_commission_is_found_in_its_own_place_alone(client):
    CommissionFactory(slug="export")
    client.force_login(member())

    assert client.get("/commissions/nulle-part/ma-place/").status_code == 404
