"""The strict mode of codes: who makes them, what the site takes of them, and what the minutes say."""

import json
import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from elections import box, ceremonies, codes, conduct, evidence, officers, opening
from elections.crypto.credentials import read_roll
from elections.crypto.verification import Rules, verify_archive
from elections.holding import RefusedActError
from elections.models import Box, CodeOfficer, Election
from elections.views.officers import LARGEST
from leader.shared.mails import Letter
from members.models import User
from tests.elections import online
from tests.elections.crypto.boxes import keys
from tests.elections.officers import OfficerAt
from tests.elections.rooms import AT, Room
from tests.factories import accounts

pytestmark = pytest.mark.django_db
OFFICER = 2  # the company whose voter makes the codes; the first two stand


@pytest.fixture
def vote():
    return online.sealed(4, codes_by="officer", weights={3: 5})


@pytest.fixture
def officer(vote):
    officers.name(vote.election, vote.room.voters[OFFICER])
    return OfficerAt(vote.room.voters[OFFICER], vote.election)


def kept(vote):
    return Box.objects.get(election=vote.election)


def test_the_codes_of_an_officer_are_voted_with_and_the_site_never_had_one(client, vote, officer):
    assert officer.state["step"] == "make"
    assert officer.send("all", officer.message()).json()["step"] == "made"
    box.take_keys(vote.election, keys().text)
    now = timezone.now()
    opening.open_online(vote.election, closes_at=now + timedelta(hours=1), at=now)
    vote.election.refresh_from_db()
    vote.codes = [officer.codes[entry.pk] for entry in vote.entries]

    for number in (0, 3):
        client.force_login(vote.room.voters[number])
        assert client.post(vote.address(number), {"ballot": vote.ballot(number)}).status_code == 200

    verdict = verify_archive(box.archive(vote.election), Rules(revote=False))
    assert (verdict.ballots, sum(verdict.setup.roll.values())) == (2, 8)
    assert not Letter.objects.exclude(secret="").exists()


def test_what_the_site_takes_is_sorted_and_serves_a_second_round_too(vote, officer):
    message = officer.message()
    assert officer.send("all", message).status_code == 200
    assert (kept(vote).credentials, kept(vote).next_credentials) == (message["credentials"], message["next"])
    for text in (kept(vote).credentials, kept(vote).next_credentials):
        assert list(read_roll(text)) == sorted(read_roll(text))
        assert sorted(read_roll(text).values()) == [1, 1, 1, 5]


def test_attack_13_credentials_of_other_weights_than_the_roll_are_refused(vote, officer):
    answer = officer.send("all", officer.message(weights=[5, 5, 1, 1]))

    assert answer.status_code == 409
    assert "autant de voix" in answer.json()["message"]
    assert kept(vote).credentials == ""


@pytest.mark.parametrize(
    ("spoil", "status"),
    [
        (lambda message: {**message, "next": message["credentials"]}, 409),
        (lambda message: {**message, "credentials": "[]"}, 409),
        (lambda message: {**message, "credentials": message["credentials"].replace(",", " ,", 1)}, 400),
        (lambda message: {**message, "credentials": '["2","3","4","5,5"]'}, 400),
        (lambda message: {**message, "credentials": '["1","1","1","1,5"]'}, 400),
        (lambda message: {"credentials": message["credentials"]}, 400),
        (lambda message: {**message, "codes": ["x"]}, 400),
        (lambda message: [], 400),
        (lambda message: {**message, "credentials": 5}, 400),
    ],
)
def test_what_is_no_roll_of_the_election_is_refused(vote, officer, spoil, status):
    assert officer.send("all", spoil(officer.message())).status_code == status
    assert kept(vote).credentials == ""


def test_an_unsorted_roll_is_refused_since_its_order_could_tell_whose_a_credential_is(vote, officer):
    message = officer.message()
    lines = message["credentials"][2:-2].split('","')
    message["credentials"] = '["' + '","'.join(reversed(lines)) + '"]'
    assert officer.send("all", message).status_code == 409


def test_a_message_too_large_is_refused_in_words_before_the_site_reads_no_form_at_all(officer, settings):
    """As the page sends it: the form encodes quotes and commas, so its largest message is below the site's."""
    roll = "[" + ",".join(rf'"{"1" * 617},5"' for _number in range(1200)) + "]"
    largest = json.dumps({"credentials": roll, "next": roll})
    assert len(largest) <= LARGEST

    def sent(message):
        form = urlencode({"step": "all", "message": message})
        return officer.client.post(officer.address, form, content_type="application/x-www-form-urlencoded")

    assert sent(largest).status_code == 400  # read, and found to be no roll
    padded = largest + " " * (LARGEST - len(largest) + 1)
    refused = sent(padded)
    assert (refused.status_code, refused["Content-Type"]) == (413, "application/json")
    assert "trop" in refused.json()["message"]
    beyond = sent("x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    assert (beyond.status_code, beyond["Content-Type"].split(";")[0]) == (413, "text/html")


def test_nobody_else_reads_or_sends(client, vote, officer):
    for somebody in (vote.room.voters[0], vote.room.lead, accounts.staff()):
        client.force_login(somebody)
        assert client.get(officer.page).status_code == 404
        assert client.get(officer.address).status_code == 404
        assert client.post(officer.address, {"step": "all", "message": "{}"}).status_code == 404


def test_without_scripts_the_page_says_that_there_is_no_strict_mode_and_shows_no_step(officer):
    page = officer.client.get(officer.page).content.decode()
    (said,) = re.findall(r"<noscript>(.*?)</noscript>", page, re.DOTALL)
    assert "pas de mode strict" in said
    assert len(re.findall(r'data-step="\w+" hidden', page)) == page.count("data-step=") == 5


def test_a_trustee_is_not_named_nor_a_candidate_nor_who_administers_the_site(vote):
    election, voters = vote.election, vote.room.voters
    voters[2].is_superuser = True
    voters[2].save()
    ceremonies.name_trustees(election, [voters[3], voters[0], voters[1]], threshold=2)

    for account in (voters[0], voters[3], voters[2]):
        with pytest.raises(RefusedActError, match="ni dépositaire ni candidat"):
            officers.name(election, account)
    assert not CodeOfficer.objects.exists()


def test_nobody_of_the_staff_makes_codes_since_they_administer_the_accounts(client, vote):
    clerk = accounts.staff()
    User.objects.filter(pk=clerk.pk).update(is_superuser=False)
    address = reverse("elections:election-codes", args=[vote.election.pk])
    client.force_login(vote.room.lead)
    assert str(clerk.person) not in client.get(address).content.decode()

    page = client.post(address, {"act": "designer", "account": clerk.pk})

    assert page.status_code == 200
    with pytest.raises(RefusedActError, match="équipe"):
        officers.name(vote.election, clerk)
    assert not CodeOfficer.objects.exists()


def test_an_officer_who_joins_the_staff_sends_no_codes_and_those_sent_before_open_no_vote(vote, officer):
    message = officer.message()
    User.objects.filter(pk=vote.room.voters[OFFICER].pk).update(is_staff=True)

    answer = officer.send("all", message)

    assert (answer.status_code, kept(vote).credentials) == (409, "")
    assert "administre" in answer.json()["message"]
    User.objects.filter(pk=vote.room.voters[OFFICER].pk).update(is_staff=False)
    officer.send("all", message)
    box.take_keys(vote.election, keys().text)
    assert opening.missing_before_opening(vote.election) == []
    User.objects.filter(pk=vote.room.voters[OFFICER].pk).update(is_staff=True)
    now = timezone.now()
    with pytest.raises(RefusedActError, match="administre"):
        opening.open_online(vote.election, closes_at=now + timedelta(hours=1), at=now)
    assert "administre les comptes du site" in str(evidence._codes(vote.election))


def test_the_code_officer_is_not_named_as_a_trustee(vote, officer):
    voters = vote.room.voters
    with pytest.raises(RefusedActError):
        ceremonies.name_trustees(vote.election, [voters[0], voters[1], voters[OFFICER]], threshold=2)


def second_round_of(vote, **more):
    """Return a sealed second round; nobody has voted in the first."""
    following = Election.objects.create(
        way="online", codes_by="officer", held_on=vote.election.held_on, roll_on=vote.election.roll_on,
        territory=vote.election.territory, **more,
    )  # fmt: skip
    for entry in vote.entries:
        following.roll.create(company_id=entry.company_id, representative_id=entry.representative_id)
    box.prepare(following, at=AT)
    Election.objects.filter(pk=following.pk).update(state="sealed", sealed_at=AT)
    return Election.objects.get(pk=following.pk)


def test_who_made_the_codes_of_the_first_round_is_no_trustee_of_the_second(client, vote, officer):
    voters = vote.room.voters
    for more in ({"round": 2, "first_round": vote.election}, {"in_place_of": vote.election}):
        following = second_round_of(vote, **more)
        with pytest.raises(RefusedActError, match="pas dépositaire"):
            ceremonies.name_trustees(following, [voters[0], voters[1], voters[OFFICER]], threshold=2)
        client.force_login(vote.room.lead)
        page = client.get(reverse("elections:election-keys", args=[following.pk])).content.decode()
        assert f'<option value="{voters[0].pk}"' in page
        assert f'<option value="{voters[OFFICER].pk}"' not in page


def test_a_trustee_of_the_first_round_makes_no_codes_in_the_second(vote):
    voters = vote.room.voters
    ceremonies.name_trustees(vote.election, [voters[0], voters[1], voters[OFFICER]], threshold=2)
    following = second_round_of(vote, round=2, first_round=vote.election)
    with pytest.raises(RefusedActError, match="ni dépositaire"):
        officers.name(following, voters[OFFICER])
    ceremonies.begin_again(vote.election, at=AT)
    officers.name(following, voters[OFFICER])


def test_who_conducts_names_the_officer_and_another_one_makes_the_former_codes_worthless(client, vote, officer):
    officer.send("all", officer.message())
    address = reverse("elections:election-codes", args=[vote.election.pk])
    client.force_login(vote.room.lead)
    page = client.get(address).content.decode()
    assert "Responsable des codes" in page
    assert str(vote.room.voters[0].person) not in page.split("<select")[1]  # a candidate

    answer = client.post(address, {"act": "designer", "account": vote.room.voters[3].pk})

    assert answer.status_code == 302
    assert CodeOfficer.objects.get().account == vote.room.voters[3]
    assert (kept(vote).credentials, kept(vote).codes_sent_at) == ("", None)
    assert officer.client.get(officer.address).status_code == 404


def test_the_site_sends_no_code_in_the_strict_mode_and_names_no_officer_in_the_simple_one(vote):
    with pytest.raises(RefusedActError):
        codes.send(vote.election, at=AT)
    simple = online.sealed(3, name="Sète")
    with pytest.raises(RefusedActError):
        officers.name(simple.election, simple.room.voters[2])


def test_the_vote_does_not_open_before_the_officer_has_made_the_codes(vote, officer):
    box.take_keys(vote.election, keys().text)
    assert opening.missing_before_opening(vote.election) == [
        "Le responsable des codes n’a pas encore fait les codes."
    ]
    officer.send("all", officer.message())
    assert opening.missing_before_opening(vote.election) == []


def test_the_mode_is_chosen_before_the_sealing_and_the_database_keeps_it(vote):
    with pytest.raises(DatabaseError), transaction.atomic():
        Election.objects.filter(pk=vote.election.pk).update(codes_by="site")


def test_the_rules_explain_both_modes(client):
    room = Room.with_companies(1)
    election = room.prepared(way="online")
    client.force_login(room.lead)
    page = client.get(reverse("elections:election-rules", args=[election.pk])).content.decode()
    assert "malhonnête" in page
    assert "ne voit jamais" in page


@pytest.mark.parametrize(("by", "said"), [("site", "aurait pu déposer"), ("officer", "n’en a jamais vu")])
def test_the_minutes_say_who_made_the_codes_and_what_that_means(by, said):
    vote = online.sealed(3, codes_by=by)
    told = str(evidence._codes(vote.election))
    assert said in told


def test_a_second_round_takes_what_the_officer_sent_for_it(vote, officer):
    officer.send("all", officer.message())
    following = Election.objects.create(
        way="online", codes_by="officer", held_on=vote.election.held_on, roll_on=vote.election.roll_on, round=2,
        first_round=vote.election, territory=vote.election.territory,
    )  # fmt: skip
    second = box.prepare(following, at=AT, after=kept(vote))
    assert (second.uuid, second.credentials) == (kept(vote).next_uuid, kept(vote).next_credentials)
    Election.objects.filter(pk=following.pk).update(state="sealed")
    with pytest.raises(RefusedActError, match="premier tour"):
        officers.name(Election.objects.get(pk=following.pk), vote.room.voters[OFFICER])


def test_given_up_an_election_takes_no_codes_any_more(vote, officer):
    message = officer.message()
    conduct.give_up(vote.election, reason="Report")
    assert officer.send("all", message).status_code == 409
    assert officer.state["step"] == "void"
