"""Two who act on one team at the same moment, on two real connections: one wins, the other is told."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from members.models import JoinRequest, Representative, TeamInvitation
from members.team.changing import spells_of, version_of
from tests.factories.accounts import guest, representative_of, staff
from tests.team.test_invitations import NAME, TYPED, link_of_letter
from tests.team.test_pages import spell_of

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*sendings):
    """Send each (account or None, address, fields) at the same moment; return the answers."""
    together, answers = Barrier(len(sendings)), [None] * len(sendings)

    def run(place, user, url, typed):
        client = Client()
        if user:
            client.force_login(user)
        together.wait()
        response = client.post(url, typed)
        answers[place] = (response.status_code, response.content.decode())
        connection.close()

    threads = [Thread(target=run, args=(place, *sending)) for place, sending in enumerate(sendings)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_of_two_hand_overs_at_once_one_wins_and_the_other_is_told(team):
    other = representative_of(team.company, vote="none")
    seen, today = version_of(spells_of(team.company)), timezone.localdate()
    typed = [
        {"act": "vote", "seen": seen, "on": today + timedelta(days=1), "spell": spell_of(user, team.company).pk}
        for user in (team.colleague, other)
    ]

    answers = at_once((team.holder, team.url, typed[0]), (staff(), team.url, typed[1]))

    assert sorted(status for status, _page in answers) == [200, 302]
    assert "a changé entre-temps" in next(page for status, page in answers if status == 200)
    voting = Representative.objects.filter(company=team.company, vote="voting").order_by("starts_on")
    assert [spell.starts_on for spell in voting][1:] == [today + timedelta(days=1)]


def test_of_two_who_use_an_invitation_at_once_one_gets_the_account_and_one_spell_is_made(team):
    client = Client()
    client.force_login(team.holder)
    client.post(team.url, {"act": "inviter", **TYPED})
    link = link_of_letter()

    answers = at_once((None, link, NAME), (None, link, NAME))

    assert sorted(status for status, _page in answers) == [302, 410]
    assert Representative.objects.filter(company=team.company, person__email=TYPED["email"]).count() == 1


def test_an_invitation_that_is_accepted_and_withdrawn_at_once_is_one_of_both(team):
    client = Client()
    client.force_login(team.holder)
    client.post(team.url, {"act": "inviter", **TYPED})
    withdrawal = {"act": "retirer", "target": TeamInvitation.objects.get().pk}

    at_once((None, link_of_letter(), NAME), (team.holder, team.url, withdrawal))

    invitation = TeamInvitation.objects.get()
    accepted = Representative.objects.filter(company=team.company, person__email=TYPED["email"]).exists()
    assert bool(invitation.accepted_at) == accepted
    assert bool(invitation.accepted_at) != bool(invitation.withdrawn_at)


def test_of_two_answers_to_a_request_at_once_one_holds(team):
    user = guest()
    waiting = JoinRequest.objects.create(
        company=team.company, user=user, email=user.email, asked_at=timezone.now()
    )
    acts = [{"act": act, "target": waiting.pk} for act in ("accepter", "refuser")]

    answers = at_once((team.holder, team.url, acts[0]), (staff(), team.url, acts[1]))

    assert sorted(status for status, _page in answers) == [200, 302]
    waiting.refresh_from_db()
    joined = Representative.objects.filter(company=team.company, person=user.person).exists()
    assert joined == (waiting.state == "accepted")
