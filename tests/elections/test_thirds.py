"""Renewal by thirds: lots drawn in the room the first time, then terms that are whole."""

import io

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from elections.forms.counting import ProclaimForm
from elections.models import Election
from elections.proclamation import proclaim
from elections.results import RefusedActError, results_of
from elections.thirds import seats_of
from territories.mandates.months import months_after
from territories.models import Mandate
from tests.elections.rooms import AT, DAY, Room
from tests.factories.territories import OfficeFactory

pytestmark = pytest.mark.django_db
SEATS = 4


@pytest.fixture
def room():
    return Room.with_companies(6)


@pytest.fixture
def board(room):
    """Return an election of four seats of one office, counted, all for those who stand."""
    office = OfficeFactory(code="board", name="conseil", is_presidency=False, rank=40)
    election = room.prepared(offices=[office], thirds_by_lot=True, rounds=1)
    election.contests.update(seats=SEATS)
    standing = room.standing(election, 0, 1, 2, 3)
    room.voted(election)
    room.counted(election, {one.pk: 6 for one in standing})
    return election


def page(name, election):
    return reverse(f"elections:election-{name}", args=[election.pk])


def lots(client, election):
    form = client.get(page("proclaim", election)).context["form"]
    return [name for name in form.fields if name.startswith("drawn_")], [
        name for name in form.fields if name.startswith("accepts_")
    ]


def test_23_thirds_are_drawn_by_lot_the_first_time_and_mandates_end_by_them(client, room, board):
    client.force_login(room.lead)
    drawn, accepts = lots(client, board)
    assert (len(drawn), len(accepts)) == (SEATS, SEATS)
    typed = {"act": "proclamer"} | dict.fromkeys(accepts, "yes")

    answer = client.post(page("proclaim", board), typed | dict(zip(drawn, "1123", strict=True)))

    assert answer.status_code == 302
    ends = [months_after(DAY, 12 * years) for years in [1, 1, 2, 3]]
    assert sorted(Mandate.objects.values_list("expected_end_on", flat=True)) == ends
    pages = PdfReader(io.BytesIO(bytes(board.minutes.pdf))).pages
    minutes = " ".join(" ".join(page.extract_text() for page in pages).split())  # lines break where they may
    assert "par tiers, tirés au sort cette fois" in minutes
    assert minutes.count("par tirage au sort") == SEATS


def test_23_a_lot_that_is_missing_or_thirds_that_are_uneven_are_refused_with_the_form_filled(client, room, board):
    client.force_login(room.lead)
    drawn, accepts = lots(client, board)
    typed = {"act": "proclamer"} | dict.fromkeys(accepts, "yes")

    missing = client.post(page("proclaim", board), typed | dict(zip(drawn, ["1", "2", "3", ""], strict=True)))
    uneven = client.post(page("proclaim", board), typed | dict(zip(drawn, "1112", strict=True)))

    assert missing.context["form"].errors == {drawn[3]: ["Choisissez ce que le sort a dit."]}
    assert "Tiers de 3, 1 et 0 sièges" in uneven.content.decode()
    assert uneven.context["form"][drawn[3]].value() == "2"
    assert not Mandate.objects.exists()


def test_23_who_declines_draws_no_lot(client, room, board):
    client.force_login(room.lead)
    drawn, accepts = lots(client, board)
    typed = {"act": "proclamer"} | dict(zip(accepts, ["yes", "yes", "yes", "no"], strict=True))

    client.post(page("proclaim", board), typed | dict(zip(drawn, ["1", "2", "3", ""], strict=True)))

    assert Mandate.objects.count() == SEATS - 1


def test_23_whatever_the_page_the_act_itself_asks_for_even_lots(board):
    accepting = dict.fromkeys(board.contests.get().candidacies.values_list("pk", flat=True), True)

    with pytest.raises(RefusedActError, match="tiré"):
        proclaim(board, accepting=accepting, at=AT)


@pytest.mark.parametrize(("second", "said"), [("12", "Tiers de 2, 2 et 0 sièges"), ("33", "")])
def test_23_in_a_second_round_the_lots_of_the_first_count_too(room, second, said):
    office = OfficeFactory(code="board", name="conseil", is_presidency=False, rank=40)
    election = room.prepared(offices=[office], thirds_by_lot=True)
    election.contests.update(seats=SEATS)
    standing = room.standing(election, 0, 1, 2, 3)
    room.voted(election)
    room.counted(election, {one.pk: voices for one, voices in zip(standing, [6, 6, 3, 3], strict=True)})
    _told, following = proclaim(election, accepting=accepted(election), drawn=drawn_for(election, "12"), at=AT)
    room.voted(following)
    left = following.contests.get().candidacies.order_by("rank")
    room.counted(following, {one.pk: 6 for one in left})
    form = ProclaimForm(
        {f"accepts_{one.pk}": "yes" for one in left}
        | {f"drawn_{key}": third for key, third in drawn_for(following, second).items()},
        election=following, results=results_of(following),
    )  # fmt: skip

    assert form.is_valid() is not bool(said)
    if said:
        assert said in str(form.errors)
        with pytest.raises(RefusedActError, match=said):
            proclaim(following, accepting=accepted(following), drawn=drawn_for(following, second), at=AT)
    else:
        proclaim(following, accepting=accepted(following), drawn=drawn_for(following, second), at=AT)
        assert Mandate.objects.count() == SEATS


def accepted(election):
    return dict.fromkeys([one.candidacy_id for result in results_of(election) for one in result.elected], True)


def drawn_for(election, lots):
    return {seat.key: int(lot) for seat, lot in zip(seats_of(results_of(election)), lots, strict=True)}


def test_23_the_next_time_the_seats_of_one_third_are_filled_for_the_whole_term(client, room):
    office = OfficeFactory(code="board", name="conseil", is_presidency=False, rank=40)
    election = room.prepared(offices=[office], rounds=1)
    standing = room.standing(election, 0)
    room.voted(election)
    room.counted(election, {standing[0].pk: 6})

    proclaim(election, accepting={standing[0].pk: True}, at=timezone.now())

    assert Mandate.objects.get().expected_end_on == months_after(DAY, 36)


def test_23_a_term_that_thirds_do_not_divide_is_refused_beside_the_rules(client, room):
    client.force_login(room.lead)
    election = room.prepared()
    form = client.get(page("rules", election)).context["form"]
    kept = {name: form[name].value() for name in form.fields}
    typed = {name: value for name, value in kept.items() if value not in (None, False)}

    answer = client.post(page("rules", election), typed | {"thirds_by_lot": "on", "term_years": "4"})

    assert "Un mandat renouvelé par tiers dure 3, 6 ou 9 ans." in answer.content.decode()
    assert not Election.objects.get(pk=election.pk).thirds_by_lot
