"""The pages of elections, by each role and by the wrong one."""

import pytest
from django.urls import reverse

from elections.models import Candidacy, Contest, Elected, Election, Minutes, Proxy, RollEntry, SignOff
from territories.models import Mandate
from tests.elections.rooms import DAY, Room
from tests.factories import accounts
from tests.factories.elections import ElectionFactory, election_in
from tests.factories.members import CompanyFactory
from tests.factories.territories import TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    return Room.with_companies(12)


def page(name, election, *more):
    return reverse(f"elections:election-{name}", args=[election.pk, *more])


def text(response):
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_election_and_for_three(client, count, django_assert_num_queries):
    for _number in range(count):
        ElectionFactory(state="sealed", territory=TerritoryFactory())

    with django_assert_num_queries(4):  # savepoint twice, count, elections with their territories
        response = client.get(reverse("elections:election-list"))

    assert len(response.context["page"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_for_one_candidacy_and_for_three(client, room, count, django_assert_num_queries):
    election = room.prepared()
    room.standing(election, *range(count))
    Election.objects.update(state="sealed")
    client.force_login(room.voters[11])

    # session, user, savepoints, election, turnout, who runs it, offices, candidacies, people, own lines, minutes,
    # what followed
    with django_assert_num_queries(17):
        response = client.get(election.get_absolute_url())

    assert len(response.context["contests"][0].standing) == count


def test_a_lead_takes_a_first_bureau_from_the_preset_to_the_mandates_on_the_pages(client, room):
    client.force_login(room.lead)
    client.post(
        reverse("elections:election-begin"),
        {
            "kind": "first_bureau", "territory": room.territory.pk, "held_on": DAY.isoformat(), "place": "Mairie",
            "way": "paper", "offices": [room.president.pk, room.treasurer.pk],
        },
    )  # fmt: skip
    election = Election.objects.get()
    assert election.roll.count() == 12
    for office, numbers in [(room.president, (0, 1)), (room.treasurer, (2, 3))]:
        contest = election.contests.get(office=office)
        for number in numbers:
            typed = {"act": "candidat", "contest": contest.pk, "person": room.voters[number].person_id}
            assert client.post(page("candidacies", election), typed).status_code == 302
    entries = list(election.roll.by_name())
    typed = {"act": "donner", "giver": entries[11].pk, "holder": entries[10].pk}
    assert client.post(page("proxies", election), typed).status_code == 302
    for act in ["sceller", "ouvrir"]:
        assert client.post(page("conduct", election), {"act": act}).status_code == 302
    client.post(page("sign-offs", election), {"signe": [entry.pk for entry in entries]})
    client.post(page("conduct", election), {"act": "clore"})
    typed = {}
    for contest in election.contests.all():
        first, second = contest.candidacies.order_by("rank")
        name = f"contest{contest.pk}"
        typed |= {f"{name}-voices_{first.pk}": 8, f"{name}-voices_{second.pk}": 3, f"{name}-blank": 1,
                  f"{name}-spoilt": 0}  # fmt: skip
    assert client.post(page("count", election), typed).status_code == 302
    typed = {"act": "proclamer", "incidents": ""}
    typed |= {f"accepts_{key}": "yes" for key in Elected.objects.values_list("candidacy", flat=True)}

    answer = client.post(page("proclaim", election), typed)

    election.refresh_from_db()
    assert answer["Location"] == election.get_absolute_url()
    assert set(Mandate.objects.values_list("person", "office")) == {
        (room.voters[0].person_id, room.president.pk), (room.voters[2].person_id, room.treasurer.pk),
    }  # fmt: skip
    assert SignOff.objects.filter(by_proxy=True).get().roll_entry == entries[11]
    minutes = client.get(page("minutes", election))
    assert minutes["Content-Type"] == "application/pdf"
    assert minutes.content == bytes(Minutes.objects.get().pdf)


def test_the_public_reads_who_is_elected_with_how_many_voices_but_no_roll(client):
    election = election_in("proclaimed")

    told = text(client.get(election.get_absolute_url()))

    assert "élu(e)" in told
    assert "suffrages exprimés : 3" in told
    assert client.get(page("roll", election)).status_code == 302
    client.force_login(accounts.guest())
    assert client.get(page("roll", election)).status_code == 404
    assert client.get(page("minutes", election)).status_code == 404


def test_a_count_is_no_news_before_it_is_proclaimed(client):
    election = election_in("counted")

    told = text(client.get(election.get_absolute_url()))
    client.force_login(accounts.staff())

    assert "élu(e)" not in told
    assert "élu(e)" in text(client.get(election.get_absolute_url()))


def test_a_member_stands_and_withdraws_alone(client, room):
    election = room.prepared()
    client.force_login(room.voters[4])
    contest = election.contests.get()

    client.post(page("stand", election), {"act": "candidat", "contest": contest.pk, "statement": "Ensemble."})
    candidacy = Candidacy.objects.get()
    assert (candidacy.person, candidacy.statement) == (room.voters[4].person, "Ensemble.")
    assert "Ensemble." in text(client.get(election.get_absolute_url()))
    client.post(page("stand", election), {"act": "retirer", "target": candidacy.pk})

    candidacy.refresh_from_db()
    assert candidacy.is_withdrawn


def test_who_represents_a_company_without_its_vote_may_stand_too(client, room):
    election = room.prepared()
    entry = election.roll.by_name()[0]
    other = accounts.representative_of(entry.company, vote="none")
    client.force_login(other)

    told = text(client.get(election.get_absolute_url()))

    assert page("stand", election) in told
    assert page("proxies", election) not in told
    assert client.get(page("stand", election)).status_code == 200


def test_nobody_withdraws_the_candidacy_of_somebody_else(client, room):
    election = room.prepared()
    other = room.standing(election, 1)[0]
    client.force_login(room.voters[0])

    assert client.post(page("stand", election), {"act": "retirer", "target": other.pk}).status_code == 404

    other.refresh_from_db()
    assert not other.is_withdrawn


def test_a_member_gives_the_proxy_of_the_own_company_and_of_no_other(client, room):
    election = room.prepared()
    entries = list(election.roll.by_name())
    client.force_login(room.voters[0])

    client.post(page("proxies", election), {"act": "donner", "giver": entries[0].pk, "holder": entries[1].pk})
    answer = client.post(
        page("proxies", election), {"act": "donner", "giver": entries[2].pk, "holder": entries[3].pk}
    )

    assert answer.status_code == 200
    assert Proxy.objects.get().giver == entries[0]


@pytest.mark.parametrize("name", ["conduct", "rules", "candidacies", "sign-offs", "count", "proclaim"])
def test_the_lead_of_another_territory_and_a_member_conduct_nothing(client, room, name):
    election = room.prepared()
    for user in [accounts.lead_of(), room.voters[0]]:
        client.force_login(user)
        assert client.get(page(name, election)).status_code == 404
        assert client.post(page(name, election), {"act": "sceller"}).status_code == 404

    election.refresh_from_db()
    assert election.state == "draft"


def test_a_member_who_reads_the_roll_does_not_change_it(client, room):
    election = room.prepared()
    entry = election.roll.by_name()[3]
    client.force_login(room.voters[0])

    assert client.get(page("roll", election)).status_code == 200
    assert client.post(page("roll", election), {"act": "rayer", "target": entry.pk}).status_code == 404

    assert RollEntry.objects.filter(pk=entry.pk).exists()


def test_a_lead_puts_a_company_of_the_territory_on_the_roll_and_no_other(client, room):
    election = room.prepared()
    stranger = CompanyFactory(name="Loin d’ici")
    client.force_login(room.lead)
    entry = election.roll.by_name()[0]

    client.post(page("roll", election), {"act": "ajouter", "target": stranger.pk})
    client.post(page("roll", election), {"act": "rayer", "target": entry.pk})
    assert election.roll.count() == 11
    client.post(page("roll", election), {"act": "ajouter", "target": entry.company_id})

    assert {entry.company for entry in election.roll.all()} >= {entry.company}
    assert election.roll.count() == 12


def test_once_sealed_the_pages_refuse_every_change_in_words(client, room):
    election = room.prepared()
    candidacy = room.standing(election, 0)[0]
    Election.objects.update(state="sealed")
    entry = election.roll.by_name()[0]
    client.force_login(room.lead)

    for name, typed in [
        ("roll", {"act": "rayer", "target": entry.pk}),
        ("candidacies", {"act": "retirer", "target": candidacy.pk}),
        ("candidacies", {"act": "oter", "target": candidacy.contest_id}),
    ]:
        answer = client.post(page(name, election), typed)
        assert answer.status_code == 200
        assert "scellée" in text(answer)
    assert client.post(page("rules", election), {"way": "hands"}).status_code == 200
    election.refresh_from_db()
    assert (election.way, election.roll.count()) == ("paper", 12)


def test_sums_that_are_wrong_come_back_with_a_sentence_and_what_was_typed(client):
    election = election_in("closed")
    contest = Contest.objects.get()
    first, second = contest.candidacies.order_by("rank")
    client.force_login(accounts.staff())
    name = f"contest{contest.pk}"

    answer = client.post(
        page("count", election),
        {f"{name}-voices_{first.pk}": 7, f"{name}-voices_{second.pk}": 1, f"{name}-blank": 0, f"{name}-spoilt": 0},
    )

    assert "Un candidat a plus de voix" in text(answer)
    assert 'value="7"' in text(answer)
    assert not Elected.objects.exists()


def test_a_roll_call_is_recorded_on_the_page_company_by_company(client):
    election = election_in("closed", way="roll_call")
    contest = Contest.objects.get()
    first = contest.candidacies.order_by("rank")[0]
    client.force_login(accounts.staff())
    typed = {f"answer_{entry.pk}_{contest.pk}": str(first.pk) for entry in election.roll.all()}

    client.post(page("count", election), typed)

    assert Elected.objects.get().candidacy == first
    assert text(client.get(page("proclaim", election))).count(f"<bdi>{first}</bdi>") >= 3


def test_an_election_is_given_up_with_its_reason(client, room):
    election = room.prepared()
    client.force_login(room.lead)

    assert "champ est obligatoire" in text(client.post(page("conduct", election), {"act": "abandonner"}))
    client.post(page("conduct", election), {"act": "abandonner", "reason": "La salle est fermée."})

    election.refresh_from_db()
    assert (election.state, election.void_reason) == ("void", "La salle est fermée.")


def test_rules_that_somebody_else_saved_meanwhile_are_not_overwritten(client, room):
    election = room.prepared()
    client.force_login(room.lead)
    form = client.get(page("rules", election)).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    Election.objects.update(place="Ailleurs")

    answer = client.post(page("rules", election), {**typed, "place": "Ici"})

    assert answer.status_code == 200
    election.refresh_from_db()
    assert election.place == "Ailleurs"


def test_home_tells_each_person_of_the_elections_that_concern_them(client, room):
    election = room.prepared()
    address = election.get_absolute_url()

    for user, told in [(room.voters[0], True), (room.lead, True), (accounts.guest(), False)]:
        client.force_login(user)
        assert (address in text(client.get(reverse("pages:home")))) == told
