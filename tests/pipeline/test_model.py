"""A prospect moves by one UPDATE that also checks, says why it stopped, and knows since when it is where it is."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from members.models import Company, Membership, Person, Representative
from territories.models import Affiliation, Prospect
from territories.pipeline.acts import become_member
from tests.factories import accounts
from tests.factories.members import CompanyFactory, MembershipFactory, PersonFactory, RepresentativeFactory
from tests.factories.territories import AffiliationFactory, ProspectFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
State = Prospect.State
DAY = date(2026, 5, 4)


def test_of_two_who_move_together_one_is_told_no():
    prospect = ProspectFactory(state=State.CONTACTED)
    prospect.move(seen=State.CONTACTED, to=State.MET)

    with pytest.raises(Prospect.WrongStateError):
        prospect.move(seen=State.CONTACTED, to=State.DORMANT, reason="x")

    assert (prospect.state, prospect.reason) == (State.MET, "")


@pytest.mark.parametrize("state", [State.DECLINED, State.DORMANT])
def test_who_stops_says_why_even_by_sql(state):
    prospect = ProspectFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Prospect.objects.filter(pk=prospect.pk).update(state=state)

    prospect.move(seen=State.IDENTIFIED, to=state, reason="Pas cette année")
    prospect.move(seen=state, to=State.CONTACTED)
    assert prospect.reason == ""


def test_the_database_dates_each_stage_in_paris_and_no_other_change():
    prospect = ProspectFactory(state_since=DAY)
    Prospect.objects.filter(pk=prospect.pk).update(notes="un mot")
    prospect.refresh_from_db()
    assert prospect.state_since == DAY

    Prospect.objects.filter(pk=prospect.pk).update(state=State.MET)
    prospect.refresh_from_db()
    assert prospect.state_since == timezone.localdate()


def test_late_is_only_what_is_on_its_way_and_was_due_before_the_day():
    late = ProspectFactory(next_action_on=DAY - timedelta(days=1))
    ProspectFactory(next_action_on=DAY)
    ProspectFactory(next_action_on=DAY - timedelta(days=1), state=State.MEMBER)

    assert list(Prospect.objects.late_on(DAY)) == [late]


# Becomes a member


@pytest.fixture
def staff():
    return accounts.staff()


@time_machine.travel(DAY)
def test_a_prospect_becomes_a_member_with_its_home_and_its_representative(staff):
    prospect = ProspectFactory(state=State.ENGAGED, contact_name="Anne de Vic", contact_email="anne@vic.example")

    become_member(prospect, seen=State.ENGAGED, by=staff, on=DAY)

    company = prospect.company
    assert company.is_member_on(DAY)
    assert [(a.territory, a.is_home, a.starts_on) for a in company.affiliations.all()] == [
        (prospect.territory, True, DAY)
    ]
    spell = company.representatives.get()
    assert (str(spell.person), spell.vote, spell.starts_on) == ("Anne de Vic", Representative.Vote.VOTING, DAY)
    assert (spell.person.given_name, spell.person.family_name) == ("Anne de", "Vic")
    assert prospect.state == State.MEMBER


def test_who_courted_the_same_company_elsewhere_stops_and_reads_where_it_joined(staff):
    prospect = ProspectFactory(state=State.ENGAGED, territory__name="LeadeR Alès", next_action="Accueillir")
    rival = ProspectFactory(company=prospect.company, state=State.MET, next_action="Appeler", next_action_on=DAY)

    become_member(prospect, seen=State.ENGAGED, by=staff, on=DAY)

    rival.refresh_from_db()
    prospect.refresh_from_db()
    assert (rival.state, rival.next_action, rival.next_action_on) == (State.MEMBER, "", None)
    assert rival.exchanges.get().summary == "Membre à compter du 04/05/2026, par LeadeR Alès."
    assert prospect.next_action == "Accueillir"
    assert not prospect.exchanges.exists()


def test_what_is_there_already_stays(staff):
    company = CompanyFactory()
    member = MembershipFactory(company=company, starts_on=date(2020, 1, 1), ends_on=None)
    home = AffiliationFactory(company=company, territory=TerritoryFactory())
    votes = RepresentativeFactory(company=company, vote=Representative.Vote.VOTING)
    known = PersonFactory(given_name="Anne", family_name="Vic", email="anne@vic.example")
    prospect = ProspectFactory(company=company, contact_name="Anne Vic", contact_email="ANNE@vic.example")

    become_member(prospect, seen=State.IDENTIFIED, by=staff, on=timezone.localdate())

    assert list(Membership.objects.filter(company=company)) == [member]
    assert set(company.affiliations.values_list("territory", "is_home")) == {
        (home.territory_id, True), (prospect.territory_id, False)
    }  # fmt: skip
    assert set(company.representatives.values_list("person", "vote")) == {
        (votes.person_id, "voting"), (known.pk, "none")
    }  # fmt: skip


def test_a_home_elsewhere_that_is_to_come_stays(staff):
    prospect = ProspectFactory()
    home = AffiliationFactory(company=prospect.company, starts_on=DAY + timedelta(days=30))

    become_member(prospect, seen=State.IDENTIFIED, by=staff, on=DAY)

    assert set(prospect.company.affiliations.values_list("territory", "is_home", "ends_on")) == {
        (home.territory_id, True, None), (prospect.territory_id, False, None)
    }  # fmt: skip


def test_a_membership_that_is_to_come_ends_the_new_one_the_day_before(staff):
    prospect = ProspectFactory()
    MembershipFactory(company=prospect.company, starts_on=DAY + timedelta(days=30), ends_on=None)

    become_member(prospect, seen=State.IDENTIFIED, by=staff, on=DAY)

    first = prospect.company.memberships.order_by("starts_on").first()
    assert (first.starts_on, first.ends_on) == (DAY, DAY + timedelta(days=29))


def test_two_people_of_one_address_are_not_confused(staff):
    PersonFactory.create_batch(2, email="accueil@vic.example")
    prospect = ProspectFactory(contact_name="Anne Vic", contact_email="accueil@vic.example")

    become_member(prospect, seen=State.IDENTIFIED, by=staff, on=DAY)

    assert Person.objects.filter(family_name="Vic", email="accueil@vic.example").count() == 1


def test_whoever_has_the_address_under_another_name_does_not_vote_in_place_of_the_contact(staff):
    colleague = PersonFactory(given_name="Jean", family_name="Roux", email="contact@vic.example")
    prospect = ProspectFactory(contact_name="Anne Vic", contact_email="contact@vic.example")

    assert become_member(prospect, seen=State.IDENTIFIED, by=staff, on=DAY)

    voting = prospect.company.representatives.get(vote="voting").person
    assert (str(voting), voting.email) == ("Anne Vic", "contact@vic.example")
    assert not Representative.objects.filter(person=colleague).exists()


def test_contacts_in_another_script_are_not_taken_for_who_represents_the_company_already(staff):
    company = CompanyFactory()
    RepresentativeFactory(company=company, person=PersonFactory(given_name="Ελένη", family_name="Παππά"))
    prospect = ProspectFactory(company=company, contact_name="Анна Вик", contact_email="anna@vic.example")

    become_member(prospect, seen=State.IDENTIFIED, by=staff, on=timezone.localdate())

    assert {str(spell.person) for spell in company.representatives.all()} == {"Ελένη Παππά", "Анна Вик"}


def test_a_lead_gains_no_right_over_somebody_known_elsewhere():
    territory = TerritoryFactory()
    lead, victim = accounts.lead_of(territory), PersonFactory(email="victim@nimes.example", phone="0466000000")
    prospect = ProspectFactory(territory=territory, contact_name="Qui Veut", contact_email="victim@nimes.example")

    told = become_member(prospect, seen=State.IDENTIFIED, by=lead, on=DAY)

    assert told is False
    assert prospect.company.is_member_on(DAY)
    assert not Representative.objects.filter(person=victim).exists()
    assert victim not in Person.objects.administered_by(lead)


def test_who_represents_the_company_already_is_known_by_name():
    territory = TerritoryFactory()
    lead, company = accounts.lead_of(territory), CompanyFactory()
    spell = RepresentativeFactory(company=company, person=PersonFactory(given_name="Zoé", family_name="Lefèvre"))
    prospect = ProspectFactory(territory=territory, company=company, contact_name="ZOE LEFEVRE")

    assert become_member(prospect, seen=State.IDENTIFIED, by=lead, on=timezone.localdate())

    assert list(company.representatives.all()) == [spell]


@pytest.mark.parametrize("state", [State.DECLINED, State.DORMANT, State.MEMBER])
def test_a_prospect_that_stopped_gives_no_right_over_company_and_people(state):
    territory = TerritoryFactory()
    lead = accounts.lead_of(territory)
    prospect = ProspectFactory(territory=territory)
    person = RepresentativeFactory(company=prospect.company).person
    assert prospect.company in Company.objects.administered_by(lead)

    Prospect.objects.filter(pk=prospect.pk).update(state=state, reason="Parti")

    assert prospect.company not in Company.objects.administered_by(lead)
    assert person not in Person.objects.administered_by(lead)
    assert prospect in Prospect.objects.administered_by(lead)


def test_a_member_does_not_become_one_again(staff):
    prospect = ProspectFactory(state=State.MEMBER)

    with pytest.raises(Prospect.WrongStateError):
        become_member(prospect, seen=State.MEMBER, by=staff, on=DAY)

    assert not Membership.objects.exists()


def test_a_refused_membership_leaves_nothing_half_done(staff):
    prospect = ProspectFactory(contact_name="Anne Vic")

    with pytest.raises(Prospect.WrongStateError):
        become_member(prospect, seen=State.MET, by=staff, on=DAY)

    assert not Membership.objects.exists()
    assert not Affiliation.objects.exists()
