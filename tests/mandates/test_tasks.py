"""Tasks: their day follows the stage, the checklist comes once, letters leave once, one click ticks off."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from leader.shared.mails import Letter
from territories.approval import approve
from territories.checklist import reminders
from territories.checklist.copying import copy_checklist
from territories.mandates import acts
from territories.models import ChecklistStep, StageKind, Task, Territory
from tests.factories.accounts import guest, lead_of, member, staff
from tests.factories.members import CompanyFactory, PersonFactory
from tests.factories.territories import (
    FederationFactory,
    MandateFactory,
    OpeningAreaFactory,
    OpeningFactory,
    OpeningProspectFactory,
    OpeningTeamMemberFactory,
    ProspectFactory,
    TerritoryFactory,
)

pytestmark = pytest.mark.django_db
DAY = date(2030, 6, 15)


@pytest.fixture
def territory():
    FederationFactory()
    return TerritoryFactory()


def task(territory, **more):
    return Task.objects.create(**{"what": "Appeler la banque", "territory": territory, "due_on": DAY, **more})


def day_of(given):
    return Task.objects.with_day().get(pk=given.pk).day


def url(name, *args):
    return reverse(f"territories:{name}", args=args)


def test_a_day_counted_from_a_stage_moves_with_it(territory):
    before = task(territory, due_on=None, relative_to="open", offset_days=-45)
    assert day_of(before) is None
    territory.plan(StageKind.OPEN, planned_for=date(2099, 3, 1))
    assert day_of(before) == date(2099, 1, 15)
    territory.plan(StageKind.OPEN, planned_for=date(2099, 4, 1))
    assert day_of(before) == date(2099, 2, 15)


def test_an_approved_dossier_gives_its_territory_the_checklist_in_days(territory):
    opening = OpeningFactory(submitted=True)
    OpeningAreaFactory(opening=opening)
    OpeningTeamMemberFactory(opening=opening, is_lead=True)
    for _number in range(20):
        OpeningProspectFactory(opening=opening)
    opening.refresh_from_db()

    opened = approve(opening, by=staff(), at=timezone.now(), version=opening.version)

    days = dict(Task.objects.with_day().filter(territory=opened).values_list("what", "day"))
    assert days["Inviter les entreprises pressenties au gala de l’annonce"] == opening.opens_on - timedelta(
        days=45
    )
    assert days["Élire le premier bureau et sa présidence"] == opening.election_due_on
    assert days["Déclarer l’association à la préfecture"] == opening.election_due_on + timedelta(days=10)


def test_the_checklist_comes_once_and_a_new_line_comes_alone(territory):
    assert copy_checklist(territory) == Task.objects.count() > 5
    assert copy_checklist(territory) == 0
    ChecklistStep.objects.create(what="Imprimer les badges")
    assert copy_checklist(territory) == 1


def test_a_club_writes_rules_and_an_association_holds_its_assembly(territory):
    club = TerritoryFactory(kind=Territory.Kind.CLUB)
    copy_checklist(territory)
    copy_checklist(club)

    assembly, rules = "Tenir l’assemblée constitutive", "Écrire les règles du club avec la fédération"
    given = Task.objects.filter(what__in=[assembly, rules]).values_list("what", "territory")
    assert set(given) == {(assembly, territory.pk), (rules, club.pk)}


def test_one_letter_before_the_day_and_one_once_it_is_past(territory):
    given = task(territory)
    lead = lead_of(territory)
    days = [DAY + timedelta(days=n) for n in (-8, -7, -6, 0, 1, 2, 30)]

    told = {day: reminders.run(day) + reminders.run(day) for day in days}

    assert [day for day, number in told.items() if number] == [days[1], days[4]]
    assert list(Letter.objects.values_list("recipient", flat=True)) == [lead.person.email] * 2
    assert given.what in Letter.objects.latest("pk").text


def test_a_day_that_moves_away_is_announced_again_and_a_done_task_is_silent(territory):
    given = task(territory)
    staff()
    assert reminders.run(DAY - timedelta(days=3)) == 1
    Task.objects.filter(pk=given.pk).update(due_on=DAY + timedelta(days=60))
    assert reminders.run(DAY) == 0
    assert reminders.run(DAY + timedelta(days=55)) == 1
    Task.objects.get(pk=given.pk).do(by=staff(), at=timezone.now())
    assert reminders.run(DAY + timedelta(days=90)) == 0


def test_the_person_named_is_told_before_the_role(territory):
    lead_of(territory)
    named = staff().person
    task(territory, person=named)
    reminders.run(DAY)

    assert list(Letter.objects.values_list("recipient", flat=True)) == [named.email]


def test_one_click_ticks_off_and_another_takes_it_back(client, territory):
    given = task(territory)
    lead = lead_of(territory)
    client.force_login(lead)

    client.post(url("task-done", given.pk), {"done": "yes"})
    given.refresh_from_db()
    assert given.done_at is not None
    assert given.done_by == lead

    client.post(url("task-done", given.pk), {"done": "no"})
    given.refresh_from_db()
    assert (given.done_at, given.done_by) == (None, None)


@pytest.mark.parametrize("role", [guest, member, lead_of])
def test_who_does_not_run_the_territory_finds_neither_page_nor_task(client, territory, role):
    given = task(territory)
    client.force_login(role())

    assert client.get(url("territory-tasks", territory.slug)).status_code == 404
    assert client.get(given.get_absolute_url()).status_code == 404
    assert client.post(url("task-done", given.pk)).status_code == 404
    assert given.what not in client.get(url("task-list"), {"whose": "all", "state": "every"}).content.decode()


def test_a_lead_sees_the_staff_s_task_and_may_not_tick_it(client, territory):
    given = task(territory, role="staff")
    client.force_login(lead_of(territory))

    assert client.get(given.get_absolute_url()).status_code == 200
    assert client.post(given.get_absolute_url(), {}).status_code == 404
    assert client.post(url("task-done", given.pk)).status_code == 404


def test_a_task_has_one_day_and_the_form_says_so(client, territory):
    client.force_login(staff())
    page = url("territory-tasks", territory.slug)
    both = {"what": "Imprimer", "role": "leads", "due_on": "2099-01-01", "relative_to": "open"}

    assert "l’une des deux" in client.post(page, both).content.decode()
    assert client.post(page, {**both, "relative_to": ""}).status_code == 302
    assert territory.tasks.get().due_on == date(2099, 1, 1)


def test_the_receipt_of_a_declaration_is_kept_with_its_day(client, territory):
    given = task(territory, kind="registry", changed_on=DAY)
    client.force_login(staff())
    typed = {"due_on": "2030-09-15", "receipt": "W301234567", "receipt_on": "2030-07-01", "version": 1}

    assert client.post(given.get_absolute_url(), typed).status_code == 302
    given.refresh_from_db()
    assert (given.receipt, given.receipt_on) == ("W301234567", date(2030, 7, 1))


def test_what_the_form_of_a_declaration_asks_is_on_the_page_of_its_task(client, territory):
    Territory.objects.filter(pk=territory.pk).update(
        purpose="Faire grandir les entreprises du bassin", seat="12 place du Marché, Alès"
    )
    leaves = MandateFactory(territory=territory, person__family_name="Sortante", starts_on=date(2020, 1, 1))
    day = timezone.localdate()
    acts.end(leaves, on=day, reason="Démission")
    company = CompanyFactory(name="Verrerie du Bassin")
    enters = PersonFactory(family_name="Entrante")
    acts.appoint(person=enters, office=leaves.office, territory=territory, company=company, starts_on=day)
    given = Task.objects.get(kind="registry")
    client.force_login(lead_of(territory))

    page = client.get(given.get_absolute_url()).content.decode()

    for told in [
        territory.name,
        "Faire grandir",
        "12 place du Marché, Alès",
        "Sortante",
        "Entrante",
        "Verrerie du Bassin",
        ">entre au bureau<",
        ">quitte le bureau<",
    ]:
        assert told in page
    assert "domicile" in page  # asked of each person then, and kept nowhere
    for role in [guest, member, lead_of]:
        client.force_login(role())
        assert client.get(given.get_absolute_url()).status_code == 404


def test_the_pressenties_stand_against_the_target_of_the_federation(client, territory):
    ProspectFactory.create_batch(2, territory=territory)
    ProspectFactory(territory=territory, state="declined", reason="Trop loin")
    client.force_login(lead_of(territory))

    desk = client.get(reverse("pages:territory-dashboard", args=[territory.slug])).content.decode()
    tasks = client.get(url("territory-tasks", territory.slug)).content.decode()

    assert "2 en cours, pour un objectif de 20 à 30" in desk
    assert "20 à 30" in tasks


def test_a_lead_gets_the_checklist_with_who_and_when_and_a_neighbour_none(client, territory):
    territory.plan(StageKind.OPEN, planned_for=date(2099, 3, 1))
    page = url("territory-tasks", territory.slug)
    client.force_login(lead_of())
    assert client.post(url("territory-checklist", territory.slug)).status_code == 404
    client.force_login(lead_of(territory))

    client.post(url("territory-checklist", territory.slug))
    client.post(url("territory-checklist", territory.slug))  # a second click gives nothing twice

    shown = client.get(page).content.decode()
    assert territory.tasks.filter(what__startswith="Inviter").count() == 1
    assert "Inviter les entreprises pressenties au gala de l’annonce" in shown
    assert "15 janvier 2099" in shown  # 45 days before the opening
    assert "responsables du territoire" in shown


def test_staff_filters_the_late_ones_and_takes_them_away_as_a_file(client, territory):
    task(territory, what="Ancienne", due_on=date(2020, 1, 1))
    task(territory, what="À venir", due_on=date(2099, 1, 1))
    client.force_login(staff())
    asked = {"whose": "all", "state": "late"}

    page = client.get(url("task-list"), asked).content.decode()
    file = b"".join(client.get(url("task-list"), {**asked, "format": "csv"}).streaming_content).decode()

    assert "Ancienne" in page
    assert "À venir" not in page
    assert "Ancienne" in file
    assert "À venir" not in file


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("page", ["territories:task-list", "territories:territory-tasks"])
def test_a_list_costs_the_same_for_one_task_and_for_three(
    client, territory, count, page, django_assert_max_num_queries
):
    for number in range(count):
        task(territory, what=f"Tâche {number}")
    client.force_login(staff())
    address = reverse(page, args=[territory.slug] if page.endswith("tasks") else [])
    client.get(address)

    with django_assert_max_num_queries(12):
        assert client.get(address, {"whose": "all"}).status_code == 200
