"""The bureaux on pages: who sits there on any day, vacancies, and the acts of staff and leads."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from territories.mandates import acts
from territories.mandates.bureaux import history
from territories.mandates.months import months_after
from territories.models import Mandate, Task, Territory
from tests.factories.accounts import guest, lead_of, member, staff
from tests.factories.members import PersonFactory
from tests.factories.territories import FederationFactory, MandateFactory, OfficeFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def territory():
    FederationFactory()
    return TerritoryFactory()


def president(name, territory, first, last=None, **more):
    given, family = name.split()
    person = PersonFactory(given_name=given, family_name=family)
    return MandateFactory(person=person, territory=territory, starts_on=first, ends_on=last, **more)


def appointed(territory, **typed):
    office = OfficeFactory()
    sent = {"who": "Ada Nova", "office": office.pk, "beginning": "election", "starts_on": "2025-01-10"}
    return {**sent, "expected_end_on": "2099-01-10", **typed}


def url(name, *args):
    return reverse(f"territories:{name}", args=args)


def text(client, address, **query):
    return client.get(address, query).content.decode()


def test_who_leads_what_on_any_day_stands_in_the_address(client, territory):
    president("Jalil Premier", None, date(2017, 2, 6), date(2021, 1, 31))
    president("Julien Second", None, date(2021, 4, 15), date(2023, 5, 31))
    president("Alex Dalès", territory, date(2019, 1, 1), date(2023, 5, 31))
    page = url("bureau-list")
    client.force_login(member())

    before, between, after = (text(client, page, jour=day) for day in ["2020-01-01", "2021-03-01", "2022-01-01"])

    assert "Jalil Premier" in before
    assert "Jalil Premier" not in between
    assert "Julien Second" not in between
    assert "Alex Dalès" in between
    assert "Julien Second" in after


def test_co_presidents_stand_side_by_side_and_an_empty_presidency_is_shown_as_vacant(territory):
    president("Une Ancienne", territory, date(2017, 1, 1), date(2023, 5, 31))
    for name in ["Co Un", "Co Deux"]:
        president(name, territory, date(2023, 10, 2))

    [presidency] = history(Mandate.objects.filter(territory=territory), date(2024, 1, 1))

    assert [(v.starts_on, v.ends_on) for v in presidency.vacancies] == [(date(2023, 6, 1), date(2023, 10, 1))]
    assert len(presidency.mandates) == 3
    assert presidency.empty_since is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_territory_and_for_three(client, count, django_assert_max_num_queries):
    FederationFactory()
    MandateFactory.create_batch(count)

    with django_assert_max_num_queries(7):  # savepoint twice, count, territories, presidents, federation, offices
        assert client.get(reverse("territories:bureau-list")).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_a_bureau_costs_the_same_for_one_mandate_and_for_three(
    client, territory, count, django_assert_max_num_queries
):
    MandateFactory.create_batch(count, territory=territory)

    with django_assert_max_num_queries(8):
        assert client.get(url("bureau-detail", territory.slug)).status_code == 200


def test_what_is_unusual_is_said_and_recorded_once_confirmed(client, territory):
    president("Une Présidente", territory, date(2024, 1, 1))
    PersonFactory(given_name="Ada", family_name="Nova")
    client.force_login(staff())
    page = url("mandate-appoint", territory.slug)

    asked = client.post(page, appointed(territory))
    assert asked.status_code == 200
    assert "Une Présidente occupe la même fonction" in asked.content.decode()
    assert "ne représente aucune entreprise adhérente" in asked.content.decode()
    assert Mandate.objects.count() == 1

    client.post(page, appointed(territory, confirmed="on"))

    assert Mandate.objects.presidents_on(date(2025, 2, 1)).count() == 2


def test_a_lead_keeps_the_bureau_of_the_own_territory_and_of_no_other(client, territory):
    mandate = MandateFactory(territory=territory)
    foreign = MandateFactory()
    federal = MandateFactory(of_federation=True)
    client.force_login(lead_of(territory))
    typed = {"ends_on": "2025-05-31", "reason": "Démission", "confirmed": "on"}

    assert client.post(url("mandate-end", mandate.pk), typed).status_code == 302
    assert client.post(url("mandate-end", foreign.pk), typed).status_code == 404
    assert client.post(url("mandate-end", federal.pk), typed).status_code == 404
    assert client.get(url("mandate-appoint", "federation")).status_code == 404
    mandate.refresh_from_db()
    assert (mandate.ends_on, mandate.ending_reason) == (date(2025, 5, 31), "Démission")


def test_a_stranger_and_a_guest_see_no_act(client, territory):
    MandateFactory(territory=territory)
    client.force_login(guest())

    assert "mandats/" not in text(client, url("bureau-detail", territory.slug))


def test_a_mandate_ends_once(territory):
    mandate = MandateFactory(territory=territory)
    acts.end(mandate, on=date(2024, 1, 1), reason="Démission")

    with pytest.raises(acts.AlreadyDoneError):
        acts.end(mandate, on=date(2024, 6, 1), reason="Autre")


def test_a_renewal_ends_the_present_term_the_day_before_and_happens_once(territory):
    mandate = MandateFactory(territory=territory, starts_on=date(2022, 1, 1), expected_end_on=date(2025, 1, 1))
    told = {"on": date(2025, 1, 10), "expected_end_on": date(2028, 1, 10), "beginning": "election"}
    new = acts.renew(mandate, **told)

    mandate.refresh_from_db()
    assert (mandate.ends_on, new.is_renewal, new.person) == (date(2025, 1, 9), True, mandate.person)
    with pytest.raises(acts.AlreadyDoneError):
        acts.renew(mandate, **told)


def test_a_co_optation_waits_until_an_assembly_ratifies_it(client, territory):
    mandate = MandateFactory(territory=territory, beginning="cooptation", starts_on=date(2025, 1, 1))
    page = url("bureau-detail", territory.slug)
    client.force_login(staff())
    assert "à ratifier" in text(client, page)

    client.post(url("mandate-ratify", mandate.pk), {"ratified_on": "2025-06-01"})

    assert "à ratifier" not in text(client, page)


def test_24_a_co_optation_that_the_assembly_refuses_ends_and_leaves_the_office_vacant(client, territory):
    office = OfficeFactory(is_presidency=True)
    mandate = MandateFactory(
        territory=territory, office=office, beginning="cooptation", starts_on=date(2025, 1, 1)
    )
    page = url("bureau-detail", territory.slug)
    client.force_login(staff())

    typed = {"ends_on": "2025-06-01", "reason": "ratification refusée", "confirmed": "on"}
    client.post(url("mandate-end", mandate.pk), typed)

    shown = text(client, page)
    assert "à ratifier" not in shown
    assert "vacant" in shown.lower()
    mandate.refresh_from_db()
    assert mandate.ending_reason == "ratification refusée"
    client.post(url("mandate-ratify", mandate.pk), {"ratified_on": "2025-06-02"})
    mandate.refresh_from_db()
    assert mandate.ratified_on is None


def test_a_stale_correction_is_refused(client, territory):
    mandate = MandateFactory(territory=territory, expected_end_on=date(2099, 1, 1))
    client.force_login(staff())
    typed = {
        "office": mandate.office_id, "beginning": "election", "starts_on": "2016-01-01",
        "starts_precision": "day", "expected_end_on": "2099-01-01", "version": 1, "confirmed": "on",
    }  # fmt: skip
    Mandate.objects.filter(pk=mandate.pk).update(mission="transition numérique")

    answer = client.post(url("mandate-correct", mandate.pk), typed)

    assert answer.status_code == 200
    mandate.refresh_from_db()
    assert mandate.starts_on != date(2016, 1, 1)


def declarations():
    return list(Task.objects.filter(kind="registry").values_list("territory", "changed_on", "due_on"))


def test_each_change_of_a_declared_association_is_to_be_declared_within_three_months(territory):
    day = timezone.localdate() - timedelta(days=10)
    told = {"office": OfficeFactory(), "territory": territory, "starts_on": day}

    first = acts.appoint(person=PersonFactory(), **told)
    acts.appoint(person=PersonFactory(), **told)
    assert declarations() == [(territory.pk, day, months_after(day, 3))]

    acts.end(first, on=day + timedelta(days=5), reason="Démission")
    assert len(declarations()) == 2


@pytest.mark.parametrize("body", [{"kind": Territory.Kind.CLUB}, {"abroad": True}])
def test_a_club_and_a_territory_abroad_declare_nothing(body):
    day = timezone.localdate()
    acts.appoint(person=PersonFactory(), office=OfficeFactory(), territory=TerritoryFactory(**body), starts_on=day)

    assert declarations() == []


def test_an_honorary_president_and_an_old_change_call_for_no_declaration(territory):
    honorary = OfficeFactory(code="honorary", name="présidence d’honneur", is_honorary=True)
    acts.appoint(person=PersonFactory(), office=honorary, territory=territory, starts_on=timezone.localdate())
    acts.appoint(person=PersonFactory(), office=OfficeFactory(), territory=None, starts_on=date(2017, 2, 6))

    assert declarations() == []


def test_expired_terms_and_empty_offices_are_listed_for_staff(client, territory):
    president("Terme Passé", territory, date(2015, 1, 1), expected_end_on=date(2018, 1, 1))
    president("Parti Hier", None, date(2015, 1, 1), date(2020, 1, 1))
    client.force_login(staff())

    page = text(client, url("mandate-due"))

    assert "Terme Passé" in page
    assert "depuis le 2 janvier 2020" in page.replace("\u00a0", " ")
