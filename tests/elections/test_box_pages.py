"""The pages around an online vote: the box that everybody reads, the codes, the room, the check."""

import json
import re
import subprocess
import sys

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from elections import box, closing, rolls
from elections.crypto.verification import verify_archive
from elections.models import Box, BoxCheck, Election, Presence
from leader.shared.mails import Letter
from members.models import Company, Person, User
from tests.elections import online
from tests.elections.crypto.boxes import keys
from tests.elections.test_hours import end_now
from tests.elections.test_online_vote import cast, counted
from tests.factories.accounts import guest

pytestmark = pytest.mark.django_db


def page(name, election, *more):
    return reverse(f"elections:election-{name}", args=[election.pk, *more])


def test_everybody_finds_a_ballot_by_its_receipt_and_downloads_what_verifies(client, tmp_path):
    vote = online.opened(3)
    tracker = cast(client, vote, 0).json()["tracker"]
    client.logout()

    shown = client.get(page("box", vote.election), {"q": f" {tracker[:20]} {tracker[20:]} "}).content.decode()
    missing = client.get(page("box", vote.election), {"q": "A" * 43}).content.decode()

    assert "Ce bulletin est dans l’urne" in shown
    assert "Aucun bulletin" in missing
    assert tracker in missing
    archive = client.get(page("archive", vote.election))
    assert archive["Content-Type"] == "application/octet-stream"
    assert verify_archive(archive.content).trackers == [tracker]
    texts = client.get(page("setup", vote.election)).json()
    assert list(texts.values()) == box.setup_texts(vote.election)
    verifier = client.get(reverse("elections:election-verifier")).content
    assert b"belenios" in verifier.lower()
    # The command that the page publishes asks what our own verifier asks: a code votes once.
    name = f"{vote.election.box.uuid}.bel"
    published = re.search(r"<code>python (verify\.py .*?)</code>", shown)[1].split()
    assert published == ["verify.py", name, "--no-revote"]
    (tmp_path / "verify.py").write_bytes(verifier)
    (tmp_path / name).write_bytes(archive.content)
    assert subprocess.run([sys.executable, *published], cwd=tmp_path, check=False).returncode == 0


@pytest.mark.parametrize("name", ["box", "archive", "setup"])
def test_there_is_no_box_before_the_opening_nor_for_a_vote_on_paper(client, name):
    sealed = online.ready(2)
    paper = sealed.room.prepared()

    assert client.get(page(name, sealed.election)).status_code == 404
    assert client.get(page(name, paper)).status_code == 404


def test_the_box_costs_the_same_for_one_ballot_and_for_three(client):
    counts = []
    vote = online.opened(3)
    for number in (0, 1, 2):
        cast(client, vote, number)
        client.logout()
        with CaptureQueriesContext(connection) as seen:
            client.get(page("box", vote.election))
        counts.append(len(seen))

    assert len(set(counts)) == 1


def test_the_lead_sends_codes_then_opens_and_the_voter_reaches_the_booth(client):
    vote = online.sealed(2)
    box.take_keys(vote.election, keys().text)
    client.force_login(vote.room.lead)

    assert client.post(page("codes", vote.election)).status_code == 302
    assert Letter.objects.exclude(secret="").count() == 2
    assert "[[secret]]" not in client.get(page("codes", vote.election)).content.decode()
    ends = timezone.localtime() + online.HOUR
    typed = {"act": "ouvrir", "closes_at": f"{ends:%Y-%m-%dT%H:%M}"}
    assert client.post(page("conduct", vote.election), typed).status_code == 302
    vote.election.refresh_from_db()
    assert vote.election.state == "open"
    client.force_login(vote.room.voters[0])
    shown = client.get(vote.election.get_absolute_url()).content.decode()
    booth = page("vote", vote.election, vote.entries[0].pk)
    assert booth in shown
    assert page("setup", vote.election) in client.get(booth).content.decode()


def test_voters_without_an_account_are_told_before_the_sealing_and_with_the_codes(client):
    vote = online.sealed(3, proxies={1: 0})
    User.objects.filter(pk__in=[vote.room.voters[1].pk, vote.room.voters[2].pk]).update(is_active=False)
    client.force_login(vote.room.lead)

    shown = client.get(page("codes", vote.election)).content.decode()

    name = str(vote.room.voters[2].person)  # the second company is voted for by the first
    assert f"1 votant n’a pas de compte et ne peut pas voter en ligne : {name}." in shown.replace("\xa0", " ")
    assert shown.count("sans compte</span>") == 1
    Election.objects.filter(pk=vote.election.pk).update(state="void", void_reason="Test")
    draft = vote.room.prepared(way="online")
    for name in ("roll", "conduct"):
        assert "2 votants n’ont pas de compte" in client.get(page(name, draft)).content.decode()
    assert rolls.warnings_of_accounts(vote.room.prepared()) == []  # on paper nobody needs one


def test_no_address_with_which_a_voter_signs_in_is_another_way_for_the_code(client):
    vote = online.sealed(3)
    first, second, third = vote.entries
    voter = vote.room.voters[0]
    EmailAddress.objects.create(user=voter, email="Autre@atelier.example", verified=True)
    Company.objects.filter(pk=first.company_id).update(email="autre@atelier.example")
    Person.objects.filter(pk=voter.person_id).update(email="")
    Company.objects.filter(pk=second.company_id).update(email="siege@atelier.example")
    Person.objects.filter(pk=third.representative_id).update(email="sans.compte@atelier.example")
    Company.objects.filter(pk=third.company_id).update(email="Sans.compte@atelier.example")
    User.objects.filter(pk=vote.room.voters[2].pk).update(is_active=False)

    lines = online.codes.destinations(vote.election)

    assert [(line.address, line.is_apart) for line in lines] == [
        (voter.email, False), ("siege@atelier.example", True), ("sans.compte@atelier.example", False),
    ]  # fmt: skip
    client.force_login(vote.room.lead)
    assert "2 codes partent" in client.get(page("codes", vote.election)).content.decode()


def test_codes_sent_again_make_the_first_ones_worthless():
    vote = online.ready(2)
    before = vote.election.box.credentials
    online.codes.send(vote.election, at=online.AT)

    after = Box.objects.get(election=vote.election).credentials
    assert not set(json.loads(before)) & set(json.loads(after))


def test_an_opening_without_an_hour_says_so_beside_the_field(client):
    vote = online.ready(2)
    client.force_login(vote.room.lead)

    answer = client.post(page("conduct", vote.election), {"act": "ouvrir", "closes_at": ""})

    assert answer.status_code == 200
    assert "obligatoire" in answer.content.decode()


def test_who_is_in_the_room_is_ticked_and_taken_back(client):
    vote = online.sealed(3, from_afar=False, remote_article="")
    client.force_login(vote.room.lead)
    first, second, _ = vote.entries

    client.post(page("presence", vote.election), {"present": [first.pk, second.pk]})
    client.post(page("presence", vote.election), {"present": [second.pk, 999_999]})

    assert list(Presence.objects.values_list("pk", flat=True)) == [second.pk]


def test_the_polling_station_checks_the_box(client):
    vote = online.opened(2)
    cast(client, vote, 0)
    client.force_login(vote.room.lead)

    assert client.post(page("box-check", vote.election)).status_code == 302
    assert BoxCheck.objects.get(pk=vote.election.pk).head == box.head(vote.election)
    assert box.head(vote.election) in client.get(page("box-check", vote.election)).content.decode()


def test_nobody_else_conducts_an_online_vote(client):
    vote = online.opened(2)
    for user in (guest(), vote.room.voters[0]):
        client.force_login(user)
        for name in ("codes", "box-check"):
            assert client.get(page(name, vote.election)).status_code == 404
            assert client.post(page(name, vote.election)).status_code == 404


def test_sign_offs_of_an_online_vote_are_not_shown_while_it_runs_but_to_who_conducts_once_it_is_closed(client):
    """Then the polling station knows whose envelopes it opens, of those who lost a code and came to the desk."""
    vote = online.opened(2)
    cast(client, vote, 0)
    client.force_login(vote.room.lead)
    address = page("sign-offs", vote.election)

    assert client.get(address).status_code == 302
    assert Election.objects.get(pk=vote.election.pk).state == "open"
    end_now(vote.election)
    closing.close_online(vote.election, at=timezone.now())
    assert address in client.get(page("conduct", vote.election)).content.decode()
    boxes = re.findall(r"<input[^>]* name=.signe.[^>]*>", client.get(address).content.decode())
    assert [(" checked" in one, " disabled" in one) for one in boxes] == [(True, True), (False, True)]
    client.post(address, {"signe": vote.entries[1].pk})
    assert counted(vote) == (1, 1)
    client.force_login(vote.room.voters[0])
    assert client.get(address).status_code == 404


def figures(client, address):
    """Return what a page tells of the turnout: its figures by their names, and the sentences below them."""
    shown = client.get(address).content.decode()
    told = shown[shown.index('<dl class="stats stats-compact">') :]
    rows = re.findall(r'<div class="stat"><dt>(.*?)</dt><dd>(.*?)</dd>', told[: told.index("</dl>")])
    below = told[told.index("</dl>") :].split("</section>")[0].split("<form")[0]
    return dict(rows), " ".join(re.findall(r'<p class="small muted">(.*?)</p>', below))


def test_while_a_vote_runs_no_figure_but_the_count_tells_whose_the_last_ballot_is(client):
    """The archive has the ballots in the order in which they came: a figure that moves with one would name it."""
    vote = online.opened(4, proxies={1: 0}, weights={2: 5}, quorum_percent=50, majority_base="present")
    guest_of_none, lead, reader = Client(), Client(), Client()
    lead.force_login(vote.room.lead)
    reader.force_login(vote.room.voters[3])
    public = vote.election.get_absolute_url()
    pages = [
        (guest_of_none, public), (reader, public), (lead, public),
        (lead, page("conduct", vote.election)), (lead, page("presence", vote.election)),
    ]  # fmt: skip

    for number in [0, 2]:  # the first ballot reaches the quorum for two companies
        before = [figures(*one) for one in pages]
        assert cast(client, vote, number).status_code == 200
        for (rows, text), (after, sentence) in zip(before, [figures(*one) for one in pages], strict=True):
            moved = {name: value for name, value in after.items() if rows[name] != value}
            assert rows.keys() == after.keys() == {"entreprises inscrites", "voix", "entreprises ayant voté"}
            assert moved == {"entreprises ayant voté": str(1 + bool(number))}
            assert sentence == text
            assert not re.search(r"\d|quorum", sentence)

    end_now(vote.election)
    closing.close_online(vote.election, at=timezone.now())
    for rows, sentence in [figures(*one) for one in pages]:
        assert (rows["représentées"], rows["voix ayant voté"]) == ("1", "6")
        assert "3 présentes ou représentées sur 2" in sentence
        assert "présentes ou représentées (7)" in sentence


def test_a_quorum_is_told_of_a_running_vote_where_it_follows_from_the_number_that_voted(client):
    vote = online.opened(4, quorum_percent=50)
    public = vote.election.get_absolute_url()

    told = []
    for number in [0, 1]:
        assert cast(client, vote, number).status_code == 200
        told.append(figures(Client(), public)[1])

    assert told[0].startswith("Le quorum n’est pas encore atteint.")
    assert told[1].startswith("Le quorum est atteint.")


def test_who_reads_the_box_is_told_what_its_order_tells(client):
    vote = online.opened(2)
    client.force_login(vote.room.voters[0])

    shown = client.get(page("box", vote.election)).content.decode()
    booth = client.get(page("vote", vote.election, vote.entries[0].pk)).content.decode()

    assert "un ordre qui ne dit rien" not in shown
    assert "l’archive contient les bulletins dans l’ordre de leur arrivée" in shown.lower()
    assert "L’urne dit à tout le monde dans quel ordre les bulletins sont arrivés" in booth
