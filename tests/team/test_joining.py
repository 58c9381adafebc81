"""Joining by a verified address: what a company opens, what a colleague gets, what a stranger learns."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from leader.shared.mails import Letter
from members.models import CompanyDomain, JoinRequest, Representative
from members.team.forms import JoiningForm
from members.team.joining import REQUESTS
from tests.accounts.test_sign_in import code_sent_to
from tests.factories.accounts import guest, member, staff
from tests.factories.members import CompanyDomainFactory, CompanyFactory, UserFactory
from tests.team.test_pages import send, words

pytestmark = pytest.mark.django_db

URL = "/mon-entreprise/rejoindre/"


def proven(email, **given):
    """Return an account whose address is verified."""
    user = UserFactory(email=email, **given)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def ask(client, user, company, **typed):
    client.force_login(user)
    return client.post(URL, {"company": company.pk, "function": "Achats", **typed})


def spells(user, company):
    return Representative.objects.filter(person=user.person, company=company)


def test_by_default_the_voting_representative_is_asked_by_letter_and_answers(client, team):
    CompanyDomainFactory(company=team.company)
    user = proven("lou@atelier.example")

    ask(client, user, team.company)

    assert Letter.objects.get().recipient == team.holder.person.email
    assert not spells(user, team.company).exists()
    send(client, team, "accepter", target=JoinRequest.objects.get().pk)
    spell = spells(user, team.company).get()
    assert (spell.vote, spell.function, spell.starts_on) == ("none", "Achats", timezone.localdate())
    assert Letter.objects.latest("pk").recipient == user.email


def test_where_the_company_is_open_one_joins_at_once_and_the_voting_representative_is_told(client, team):
    CompanyDomainFactory(company=team.company, joining="open")
    user = proven("lou@atelier.example")

    ask(client, user, team.company)

    assert spells(user, team.company).get().vote == "none"
    assert Letter.objects.get().recipient == team.holder.person.email


def test_whoever_was_taken_off_the_team_does_not_let_themselves_in_again(client, team):
    CompanyDomainFactory(company=team.company, joining="open")
    user = proven("lou@atelier.example")
    ask(client, user, team.company)
    today = timezone.localdate()
    spells(user, team.company).update(starts_on=today - timedelta(days=9))
    send(client, team, "fin", spell=spells(user, team.company).get().pk, last_day=today - timedelta(days=1))

    client.force_login(user)
    page = words(client.get(URL))
    ask(client, user, team.company)

    assert "rejoint l’équipe après accord du représentant votant" in page
    assert spells(user, team.company).count() == 1
    assert JoinRequest.objects.get().state == "waiting"
    assert Letter.objects.latest("pk").recipient == team.holder.person.email
    send(client, team, "accepter", target=JoinRequest.objects.get().pk)
    assert spells(user, team.company).count() == 2


def test_a_request_that_is_refused_gives_nothing_and_its_author_is_told(client, team):
    CompanyDomainFactory(company=team.company)
    user = proven("lou@atelier.example")
    ask(client, user, team.company)

    send(client, team, "refuser", target=JoinRequest.objects.get().pk)

    assert not spells(user, team.company).exists()
    assert Letter.objects.latest("pk").recipient == user.email
    assert "entre-temps" in words(send(client, team, "accepter", target=JoinRequest.objects.get().pk))
    assert not spells(user, team.company).exists()


def test_one_asks_once_and_not_endlessly(client, team):
    CompanyDomainFactory(company=team.company)
    user = proven("lou@atelier.example")
    ask(client, user, team.company)

    assert "n’a pas encore répondu" in words(ask(client, user, team.company))
    JoinRequest.objects.update(state="refused")
    for _number in range(REQUESTS.amount):
        JoinRequest.objects.update(state="refused")
        last = ask(client, user, team.company)
    assert "réessayez demain" in words(last)


@pytest.mark.parametrize("what", ["closed", "unverified", "other domain", "below another"])
def test_no_door_no_company_and_nothing_told_of_it(client, team, what):
    CompanyDomainFactory(company=team.company, joining="closed" if what == "closed" else "open")
    address = {"other domain": "lou@example.org", "below another": "lou@faux-atelier.example"}.get(
        what, "lou@atelier.example"
    )
    user = proven(address)
    if what == "unverified":
        EmailAddress.objects.update(verified=False)

    response = ask(client, user, team.company)

    assert not spells(user, team.company).exists()
    assert JoinRequest.objects.count() == 0
    assert team.company.name not in words(response)
    missing = client.post(URL, {"company": 10**9, "function": "Achats"})
    assert missing.context["form"].errors == response.context["form"].errors


def test_an_address_below_the_domain_and_one_with_accents_belong_to_it(client, team):
    CompanyDomainFactory(company=team.company, joining="open")
    below = proven("lou@paris.atelier.example")
    accented = CompanyFactory()
    CompanyDomainFactory(company=accented, domain="xn--nergie-9ua.example", joining="open")
    written = proven("lou@Énergie.example")

    ask(client, below, team.company)
    ask(client, written, accented)

    assert spells(below, team.company).exists()
    assert spells(written, accented).exists()


def test_a_domain_of_a_group_lets_the_person_choose(client, team):
    other = CompanyFactory(name="Seconde Maison")
    for company in [team.company, other]:
        CompanyDomainFactory(company=company, joining="open")
    user = proven("lou@atelier.example")
    client.force_login(user)

    page = words(client.get(URL))
    ask(client, user, other)

    assert team.company.name in page
    assert "Seconde Maison" in page
    assert spells(user, other).exists()
    assert not spells(user, team.company).exists()


def test_a_newcomer_proves_the_address_by_the_code_of_sign_up_then_joins(client, team):
    CompanyDomainFactory(company=team.company, joining="open")

    client.post(reverse("account_signup"), {"email": "neuf@atelier.example"})
    client.post(reverse("account_email_verification_sent"), {"code": code_sent_to("neuf@atelier.example")})
    refused = client.post(URL, {"company": team.company.pk})
    client.post(URL, {"company": team.company.pk, "given_name": "Noé", "family_name": "Neuf"})

    assert refused.context["form"].errors.keys() == {"given_name", "family_name"}
    assert Representative.objects.get(person__family_name="Neuf").company == team.company


def test_a_stranger_is_sent_to_sign_in_whatever_is_asked(client, team):
    CompanyDomainFactory(company=team.company)

    answers = [client.post(URL, {"company": key}) for key in (team.company.pk, 10**9)]

    assert len({(a.status_code, a["Location"]) for a in answers}) == 1


@pytest.mark.parametrize("typed", ["Atelier.EXAMPLE", "@atelier.example", "lou@atelier.example."])
def test_the_voting_representative_opens_the_domain_of_an_own_verified_address(client, team, typed):
    EmailAddress.objects.create(user=team.holder, email="cheffe@atelier.example", verified=True)

    send(client, team, "domaine", domain=typed, joining="ask")

    domain = CompanyDomain.objects.get()
    assert (domain.domain, domain.joining, domain.added_by) == ("atelier.example", "ask", team.holder)


@pytest.mark.parametrize("verified", [False, None])
def test_and_no_other_domain(client, team, verified):
    if verified is not None:
        EmailAddress.objects.create(user=team.holder, email="cheffe@atelier.example", verified=verified)

    response = send(client, team, "domaine", domain="atelier.example", joining="open")

    assert "adresses vérifiées" in words(response)
    assert not CompanyDomain.objects.exists()


def test_staff_open_any_domain_but_one_of_which_anybody_has_an_address(client, team):
    send(client, team, "domaine", by=staff(), domain="énergie.example", joining="open")
    assert CompanyDomain.objects.get().domain == "xn--nergie-9ua.example"

    for shared in ["gmail.com", "Orange.FR", "mail.free.fr", "asso.fr", "co.uk"]:
        page = words(send(client, team, "domaine", by=staff(), domain=shared, joining="open"))
        assert "N’importe qui peut avoir une adresse" in page
    send(client, team, "domaine", by=staff(), domain="notre-club.asso.fr", joining="open")
    assert CompanyDomain.objects.count() == 2


@pytest.mark.parametrize("typed", ["", "fr", "a..fr", "-a.fr", "127.0.0.1", "a b.fr", "x" * 64 + ".fr", "a\0.fr"])
def test_what_is_no_domain_is_refused_beside_its_field(client, team, typed):
    response = send(client, team, "domaine", by=staff(), domain=typed, joining="open")

    assert response.status_code in {200, 400}
    assert not CompanyDomain.objects.exists()
    if response.status_code == 200:
        assert response.context["form"].errors.keys() == {"domain"}


def test_how_colleagues_join_is_chosen_again_and_a_domain_taken_away(client, team):
    domain = CompanyDomainFactory(company=team.company)

    send(client, team, "reglage", target=domain.pk, joining="closed")
    domain.refresh_from_db()
    assert domain.joining == "closed"
    send(client, team, "oublier", target=domain.pk)
    assert not CompanyDomain.objects.exists()


def test_a_choice_for_a_domain_that_is_taken_away_in_the_same_moment_is_refused_in_words(team):
    domain = CompanyDomainFactory(company=team.company)
    typed = {"target": domain.pk, "joining": "open"}
    form = JoiningForm(typed, company=team.company, user=team.holder)
    assert form.is_valid()
    domain.delete()

    assert form.carry_out() == ""
    assert "plus" in form.non_field_errors()[0]


@pytest.mark.parametrize("act", ["reglage", "oublier", "accepter", "refuser"])
def test_what_is_of_another_company_is_not_found(client, team, act):
    domain = CompanyDomainFactory()
    waiting = JoinRequest.objects.create(
        company=domain.company, user=guest(), email="lou@atelier.example", asked_at=timezone.now()
    )
    target = domain.pk if act in {"reglage", "oublier"} else waiting.pk

    send(client, team, act, target=target, joining="open")

    assert CompanyDomain.objects.get().joining == "ask"
    assert JoinRequest.objects.get().state == "waiting"


def test_whoever_represents_the_company_already_is_not_offered_it(client, team):
    CompanyDomainFactory(company=team.company, joining="open")
    EmailAddress.objects.create(user=team.colleague, email="moi@atelier.example", verified=True)
    client.force_login(team.colleague)

    assert client.get(URL).context["doors"] == []
    client.force_login(member())
    assert client.get(URL).context["doors"] == []
