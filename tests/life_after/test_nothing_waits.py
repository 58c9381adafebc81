"""What waited for a territory waits no more once it is closed or merged: leads to come, areas, companies asked."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from territories.mandates.months import months_after
from territories.models import AreaChange, HomeQuestion, Task, Territory, TerritoryLead
from territories.succession import splitting
from territories.succession.holding import RefusedError
from tests.factories import accounts
from tests.factories.areas import AreaChangeFactory, HomeQuestionFactory
from tests.factories.geography import CommuneFactory
from tests.factories.territories import AffiliationFactory, AreaPartFactory, TerritoryLeadFactory
from tests.life_after.conftest import SINCE, act_url, told_then_done

pytestmark = pytest.mark.django_db


def close(client, territory, day):
    return told_then_done(client, act_url(territory, "fermeture"), {"on": day, "reason": "Fin"})


def merge(client, sides, day):
    typed = {"into": sides.nimes.territory.pk, "on": day, "reason": "Un seul bassin"}
    return told_then_done(client, act_url(sides.ales.territory, "fusion"), typed)


@pytest.mark.parametrize("wait", [0, 30])
def test_who_was_to_lead_it_from_that_day_or_later_never_does(client, staff, sides, today, wait):
    user = accounts.guest()
    TerritoryLeadFactory(
        territory=sides.ales.territory, person=user.person, starts_on=today + timedelta(days=wait)
    )

    close(client, sides.ales.territory, today)

    begins = today + timedelta(days=wait)
    assert not TerritoryLead.objects.running_on(begins).filter(territory=sides.ales.territory).exists()
    client.force_login(sides.ales.lead)
    assert client.get(reverse("pages:territory-dashboard", args=["ales"])).status_code == 404


@pytest.fixture
def question(sides):
    """A company at home in a third territory is asked between the two others as well."""
    asked = HomeQuestionFactory(between=[s.territory for s in (sides.ales, sides.nimes, sides.third)])
    AffiliationFactory(company=asked.company, territory=sides.third.territory, starts_on=SINCE)
    asked.candidates.update(favours=sides.ales.territory, word="Alès, dit M. Roux", said_by=sides.nimes.lead)
    return asked


def candidates(question):
    return set(question.candidates.values_list("territory__slug", "favours"))


def test_a_company_is_not_asked_about_a_closed_territory(client, staff, sides, question, today):
    page = client.get(question.get_absolute_url()).context["form"]
    sent = {"home": sides.ales.territory.pk, "answer": "x", "version": page["version"].value()}

    close(client, sides.ales.territory, today)
    stale = client.post(question.get_absolute_url(), sent)

    question.refresh_from_db()
    assert list(stale.context["form"].errors) == ["home"]
    assert (question.state, candidates(question)) == ("open", {("nimes", None), ("mende", None)})


def test_an_answer_that_was_read_before_a_closing_is_read_again(client, staff, sides, question, today):
    version = HomeQuestion.objects.get(pk=question.pk).version
    close(client, sides.ales.territory, today)

    sent = {"home": sides.nimes.territory.pk, "answer": "x", "version": version}
    client.post(question.get_absolute_url(), sent)

    question.refresh_from_db()
    assert question.state == "open"


def test_the_territory_that_goes_on_takes_the_place_of_the_merged_one(client, staff, sides, question, today):
    other = HomeQuestionFactory(between=[sides.ales.territory, sides.third.territory])

    merge(client, sides, today)

    assert candidates(question) == {("nimes", None), ("mende", None)}
    assert candidates(other) == {("nimes", None), ("mende", None)}


def test_a_company_that_is_at_home_in_what_is_left_is_asked_nothing(client, staff, sides, today):
    asked = HomeQuestionFactory(between=[sides.ales.territory, sides.nimes.territory])
    AffiliationFactory(company=asked.company, territory=sides.ales.territory, starts_on=SINCE)

    merge(client, sides, today)

    asked.refresh_from_db()
    assert asked.state == "gone"


def planned_and_prepared(territory, today):
    """A change of the area to come, as recording one leaves it, and another in preparation."""
    new, old = CommuneFactory(), AreaPartFactory(territory=territory, commune=CommuneFactory())
    day = today + timedelta(days=60)
    old.ends_on = day - timedelta(days=1)
    old.save()
    AreaPartFactory(territory=territory, commune=new, starts_on=day)
    AreaChangeFactory(
        territory=territory, state="planned", settled_on=None, starts_on=day, communes=[new.code],
        touched=[new.code, old.commune_id],
    )  # fmt: skip
    AreaChangeFactory(territory=territory, draft=True)
    return old, new


def test_a_change_of_the_area_to_come_is_cancelled_by_a_closing(client, staff, sides, today):
    old, _new = planned_and_prepared(sides.ales.territory, today)

    close(client, sides.ales.territory, today)

    old.refresh_from_db()
    assert AreaChange.objects.get().state == "cancelled"
    assert [part.ends_on for part in sides.ales.territory.area_parts.all()] == [today - timedelta(days=1)]


def test_a_merger_hands_over_the_area_of_today(client, staff, sides, today):
    old, _new = planned_and_prepared(sides.ales.territory, today)

    merge(client, sides, today)

    parts = sides.nimes.territory.area_parts.values_list("commune", "starts_on", "ends_on")
    assert list(parts) == [(old.commune_id, today, None)]


def test_the_area_of_a_closed_territory_is_not_changed(client, staff, sides, today):
    close(client, sides.ales.territory, today)
    change = AreaChangeFactory(territory=sides.ales.territory, state="draft", settled_on=None, starts_on=today)

    page = client.get(change.get_absolute_url())
    form = page.context["form"]
    record = reverse("territories:area-change-record", args=[change.pk])
    client.post(record, {name: form[name].value() for name in ["version", "shown"]})

    change.refresh_from_db()
    assert "Ce territoire est fermé" in page.content.decode()
    assert (change.state, sides.ales.territory.area_parts.count()) == ("draft", 0)


@pytest.mark.parametrize(("end", "kind", "told"), [
    (close, "association", 1), (merge, "association", 1), (close, "club", 0),
])  # fmt: skip
def test_the_federation_declares_that_an_association_left_it(client, staff, sides, today, end, kind, told):
    Territory.objects.filter(pk=sides.ales.territory.pk).update(kind=kind)

    end(client, sides.ales.territory if end is close else sides, today)

    tasks = Task.objects.filter(territory=None, role="staff", due_on=months_after(today, 3))
    assert [task.what for task in tasks] == ["Déclarer au greffe que LeadeR ales n’est plus membre"] * told
    page = client.get(reverse("territories:task-list")).content.decode()
    assert ("LeadeR ales n’est plus membre" in page) is bool(told)


def test_a_split_that_is_clicked_twice_is_refused_in_words(sides, today):
    ales = sides.ales.territory
    told = {"name": "LeadeR Neuf", "kind": "club", "on": today, "reason": "x", "companies": [], "parts": []}
    told |= {"leads_follow": False, "shown": splitting.foreseen(ales, today).digest(), "at": timezone.now()}

    splitting.split(ales, **told)
    with pytest.raises(RefusedError):
        splitting.split(ales, **told)
    assert ales.successions.count() == 1
    assert ales.stage_on(date.max) == "open"
