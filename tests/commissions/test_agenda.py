"""The agenda of a meeting: rows, a paste, an order, a limit, two who write."""

import pytest
from django.db import IntegrityError, transaction

from commissions.models import AgendaItem
from tests.commissions.conftest import page_of
from tests.commissions.test_meetings import text_of
from tests.factories.accounts import member
from tests.factories.commissions import AgendaItemFactory

pytestmark = pytest.mark.django_db


def send(client, meeting, rows, **typed):
    """Send the agenda: ``rows`` of (title, minutes, owner, number)."""
    meeting.refresh_from_db()
    sent = {"points-TOTAL_FORMS": len(rows), "points-INITIAL_FORMS": 0, "version": meeting.version, "pasted": ""}
    for number, row in enumerate(rows):
        names = ["title", "minutes", "owner", "place"]
        sent |= {f"points-{number}-{name}": value for name, value in zip(names, row, strict=False)}
    return client.post(page_of(meeting, "agenda"), {**sent, **typed})


def items(meeting):
    return list(meeting.agenda.order_by("rank").values_list("rank", "title", "minutes"))


def test_items_are_kept_in_the_order_of_their_numbers_with_who_leads_them(client, sitting, meeting):
    client.force_login(sitting.chair)
    send(
        client,
        meeting,
        [("Divers", "", "", "9"), ("Budget", "20", sitting.asker.person_id, "1"), ("", "", "", "")],
    )

    assert items(meeting) == [(1, "Budget", 20), (2, "Divers", None)]
    assert meeting.agenda.get(rank=1).owner == sitting.asker.person
    page = text_of(client.get(meeting.get_absolute_url()))
    assert page.index("1. Budget") < page.index("2. Divers")
    assert str(sitting.asker.person) in page


def test_an_emptied_or_deleted_row_leaves_the_agenda(client, sitting, meeting):
    AgendaItemFactory(meeting=meeting, rank=1, title="Un")
    AgendaItemFactory(meeting=meeting, rank=2, title="Deux")
    AgendaItemFactory(meeting=meeting, rank=3, title="Trois")
    client.force_login(sitting.chair)

    rows = [("Un", "10", "", "1"), ("Deux", "10", "", "2"), ("Trois", "10", "", "3")]
    send(client, meeting, rows, **{"points-1-DELETE": "on"})

    assert items(meeting) == [(1, "Un", 10), (2, "Trois", 10)]


def test_a_paste_gives_an_item_a_line_with_its_minutes(client, sitting, meeting):
    client.force_login(sitting.chair)
    pasted = "Accueil – 5 min\r\n\r\nBudget 2027 (20 minutes)\nVote à 14 h\nSalon de 2027\n30 min"

    send(client, meeting, [("Avant", "", "", "")], pasted=pasted)

    assert items(meeting) == [
        (1, "Avant", None), (2, "Accueil", 5), (3, "Budget 2027", 20), (4, "Vote à 14 h", None),
        (5, "Salon de 2027", None), (6, "30 min", None),
    ]  # fmt: skip


def test_an_agenda_of_five_hundred_items_is_refused_and_comes_back_filled(client, sitting, meeting):
    client.force_login(sitting.chair)

    pasted = send(client, meeting, [], pasted="\n".join(f"Point {n}" for n in range(500)))
    typed = send(client, meeting, [(f"Point {n}",) for n in range(500)])

    assert "100 points au plus" in text_of(pasted)
    assert "en voici 500" in text_of(pasted)
    assert "Point 499" in text_of(pasted)
    assert typed.status_code == 200
    assert "100 formulaires" in text_of(typed)
    assert items(meeting) == []


def test_the_database_holds_the_limit_and_asks_for_words(meeting):
    for wrong in [{"rank": 101}, {"rank": 0}, {"title": ""}]:
        with pytest.raises(IntegrityError, match="agenda_item_within_its_bounds"), transaction.atomic():
            AgendaItemFactory(meeting=meeting, **{"rank": 1, **wrong})


def test_two_who_write_the_agenda_do_not_overwrite_one_another(client, sitting, meeting):
    client.force_login(sitting.chair)
    stale = meeting.version
    send(client, meeting, [("Budget", "", "", "")])

    refused = send(client, meeting, [("Salon", "", "", "")], version=stale)

    assert items(meeting) == [(1, "Budget", None)]
    assert "Ordre du jour enregistré entre-temps : Budget" in text_of(refused)
    assert "Salon" in text_of(refused)


def test_somebody_who_does_not_sit_there_leads_no_item(client, sitting, meeting):
    client.force_login(sitting.chair)

    refused = send(client, meeting, [("Budget", "", member().person_id, "")])

    assert refused.status_code == 200
    assert not AgendaItem.objects.exists()


@pytest.mark.parametrize(
    "rows", [[("x" * 201,)], [("Budget", "0")], [("Budget", "abc")], [("Budget", "", "9" * 30)]]
)
def test_what_cannot_be_is_refused(client, sitting, meeting, rows):
    client.force_login(sitting.chair)

    assert send(client, meeting, rows).status_code == 200
    assert not AgendaItem.objects.exists()


def test_the_agenda_is_for_those_who_keep_the_meeting(client, sitting, meeting):
    client.force_login(sitting.asker)

    assert send(client, meeting, [("Budget",)]).status_code == 404
