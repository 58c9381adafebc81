"""What each person shows, field by field: nothing is public by default, and every page answers from the choice."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from members.disclosure import choices_of, disclosed_to, version_of
from members.models import Audience, Disclosure, Field, Person, Representative
from tests.factories.accounts import guest, lead_of, member, representative_of, staff
from tests.factories.commissions import CommissionMembershipFactory
from tests.factories.members import CompanyFactory, DisclosureFactory, RepresentativeFactory
from tests.factories.territories import (
    AffiliationFactory,
    FederationFactory,
    MandateFactory,
    TerritoryFactory,
    TerritoryLeadFactory,
)

pytestmark = pytest.mark.django_db

CHOICES = "/mon-profil/visibilite/"
ALL_PUBLIC = dict.fromkeys(Field.values, "public")


@pytest.fixture
def shown():
    """Return an account that votes for a member company of a territory, with an address and a phone."""
    user = representative_of(CompanyFactory(member=True, name="Verrerie"))
    Person.objects.filter(pk=user.person_id).update(
        given_name="Odile", family_name="Vigneron", email="odile@example.org", phone="01 99 00 50 00"
    )
    Representative.objects.update(function="Présidente")
    user.person.refresh_from_db()
    AffiliationFactory(company=company_of(user), territory=TerritoryFactory(opened=True))
    return user


def company_of(user):
    return user.person.representations.get().company


def page_of(client, person, reader=None):
    """Return the status and the text of the page of ``person`` for ``reader``."""
    client.logout()
    if reader:
        client.force_login(reader)
    response = client.get(f"/personnes/{person.pk}/", follow=True)
    return response.status_code, response.content.decode()


def choose(client, user, **audiences):
    client.force_login(user)
    kept = {field: user.person.audience_of(Field(field)) for field in Field.values}
    seen = version_of(choices_of(user.person))
    return client.post(CHOICES, kept | {"seen": seen} | audiences)


def test_who_left_for_an_employer_elsewhere_is_known_whole_to_the_lead_of_before_no_more(client, shown):
    territory = company_of(shown).affiliations.get().territory
    lead, desk = lead_of(territory), reverse("admin:members_person_change", args=[shown.person_id])
    client.force_login(lead)
    Representative.objects.filter(person=shown.person).update(ends_on=timezone.localdate() - timedelta(days=1))
    assert client.get(desk).status_code == 200  # somebody who represents nobody may come back

    AffiliationFactory(company=RepresentativeFactory(person=shown.person, company__member=True).company)

    assert page_of(client, shown.person, lead)[0] == 404
    assert client.get(desk).status_code != 200
    own = RepresentativeFactory(person=shown.person)
    AffiliationFactory(company=own.company, territory=territory)
    assert client.get(desk).status_code == 200  # one hat of several is enough


@pytest.mark.parametrize("reader", [None, guest])
def test_by_default_nothing_is_public(client, shown, reader):
    status, text = page_of(client, shown.person, reader and reader())

    assert status == 404
    assert "Vigneron" not in text


def test_by_default_a_member_reads_name_function_and_companies_and_no_address(client, shown):
    status, text = page_of(client, shown.person, member())

    assert status == 200
    assert [words for words in ["Odile Vigneron", "Présidente", "Verrerie"] if words not in text] == []
    assert [words for words in ["odile@example.org", "01 99 00 50 00"] if words in text] == []


@pytest.mark.parametrize("reader", ["self", "colleague", "lead", "staff"])
def test_those_who_administer_the_person_and_colleagues_see_all(client, shown, reader):
    company = company_of(shown)
    user = {
        "self": lambda: shown,
        "colleague": lambda: representative_of(company, vote=Representative.Vote.NONE),
        "lead": lambda: lead_of(company.affiliations.get().territory),
        "staff": staff,
    }[reader]()
    for field in [Field.FUNCTION, Field.COMPANIES]:
        DisclosureFactory(person=shown.person, field=field, audience=Audience.NOBODY)

    _status, text = page_of(client, shown.person, user)

    told = ["Odile Vigneron", "Présidente", "Verrerie", "odile@example.org", "01 99 00 50 00"]
    assert [words for words in told if words not in text] == []


@pytest.mark.parametrize("reader", ["lead elsewhere", "former colleague"])
def test_a_lead_of_another_territory_and_a_former_colleague_find_nothing(client, shown, reader):
    user = lead_of() if reader == "lead elsewhere" else guest()
    if reader == "former colleague":
        RepresentativeFactory(person=user.person, company=company_of(shown), vote="none", ended=True)

    assert page_of(client, shown.person, user)[0] == 404


@pytest.mark.parametrize("field", ["email", "phone", "function", "companies"])
@pytest.mark.parametrize("audience", ["nobody", "members", "public"])
def test_each_field_follows_its_choice_alone(client, shown, field, audience):
    choose(client, shown, **{field: audience, "name": "public"})
    secret = {
        "email": "odile@example.org",
        "phone": "01 99 00 50 00",
        "function": "Présidente",
        "companies": "Ancienne",
    }
    RepresentativeFactory(person=shown.person, company__name="Ancienne", vote="none", ended=True)

    _status, for_member = page_of(client, shown.person, member())
    _status, for_public = page_of(client, shown.person)

    assert (secret[field] in for_member) == (audience != "nobody")
    assert (secret[field] in for_public) == (audience == "public" and field != "function")


def test_a_function_is_public_beside_public_companies(client, shown):
    choose(client, shown, **ALL_PUBLIC)

    _status, text = page_of(client, shown.person)

    assert "Présidente" in text
    assert "Verrerie" in text


def test_the_page_of_a_company_answers_from_the_choices(client, shown):
    company = company_of(shown)
    reader = member()

    def text():
        client.force_login(reader)
        return client.get(company.get_absolute_url()).content.decode()

    assert "Présidente" in text()
    assert "odile@example.org" not in text()
    choose(client, shown, function="nobody", email="members")
    assert "Présidente" not in text()
    assert "odile@example.org" in text()


@pytest.mark.parametrize("kind", ["lead", "mandate"])
def test_leads_and_officers_are_named_to_the_public_only_by_their_choice(client, shown, kind):
    territory = TerritoryFactory(opened=True)
    make = TerritoryLeadFactory if kind == "lead" else MandateFactory
    make(territory=territory, person=shown.person)
    reader = member()

    def text(user=None):
        client.logout()
        if user:
            client.force_login(user)
        return client.get(territory.get_absolute_url()).content.decode()

    assert "Vigneron" not in text()
    assert "Nom réservé aux membres" in text()
    assert "Vigneron" in text(reader)
    choose(client, shown, name="public", mandates="public")
    assert "Vigneron" in text()
    choose(client, shown, name="public", mandates="nobody")
    assert "Vigneron" not in text()
    assert "Vigneron" not in text(reader)


@pytest.mark.parametrize("address", ["/bureaux/", "/bureaux/federation/"])
def test_the_pages_of_the_bureaux_name_officers_by_their_choice_too(client, shown, address):
    FederationFactory()
    MandateFactory(person=shown.person, of_federation=True, company=company_of(shown))
    reader = member()

    def text(user=None):
        client.logout()
        if user:
            client.force_login(user)
        return client.get(address).content.decode()

    assert [words for words in ["Vigneron", "Verrerie"] if words in text()] == []
    assert "Nom réservé aux membres" in text()
    assert "Vigneron" in text(reader)
    choose(client, shown, name="public", mandates="public")
    assert "Vigneron" in text()
    assert "Verrerie" not in text()


def test_a_change_of_employer_shows_on_the_page_of_the_person(client, shown):
    today = timezone.localdate()
    spell = shown.person.representations.get()
    Representative.objects.filter(pk=spell.pk).update(ends_on=date(2020, 6, 30))
    RepresentativeFactory(
        person=shown.person, company=CompanyFactory(member=True, name="Neuve"), starts_on=date(2020, 7, 1)
    )
    RepresentativeFactory(
        person=shown.person, company__name="Future", starts_on=date(today.year + 1, 1, 1), vote="none"
    )

    _status, text = page_of(client, shown.person, member())

    assert text.index("Neuve") < text.index("Verrerie")
    assert "30 juin 2020" in text
    assert "Future" not in text
    assert "Future" in page_of(client, shown.person, shown)[1]


def test_the_address_of_a_page_does_not_tell_a_name_that_is_not_shown(client, shown):
    shown_to_public = disclosed_to(AnonymousUser()).get(pk=shown.person_id)

    assert shown_to_public.get_absolute_url() == f"/personnes/{shown.person_id}/"
    assert Person.objects.get(pk=shown.person_id).shown.name == ""  # a row that was not prepared tells nothing


def test_the_profile_previews_what_a_member_and_the_public_see_and_says_who_sees_all(client, shown):
    choose(client, shown, email="members", phone="public")

    response = client.get("/mon-profil/")

    rows = {row["choice"].name: (row["member"], row["public"]) for row in response.context["rows"]}
    assert rows["name"] == (True, False)
    assert (rows["email"], rows["phone"]) == ((True, False), (True, True))
    assert "responsables des territoires" in response.content.decode()


def test_the_profile_lists_every_hat(client, shown):
    mandate = MandateFactory(person=shown.person, territory__name="LeadeR Aubrac")
    TerritoryLeadFactory(person=shown.person, territory__name="LeadeR Margeride")
    client.force_login(shown)

    text = client.get("/mon-profil/").content.decode()

    assert [words for words in ["Verrerie", "LeadeR Aubrac", "LeadeR Margeride"] if words not in text] == []
    assert mandate.office.name.casefold() in text.casefold()


def test_the_same_choice_twice_is_kept_once(client, shown):
    choose(client, shown, email="members")
    choose(client, shown, email="members")

    assert Disclosure.objects.filter(person=shown.person).count() == len(Field)
    assert Disclosure.changes.rel.related_model.objects.filter(person=shown.person).count() == len(Field)


def test_a_page_left_open_does_not_open_again_what_was_closed_meanwhile(client, shown):
    client.force_login(shown)
    left_open = client.get("/mon-profil/").context["choices"]["seen"].value()
    choose(client, shown, function="nobody", phone="nobody")

    refused = choose(client, shown, seen=left_open, phone="members")

    stored = choices_of(shown.person)
    assert (stored["function"], stored["phone"]) == ("nobody", "nobody")
    page = refused.content.decode()
    assert "Vos choix ont été modifiés entre-temps" in page
    assert page.count("Enregistré entre-temps") == 2
    # Sent once more, it is a decision made in knowledge of what is stored.
    choose(client, shown, seen=refused.context["choices"]["seen"].value(), phone="members")
    assert choices_of(shown.person)["phone"] == "members"


def test_a_page_left_open_that_asks_for_what_is_stored_is_no_conflict(client, shown):
    client.force_login(shown)
    left_open = client.get("/mon-profil/").context["choices"]["seen"].value()
    choose(client, shown, email="members")

    assert choose(client, shown, seen=left_open, email="members").status_code == 302


@pytest.mark.parametrize("typed", [{"email": "everybody"}, {"name": "nobody"}, {"phone": "\0"}])
def test_what_is_no_choice_changes_nothing(client, shown, typed):
    response = choose(client, shown, **typed)

    assert response.status_code in {200, 400}
    assert not Disclosure.objects.exists()


def test_the_database_keeps_the_name_known_to_members(shown):
    with pytest.raises(IntegrityError), transaction.atomic():
        DisclosureFactory(person=shown.person, audience=Audience.NOBODY)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_person_costs_the_same_for_one_company_and_for_three(
    client, shown, count, django_assert_max_num_queries
):
    for _number in range(count):
        RepresentativeFactory(person=shown.person, vote="none")
        MandateFactory(person=shown.person)
    client.force_login(member())
    url = disclosed_to(staff()).get(pk=shown.person_id).get_absolute_url()

    with django_assert_max_num_queries(12):
        response = client.get(url)

    assert len(response.context["spells"]) == count + 1


def test_a_commission_names_its_members_to_members(client, shown):
    seat = CommissionMembershipFactory(person=shown.person)
    client.force_login(member())

    assert "Vigneron" in client.get(seat.commission.get_absolute_url()).content.decode()
