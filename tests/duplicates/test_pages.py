"""The pages of duplicates: by each role, with every decision, and what went wrong meanwhile."""

import csv
import io
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from members.models import Company, DuplicatePair, MergeRecord, Person
from tests.factories import accounts
from tests.factories.duplicates import DuplicatePairFactory
from tests.factories.members import CompanyFactory, MembershipFactory, PersonFactory
from tests.factories.territories import AffiliationFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
LIST, MERGES = "pages:duplicate-list", "pages:merge-list"


@pytest.fixture
def staff(client):
    user = accounts.staff()
    client.force_login(user)
    return user


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


def merge(client, pair, kept=None, *, follow=True, **changed):
    """Send the form of the page as a browser would, with ``changed``."""
    query = f"?garder={kept.pk}" if kept else ""
    form = client.get(pair.get_absolute_url() + query).context["form"]
    typed = {name: "" if (value := form[name].value()) is None else value for name in form.fields}
    url = reverse("pages:duplicate-merge", args=[pair.pk])
    return client.post(url, {**typed, **changed}, follow=follow)


def decide(client, pair, decision="distinct", version=None):
    url = reverse("pages:duplicate-decide", args=[pair.pk])
    return client.post(url, {"decision": decision, "version": version or pair.version}, follow=True)


def test_the_list_counts_by_kind_and_filters(client, staff):
    companies, people = DuplicatePairFactory(company__name="Œuvres"), DuplicatePairFactory(people=True)

    def listed(query=""):
        return {row.pk for row in client.get(reverse(LIST) + query).context["page"]}

    assert listed() == {companies.pk, people.pk}
    assert listed("?type=person") == {people.pk}
    assert listed("?q=oeuvres") == {companies.pk}
    assert listed(f"?q={people.other_person.family_name}&type=person") >= {people.pk}
    assert listed("?etat=distinct") == set()
    assert listed("?type=hostile&etat=hostile&page=hostile") == {companies.pk, people.pk}


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_cost_the_same_for_one_pair_and_for_three(client, staff, count, django_assert_num_queries):
    for _number in range(count):
        DuplicatePairFactory()
        pair = DuplicatePairFactory(people=True)
        merge(client, DuplicatePairFactory())
        assert decide(client, pair).status_code == 200
        DuplicatePairFactory(people=True)

    with django_assert_num_queries(8):  # transaction 2, session, user, counts, page count, rows, last search
        client.get(reverse(LIST))
    with django_assert_num_queries(6):  # transaction 2, session, user, count, rows
        client.get(reverse(MERGES))


def test_a_lead_sees_the_pairs_of_the_own_companies_and_merges_none(client):
    territory = TerritoryFactory()
    own, half = DuplicatePairFactory(), DuplicatePairFactory()
    people = DuplicatePairFactory(people=True)
    for company in (own.company, own.other_company, half.company):
        AffiliationFactory(company=company, territory=territory)
    client.force_login(accounts.lead_of(territory))

    assert [row.pk for row in client.get(reverse(LIST)).context["page"]] == [own.pk]
    page = client.get(own.get_absolute_url())
    assert page.status_code == 200
    assert "fusionner" not in page.content.decode()
    for foreign in (half, people):
        assert client.get(foreign.get_absolute_url()).status_code == 404
    assert client.post(reverse("pages:duplicate-merge", args=[own.pk])).status_code == 404
    assert decide(client, own).status_code == 404
    assert client.post(reverse("pages:duplicate-search")).status_code == 404
    assert client.get(reverse(MERGES)).status_code == 404
    rows = client.get(reverse(LIST) + "?format=csv")
    assert half.other_company.name not in b"".join(rows.streaming_content).decode()


@pytest.mark.parametrize("who", [accounts.guest, accounts.member])
def test_nobody_else_finds_the_pages(client, who):
    pair = DuplicatePairFactory()
    client.force_login(who())

    for address in (reverse(LIST), pair.get_absolute_url(), reverse(MERGES)):
        assert client.get(address).status_code == 404


def test_staff_merge_choosing_field_by_field_and_undo(client, staff):
    kept = CompanyFactory(name="Verrerie", siren=None, city="Alès", email="a@verrerie.example")
    removed = CompanyFactory(name="VERRERIE SARL", city="Nîmes", email="b@verrerie.example")
    MembershipFactory(company=removed)
    pair = DuplicatePairFactory(company=kept, other_company=removed)
    old = removed.get_absolute_url()

    page = merge(
        client, pair, kept, pick_name="typed", typed_name="Verrerie du Pont", pick_siren="removed",
        pick_city="removed", pick_email="kept",
    )  # fmt: skip

    merged = Company.objects.get(pk=kept.pk)
    assert (merged.name, merged.siren) == ("Verrerie du Pont", removed.siren)
    assert (merged.city, merged.email) == ("Nîmes", "a@verrerie.example")
    assert merged.memberships.count() == 1
    assert "trente jours" in said(page)
    assert client.get(old, follow=True).redirect_chain[-1][0] == merged.get_absolute_url()

    page = client.post(reverse("pages:merge-undo", args=[MergeRecord.objects.get().pk]), follow=True)

    assert "deux fiches" in said(page)
    assert Company.objects.get(pk=removed.pk).name == "VERRERIE SARL"
    assert Company.objects.get(pk=kept.pk).name == "Verrerie"
    assert client.get(old).status_code == 200
    page = client.post(reverse("pages:merge-undo", args=[MergeRecord.objects.get().pk]), follow=True)
    assert "ne peut plus" in said(page)


def test_on_the_thirtieth_day_a_merge_is_undone_no_more_whatever_is_sent(client, staff):
    kept, removed = CompanyFactory(siren=None), CompanyFactory()
    merge(client, DuplicatePairFactory(company=kept, other_company=removed), kept)
    record = MergeRecord.objects.get()
    undo, listed = reverse("pages:merge-undo", args=[record.pk]), reverse("pages:merge-list")
    last = record.merged_at + timedelta(days=30)

    with time_machine.travel(last - timedelta(seconds=60), tick=False):
        client.force_login(staff)
        assert undo in client.get(listed).content.decode()
    with time_machine.travel(last, tick=False):
        client.force_login(staff)
        assert undo not in client.get(listed).content.decode()
        assert "ne peut plus" in said(client.post(undo, follow=True))

    assert not Company.objects.filter(pk=removed.pk).exists()


def test_the_page_says_what_would_happen_and_does_nothing(client, staff):
    pair = DuplicatePairFactory()
    MembershipFactory(company=pair.company, lasting=True)
    MembershipFactory(company=pair.other_company, lasting=True)

    page = client.get(pair.get_absolute_url() + f"?garder={pair.company_id}")

    assert dict(page.context["followed"])["adhésions"] == 1
    assert len(page.context["told"]) == 1
    assert not {"pick_id", "pick_version", "pick_created_at", "pick_q"} & set(page.context["form"].fields)
    assert Company.objects.count() == 2
    assert pair.other_company.memberships.count() == 1


def test_the_same_form_sent_twice_merges_once(client, staff):
    pair = DuplicatePairFactory()
    form = client.get(pair.get_absolute_url()).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields} | {"idempotency_key": "a" * 32}
    url = reverse("pages:duplicate-merge", args=[pair.pk])

    assert [client.post(url, typed).status_code for _time in range(2)] == [302, 302]
    assert MergeRecord.objects.count() == 1


def test_a_lost_update_is_refused(client, staff):
    pair = DuplicatePairFactory()
    form = client.get(pair.get_absolute_url()).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields} | {"pick_name": "removed"}
    typed_name = form.sides[1].name
    Company.objects.filter(pk=pair.company_id).update(city="Sète")

    page = client.post(reverse("pages:duplicate-merge", args=[pair.pk]), typed, follow=True)

    assert "changé" in str(page.context["form"].non_field_errors())
    assert page.context["form"]["pick_name"].value() == "removed"  # what was chosen comes back
    assert Company.objects.count() == 2
    form = page.context["form"]
    again = {name: form[name].value() or "" for name in form.fields}
    client.post(reverse("pages:duplicate-merge", args=[pair.pk]), again)
    assert Company.objects.get().name == typed_name


def test_what_hangs_on_it_since_is_told_first(client, staff):
    pair = DuplicatePairFactory()
    form = client.get(pair.get_absolute_url()).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    MembershipFactory(company=pair.other_company)

    client.post(reverse("pages:duplicate-merge", args=[pair.pk]), typed)

    assert Company.objects.count() == 2


@pytest.mark.parametrize("siren", ["732829321", "12", "x"])
def test_a_wrong_value_comes_back_beside_its_field_with_what_was_typed(client, staff, siren):
    pair = DuplicatePairFactory()

    page = merge(client, pair, pick_siren="typed", typed_siren=siren, pick_name="typed", typed_name="Tapé")

    assert page.status_code == 200
    form = page.context["form"]
    assert {"pick_siren", "typed_siren"} & set(form.errors)
    assert form["typed_name"].value() == "Tapé"
    assert Company.objects.count() == 2


def test_a_pair_told_apart_is_remembered_and_may_be_opened_again(client, staff):
    pair = DuplicatePairFactory()

    decide(client, pair)
    pair.refresh_from_db()
    assert (pair.state, pair.decided_by) == ("distinct", staff)
    assert "changé" in said(decide(client, pair, "open", version=1))
    decide(client, pair, "open")
    pair.refresh_from_db()
    assert pair.state == "open"
    assert "Choisissez" in said(decide(client, pair, "hostile"))


def test_two_accounts_are_refused_with_a_sentence(client, staff):
    one, other = accounts.member().person, accounts.member().person
    pair = DuplicatePairFactory(people=True, person=one, other_person=other)

    page = client.get(pair.get_absolute_url())

    assert other.user.email in page.content.decode()
    assert "fusionner/" not in page.content.decode()
    merge(client, pair)
    assert Person.objects.filter(pk__in=[one.pk, other.pk]).count() == 2


def test_people_are_merged_too(client, staff):
    one, other = PersonFactory(given_name="Paul", family_name="Martin"), PersonFactory(phone="04 66 00 00 01")
    pair = DuplicatePairFactory(people=True, person=one, other_person=other)

    merge(client, pair, one, pick_phone="removed")

    one.refresh_from_db()
    assert (one.given_name, one.phone) == ("Paul", "04 66 00 00 01")
    assert not Person.objects.filter(pk=other.pk).exists()


def test_the_search_begins_on_demand_once(client, staff, run_jobs):
    CompanyFactory(siren=None, email="a@b.example")
    CompanyFactory(email="a@b.example")

    for _time in range(2):
        assert "commencé" in said(client.post(reverse("pages:duplicate-search"), follow=True))
    run_jobs()

    assert DuplicatePair.objects.count() == 1


def test_the_files_hold_what_the_lists_show(client, staff):
    pair = DuplicatePairFactory()

    response = client.get(reverse(LIST) + "?format=csv&type=company")

    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig")), delimiter=";"))
    assert rows[1][1:4] == [pair.company.name, pair.other_company.name, "72"]
    merge(client, pair)
    assert client.get(reverse(MERGES) + "?format=xlsx").status_code == 200
    assert MergeRecord.objects.get().merged_at <= timezone.now()
