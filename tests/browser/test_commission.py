"""A commission in a real browser: a member asks, the chair answers and invites, the invited person accepts."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from commissions.models import CommissionMembership
from tests.browser.test_become_a_member import look_at
from tests.factories.accounts import member
from tests.factories.commissions import CommissionFactory, CommissionMembershipFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (390, True), (390, False)])
def test_asked_then_refused_then_invited_then_left(open_as, width, scripts):
    commission = CommissionFactory(name="Export", slug="export")
    chair, asker = member(), member()
    CommissionMembershipFactory(commission=commission, person=chair.person, chair=True)
    look = look_at if scripts else (lambda *args: None)
    how = {"width": width, "java_script_enabled": scripts}

    theirs = open_as(asker, commission.get_absolute_url(), **how)
    theirs.get_by_role("link", name="Demander à rejoindre").click()
    look(theirs, "commission-place", width)
    theirs.get_by_label("Un mot pour la présidence").fill("Nous exportons au Japon.")
    theirs.get_by_role("button", name="Demander à rejoindre").click()
    expect(theirs.locator("main")).to_contain_text("Ma demande")

    chairs = open_as(chair, reverse("commissions:commission-seats", args=["export"]), **how)
    expect(chairs.locator("main")).to_contain_text("Nous exportons au Japon.")
    chairs.get_by_role("button", name="Refuser").click()
    expect(chairs.locator("main")).to_contain_text("Dites pourquoi")
    look(chairs, "commission-refusal-without-a-reason", width)
    chairs.get_by_label("Votre réponse à la personne").fill("Revenez en mars.")
    chairs.get_by_role("button", name="Refuser").click()
    expect(chairs.locator("main")).to_contain_text("Aucune demande en attente")
    chairs.get_by_label("Nom de la personne").fill(asker.person.family_name)
    chairs.get_by_role("button", name="Rechercher").click()
    look(chairs, "commission-whom-to-invite", width)
    chairs.get_by_role("button", name="Inviter").first.click()
    expect(chairs.locator("main")).to_contain_text("Invitations sans réponse")

    theirs = open_as(asker, commission.get_absolute_url(), **how)
    theirs.get_by_role("link", name="Répondre à l’invitation").click()
    theirs.get_by_role("button", name="Accepter l’invitation").click()
    expect(theirs.locator("main")).to_contain_text(asker.person.family_name)
    assert CommissionMembership.objects.filter(person=asker.person, ends_on=None).count() == 1

    theirs.get_by_role("link", name="Ma place").click()
    look(theirs, "commission-own-place", width)
    theirs.get_by_role("button", name="Quitter la commission").click()
    expect(theirs.get_by_role("link", name="Demander à rejoindre")).to_be_visible()
    assert not CommissionMembership.objects.filter(person=asker.person).exists()
