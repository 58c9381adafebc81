"""The head of the box, told to the trustees: each hour in which it has grown, and at the closing."""

import pytest
from django.urls import reverse

from elections import box, closing, heads, minutes, tasks
from leader.shared.mails import Letter
from tests.elections import online
from tests.elections.rooms import AT
from tests.elections.test_decrypting import FIRST, cast, with_trustees

pytestmark = pytest.mark.django_db


def letters(head):
    return list(Letter.objects.filter(text__contains=head).order_by("pk"))


def test_each_hour_the_trustees_are_told_the_head_of_a_box_that_has_grown(client):
    vote, _trustees = with_trustees(3)
    cast(client, vote, FIRST)
    Letter.objects.all().delete()

    tasks.tell_heads(0)

    head = box.head(vote.election)
    told = letters(head)
    assert [letter.recipient for letter in told] == [user.email for user in vote.room.voters[:3]]
    assert "1 bulletin" in told[0].text
    assert f"{head}.event.json" in told[0].text
    assert f"{head}.event.json".encode() in box.archive(vote.election)
    tasks.tell_heads(0)
    assert len(letters(head)) == 3  # the same head is told once
    client.force_login(vote.room.voters[1])
    assert client.post(vote.address(1), {"ballot": vote.ballot(1)}).status_code == 200
    tasks.tell_heads(0)
    assert len(letters(box.head(vote.election))) == 3


def test_the_head_of_the_closing_is_told_and_stands_in_the_minutes(client):
    vote, _trustees = with_trustees(3)
    cast(client, vote, FIRST, FIRST, FIRST)

    closing.close_online(vote.election, at=AT)

    vote.election.refresh_from_db()
    head = box.head(vote.election)
    assert len(letters(head)) == 3
    assert "close" in letters(head)[0].subject
    assert heads.at_closing(vote.election) == head
    sections = minutes.contents(vote.election, [], "", None, AT)["sections"]
    assert [["Empreinte de l’urne à la clôture (SHA-256)", head]] == [
        line for section in sections for line in section["lines"] if line[-1] == head and "clôture" in line[0]
    ]


def test_a_vote_without_trustees_tells_nobody_and_a_closed_one_no_more(client):
    vote = online.opened(2)
    Letter.objects.all().delete()
    assert heads.tell(vote.election) == 0
    assert not Letter.objects.exists()


def test_whoever_kept_a_head_finds_it_in_the_box(client):
    vote = online.opened(2)
    address = reverse("elections:election-box", args=[vote.election.pk])

    assert "Rien de ce qu’elle résumait" in client.get(address, {"q": box.head(vote.election)}).content.decode()
    assert "Rien de ce qu’elle résumait" not in client.get(address, {"q": "0" * 64}).content.decode()
