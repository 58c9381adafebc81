"""A company's file, kept by those who vote for it: nobody else, nothing lost, nothing done twice."""

import pytest
from django.urls import reverse

from members.models import Company, Representative
from tests.factories.accounts import lead_of, member, representative_of, staff
from tests.factories.members import CompanyFactory
from tests.factories.territories import AffiliationFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return CompanyFactory(member=True, name="Essai", phone="04 66 00 00 00")


@pytest.fixture
def keeper(client, company):
    """A browser of the company's voting representative."""
    client.force_login(representative_of(company))
    return client


def address(company):
    return reverse("members:company-edit", args=[company.pk])


def typed(company, **changes):
    """Return what the form sends: the company as it stands, and ``changes``."""
    fields = ["description", "website", "email", "phone", "address", "postal_code", "city"]
    stored = Company.objects.get(pk=company.pk)
    return {"version": stored.version, **{name: getattr(stored, name) for name in fields}, **changes}


def stored(company):
    return Company.objects.get(pk=company.pk)


@pytest.mark.parametrize("vote", [Representative.Vote.VOTING, Representative.Vote.ALTERNATE])
def test_who_votes_for_the_company_and_the_alternate_keep_its_file(client, company, vote):
    client.force_login(representative_of(company, vote=vote))

    response = client.post(
        address(company), typed(company, description="Nous pressons.", city="Sète"), follow=True
    )

    assert response.redirect_chain == [(company.get_absolute_url(), 302)]
    assert (stored(company).description, stored(company).city) == ("Nous pressons.", "Sète")
    assert "La fiche de l’entreprise est enregistrée." in response.content.decode()


def test_staff_and_the_lead_of_its_territory_may_edit_it_too(client, company):
    territory = AffiliationFactory(company=company).territory
    for user in [staff(), lead_of(territory)]:
        client.force_login(user)
        assert client.get(address(company)).status_code == 200


@pytest.mark.parametrize("who", ["another member", "a colleague without vote", "the neighbour's lead", "who left"])
def test_anybody_else_does_not_find_the_form(client, company, who):
    users = {
        "another member": member,
        "a colleague without vote": lambda: representative_of(company, vote=Representative.Vote.NONE),
        "the neighbour's lead": lambda: lead_of(TerritoryFactory()),
        "who left": lambda: _who_left(company),
    }
    client.force_login(users[who]())

    assert client.get(address(company)).status_code == 404
    assert client.post(address(company), typed(company, city="Ailleurs")).status_code == 404
    assert stored(company).city == company.city


def _who_left(company):
    user = representative_of(company)
    Representative.objects.filter(person=user.person).update(ends_on="2020-12-31")
    return user


def test_a_stranger_is_asked_to_sign_in(client, company):
    assert client.post(address(company), typed(company))["Location"].startswith("/compte/")


def test_name_and_siren_stay_with_the_staff_whatever_is_sent(keeper, company):
    keeper.post(address(company), typed(company, name="Autre", siren="000000000", commune="1", country="MA"))

    assert (stored(company).name, stored(company).siren) == (company.name, company.siren)
    assert stored(company).country == "FR"


def test_a_file_saved_meanwhile_is_not_overwritten_and_both_versions_are_shown(keeper, company):
    mine = typed(company, city="Sète")
    Company.objects.filter(pk=company.pk).update(city="Mende")

    refused = keeper.post(address(company), mine)
    page = refused.content.decode()

    assert stored(company).city == "Mende"
    assert 'value="Sète"' in page
    assert "Mende" in page

    again = {**mine, "version": refused.context["form"].data["version"]}
    assert keeper.post(address(company), again).status_code == 302
    assert stored(company).city == "Sète"


def test_the_form_sent_twice_is_acted_upon_once_and_answered_alike(keeper, company):
    once = typed(company, city="Sète", idempotency_key="a" * 32)

    first = keeper.post(address(company), once)
    version = stored(company).version
    second = keeper.post(address(company), once)

    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert stored(company).version == version


def test_the_form_carries_its_key_its_version_and_describes_its_fields(keeper, company):
    page = keeper.post(address(company), typed(company, phone="appelez-moi")).content.decode()

    assert 'name="idempotency_key"' in page
    assert 'name="version"' in page
    assert 'aria-describedby="id_phone_error"' in page
    assert 'href="#id_phone"' in page
    assert 'value="appelez-moi"' in page


@pytest.mark.parametrize(
    "changes",
    [
        {"website": "javascript:alert(1)"},
        {"website": "JaVaScRiPt://example.org/%0aalert(1)"},
        {"website": "data:text/html,<script>1</script>"},
        {"website": "ftp://example.org/"},
        {"website": "https://example.org/" + "x" * 300},
        {"email": "pas une adresse"},
        {"email": "a@example.org\nBcc: b@example.org"},
        {"phone": "0400000000; rm"},
        {"phone": "٠٤٠٠٠٠٠٠"},
        {"phone": "0" * 300},
        {"city": "x" * 300},
        {"address": "x" * 300},
        {"postal_code": "x" * 300},
        {"description": "x" * 5001},
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_with_a_sentence_and_stays_typed(keeper, company, changes):
    version = stored(company).version

    response = keeper.post(address(company), typed(company, **changes))

    assert response.status_code == 200
    assert set(response.context["form"].errors) == set(changes)
    assert stored(company).version == version


@pytest.mark.parametrize("name", ["description", "city", "address", "website"])
def test_a_nul_byte_is_refused_without_a_failure(keeper, company, name):
    response = keeper.post(address(company), typed(company, **{name: "a\0b"}))

    assert response.status_code in {200, 400}
    assert "\0" not in getattr(stored(company), name)


@pytest.mark.parametrize("words", ["افتح", "🍇🍷", "<b>gras</b>", "L’été à Sète; --", "{{ 7|add:7 }}"])
def test_words_of_any_script_are_kept_as_typed_and_shown_as_text(keeper, company, words):
    response = keeper.post(address(company), typed(company, description=words, city=words), follow=True)

    assert (stored(company).description, stored(company).city) == (words, words)
    assert "<b>gras</b>" not in response.content.decode()


def test_a_site_typed_without_its_scheme_is_taken_for_a_safe_one(keeper, company):
    keeper.post(address(company), typed(company, website="example.org"))

    assert stored(company).website == "https://example.org"


def test_my_company_leads_to_the_one_i_represent_and_lets_choose_between_two(client, company):
    user = representative_of(company)
    client.force_login(user)
    assert client.get("/mon-entreprise/")["Location"] == company.get_absolute_url()

    other = CompanyFactory(name="Deuxième maison")
    Representative.objects.create(person=user.person, company=other, starts_on="2017-01-01")
    page = client.get("/mon-entreprise/").content.decode()

    assert company.get_absolute_url() in page
    assert "Deuxième maison" in page
