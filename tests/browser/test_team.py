"""A team in a real browser: the voting representative invites, the colleague accepts, stands in, gets the vote."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from members.models import Representative
from tests.browser.test_become_a_member import link_of_letter, look_at
from tests.factories.accounts import representative_of
from tests.factories.members import CompanyFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (390, True), (390, False)])
def test_invited_then_alternate_then_voting(open_as, open_page, width, scripts):
    holder = representative_of(CompanyFactory(member=True, name="Atelier des Causses"))
    company = holder.person.representations.get().company
    look = look_at if scripts else (lambda *args: None)
    team = open_as(holder, reverse("members:team", args=[company.pk]), width=width, java_script_enabled=scripts)
    address = team.url
    look(team, "team", width)

    team.get_by_role("link", name="Inviter un collègue").click()
    team.get_by_label("Prénom").fill("Zoé")
    team.get_by_label("Nom", exact=True).fill("Noël")
    team.get_by_label("Adresse électronique").fill("zoe")
    team.get_by_role("button", name="Envoyer l’invitation").click()
    expect(team.get_by_label("Prénom")).to_have_value("Zoé")
    look(team, "team-invite-refused", width)
    team.get_by_label("Adresse électronique").fill("zoe@example.org")
    team.get_by_role("button", name="Envoyer l’invitation").click()
    expect(team.locator("main")).to_contain_text("Invitations en attente")
    look(team, "team-invited", width)

    newcomer = open_page(link_of_letter("zoe@example.org"), width=width, java_script_enabled=scripts)
    look(newcomer, "team-invitation", width)
    newcomer.get_by_role("button", name="Accepter l’invitation").click()
    expect(newcomer.locator("main")).to_contain_text("Bienvenue")
    look(newcomer, "profile-of-newcomer", width)

    team.goto(re.match(r"[^?#]+", team.url)[0])
    team.get_by_role("link", name="Désigner le suppléant").click()
    team.get_by_label("Suppléant (facultatif)").select_option(label="Zoé Noël")
    team.get_by_role("button", name="Enregistrer", exact=True).first.click()
    expect(team.locator("main")).to_contain_text("suppléant")
    team.get_by_role("link", name="Transmettre le vote").click()
    team.get_by_label("Le représentant votant jusque-là devient suppléant").check()
    look(team, "team-hand-over", width)
    team.get_by_role("button", name="Transmettre le vote").click()
    expect(team.get_by_role("heading", level=1)).to_contain_text("Atelier des Causses")

    newcomer.goto(address)
    expect(newcomer.get_by_role("heading", level=1)).to_contain_text("L’équipe")
    look(newcomer, "team-of-newcomer", width)
    votes = dict(
        Representative.objects.filter(company=company, ends_on=None).values_list("person__family_name", "vote")
    )
    assert votes == {"Noël": "voting", holder.person.family_name: "alternate"}
