"""Two records that no search suspects are compared and merged from the page of either, by staff alone."""

import pytest
from django.urls import reverse

from members.duplicates.searching import search
from members.models import Company, DuplicatePair, Person
from tests.factories import accounts
from tests.factories.members import CompanyFactory, PersonFactory, RepresentativeFactory

pytestmark = pytest.mark.django_db


def address(kind, record):
    return reverse("pages:duplicate-name", args=[kind, record.pk])


@pytest.fixture
def staff(client):
    user = accounts.staff()
    client.force_login(user)
    return user


def merged(client, pair_url):
    """Merge the pair on its page as it is told there."""
    form = client.get(pair_url).context["form"]
    fields = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    return client.post(f"{pair_url}fusionner/", fields)


def test_the_other_company_is_found_by_name_or_siren_and_merged(client, staff):
    one, other = CompanyFactory(name="Menuiserie Faure"), CompanyFactory(name="Boiseries du Midi", city="Alès")
    CompanyFactory(name="Autre chose")
    page = client.get(one.get_absolute_url()).content.decode()
    assert address("entreprise", one) in page

    by_name = client.get(address("entreprise", one), {"q": "boiseries ales"})
    by_siren = client.get(address("entreprise", one), {"q": other.siren})
    answer = client.post(address("entreprise", one), {"other": other.pk})
    merged(client, answer["Location"])

    assert [c.pk for c in by_name.context["found"]] == [c.pk for c in by_siren.context["found"]] == [other.pk]
    assert set(Company.objects.filter(pk__in=[one.pk, other.pk]).values_list("pk", flat=True)) == {one.pk}


def test_the_other_person_is_found_by_name_and_the_old_address_leads_to_the_kept_one(client, staff):
    one = PersonFactory(given_name="Marie", family_name="Une")
    other = PersonFactory(given_name="Maryse", family_name="Autrement", email="maryse@club.example")
    company = RepresentativeFactory(person=other).company
    old = reverse("members:person-detail", args=[str(other.pk)])

    found = client.get(address("personne", one), {"q": "maryse@club"}).context["found"]
    answer = client.post(address("personne", one), {"other": other.pk})
    merged(client, answer["Location"])

    assert [(p.pk, p.told) for p in found] == [(other.pk, f"maryse@club.example · {company.name}")]
    assert not Person.objects.filter(pk=other.pk).exists()
    one.refresh_from_db()
    assert client.get(old, follow=True).context["person"].pk == one.pk
    assert client.get(reverse("members:person-detail", args=["99999999"])).status_code == 404


def test_a_pair_named_by_hand_is_one_and_outlives_the_search(client, staff):
    one, other = CompanyFactory(name="Menuiserie Faure"), CompanyFactory(name="Boiseries du Midi")

    answers = [client.post(address("entreprise", each), {"other": each_other.pk})
               for each, each_other in [(one, other), (other, one)]]  # fmt: skip
    search()

    pair = DuplicatePair.objects.get()
    assert [answer["Location"] for answer in answers] == [pair.get_absolute_url()] * 2
    assert (pair.score, pair.reasons, pair.state) == (100, ["named"], "open")
    assert "désignées par l’équipe" in client.get(pair.get_absolute_url()).content.decode().lower()


@pytest.mark.parametrize("other", ["", "x", "99999999", "²", "9" * 40, "own"])
def test_no_record_or_the_record_itself_is_refused_with_a_sentence(client, staff, other):
    one = CompanyFactory()
    answer = client.post(address("entreprise", one), {"other": one.pk if other == "own" else other}, follow=True)

    assert "Choisissez l’autre fiche" in answer.content.decode()
    assert not DuplicatePair.objects.exists()


@pytest.mark.parametrize("role", [accounts.guest, accounts.member, accounts.lead_of])
def test_nobody_else_finds_the_page(client, role):
    one, other = CompanyFactory(), CompanyFactory()
    client.force_login(role())

    assert client.get(address("entreprise", one), {"q": other.name}).status_code == 404
    assert client.post(address("entreprise", one), {"other": other.pk}).status_code == 404
    assert client.get(address("xyz", one)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_search_costs_the_same_for_one_found_and_for_three(client, staff, count, django_assert_num_queries):
    one = PersonFactory()
    for number in range(count):
        RepresentativeFactory(person__family_name=f"Trouvée {number}")

    with django_assert_num_queries(7):  # session, user, record, people, their companies; a savepoint and its end
        found = client.get(address("personne", one), {"q": "trouvée"}).context["found"]
    assert len(found) == count


def test_the_desk_leads_there(client):
    client.force_login(accounts.staff())
    one, person = CompanyFactory(), PersonFactory()

    for kind, record in (("entreprise", one), ("personne", person)):
        page = client.get(reverse(f"admin:members_{record._meta.model_name}_change", args=[record.pk]))
        assert address(kind, record) in page.content.decode()
