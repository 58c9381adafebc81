"""Each page of who prepares an election leads to the next act, and asks nothing that is known."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from elections import presences, proxies
from elections.models import Presence
from elections.opening import suggested_end
from tests.elections import online
from tests.elections.rooms import AT, Room
from tests.factories.accounts import lead_of
from tests.factories.territories import MandateFactory

pytestmark = pytest.mark.django_db


def page(name, election):
    return reverse(f"elections:election-{name}", args=[election.pk])


def text_of(answer):
    return answer.content.decode()


@pytest.fixture
def room(client):
    found = Room.with_companies(3)
    client.force_login(found.lead)
    return found


def dashboard(room):
    return reverse("pages:territory-dashboard", args=[room.territory.slug])


def begin(room):
    return f"{reverse('elections:election-begin')}?bureau={room.territory.slug}"


def test_the_dashboard_of_a_territory_without_a_bureau_leads_to_its_election(client, room):
    assert f'href="{begin(room)}"' in text_of(client.get(dashboard(room)))


def test_the_dashboard_leads_to_the_election_under_way_and_to_no_second_one(client, room):
    election = room.prepared()
    other = Room.with_companies(1, "Nîmes").prepared()

    shown = text_of(client.get(dashboard(room)))

    assert f'href="{page("conduct", election)}"' in shown
    assert begin(room) not in shown
    assert page("conduct", other) not in shown


def test_a_body_that_never_had_a_bureau_elects_its_first_one_and_another_renews_it(client, room):
    assert client.get(begin(room)).context["form"]["kind"].value() == "first_bureau"
    MandateFactory(territory=room.territory)
    assert client.get(begin(room)).context["form"]["kind"].value() == "renewal"


def test_without_candidates_the_step_leads_to_them_and_then_seals(client, room):
    election = room.prepared()
    shown = text_of(client.get(page("conduct", election)))
    assert f"{page('candidacies', election)}#candidate" in shown
    assert 'value="sceller"' not in shown

    room.standing(election, 0)
    shown = text_of(client.get(page("conduct", election)))
    assert "#candidate" not in shown
    assert 'value="sceller"' in shown


def test_proxies_above_a_limit_that_was_lowered_lead_to_the_proxies(client, room):
    election = room.prepared()
    room.standing(election, 0)
    giver, holder = election.roll.by_name()[:2]
    proxies.give(giver, holder, at=AT)
    election.proxies_per_holder = 0
    election.save()

    shown = text_of(client.get(page("conduct", election)))

    assert f'class="button button-primary" href="{page("proxies", election)}"' in shown
    assert "#candidate" not in shown
    assert 'value="sceller"' not in shown


def test_an_empty_roll_leads_to_the_roll(client, room):
    election = room.prepared()
    election.roll.all().delete()
    assert "Compléter la liste électorale" in text_of(client.get(page("conduct", election)))


def test_the_next_candidate_is_asked_for_the_first_office_that_has_none(client, room):
    election = room.prepared(offices=[room.president, room.treasurer])
    first, second = election.contests.order_by("rank")

    def asked():
        return client.get(page("candidacies", election)).context["candidate_form"]["contest"].value()

    assert asked() == first.pk
    typed = {"act": "candidat", "contest": first.pk, "person": room.voters[0].person_id}
    client.post(page("candidacies", election), typed)
    assert asked() == second.pk


@pytest.mark.parametrize("name", ["candidacies", "roll", "proxies"])
def test_each_page_of_the_preparation_leads_back_to_the_steps(client, room, name):
    election = room.prepared()
    assert "Retour aux étapes" in text_of(client.get(page(name, election)))


def test_the_end_of_a_vote_in_the_room_is_filled_in(client):
    vote = online.ready(2, from_afar=False, remote_article="")
    client.force_login(vote.room.lead)
    at = timezone.make_aware(datetime.combine(vote.election.held_on, datetime.min.time())) + timedelta(hours=18)
    with time_machine.travel(at + timedelta(minutes=1, seconds=5), tick=False):
        assert f'value="{vote.election.held_on}T19:05"' in text_of(client.get(page("conduct", vote.election)))


def test_no_end_is_filled_in_before_the_day_nor_from_afar(client):
    vote = online.ready(2)
    assert suggested_end(vote.election, at=AT) is None
    vote.election.from_afar = False
    assert suggested_end(vote.election, at=AT) is not None
    assert suggested_end(vote.election, at=AT - timedelta(days=1)) is None


def test_everybody_is_there_but_those_who_gave_a_proxy(client):
    vote = online.sealed(3, from_afar=False, remote_article="", proxies={2: 0})
    client.force_login(vote.room.lead)

    client.post(page("presence", vote.election), {"tous": "oui"})

    there = {entry.pk for entry in vote.entries[:2]}
    assert set(Presence.objects.values_list("pk", flat=True)) == there
    presences.record(vote.election, [])  # by a colleague, meanwhile
    client.post(page("presence", vote.election), {"tous": "oui", "cochees": ",".join(map(str, there))})
    assert set(Presence.objects.values_list("pk", flat=True)) == there


def test_the_lead_of_another_territory_ticks_nobody(client):
    vote = online.sealed(2, from_afar=False, remote_article="")
    client.force_login(lead_of())

    assert client.post(page("presence", vote.election), {"tous": "oui"}).status_code == 404
    assert not Presence.objects.exists()


def test_codes_that_were_sent_are_sent_again_only_from_a_fold(client):
    vote = online.ready(2, from_afar=False, remote_article="")
    client.force_login(vote.room.lead)

    shown = text_of(client.get(page("codes", vote.election)))

    fold = shown[shown.index('<details class="section disclosure">') : shown.rindex("</details>")]
    assert 'button-danger" type="submit">Envoyer de nouveaux codes à tous' in fold
    assert 'button-primary" type="submit"' not in shown
