"""Leads and companies are told of a closing, a merger and a split: each once, whoever clicks twice."""

import pytest

from leader.shared.mails import Letter
from members.models import Person
from territories.models import Succession
from tests.factories import accounts
from tests.factories.territories import AffiliationFactory, TerritoryLeadFactory
from tests.life_after.conftest import SINCE, act_url, told_then_done

pytestmark = pytest.mark.django_db


def letters():
    return {letter.recipient: letter for letter in Letter.objects.all()}


def address(user):
    return user.person.email


@pytest.fixture(autouse=True)
def bystanders(sides):
    """Who must hear nothing: a lead of the past, who does not vote, the neighbours' company."""
    TerritoryLeadFactory(territory=sides.ales.territory, ended=True)
    accounts.representative_of(sides.ales.company, vote="none")
    accounts.representative_of(sides.nimes.company)


def test_a_closing_is_told_to_the_leads_once(client, staff, sides, day):
    second = accounts.lead_of(sides.ales.territory)
    typed = {"on": day, "reason": "Trop peu d’adhérents"}

    told_then_done(client, act_url(sides.ales.territory, "fermeture"), typed)
    client.post(act_url(sides.ales.territory, "fermeture"), typed)  # a second click finds it done

    assert Letter.objects.count() == 2
    assert set(letters()) == {address(sides.ales.lead), address(second)}
    text = letters()[address(second)].text
    assert "Trop peu d’adhérents" in text
    assert "1 entreprise y était rattachée" in text
    assert "/territoires/ales/histoire/" in text


def test_what_is_refused_tells_nobody(client, staff, sides, day):
    url, typed = act_url(sides.ales.territory, "fermeture"), {"on": day, "reason": "Fin"}
    shown = client.post(url, typed).context["form"]["shown"].value()
    AffiliationFactory(territory=sides.ales.territory)

    client.post(url, {**typed, "shown": shown})

    assert not Letter.objects.exists()


@pytest.mark.parametrize("follow", ["on", ""])
def test_a_merger_is_told_to_both_sides_each_in_its_words(client, staff, sides, day, follow):
    both = accounts.lead_of(sides.ales.territory)
    TerritoryLeadFactory(territory=sides.nimes.territory, person=both.person)
    typed = {"into": sides.nimes.territory.pk, "on": day, "reason": "Un seul bassin", "leads_follow": follow}

    told_then_done(client, act_url(sides.ales.territory, "fusion"), typed)

    told = letters()
    ending, going_on = told[address(sides.ales.lead)].text, told[address(sides.nimes.lead)].text
    assert Letter.objects.count() == len(told) == 3
    assert ("Vous êtes responsable de LeadeR nimes" in ending) is bool(follow)
    assert ("deviennent responsables de votre territoire avec vous" in going_on) is bool(follow)
    assert told[address(both)].text == going_on  # whoever led both goes on
    assert "Un seul bassin" in ending
    assert sides.nimes.territory.get_absolute_url() in ending


@pytest.mark.parametrize("follow", ["on", ""])
def test_a_split_is_told_to_the_leads_of_the_territory(client, staff, sides, day, follow):
    typed = {
        "name": "LeadeR Cévennes", "kind": "club", "on": day, "reason": "Deux bassins",
        "companies": [sides.ales.company.pk], "leads_follow": follow,
    }  # fmt: skip

    told_then_done(client, act_url(sides.ales.territory, "scission"), typed)
    client.post(act_url(sides.ales.territory, "scission"), typed)

    letter = Letter.objects.get()
    assert letter.recipient == address(sides.ales.lead)
    assert ("Vous êtes aussi responsable de LeadeR Cévennes" in letter.text) is bool(follow)
    assert "1 entreprise est rattachée à LeadeR Cévennes" in letter.text
    assert Succession.objects.count() == 1
    assert sides.ales.company.affiliations.filter(starts_on=SINCE).exists()


@pytest.fixture
def voting(sides):
    """Who votes for a company that is at home in Alès, and for one that belongs there beside its home in Mende."""
    beside = AffiliationFactory(territory=sides.ales.territory, company=sides.third.company, is_home=False).company
    left = AffiliationFactory(territory=sides.ales.territory, starts_on=SINCE).company
    accounts.representative_of(left)  # it is no member
    return accounts.representative_of(sides.ales.company), accounts.representative_of(beside)


def test_each_member_company_hears_of_the_closing_of_its_territory(client, staff, sides, voting, day):
    typed = {"on": day, "reason": "Fin"}
    told_then_done(client, act_url(sides.ales.territory, "fermeture"), typed)
    client.post(act_url(sides.ales.territory, "fermeture"), typed)

    at_home, beside = (letters()[address(user)] for user in voting)
    assert Letter.objects.count() == 3
    assert at_home.subject == "LeadeR ales ferme : Atelier ales reste membre"
    assert "n’a plus de territoire de rattachement" in at_home.text
    assert sides.ales.company.get_absolute_url() in at_home.text
    assert "n’a plus de territoire de rattachement" not in beside.text
    assert "Vous n’avez rien à faire" in beside.text


def test_each_member_company_hears_where_it_belongs_after_a_merger(client, staff, sides, voting, day):
    typed = {"into": sides.nimes.territory.pk, "on": day, "reason": "Un seul bassin"}

    told_then_done(client, act_url(sides.ales.territory, "fusion"), typed)

    told = letters()
    at_home, beside = (told[address(user)] for user in voting)
    assert Letter.objects.count() == 4
    assert at_home.subject == "Atelier ales rejoint LeadeR nimes"
    assert "Atelier ales a LeadeR nimes pour territoire de rattachement principal" in at_home.text
    assert beside.subject == "Atelier mende rejoint LeadeR nimes"
    assert "en plus de son territoire de rattachement principal, qui ne change pas" in beside.text
    assert "Vous n’avez rien à faire" in at_home.text


def test_a_company_that_belongs_to_the_other_side_already_hears_nothing_of_a_merger(client, staff, sides, day):
    AffiliationFactory(territory=sides.ales.territory, company=sides.nimes.company, is_home=False, starts_on=SINCE)
    typed = {"into": sides.nimes.territory.pk, "on": day, "reason": "Un seul bassin"}

    told_then_done(client, act_url(sides.ales.territory, "fusion"), typed)

    assert set(letters()) == {address(sides.ales.lead), address(sides.nimes.lead)}


def test_a_split_is_told_to_the_companies_that_go_alone(client, staff, sides, voting, day):
    typed = {
        "name": "LeadeR Cévennes", "kind": "club", "on": day, "reason": "Deux bassins",
        "companies": [sides.ales.company.pk],
    }  # fmt: skip

    told_then_done(client, act_url(sides.ales.territory, "scission"), typed)

    told = letters()
    assert set(told) == {address(sides.ales.lead), address(voting[0])}
    assert "LeadeR Cévennes devient un territoire à part entière" in told[address(voting[0])].text


def test_an_address_that_cannot_be_one_stops_no_closing(client, staff, sides, voting, day):
    Person.objects.filter(pk=voting[0].person.pk).update(email="jean.exemple")

    told_then_done(client, act_url(sides.ales.territory, "fermeture"), {"on": day, "reason": "Fin"})

    assert set(letters()) == {address(sides.ales.lead), address(voting[1])}
