"""A meeting in a real browser: joined, invited, noted who is there, minuted, found again, and an action done."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from commissions.models import ActionItem, Attendance, Meeting, MeetingMinutes
from tests.browser.test_become_a_member import link_of_letter, look_at
from tests.factories.accounts import member
from tests.factories.commissions import (
    CommissionFactory,
    CommissionMembershipFactory,
    MeetingFactory,
    MinutesItemFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (390, True), (390, False)])
def test_from_joining_to_an_action_that_is_done(open_as, open_page, width, scripts):
    commission = CommissionFactory(name="Export", slug="export", joining="open")
    chair, joiner = member(), member()
    name = str(joiner.person)
    CommissionMembershipFactory(commission=commission, person=chair.person, chair=True)
    look = look_at if scripts else (lambda *args: None)
    how = {"width": width, "java_script_enabled": scripts}

    theirs = open_as(joiner, reverse("commissions:commission-list"), **how)
    look(theirs, "commission-list", width)
    theirs.get_by_role("link", name="Export", exact=True).click()
    theirs.get_by_role("link", name="Rejoindre la commission").click()
    theirs.get_by_role("button", name="Rejoindre la commission").click()
    expect(theirs.get_by_role("link", name="Ma place")).to_be_visible()

    page = open_as(chair, reverse("commissions:meeting-list", args=["export"]), **how)
    page.get_by_role("link", name="Programmer une réunion").click()
    page.get_by_label("Objet").fill("Salon d’Osaka")
    page.get_by_label("Jour").fill(f"{timezone.localdate() + timedelta(days=8):%Y-%m-%d}")
    page.get_by_label("Heure").fill("18:30")
    page.get_by_label("Lieu").fill("Maison des entreprises, Alès")
    page.locator("main form button[type=submit]").last.click()
    page.get_by_label("Plusieurs points à la fois").fill("Budget du stand – 20 min\nTransport – 10 min")
    page.get_by_role("button", name="Enregistrer l’ordre du jour").click()
    meeting = Meeting.objects.get()
    page.goto(page.url.partition("/reunions/")[0] + meeting.get_absolute_url())
    page.get_by_role("button", name="Inviter les membres").click()
    expect(page.locator("main")).to_contain_text("2 personnes sont invitées.")
    look(page, "meeting-convened", width)

    invited = open_page(link_of_letter(joiner.email), **how)
    invited.get_by_role("button", name="Je viens").click()
    expect(invited.locator("main")).to_contain_text("Vous avez répondu que vous venez")

    # The evening has come, and the chair holds a phone.
    Meeting.objects.update(starts_at=timezone.now() - timedelta(minutes=5))
    phone = open_as(chair, meeting.get_absolute_url(), **{**how, "width": 390})
    phone.get_by_role("link", name="Noter les présences").click()
    phone.get_by_role("button", name=f"Présent – {name}").click()
    expect(phone.locator("main")).to_contain_text("1 personne présente sur 2")
    look(phone, "meeting-attendance", 390)
    assert Attendance.objects.get(person=joiner.person).presence == "present"

    page.goto(page.url)
    page.get_by_role("link", name="Rédiger le compte rendu").click()
    page.get_by_role("button", name="Commencer le compte rendu").click()
    page.get_by_label("Ce qui a été dit").first.fill("Les devis sont comparés.")
    page.get_by_label("Ce qui a été décidé").first.fill("Le stand de dix mètres est réservé.")
    page.get_by_role("button", name="Enregistrer – Budget du stand").click()
    page.get_by_label("Ce qui est à faire").fill("Signer le devis")
    page.get_by_label("Par qui").select_option(label=name)
    page.get_by_label("Pour le").fill(f"{timezone.localdate() + timedelta(days=20):%Y-%m-%d}")
    page.get_by_role("button", name="Ajouter l’action").click()
    look(page, "minutes-written", width)
    page.get_by_role("button", name="Approuver le compte rendu").click()
    expect(page.locator("main")).to_contain_text("Le compte rendu est approuvé")
    assert MeetingMinutes.objects.get().approved_at is not None

    # Whoever joined finds the decision from the header, and does what was asked.
    theirs = open_as(joiner, "/", **how)
    if width < 992:
        theirs.get_by_text("Menu", exact=True).click()
    theirs.get_by_label("Chercher sur tout le site").locator("visible=true").fill("reserves METRES")
    theirs.keyboard.press("Enter")
    expect(theirs.locator("main mark").first).to_be_visible()
    look(theirs, "search-minutes", width)
    theirs.get_by_role("link", name="Budget du stand").click()
    expect(theirs.locator("main")).to_contain_text("Le stand de dix mètres est réservé.")
    theirs.get_by_role("link", name="Actions de la commission").click()
    theirs.get_by_role("button", name="C’est fait – Signer le devis").click()
    expect(theirs.locator("main")).to_contain_text("faite le")
    assert ActionItem.objects.get().done_at is not None


def test_what_is_typed_in_minutes_is_saved_by_itself_and_before_another_button_acts(open_as):
    chair = member()
    item = MinutesItemFactory(minutes__meeting=MeetingFactory(past=True))
    commission = item.minutes.meeting.commission
    CommissionMembershipFactory(commission=commission, person=chair.person, chair=True)
    page = open_as(chair, reverse("commissions:minutes-edit", args=[item.minutes.meeting_id]))
    said = page.get_by_label("Ce qui a été dit")

    said.fill("Un.")
    expect(page.locator("[data-status]")).to_have_text("Enregistré.")
    item.refresh_from_db()
    assert item.text == "Un."

    said.fill("Un, deux.")
    page.get_by_role("button", name="Approuver le compte rendu").click()
    expect(page.locator("main")).to_contain_text("Le compte rendu est approuvé")
    assert "Un, deux." in MeetingMinutes.objects.get().content
