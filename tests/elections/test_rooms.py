"""An election in the room: from the preset to the mandates, and what the acts refuse on the way."""

import io
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from pypdf import PdfReader

from elections import candidacies, conduct, presences, proxies, results, rolls, rounds
from elections.forms.counting import TieForm
from elections.holding import RefusedActError
from elections.models import Candidacy, Contest, Elected, Election, Minutes, Proxy
from elections.proclamation import outgoing, proclaim
from members.models import Company, Representative
from territories.mandates.months import months_after
from territories.models import Mandate, StageKind, Task
from tests.elections.rooms import AT, DAY, Room
from tests.factories.members import CompanyFactory, RepresentativeFactory
from tests.factories.territories import MandateFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    return Room.with_companies(5)


def texts(minutes):
    reader = PdfReader(io.BytesIO(bytes(minutes.pdf)))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_twelve_companies_elect_their_first_bureau_and_the_mandates_begin_in_one_act():
    room = Room.with_companies(12)
    election = room.prepared()
    winner, other = room.standing(election, 0, 1)
    room.voted(election)
    room.counted(election, {winner.pk: 8, other.pk: 3}, blank=1)

    told, following = proclaim(election, accepting={winner.pk: True}, at=AT)

    mandate = Mandate.objects.get(territory=room.territory)
    assert (mandate.person, mandate.office, mandate.starts_on) == (winner.person, room.president, DAY)
    assert mandate.expected_end_on == months_after(DAY, 36)
    assert mandate.company == winner.company
    assert (told.state, following) == ("proclaimed", None)
    assert told.assembly.kind == "constituent"
    assert list(told.assembly.decisions.get().mandates.all()) == [mandate]
    assert Task.objects.get(kind=Task.Kind.REGISTRY).due_on == months_after(DAY, 3)
    assert room.territory.stages.get(kind=StageKind.BUREAU_ELECTED).done_on == DAY


def test_25_the_minutes_hold_every_item_and_stay_small_enough_for_the_registry(room):
    election = room.prepared(article="article 11", convened_how="lettre", convened_on=DAY - timedelta(days=15))
    winner, other = room.standing(election, 0, 1)
    giver, holder = election.roll.by_name()[3:5]
    proxies.give(giver, holder, at=AT)
    room.voted(election, absent=0)
    room.counted(election, {winner.pk: 3, other.pk: 0}, blank=1, spoilt=1)
    proclaim(election, accepting={winner.pk: True}, incidents="Une coupure de courant.", at=AT)

    minutes = Minutes.objects.get()
    told = texts(minutes)

    for item in [
        "Mairie", "article 11", "lettre", "scrutin secret sur papier", "Une coupure de courant.",
        str(winner.person), str(other.person), str(giver.company), str(holder.company), rolls.hash_of(election),
        "Voix dans l’urne : 5 ; blancs : 1 ; nuls : 1 ; suffrages exprimés : 3.",
        "Majorité requise : 2 voix.", "la personne la plus âgée", "élu(e), accepte",
    ]:  # fmt: skip
        assert item in told, item
    assert len(minutes.pdf) < 1_500_000
    assert b"/StructTreeRoot" in bytes(minutes.pdf)


def test_the_roll_is_the_member_companies_at_home_with_who_votes_for_them(room):
    stranger = CompanyFactory(member=True)
    mute = Company.objects.get(name__startswith="Atelier 04")
    Representative.objects.filter(company=mute).update(vote=Representative.Vote.NONE)

    election = room.prepared()

    entries = {entry.company.name: entry.representative for entry in election.roll.all()}
    assert stranger.name not in entries
    assert len(entries) == 5
    assert entries["Atelier 00 Alès"] == room.voters[0].person
    assert entries["Atelier 04 Alès"] is None
    assert any("personne" in said for said in rolls.warnings_of(election))


def test_who_is_no_member_on_the_day_of_the_roll_is_warned_of(room):
    founder = CompanyFactory(name="Fondatrice et Filles")
    election = room.prepared()
    assert not any("jour de la liste" in said for said in rolls.warnings_of(election))

    rolls.add(election, founder, representative=room.voters[0].person, weight=1)

    [said] = [said for said in rolls.warnings_of(election) if "jour de la liste" in said]
    assert "1 entreprise" in said
    assert founder.name in said
    Election.objects.filter(pk=election.pk).update(roll_on=date(1999, 1, 1))
    election.refresh_from_db()
    assert "6 entreprises" in " ".join(rolls.warnings_of(election))
    assert "territoire" in said
    of_all = Election.objects.create(held_on=DAY, roll_on=DAY)
    rolls.add(of_all, founder, representative=room.voters[0].person, weight=1)
    [said] = [said for said in rolls.warnings_of(of_all) if "jour de la liste" in said]
    assert "territoire" not in said


def test_filling_again_keeps_what_was_corrected_by_hand(room):
    election = room.prepared()
    first = election.roll.by_name()[0]
    rolls.correct(first, representative=room.voters[3].person, weight=3)

    assert rolls.fill(election) == 0

    first.refresh_from_db()
    assert (first.representative, first.weight) == (room.voters[3].person, 3)


def test_28_a_single_weight_and_a_tiny_college_are_warned_of():
    room = Room.with_companies(3)
    election = room.prepared()
    rolls.correct(election.roll.by_name()[0], representative=room.voters[0].person, weight=5)

    said = " ".join(rolls.warnings_of(election))

    assert "Moins de 5 entreprises" in said
    assert "5 voix" in said


@pytest.mark.parametrize("voices", [{0: 6, 1: 0}, {0: 2, 1: 2}, {0: 0, 1: 0}])
def test_numbers_that_do_not_add_up_are_refused(room, voices):
    election = room.prepared()
    standing = room.standing(election, 0, 1)
    room.voted(election)

    with pytest.raises(RefusedActError):
        room.counted(election, {standing[n].pk: v for n, v in voices.items()})

    assert Election.objects.get().state == "closed"


def test_21_without_a_majority_a_second_round_follows_with_the_two_first_and_the_same_roll():
    room = Room.with_companies(9)
    election = room.prepared()
    first, second, third = room.standing(election, 0, 1, 2)
    room.voted(election)
    room.counted(election, {first.pk: 4, second.pk: 3, third.pk: 2})

    told, following = proclaim(election, accepting={}, at=AT)

    assert told.state == "proclaimed"
    assert not Mandate.objects.exists()
    again = Candidacy.objects.filter(contest__election=following)
    assert {c.person for c in again} == {first.person, second.person}
    assert rolls.hash_of(following) == rolls.hash_of(election)
    with pytest.raises(RefusedActError, match="second tour"):
        rolls.strike(following.roll.first())
    with pytest.raises(RefusedActError, match="second tour"):
        candidacies.stand(following.contests.get(), third.person, at=AT)

    room.voted(following)
    leading = again.get(person=second.person)
    room.counted(following, {leading.pk: 5, again.get(person=first.person).pk: 4})
    proclaim(following, accepting={leading.pk: True}, at=AT)

    assert Mandate.objects.get().person == second.person


def test_21_equal_votes_are_decided_by_the_rule_before_the_proclamation(room):
    election = room.prepared(rounds=1)
    standing = room.standing(election, 0, 1)
    room.voted(election, absent=1)
    room.counted(election, {standing[0].pk: 2, standing[1].pk: 2})

    with pytest.raises(RefusedActError, match="égalité"):
        proclaim(election, accepting={standing[0].pk: True}, at=AT)
    with pytest.raises(RefusedActError):
        results.break_tie(election, election.contests.get(), [c.pk for c in standing], how="oldest")
    results.break_tie(election, election.contests.get(), [standing[1].pk], how="oldest")
    proclaim(election, accepting={standing[1].pk: True}, at=AT)

    assert Mandate.objects.get().person == standing[1].person
    assert Elected.objects.get().how == "oldest"
    assert "la personne la plus âgée" in texts(Minutes.objects.get())


def test_22_without_quorum_nothing_is_counted_and_a_second_call_follows(room):
    election = room.prepared(quorum_percent=50)
    winner, _other = room.standing(election, 0, 1)
    room.voted(election, absent=3)

    with pytest.raises(RefusedActError, match="quorum"):
        room.counted(election, {winner.pk: 2})
    following = rounds.call_again(election, at=AT)

    first = Election.objects.get(pk=election.pk)
    assert (first.state, following.quorum_percent, following.is_second_call) == ("void", 0, True)
    assert "2" in first.void_reason
    assert "3" in first.void_reason
    assert following.roll.count() == 5
    assert Candidacy.objects.filter(contest__election=following).count() == 2


def test_22_whoever_is_present_and_abstains_counts_for_the_quorum_and_among_no_votes(room):
    election = room.prepared(quorum_percent=80)
    winner, other = room.standing(election, 0, 1)
    lines = list(election.roll.by_name())
    proxies.give(lines[3], lines[2], at=AT)  # its holder is there and does not vote
    conduct.seal(election, at=AT)
    conduct.open_vote(election, at=AT)
    presences.record(election, [lines[2].pk])
    conduct.sign_off(election, [lines[0].pk, lines[1].pk])
    conduct.close_vote(election, at=AT)

    room.counted(election, {winner.pk: 2, other.pk: 0})  # without the abstainers, or the sums are refused
    proclaim(election, accepting={winner.pk: True}, at=AT)

    told = texts(Minutes.objects.get())
    for item in [
        "Entreprises présentes 3", "Entreprises représentées 1", "Voix présentes ou représentées 4",
        "Entreprises ayant voté 2, dont 0 par procuration", "Voix participantes 2", "4 pour 4 requis",
        "non ; présente", f"non ; représentée par {lines[2].company}",
    ]:  # fmt: skip
        assert item in told, told


def test_22_a_proxy_whose_holder_is_absent_does_not_count_nor_who_is_ticked_after_giving_one(room):
    election = room.prepared(quorum_percent=40, quorum_base="voices")
    room.standing(election, 0)
    giver, holder, *_others = election.roll.by_name()
    proxies.give(giver, holder, at=AT)
    conduct.seal(election, at=AT)
    presences.record(election, [giver.pk])
    assert results.turnout(election).companies_there == 0

    presences.record(election, [giver.pk, holder.pk])

    seen = results.turnout(election)
    assert (seen.companies_there, results.has_quorum(election, seen)) == (2, True)


def test_22_without_quorum_nobody_need_vote_and_the_missing_quorum_is_recorded(room):
    election = room.prepared(quorum_percent=60)
    room.standing(election, 0, 1)
    conduct.seal(election, at=AT)
    conduct.open_vote(election, at=AT)
    with pytest.raises(RefusedActError, match="émargé"):
        conduct.close_vote(election, at=AT)
    presences.record(election, election.roll.by_name().values_list("pk", flat=True)[:2])

    conduct.close_vote(election, at=AT)

    assert rounds.call_again(election, at=AT).is_second_call
    assert "2" in Election.objects.get(pk=election.pk).void_reason


def test_who_is_in_the_room_is_ticked_for_a_vote_on_paper_too(client, room):
    election = room.prepared(quorum_percent=20)
    room.standing(election, 0)
    conduct.seal(election, at=AT)
    client.force_login(room.lead)
    page = reverse("elections:election-presence", args=[election.pk])

    client.post(page, {"present": [election.roll.by_name()[1].pk]})

    assert results.has_quorum(election, results.turnout(election))
    assert "s’abstient" in client.get(page).text


def test_whoever_declines_leaves_the_seat_empty_and_has_no_mandate(room):
    election = room.prepared()
    winner, other = room.standing(election, 0, 1)
    room.voted(election)
    room.counted(election, {winner.pk: 4, other.pk: 1})

    proclaim(election, accepting={winner.pk: False}, at=AT)

    assert not Mandate.objects.exists()
    assert "élu(e), refuse" in texts(Minutes.objects.get())


def test_who_goes_out_ends_the_day_before_and_who_is_elected_again_begins_anew(room):
    running = MandateFactory(territory=room.territory, person=room.voters[0].person, office=room.president)
    election = room.prepared()
    winner, other = room.standing(election, 0, 1)
    room.voted(election)
    room.counted(election, {winner.pk: 4, other.pk: 1})
    going = [mandate.pk for mandate in outgoing(election)]

    proclaim(election, accepting={winner.pk: True}, ending=going, at=AT)

    running.refresh_from_db()
    assert going == [running.pk]
    assert running.ends_on == DAY - timedelta(days=1)
    assert Mandate.objects.get(starts_on=DAY).is_renewal


def test_a_closed_list_that_wins_seats_everybody_on_it(room):
    election = room.prepared()
    contest = Contest.objects.create(election=election, method="lists", seats=2, rank=1)
    election.contests.filter(method="office").delete()
    people = [voter.person for voter in room.voters]
    winner = candidacies.enter_list(
        contest, "Ensemble", [(people[0], room.president), (people[1], room.treasurer)]
    )
    other = candidacies.enter_list(contest, "Autrement", [(people[2], room.president)])
    room.voted(election)
    room.counted(election, {winner.pk: 3, other.pk: 2})

    proclaim(election, accepting={winner.pk: True}, at=AT)

    seats = {(mandate.person, mandate.office) for mandate in Mandate.objects.all()}
    assert seats == {(people[0], room.president), (people[1], room.treasurer)}


def test_nobody_stands_on_two_lists_and_a_second_round_has_places_as_many(room):
    election = room.prepared()
    contest = Contest.objects.create(election=election, method="lists", seats=2, rank=1)
    election.contests.filter(method="office").delete()
    people = [voter.person for voter in room.voters]
    both = [(people[0], room.president), (people[1], room.treasurer)]
    first = candidacies.enter_list(contest, "Ensemble", both)
    with pytest.raises(RefusedActError, match=str(people[1])):
        candidacies.enter_list(contest, "Autrement", [(people[1], room.president)])
    candidacies.withdraw(first)
    again = candidacies.enter_list(contest, "Autrement", both)  # who stands no more may stand elsewhere
    other = candidacies.enter_list(contest, "Demain", [(people[2], room.president)])
    room.voted(election)
    room.counted(election, {again.pk: 2, other.pk: 2}, blank=1)

    _told, following = proclaim(election, accepting={}, at=AT)

    assert following.contests.get().seats == 2


def test_a_tie_is_decided_by_the_rule_of_the_election_or_by_lot_and_by_no_other(room):
    election = room.prepared(rounds=1, tie_rule="longest")
    standing = room.standing(election, 0, 1)
    room.voted(election, absent=1)
    room.counted(election, {one.pk: 2 for one in standing})
    [result] = results.results_of(election)

    offered = {how: TieForm({"chosen": [standing[0].pk], "how": how}, result=result, rule=election.tie_rule)
               for how in ["longest", "lot", "oldest", "votes"]}  # fmt: skip

    assert [how for how, form in offered.items() if form.is_valid()] == ["longest", "lot"]


def test_a_roll_call_records_each_answer_and_counts_with_its_weight(room):
    election = room.prepared(way="roll_call")
    winner, other = room.standing(election, 0, 1)
    rolls.correct(election.roll.by_name()[0], representative=room.voters[0].person, weight=3)
    room.voted(election, absent=1)
    contest = election.contests.get()
    entries = list(election.roll.by_name())
    answers = {(entry.pk, contest.pk): [other.pk] for entry in entries[:3]}
    answers[entries[3].pk, contest.pk] = [None]

    results.record_roll_call(election, answers, at=AT)
    proclaim(election, accepting={other.pk: True}, at=AT)

    count = results.results_of(election)[0].count
    assert (count.cast, count.blank, count.expressed) == (6, 1, 5)
    assert Mandate.objects.get().person == other.person
    assert str(entries[3].company) in texts(Minutes.objects.get())
    assert winner.person != other.person


def test_12_the_rules_of_proxies_are_told_in_words(room):
    election = room.prepared(proxies_per_holder=1)
    one, two, three, four, mute = election.roll.by_name()
    rolls.correct(mute, representative=None, weight=1)
    mute.refresh_from_db()
    proxies.give(one, two, at=AT)

    for giver, holder, said in [
        (three, two, "au plus"), (two, three, "ne se transmet pas"), (three, one, "donné sa voix"),
        (one, three, "déjà"), (three, three, "une autre"), (three, mute, "Personne ne vote"),
    ]:  # fmt: skip
        with pytest.raises(RefusedActError, match=said):
            proxies.give(giver, holder, at=AT)
    election.proxies_until = AT - timedelta(hours=1)
    election.save()
    with pytest.raises(RefusedActError, match="plus possible"):
        proxies.give(three, four, at=AT)


@pytest.mark.parametrize(("limit", "said"), [(1, "1 pouvoir par entreprise"), (0, "aucun pouvoir")])
def test_12_nothing_is_sealed_while_somebody_holds_more_proxies_than_the_rules_as_they_are_now_allow(
    room, limit, said
):
    election = room.prepared(proxies_per_holder=2)
    room.standing(election, 0)
    one, two, holder, *_others = election.roll.by_name()
    proxies.give(one, holder, at=AT)
    proxies.give(two, holder, at=AT)
    Election.objects.filter(pk=election.pk).update(proxies_per_holder=limit)

    with pytest.raises(RefusedActError, match=f"{said}.*{holder.company}"):
        conduct.seal(election, at=AT)
    for proxy in Proxy.objects.all()[limit:]:
        proxies.withdraw(proxy)
    conduct.seal(election, at=AT)


def test_12_proxies_above_the_limit_that_were_sealed_go_on_and_are_put_right_in_what_follows(room):
    election = room.prepared(proxies_per_holder=2, quorum_percent=100)
    room.standing(election, 0)
    one, two, holder, *_others = election.roll.by_name()
    proxies.give(one, holder, at=AT)
    proxies.give(two, holder, at=AT)
    room.voted(election, absent=1)
    with connection.cursor() as cursor:  # as one that was sealed before that was refused
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE elections_election SET proxies_per_holder = 1")
        cursor.execute("SET LOCAL session_replication_role = origin")

    following = rounds.call_again(election, at=AT)

    assert (following.proxies_per_holder, Proxy.objects.filter(giver__election=following).count()) == (1, 2)
    with pytest.raises(RefusedActError, match=str(holder.company)):
        conduct.seal(following, at=AT)


def test_12_who_holds_a_proxy_votes_for_both_and_who_gave_it_for_none(room):
    election = room.prepared()
    giver, holder = election.roll.by_name()[:2]
    proxies.give(giver, holder, at=AT)

    assert list(election.roll.voted_by(room.voters[0])) == []
    assert set(election.roll.voted_by(room.voters[1])) == {giver, holder}


def test_candidacies_end_with_their_deadline_but_for_who_conducts(room):
    election = room.prepared(candidacies_until=AT - timedelta(days=1))
    contest = election.contests.get()

    with pytest.raises(RefusedActError, match="délai"):
        candidacies.stand(contest, room.voters[0].person, at=AT)
    candidacies.stand(contest, room.voters[0].person, at=AT, is_late=True)

    assert Candidacy.objects.get().company == Company.objects.get(name="Atelier 00 Alès")


@pytest.mark.parametrize("name", ["candidacies_until", "proxies_until"])
def test_the_roll_is_not_sealed_before_an_announced_deadline_which_moves_while_it_is_a_draft(client, room, name):
    deadline = AT + timedelta(days=2)
    election = room.prepared(**{name: deadline})
    room.standing(election, 0)
    client.force_login(room.lead)
    page = reverse("elections:election-conduct", args=[election.pk])
    with pytest.raises(RefusedActError, match=date_format(timezone.localtime(deadline), "j F Y, H:i")):
        conduct.seal(election, at=AT)
    assert reverse("elections:election-rules", args=[election.pk]) + '">Règles</a></p>' in client.get(page).text

    Election.objects.filter(pk=election.pk).update(**{name: AT - timedelta(minutes=1)})
    client.post(page, {"act": "sceller"})

    assert Election.objects.get(pk=election.pk).state == "sealed"
    with pytest.raises(IntegrityError, match="its rules stay"), transaction.atomic():
        Election.objects.filter(pk=election.pk).update(**{name: deadline})


def test_a_deadline_of_proxies_waits_for_nothing_where_there_are_none_nor_in_a_second_round(room):
    election = room.prepared(proxies_until=AT + timedelta(days=2), proxies_per_holder=0)
    assert conduct.deadlines_to_come(election) == []
    election = Election(first_round_id=election.pk, candidacies_until=AT + timedelta(days=2))
    assert conduct.deadlines_to_come(election) == []


def test_whoever_represents_no_company_on_the_roll_does_not_stand(room):
    election = room.prepared()
    elsewhere = RepresentativeFactory()

    with pytest.raises(RefusedActError, match="représente"):
        candidacies.stand(election.contests.get(), elsewhere.person, at=AT)


def test_the_vote_does_not_open_before_its_day(room):
    election = room.prepared(held_on=DAY + timedelta(days=2))
    room.standing(election, 0)
    conduct.seal(election, at=AT)

    with pytest.raises(RefusedActError, match="avant"):
        conduct.open_vote(election, at=AT)


def test_a_count_that_was_mistyped_is_opened_again_and_corrected(room):
    election = room.prepared()
    first, second = room.standing(election, 0, 1)
    room.voted(election)
    room.counted(election, {first.pk: 4, second.pk: 1})

    results.take_back(election)
    room.counted(election, {first.pk: 1, second.pk: 4})

    assert Elected.objects.get().candidacy == second


def test_the_next_election_begins_with_the_rules_of_the_last_one(room):
    election = room.prepared(quorum_percent=40, tie_rule="lot", article="article 9")
    winner = room.standing(election, 0)[0]
    room.voted(election)
    room.counted(election, {winner.pk: 5})
    proclaim(election, accepting={winner.pk: True}, at=AT)

    following = room.prepared()

    assert (following.quorum_percent, following.tie_rule, following.article) == (40, "lot", "article 9")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Coupure 😀 brève", "Coupure [U+1F600] brève"),
        ("你 et Привет", "[U+4F60] et Привет"),
        ("Ա ܐ Ŵ", "[U+0531]"),
    ],
)
def test_minutes_are_made_whatever_letters_people_type(room, typed, told):
    election = room.prepared()
    winner = room.standing(election, 0)[0]
    room.voted(election)
    room.counted(election, {winner.pk: 5})

    proclaim(election, accepting={winner.pk: True}, incidents=typed, at=AT)

    assert told in texts(Minutes.objects.get())
