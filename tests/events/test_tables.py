"""The plan of tables: the rule of the proposal, changes by hand, wishes, who may, the papers."""

import io
import threading
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from pypdf import PdfReader

from events.models import Seat, SeatWish, Table
from events.registration.holding import RefusedError
from events.seating import acts
from events.seating.plan import as_persons, people_of
from events.seating.proposal import Person, Place, propose
from tests.factories.accounts import guest, lead_of, member, staff
from tests.factories.events import (
    AdmissionFactory,
    AttendeeFactory,
    EventFactory,
    RegistrationFactory,
    SeatFactory,
    SeatWishFactory,
    TableFactory,
)
from tests.factories.members import CompanyFactory
from tests.factories.territories import AffiliationFactory, TerritoryFactory


def people(*parties):
    """Return the people of parties, each written as its territory and its size; keys count from 1."""
    keys = iter(range(1, 1000))
    return [Person(next(keys), number, home) for number, (home, size) in enumerate(parties) for _ in range(size)]


def test_a_party_stays_together_and_territories_are_mixed():
    guests = people(("Nîmes", 4), ("Nîmes", 4), ("Alès", 4), ("Alès", 4))

    seats = propose(guests, [Place(1, 8), Place(2, 8)], [], [])

    tables = {number: {seats[each.key] for each in guests if each.party == number} for number in range(4)}
    assert all(len(at) == 1 for at in tables.values())
    assert tables[0] != tables[1]
    assert tables[2] != tables[3]


def test_a_wish_joins_two_parties_and_another_keeps_two_apart():
    guests = people(("Nîmes", 2), ("Nîmes", 2), ("Alès", 2))

    seats = propose(guests, [Place(1, 6), Place(2, 6)], [(1, 3)], [(1, 5)])

    assert seats[1] == seats[2] == seats[3] == seats[4] != seats[5]


def test_a_party_larger_than_any_table_is_parted_and_who_is_left_has_no_seat():
    seats = propose(people(("Nîmes", 7)), [Place(1, 4), Place(2, 2)], [], [])

    assert sorted(seats.values()) == [1, 1, 1, 1, 2, 2]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)  # the machine may be busy
@given(
    parties=some.lists(some.tuples(some.sampled_from("ABC"), some.integers(1, 6)), max_size=8),
    rooms=some.lists(some.integers(1, 8), max_size=6),
    pairs=some.lists(
        some.tuples(some.integers(1, 20), some.integers(1, 20)).filter(lambda p: p[0] != p[1]), max_size=5
    ),
    joined=some.lists(some.tuples(some.integers(1, 20), some.integers(1, 20)), max_size=3),
)
def test_whatever_comes_no_table_is_too_full_nobody_sits_twice_and_who_shuns_is_apart(
    parties, rooms, pairs, joined
):
    guests = people(*parties)

    seats = propose(guests, [Place(key, free) for key, free in enumerate(rooms)], joined, pairs)

    assert set(seats) <= {each.key for each in guests}
    assert all(list(seats.values()).count(key) <= free for key, free in enumerate(rooms))
    assert all(seats[one] != seats[other] for one, other in pairs if one in seats and other in seats)
    if not pairs:
        assert len(seats) == min(len(guests), sum(rooms))


@pytest.fixture
def admission(db):
    host = TerritoryFactory(name="LeadeR Nîmes")
    return AdmissionFactory(event=EventFactory(held_on=date(2099, 6, 15), territory=host, name="Gala des Causses"))


@pytest.fixture
def seat_of(admission):
    """Return a function that names ``size`` people of a new party of a territory."""

    def named(size, *, home=None):
        company = CompanyFactory(member=True)
        if home:
            AffiliationFactory(company=company, territory=home, is_home=True, starts_on=date(2020, 1, 1))
        party = RegistrationFactory(admission=admission, company=company, places=size)
        return [AttendeeFactory(registration=party, number=number + 1) for number in range(size)]

    return named


def page_of(admission, name="table-plan"):
    return reverse(f"events:{name}", args=[admission.event.slug])


def text_of(answer):
    return " ".join(answer.content.decode().replace("\xa0", " ").split())


def test_a_plan_is_proposed_and_who_was_seated_by_hand_stays(client, admission, seat_of):
    client.force_login(staff())
    three, two = seat_of(3), seat_of(2)
    client.post(page_of(admission), {"act": "tables", "name": "Table", "seats": 3, "count": 2})
    first, second = Table.objects.order_by("pk")
    client.post(page_of(admission), {"act": "placer", "qui": two[0].pk, "table": second.pk})

    for _ in range(2):
        answer = client.post(page_of(admission), {"act": "proposer"}, follow=True)

    assert "Tout le monde a un siège." in text_of(answer)
    assert {seat.attendee: seat.table for seat in Seat.objects.all()} == {
        **dict.fromkeys(three, first), **dict.fromkeys(two, second),
    }  # fmt: skip
    assert [first.name, second.name] == ["Table 1", "Table 2"]


def test_who_finds_no_seat_is_counted(client, admission, seat_of):
    client.force_login(staff())
    seat_of(3)
    TableFactory(admission=admission, seats=2)

    answer = client.post(page_of(admission), {"act": "proposer"}, follow=True)

    assert "1 personne n’a pas de siège." in text_of(answer)


def test_somebody_is_moved_and_taken_from_a_table_and_a_full_one_refuses(client, admission, seat_of):
    client.force_login(staff())
    one, other = seat_of(2)
    table = TableFactory(admission=admission, name="Causses", seats=1)
    client.post(page_of(admission), {"act": "placer", "qui": one.pk, "table": table.pk})

    full = client.post(page_of(admission), {"act": "placer", "qui": other.pk, "table": table.pk})
    assert "Causses est complète" in text_of(full)
    client.post(page_of(admission), {"act": "placer", "qui": one.pk, "table": ""})
    client.post(page_of(admission), {"act": "placer", "qui": other.pk, "table": table.pk})

    assert Seat.objects.get().attendee == other
    elsewhere = TableFactory()
    refused = client.post(page_of(admission), {"act": "placer", "qui": other.pk, "table": elsewhere.pk})
    assert refused.status_code == 404


def test_a_table_is_changed_in_its_place_and_who_sits_there_stays(client, admission, seat_of):
    client.force_login(staff())
    table, other = (TableFactory(admission=admission, name=name, seats=8) for name in ("Causses", "Garonne"))
    for each in seat_of(2):
        SeatFactory(attendee=each, table=table)
    typed = {"act": "modifier-table", "qui": table.pk, "name": "Cévennes", "seats": "2"}

    changed = client.post(page_of(admission), typed, follow=True)
    few = client.post(page_of(admission), {**typed, "name": "Larzac", "seats": "1"})
    known = client.post(page_of(admission), {**typed, "name": other.name})

    table.refresh_from_db()
    assert ((table.name, table.seats), table.seated.count()) == (("Cévennes", 2), 2)
    assert "La table est modifiée." in text_of(changed)
    assert few.context["cards"][0][2].errors == {
        "seats": ["2 personnes y sont assises : déplacez d’abord quelqu’un."]
    }
    assert 'value="Larzac"' in few.content.decode()
    assert known.context["cards"][0][2].errors == {"name": ["Une table porte déjà ce nom."]}
    assert not few.context["cards"][1][2].is_bound
    for seats in ("0", "51", "huit", ""):
        assert "seats" in client.post(page_of(admission), {**typed, "seats": seats}).context["cards"][0][2].errors


def test_a_wish_that_is_not_kept_is_shown(client, admission, seat_of):
    client.force_login(staff())
    one, other = seat_of(2)
    table = TableFactory(admission=admission)
    for each in (one, other):
        SeatFactory(attendee=each, table=table)

    shown = client.post(
        page_of(admission), {"act": "souhait", "one": other.pk, "kind": "apart", "other": one.pk}, follow=True
    )
    assert "Souhaits que le plan ne respecte pas" in text_of(shown)
    assert (SeatWish.objects.get().one, SeatWish.objects.get().kind) == (one, "apart")
    client.post(page_of(admission), {"act": "souhait", "one": one.pk, "kind": "with", "other": other.pk})
    assert "Souhaits que le plan ne respecte pas" not in text_of(client.get(page_of(admission)))
    assert SeatWish.objects.get().kind == "with"
    twice = client.post(page_of(admission), {"act": "souhait", "one": one.pk, "kind": "with", "other": one.pk})
    assert "Choisissez deux personnes." in text_of(twice)
    client.post(page_of(admission), {"act": "retirer-souhait", "qui": SeatWish.objects.get().pk})
    assert not SeatWish.objects.exists()


def test_the_database_keeps_a_table_from_holding_more_than_its_seats(admission, seat_of):
    one, other = seat_of(2)
    table = TableFactory(admission=admission, seats=1)
    SeatFactory(attendee=one, table=table)
    with pytest.raises(IntegrityError, match="seat_within_the_table"), transaction.atomic():
        SeatFactory(attendee=other, table=table)
    Table.objects.filter(pk=table.pk).update(seats=2)
    SeatFactory(attendee=other, table=table)
    with pytest.raises(IntegrityError, match="seat_within_the_table"), transaction.atomic():
        Table.objects.filter(pk=table.pk).update(seats=1)
    wish = SeatWishFactory()
    with pytest.raises(IntegrityError, match="seat_wish_in_order"), transaction.atomic():
        SeatWishFactory(one=wish.other, other=wish.one)


def test_a_table_that_became_smaller_meanwhile_is_full_and_no_error(admission, seat_of):
    one, other = seat_of(2)
    table = TableFactory(admission=admission, name="Causses", seats=2)
    acts.move(admission, one, table)
    acts.change_table(Table.objects.get(pk=table.pk), name="Causses", seats=1)

    with pytest.raises(RefusedError, match="Causses est complète"):
        acts.move(admission, other, table)  # as it was read before


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_take_the_last_seat_at_once_one_has_it(admission, seat_of):
    guests = seat_of(8)
    table = TableFactory(admission=admission, seats=1)
    start, told = threading.Barrier(8), []

    def sit(attendee):
        try:
            start.wait()
            acts.move(admission, attendee, table)
            told.append("seated")
        except RefusedError:
            told.append("full")
        finally:
            connection.close()

    threads = [threading.Thread(target=sit, args=(each,)) for each in guests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(told) == ["full"] * 7 + ["seated"]


def test_who_is_taken_out_while_a_plan_is_made_is_seated_nowhere_and_no_error_comes(admission, seat_of):
    stays, goes = seat_of(2)
    table = TableFactory(admission=admission)
    people = as_persons(people_of(staff(), admission))
    goes.delete()

    assert acts.fill(admission, people) == 0
    assert [seat.attendee for seat in Seat.objects.all()] == [stays]
    for act in (
        lambda: acts.move(admission, goes, table),
        lambda: acts.wish(admission, kind="with", one=stays, other=goes),
    ):
        with pytest.raises(RefusedError, match="retirée entre-temps"):
            act()
    acts.remove_table(table)
    with pytest.raises(RefusedError, match="table a été enlevée"):
        acts.move(admission, stays, table)


def test_who_is_known_by_an_address_alone_is_not_printed_with_it(client, admission):
    party = RegistrationFactory(admission=admission, company=CompanyFactory(name="Atelier"))
    nameless = AttendeeFactory(registration=party, given_name="", family_name="", email="zoe@example.org")
    SeatFactory(attendee=nameless, table=TableFactory(admission=admission))
    client.force_login(staff())

    def said(name):
        answer = client.get(page_of(admission, name))
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)

    for name in ("place-cards", "table-sheets", "badge-sheet"):
        assert "Atelier" in said(name)
        assert "zoe@" not in said(name)
    door = client.get(page_of(admission, "door"), {"q": "atelier"}).content.decode()
    roll = client.get(page_of(admission, "door-roll")).json()["people"]
    assert "pas encore de nom" in door
    assert "zoe@" not in door
    assert [name for _key, _code, name, _house in roll] == ["(pas encore de nom)"]


def test_the_papers_say_who_sits_where(client, admission, seat_of):
    client.force_login(staff())
    (zoe,) = seat_of(1)
    zoe.given_name, zoe.family_name = "Zoé", "Noël"
    zoe.save()
    SeatFactory(attendee=zoe, table=TableFactory(admission=admission, name="Causse Noir"))
    TableFactory(admission=admission, name="Vide")

    def pages(name):
        answer = client.get(page_of(admission, name))
        return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(answer.content)).pages]

    (cards,), sheets = pages("place-cards"), pages("table-sheets")
    assert "Zoé Noël" in cards
    assert "Causse Noir" in cards
    assert ["Zoé Noël" in sheet for sheet in sheets] == [True, False]
    assert "Personne n’est assis ici." in sheets[1]


def test_tables_are_for_the_staff_and_the_leads_of_the_host(client, admission):
    foreign = TableFactory()

    def status(user):
        client.force_login(user)
        return [
            client.get(page_of(admission, name)).status_code
            for name in ("table-plan", "place-cards", "table-sheets")
        ]

    assert client.get(page_of(admission)).status_code == 302
    assert [status(user) for user in (guest(), member(), lead_of())] == [[404] * 3] * 3
    assert [status(user) for user in (staff(), lead_of(admission.event.territory))] == [[200] * 3] * 2
    for act in ("retirer-table", "modifier-table"):
        assert client.post(page_of(admission), {"act": act, "qui": foreign.pk}).status_code == 404
    own = TableFactory(admission=admission)
    client.post(page_of(admission), {"act": "retirer-table", "qui": own.pk})
    assert list(Table.objects.all()) == [foreign]


@pytest.mark.parametrize("count", [1, 3])
def test_a_plan_costs_the_same_for_one_and_for_three(client, admission, count, django_assert_num_queries):
    for _number in range(count):
        wish = SeatWishFactory(one__registration__admission=admission)
        SeatFactory(attendee=wish.one)
    client.force_login(staff())
    client.get(page_of(admission))

    # Session, user, the savepoint of the page, the event, what the header asks; people, tables, wishes, choices.
    with django_assert_num_queries(10):
        client.get(page_of(admission))
