"""The search over the whole site: what each role finds, and above all what it does not."""

import pytest
from django.urls import reverse
from django.utils import timezone

from commissions.models import Commission
from leader.pages.search.sources import SOURCES
from tests.factories.accounts import guest, lead_of, member, representative_of, staff
from tests.factories.commissions import (
    CommissionFactory,
    CommissionMembershipFactory,
    DocumentFactory,
    MeetingFactory,
    MeetingMinutesFactory,
    MinutesItemFactory,
)
from tests.factories.events import EventFactory
from tests.factories.members import (
    CompanyFactory,
    CompanyKeywordFactory,
    CompanyPageFactory,
    DisclosureFactory,
    PersonFactory,
    RepresentativeFactory,
)
from tests.factories.territories import AffiliationFactory, TerritoryFactory

pytestmark = pytest.mark.django_db

PAGE = reverse("pages:search")


def found(client, user, words, kind=None):
    """Return by kind the titles that ``user`` finds (nobody: a stranger), or those of the one ``kind``."""
    client.logout()
    if user:
        client.force_login(user)
    answer = client.get(PAGE, {"q": words, "dans": kind or ""})
    assert answer.status_code == 200
    if kind:
        return [hit.title for hit in answer.context["page"].object_list]
    return {group.source.kind: [hit.title for hit in group.hits] for group in answer.context["groups"]}


def approved(minutes):
    """Return ``minutes`` as approved."""
    minutes.approved_at, minutes.content, minutes.digest = timezone.now(), "{}", "x"
    minutes.save()
    return minutes


@pytest.fixture
def orchard(db):
    """Return one record of each kind, all of which hold the word “mirabelle”."""
    company = CompanyFactory(name="Mirabelle SA", member=True)
    territory = TerritoryFactory(name="Pays de Mirabelle")
    AffiliationFactory(company=company, territory=territory)
    commission = CommissionFactory(name="Mirabelle et export")
    person = PersonFactory(given_name="Ana", family_name="Mirabelle", email="ana@verger.example")
    RepresentativeFactory(person=person, company=company)
    minutes = MeetingMinutesFactory(meeting__commission=commission, meeting__title="Séance de mirabelle")
    MinutesItemFactory(minutes=minutes, title="Récolte", text="La mirabelle est mûre.")
    approved(minutes)
    for visibility in ("public", "members", "commission"):
        DocumentFactory(commission=commission, visibility=visibility, title=f"Mirabelle, {visibility}")
    DocumentFactory(commission=commission, public=True, withdrawn=True, title="Mirabelle, retirée")
    EventFactory(name="Soirée mirabelle", is_published=True)
    EventFactory(name="Secret de mirabelle", is_published=False, territory=territory)
    return territory


EVERYBODY = {
    "commissions": ["Mirabelle et export"],
    "documents": ["Mirabelle, public"],
    "evenements": ["Soirée mirabelle"],
    "territoires": ["Pays de Mirabelle"],
}
OF_MEMBERS = EVERYBODY | {
    "entreprises": ["Mirabelle SA"],
    "personnes": ["Ana Mirabelle"],
    "reunions": ["Séance de mirabelle"],
    "comptes-rendus": ["Récolte"],
    "documents": ["Mirabelle, members", "Mirabelle, public"],
}


def test_each_role_finds_what_its_pages_show(client, orchard):
    with_secret = {"evenements": ["Secret de mirabelle", "Soirée mirabelle"]}
    own = {"entreprises": ["Mirabelle SA"], "personnes": ["Ana Mirabelle"]}
    of_the_commission = {"documents": ["Mirabelle, commission", "Mirabelle, members", "Mirabelle, public"]}
    seated = member()
    CommissionMembershipFactory(commission=Commission.objects.get(), person=seated.person)

    assert found(client, None, "mirabelle") == EVERYBODY
    assert found(client, guest(), "mirabelle") == EVERYBODY
    assert found(client, representative_of(CompanyFactory()), "mirabelle") == EVERYBODY
    assert found(client, lead_of(), "mirabelle") == EVERYBODY  # of another territory
    assert _sorted(found(client, member(), "mirabelle")) == OF_MEMBERS
    assert _sorted(found(client, seated, "mirabelle")) == OF_MEMBERS | of_the_commission
    assert _sorted(found(client, lead_of(orchard), "mirabelle")) == _sorted(EVERYBODY | own | with_secret)
    assert _sorted(found(client, staff(), "mirabelle")) == _sorted(OF_MEMBERS | of_the_commission | with_secret)


def _sorted(groups):
    return {kind: sorted(titles) for kind, titles in groups.items()}


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.kind)
def test_the_page_of_one_kind_shows_no_more_than_the_first_page(client, orchard, source):
    for user in [None, guest(), lead_of(), member(), lead_of(orchard), staff()]:
        together = found(client, user, "mirabelle").get(source.kind, [])
        assert found(client, user, "mirabelle", source.kind) == together


def test_whoever_may_not_see_a_record_reads_no_trace_of_it_on_the_page(client, orchard):
    for user in [None, guest(), lead_of()]:
        client.logout()
        if user:
            client.force_login(user)
        page = client.get(PAGE, {"q": "mirabelle"}).content.decode()
        assert not any(
            word in page for word in ["Mirabelle SA", "Ana Mirabelle", "Séance", "Récolte", "mûre", "Secret"]
        )


def test_a_name_is_found_only_by_those_to_whom_it_is_shown(client):
    person = PersonFactory(given_name="Zoé", family_name="Quetsche")
    RepresentativeFactory(person=person, company__member=True)
    assert found(client, member(), "quetsche") == {"personnes": ["Zoé Quetsche"]}
    assert found(client, guest(), "quetsche") == {}

    DisclosureFactory(person=person, field="name", audience="public")

    assert found(client, None, "quetsche") == {"personnes": ["Zoé Quetsche"]}


@pytest.mark.parametrize(
    ("audience", "of_members", "of_strangers"), [(None, 0, 0), ("members", 1, 0), ("public", 1, 1)]
)
def test_an_address_that_is_not_shown_is_not_searched(client, audience, of_members, of_strangers):
    person = PersonFactory(family_name="Quetsche", email="reine.claude@verger.example")
    RepresentativeFactory(person=person, company__member=True)
    DisclosureFactory(person=person, field="name", audience="public")
    if audience:
        DisclosureFactory(person=person, field="email", audience=audience)

    for words in ["reine.claude", "quetsche verger", "verger.example"]:
        assert len(found(client, member(), words, "personnes")) == of_members
        assert len(found(client, None, words, "personnes")) == of_strangers
        assert len(found(client, staff(), words, "personnes")) == 1


def test_a_member_who_has_left_is_found_no_more(client):
    spell = RepresentativeFactory(
        person__family_name="Quetsche", company__member=True, starts_on="2020-01-01", ends_on="2021-01-01"
    )

    assert found(client, member(), "quetsche") == {}
    assert found(client, staff(), "quetsche") == {"personnes": [str(spell.person)]}


def test_the_public_finds_a_company_by_what_it_shows_alone(client):
    page = CompanyPageFactory(company__name="Verger du Lez", public=True)
    CompanyKeywordFactory(company=page.company, keyword__label="quetsche")

    assert found(client, None, "verger lez") == {"entreprises": ["Verger du Lez"]}
    assert found(client, None, "quetsche") == {}
    assert found(client, member(), "quetsche") == {"entreprises": ["Verger du Lez"]}
    page.public_parts = ["keywords"]
    page.save()
    assert found(client, guest(), "quetsche") == {"entreprises": ["Verger du Lez"]}


def test_minutes_are_found_in_french_without_their_accents_once_they_are_approved(client):
    minutes = MeetingMinutesFactory()
    MinutesItemFactory(
        minutes=minutes,
        title="Œnologie",
        text="Les décisions d’été sont arrêtées.",
        decided="L’export est adopté.",
    )
    reader, keeper = member(), staff()
    assert found(client, reader, "decision") == found(client, keeper, "decision") == {}

    approved(minutes)

    for words in ["decision", "DÉCISIONS arrêtée", "oenologie", "exports adoptés", '"décisions d’été"']:
        assert found(client, reader, words, "comptes-rendus") == ["Œnologie"], words
    for words in ["decision -export", '"été décisions"', "refusé"]:
        assert found(client, reader, words, "comptes-rendus") == [], words
    assert found(client, guest(), "decision", "comptes-rendus") == []


@pytest.mark.parametrize("written", ["réservé", "réservée", "réservés", "réservées", "RÉSERVER"])
def test_a_participle_is_found_by_each_of_its_forms_with_accents_and_without(client, written):
    approved(_minutes(f"Les places du stand : {written}, à confirmer."))
    DocumentFactory(public=True, title=f"Places : {written}")
    client.force_login(member())

    for words in ["réservé", "reservee", "réservés places", "reservees", '"stand réservée"', "réserve"]:
        page = client.get(PAGE, {"q": words})
        kinds = {group.source.kind: group for group in page.context["groups"]}
        assert "comptes-rendus" in kinds, words
        assert f"<mark>{written}</mark>" in page.content.decode(), words
        assert ("documents" in kinds) == ("stand" not in words), words
    assert found(client, None, "réservoir") == {}


def test_the_title_of_a_document_is_found_by_a_part_of_it_and_by_another_form_of_its_words(client):
    DocumentFactory(public=True, title="Présidence : bilan d’étape des délais")

    for words in ["presid", "ETAPES", "délai bilans", "bilan d’étapes"]:
        assert found(client, None, words, "documents") == ["Présidence : bilan d’étape des délais"], words
    assert found(client, None, "étape -bilan retard", "documents") == []


def test_a_search_in_one_commission_finds_what_is_its_own_and_no_more_than_the_reader_may_see(client, orchard):
    export = Commission.objects.get()
    other = CommissionFactory(name="Mirabelle ailleurs", slug="ailleurs")
    DocumentFactory(commission=other, public=True, title="Mirabelle, ailleurs")
    MeetingFactory(commission=other, title="Réunion mirabelle ailleurs")

    def here(user, slug=export.slug, **more):
        client.logout()
        if user:
            client.force_login(user)
        answer = client.get(PAGE, {"q": "mirabelle", "commission": slug, **more})
        groups = answer.context.get("groups", [])
        return {group.source.kind: sorted(hit.title for hit in group.hits) for group in groups}, answer

    of_members = {
        "reunions": ["Séance de mirabelle"],
        "comptes-rendus": ["Récolte"],
        "documents": ["Mirabelle, members", "Mirabelle, public"],
    }
    assert here(member())[0] == of_members
    assert here(None)[0] == here(guest())[0] == here(lead_of())[0] == {"documents": ["Mirabelle, public"]}
    page = here(member())[1].content.decode()
    assert "Chercher dans la commission" in page
    assert export.name in page
    assert "?q=mirabelle&amp;commission" not in page  # the way to the whole site forgets the commission
    one = here(member(), dans="documents")[1]
    assert sorted(hit.title for hit in one.context["page"].object_list) == of_members["documents"]
    assert client.get(PAGE, {"q": "mirabelle", "commission": "nulle-part"}).status_code == 404
    wrong = here(member(), dans="entreprises")[1]
    assert "groups" not in wrong.context
    assert wrong.context["form"].errors.keys() == {"dans"}


def test_the_page_of_a_commission_leads_to_the_search_in_it(client):
    commission = CommissionFactory(slug="export")

    page = client.get(commission.get_absolute_url()).content.decode()

    assert '<input type="hidden" name="commission" value="export">' in page


def test_a_version_that_was_corrected_is_found_no_more(client):
    first = approved(_minutes("La mirabelle."))
    second = _minutes("La quetsche.", meeting=first.meeting, number=2, reason="Le fruit")
    reader = member()
    assert found(client, reader, "mirabelle", "comptes-rendus") == ["Budget"]
    assert found(client, reader, "quetsche", "comptes-rendus") == []

    approved(second)

    assert found(client, reader, "mirabelle", "comptes-rendus") == []
    assert found(client, reader, "quetsche", "comptes-rendus") == ["Budget"]


def _minutes(text, **fields):
    minutes = MeetingMinutesFactory(**fields)
    MinutesItemFactory(minutes=minutes, text=text)
    return minutes


def test_what_was_found_is_marked_and_what_was_typed_never_runs(client):
    approved(_minutes("Avant <script>alert(1)</script> la mirabelle & la prune."))
    client.force_login(member())

    page = client.get(PAGE, {"q": "mirabelles"}).content.decode()
    typed = client.get(PAGE, {"q": "<script>alert(1)</script>"}).content.decode()

    assert "<mark>mirabelle</mark>" in page
    assert "&amp; la prune" in page
    assert "<script>alert" not in page + typed


def test_a_kind_tells_how_many_there_are_and_leads_to_all_of_them(client):
    for number in range(27):
        CommissionFactory(name=f"Verger {number:02d}")

    first = client.get(PAGE, {"q": "verger"})
    whole = client.get(PAGE, {"q": "verger", "dans": "commissions"})
    second = client.get(PAGE, {"q": "verger", "dans": "commissions", "page": "2"})

    (group,) = first.context["groups"]
    assert (group.count, len(group.hits), group.has_more) == (27, 5, False)
    assert "?q=verger&amp;dans=commissions" in first.content.decode()
    assert "27 résultats" in whole.content.decode()
    assert [hit.title for hit in second.context["page"].object_list] == ["Verger 25", "Verger 26"]


def test_more_than_a_hundred_are_not_counted(client):
    for number in range(101):
        CommissionFactory(name=f"Verger {number:03d}")

    (group,) = client.get(PAGE, {"q": "verger"}).context["groups"]

    assert (group.count, group.has_more) == (100, True)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Saisissez ce que vous cherchez"),
        ("\u200b \u202e", "Saisissez ce que vous cherchez"),
        ("a", "Saisissez au moins deux lettres"),
        ("a" * 101, "au plus 100 caractères"),
    ],
)
def test_what_cannot_be_looked_for_is_said_beside_the_field(client, typed, said):
    page = client.get(PAGE, {"q": typed}).content.decode()

    assert said in page
    assert 'aria-invalid="true"' in page


@pytest.mark.parametrize("typed", ["%_", "le la les", '"" -', "' OR 1=1 --", "🙂🙂", "a:*&!|()", "<->"])
def test_strange_words_find_nothing_and_break_nothing(client, typed):
    approved(_minutes("La mirabelle."))

    assert found(client, member(), typed) == {}


def test_a_kind_that_does_not_exist_is_refused(client):
    answer = client.get(PAGE, {"q": "mirabelle", "dans": "mots-de-passe"})

    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {"dans"}
    assert "groups" not in answer.context


def test_every_page_has_the_search_in_its_header_and_it_needs_no_script(client):
    page = client.get("/").content.decode()

    assert 'role="search" action="/recherche/"' in page


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("role", ["stranger", "guest", "member", "lead", "staff"])
def test_the_search_costs_the_same_whatever_it_finds(client, orchard, role, count, django_assert_max_num_queries):
    for _more in range(count - 1):
        person = RepresentativeFactory(person__family_name="Mirabelle", company__member=True).person
        meeting = MeetingFactory(title="Mirabelle")
        CommissionMembershipFactory(commission=meeting.commission, person=person)
        approved(_minutes("Mirabelle.", meeting=meeting))
    users = {"guest": guest, "member": member, "lead": lambda: lead_of(orchard), "staff": staff}
    if role in users:
        client.force_login(users[role]())

    # session, account, context twice, leads, membership, openings of the navigation; the keys of all kinds, what
    # is shown of them
    with django_assert_max_num_queries(9):
        client.get(PAGE, {"q": "mirabelle"})
    for source in SOURCES:
        with django_assert_max_num_queries(9):  # the same; how many, those of the page
            client.get(PAGE, {"q": "mirabelle", "dans": source.kind})
