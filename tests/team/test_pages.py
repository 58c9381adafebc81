"""The page of a team: who runs it, and each act as the voting representative does it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from leader.shared.mails import Letter
from members.models import Representative
from members.team.changing import spells_of, version_of
from tests.factories.accounts import guest, lead_of, member, representative_of, staff
from tests.factories.members import RepresentativeFactory
from tests.factories.territories import AffiliationFactory

pytestmark = pytest.mark.django_db

Vote = Representative.Vote


def spell_of(user, company, day=None):
    """Return the spell of ``user`` for ``company`` that runs on ``day`` (today by default)."""
    return Representative.objects.running_on(day or timezone.localdate()).get(company=company, person=user.person)


def send(client, team, act, *, by=None, **typed):
    """Send an act of the page as ``by``, on the team as it is stored now."""
    client.force_login(by or team.holder)
    return client.post(team.url, {"act": act, "seen": version_of(spells_of(team.company)), **typed})


def words(response):
    return response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_former_colleague_and_for_three(
    client, team, count, django_assert_max_num_queries
):
    for _number in range(count):
        RepresentativeFactory(company=team.company, ended=True, vote=Vote.NONE)
    client.force_login(team.holder)

    # session, user, context twice, navigation twice, member or not, company, spells, people; three that join
    with django_assert_max_num_queries(13):
        response = client.get(team.url)

    assert len(response.context["past"]) == count


def test_the_voting_representative_sees_who_represents_the_company_and_who_did(client, team):
    RepresentativeFactory(company=team.company, ended=True, vote=Vote.NONE, person__family_name="Ancienne")
    client.force_login(team.holder)

    page = words(client.get(team.url))

    assert str(team.colleague.person) in page
    assert "Ancienne" in page


@pytest.mark.parametrize("who", ["colleague", "alternate", "former", "voter elsewhere", "guest", "lead elsewhere"])
def test_nobody_else_runs_the_team(client, team, who):
    user = {
        "colleague": lambda: team.colleague,
        "alternate": lambda: representative_of(team.company, vote=Vote.ALTERNATE),
        "former": guest,
        "guest": guest,
        "lead elsewhere": lead_of,
        "voter elsewhere": member,
    }[who]()
    if who == "former":
        Representative.objects.filter(person=team.holder.person).update(starts_on=date(2021, 1, 1))
        RepresentativeFactory(person=user.person, company=team.company, ended=True)
    client.force_login(user)

    assert client.get(team.url).status_code == 404
    assert send(client, team, "fin", by=user, spell=spell_of(team.colleague, team.company).pk).status_code == 404
    assert spell_of(team.colleague, team.company).ends_on is None


@pytest.mark.parametrize("who", [staff, "lead"])
def test_staff_and_the_lead_of_the_territory_run_it_too(client, team, who):
    user = who() if who is staff else lead_of(AffiliationFactory(company=team.company).territory)
    client.force_login(user)

    assert client.get(team.url).status_code == 200


def test_a_function_changes_from_a_day_on_and_keeps_the_days_before(client, team):
    day = timezone.localdate() + timedelta(days=10)
    spell = spell_of(team.colleague, team.company)

    send(client, team, "fonction", spell=spell.pk, function="Directrice de l’export", on=day)

    before, after = Representative.objects.filter(person=team.colleague.person).order_by("starts_on")
    assert (before.function, before.ends_on) == (spell.function, day - timedelta(days=1))
    assert (after.function, after.starts_on, after.ends_on) == ("Directrice de l’export", day, None)


def test_a_function_goes_on_through_a_vote_that_is_handed_over_later(client, team):
    today = timezone.localdate()
    spell, before = spell_of(team.colleague, team.company), today + timedelta(days=5)
    send(client, team, "vote", spell=spell.pk, on=today + timedelta(days=10))

    send(client, team, "fonction", spell=spell.pk, function="Gérante", on=before)
    days = [today, before, today + timedelta(days=10)]
    assert [spell_of(team.colleague, team.company, day).function for day in days] == [
        spell.function,
        "Gérante",
        "Gérante",
    ]
    assert spell_of(team.colleague, team.company, days[2]).vote == Vote.VOTING

    send(
        client, team, "fonction", spell=spell_of(team.colleague, team.company).pk, function="Associée", on=days[2]
    )
    told = [spell_of(team.colleague, team.company, day).function for day in days]
    assert told == [spell.function, "Gérante", "Associée"]


@pytest.mark.parametrize("stays", [True, False])
def test_the_vote_is_handed_over_from_a_day_on_and_history_stays(client, team, stays):
    day = timezone.localdate() + timedelta(days=30)
    spell = spell_of(team.colleague, team.company)

    response = send(client, team, "vote", spell=spell.pk, on=day, **({"stays": "on"} if stays else {}))

    assert response["Location"] == team.url
    assert spell_of(team.holder, team.company).vote == Vote.VOTING
    assert spell_of(team.colleague, team.company, day).vote == Vote.VOTING
    assert spell_of(team.holder, team.company, day).vote == (Vote.ALTERNATE if stays else Vote.NONE)
    assert Letter.objects.get().recipient == team.colleague.person.email


def test_handed_over_today_the_former_holder_runs_the_team_no_more(client, team):
    typed = {"spell": spell_of(team.colleague, team.company).pk, "on": timezone.localdate()}
    response = send(client, team, "vote", **typed)

    assert response["Location"] == team.company.get_absolute_url()
    assert client.get(team.url).status_code == 404
    client.force_login(team.colleague)
    assert client.get(team.url).status_code == 200


def test_the_holder_who_stays_replaces_the_alternate_of_before(client, team):
    alternate = representative_of(team.company, vote=Vote.ALTERNATE)
    today = timezone.localdate()

    send(client, team, "vote", spell=spell_of(team.colleague, team.company).pk, on=today, stays="on")

    assert spell_of(team.holder, team.company).vote == Vote.ALTERNATE
    assert spell_of(alternate, team.company).vote == Vote.NONE


def test_the_alternate_takes_the_vote_and_the_holder_becomes_the_alternate(client, team):
    alternate = representative_of(team.company, vote=Vote.ALTERNATE)

    send(client, team, "vote", spell=spell_of(alternate, team.company).pk, on=timezone.localdate(), stays="on")

    assert spell_of(alternate, team.company).vote == Vote.VOTING
    assert spell_of(team.holder, team.company).vote == Vote.ALTERNATE


def test_what_is_planned_is_cancelled_as_if_it_had_never_been(client, team):
    before = [(s.person_id, s.vote, s.starts_on, s.ends_on) for s in spells_of(team.company)]
    day = timezone.localdate() + timedelta(days=30)
    send(client, team, "vote", spell=spell_of(team.colleague, team.company).pk, on=day, stays="on")

    send(client, team, "annuler", on=day)

    after = [(s.person_id, s.vote, s.starts_on, s.ends_on) for s in spells_of(team.company)]
    assert sorted(map(str, after)) == sorted(map(str, before))


def test_a_second_plan_waits_for_the_first_to_be_cancelled(client, team):
    day = timezone.localdate() + timedelta(days=30)
    spell = spell_of(team.colleague, team.company)
    send(client, team, "vote", spell=spell.pk, on=day)

    page = words(send(client, team, "vote", spell=spell.pk, on=day - timedelta(days=5)))

    assert "annulez-le d’abord" in page
    assert Representative.objects.filter(company=team.company, vote=Vote.VOTING).count() == 2


def test_the_alternate_is_named_replaced_and_taken_away(client, team):
    other = representative_of(team.company, vote=Vote.NONE)
    today = timezone.localdate()

    send(client, team, "suppleant", spell=spell_of(team.colleague, team.company).pk, on=today)
    assert spell_of(team.colleague, team.company).vote == Vote.ALTERNATE
    send(client, team, "suppleant", spell=spell_of(other, team.company).pk, on=today)
    assert spell_of(team.colleague, team.company).vote == Vote.NONE
    send(client, team, "suppleant", spell="", on=today)
    assert not Representative.objects.running_on(today).filter(company=team.company, vote=Vote.ALTERNATE).exists()


def test_a_colleague_leaves_on_a_day_and_the_end_can_be_taken_back(client, team):
    spell = spell_of(team.colleague, team.company)
    day = timezone.localdate() + timedelta(days=8)

    send(client, team, "fin", spell=spell.pk, last_day=day)
    spell.refresh_from_db()
    assert spell.ends_on == day
    send(client, team, "fin", spell=spell.pk, last_day="")
    spell.refresh_from_db()
    assert spell.ends_on is None


def test_an_end_after_a_planned_change_keeps_the_change(client, team):
    spell, today = spell_of(team.colleague, team.company), timezone.localdate()
    planned, last = today + timedelta(days=30), today + timedelta(days=90)
    send(client, team, "fonction", spell=spell.pk, function="Achats", on=planned)

    send(client, team, "fin", spell=spell.pk, last_day=last)

    told = Representative.objects.filter(person=team.colleague.person).order_by("starts_on")
    assert list(told.values_list("function", "ends_on"))[1:] == [("Achats", last)]
    assert told[0].ends_on == planned - timedelta(days=1)
    send(client, team, "fin", spell=spell.pk, last_day="")
    assert list(told.values_list("function", "ends_on"))[1:] == [("Achats", None)]
    send(client, team, "fin", spell=spell.pk, last_day=today)
    assert told.get().ends_on == today


@pytest.mark.parametrize("role", ["holder", "lead"])
def test_the_last_who_votes_is_not_ended_without_a_successor(client, team, role):
    user = team.holder if role == "holder" else lead_of(AffiliationFactory(company=team.company).territory)
    spell, day = spell_of(team.holder, team.company), timezone.localdate() + timedelta(days=8)

    response = send(client, team, "fin", by=user, spell=spell.pk, last_day=day)

    assert "transmettez d’abord le vote" in words(response)
    spell.refresh_from_db()
    assert spell.ends_on is None


def test_staff_may_end_it(client, team):
    spell, day = spell_of(team.holder, team.company), timezone.localdate() + timedelta(days=8)

    send(client, team, "fin", by=staff(), spell=spell.pk, last_day=day)

    spell.refresh_from_db()
    assert spell.ends_on == day


def test_the_vote_is_not_handed_to_somebody_who_is_about_to_leave(client, team):
    spell = spell_of(team.colleague, team.company)
    Representative.objects.filter(pk=spell.pk).update(ends_on=timezone.localdate() + timedelta(days=20))

    page = words(send(client, team, "vote", spell=spell.pk, on=timezone.localdate()))

    assert "personne ne voterait" in page
    assert spell_of(team.holder, team.company).vote == Vote.VOTING


def test_days_with_a_vote_are_not_rewritten(client, team):
    alternate = representative_of(team.company, vote=Vote.ALTERNATE)
    spell, yesterday = spell_of(alternate, team.company), timezone.localdate() - timedelta(days=1)

    page = words(send(client, team, "fin", spell=spell.pk, last_day=yesterday))

    assert "ne se modifient pas après coup" in page
    spell.refresh_from_db()
    assert spell.ends_on is None


@pytest.mark.parametrize("act", ["fonction", "vote", "fin", "suppleant"])
def test_an_act_on_somebody_of_another_company_is_refused(client, team, act):
    foreign = RepresentativeFactory(vote=Vote.NONE)
    today = timezone.localdate()

    response = send(client, team, act, spell=foreign.pk, on=today, last_day=today, function="x")

    assert response.context["form"].errors.keys() == {"spell"}
    foreign.refresh_from_db()
    assert (foreign.vote, foreign.ends_on) == (Vote.NONE, None)


def test_an_act_on_a_team_that_has_changed_is_told_and_does_nothing(client, team):
    seen = version_of(spells_of(team.company))
    RepresentativeFactory(company=team.company, vote=Vote.NONE)
    client.force_login(team.holder)
    typed = {
        "act": "vote",
        "seen": seen,
        "spell": spell_of(team.colleague, team.company).pk,
        "on": timezone.localdate(),
    }

    response = client.post(team.url, typed)

    assert "a changé entre-temps" in words(response)
    assert spell_of(team.holder, team.company).vote == Vote.VOTING
    typed["seen"] = response.context["form"].data["seen"]
    assert client.post(team.url, typed).status_code == 302


@pytest.mark.parametrize("on", ["", "x", "2020-01-01", "9999-12-31"])
def test_a_day_that_cannot_be_is_refused_and_the_form_comes_back_filled(client, team, on):
    spell = spell_of(team.colleague, team.company)

    response = send(client, team, "fonction", spell=spell.pk, function="Achats", on=on)

    assert response.context["form"].errors.keys() == {"on"}
    assert 'value="Achats"' in words(response)


@pytest.mark.parametrize("act", ["", "x", "__class__"])
def test_an_act_that_there_is_not_does_nothing(client, team, act):
    assert send(client, team, act).status_code == 200


def test_who_represents_several_companies_chooses_and_finds_the_team_of_each(client, team):
    other = RepresentativeFactory(person=team.holder.person, vote=Vote.NONE).company
    client.force_login(team.holder)

    page = words(client.get("/mon-entreprise/"))

    assert team.url in page
    assert other.name in page
    assert f"/mon-entreprise/{other.pk}/equipe/" not in page


@pytest.mark.parametrize("vote", ["voting", "alternate"])
def test_the_database_refuses_a_second_vote_or_alternate_on_any_day(vote):
    first = RepresentativeFactory(vote=vote, starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 30))
    day_after = RepresentativeFactory(company=first.company, vote=vote, starts_on=date(2026, 7, 1))

    with pytest.raises(IntegrityError), transaction.atomic():
        RepresentativeFactory(
            company=first.company, vote=vote, starts_on=date(2026, 6, 30), ends_on=date(2026, 6, 30)
        )
    assert list(first.company.representatives.order_by("starts_on")) == [first, day_after]
    RepresentativeFactory(company=first.company, vote="none", starts_on=date(2026, 6, 30))
