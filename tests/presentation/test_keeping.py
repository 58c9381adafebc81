"""A company keeps its page, a part at a time: who may, what is stored, what is refused in words."""

import pytest
from django.urls import reverse

from members.models import CompanyFigures, CompanyKeyword, CompanyPage, Keyword, Representative
from members.presentation.keywords import choose_keywords
from members.siren import validate_siret
from tests.factories.accounts import guest, lead_of, member, representative_of, staff
from tests.factories.geography import CommuneFactory
from tests.factories.members import CompanyFactory, CompanyFiguresFactory, CompanyPageFactory, SiteFactory
from tests.factories.territories import AffiliationFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
PARTS = [
    "company-logo-edit",
    "company-words-edit",
    "company-sites-edit",
    "company-site-add",
    "company-figures-edit",
    "company-public-edit",
]


def address(name, company, *more):
    return reverse(f"members:{name}", args=[company.pk, *more])


def labels(company):
    return list(CompanyKeyword.objects.filter(company=company).values_list("keyword__label", flat=True))


def words(company, *keywords, **typed):
    page = CompanyPage.objects.filter(company=company).first()
    version = {"version": page.version} if page else {}
    return {**version, **{f"keyword_{n}": word for n, word in enumerate(keywords, start=1)}, **typed}


# Who keeps the page


@pytest.mark.parametrize("part", PARTS)
def test_the_voting_representative_the_alternate_staff_and_the_lead_open_each_part(client, company, part):
    territory = AffiliationFactory(company=company).territory
    alternate = representative_of(company, vote=Representative.Vote.ALTERNATE)
    for user in [representative_of(company), alternate, staff(), lead_of(territory)]:
        client.force_login(user)
        assert client.get(address(part, company)).status_code == 200


@pytest.mark.parametrize("part", PARTS)
def test_nobody_else_finds_any_part(client, company, part):
    colleague = representative_of(company, vote=Representative.Vote.NONE)
    for user in [guest(), member(), colleague, lead_of(TerritoryFactory())]:
        client.force_login(user)
        assert client.get(address(part, company)).status_code == 404
        assert client.post(address(part, company), {"name": "x", "seeks": "x"}).status_code in {404, 405}
    assert not CompanyPage.objects.exists()


def test_the_site_of_another_company_is_not_found(keeper, company):
    foreign = SiteFactory()

    assert keeper.get(address("company-site-edit", company, foreign.pk)).status_code == 404
    assert keeper.post(address("company-site-delete", company, foreign.pk)).status_code == 404
    foreign.refresh_from_db()


# Needs and keywords


def test_what_is_typed_is_kept_and_shown_to_members(client, keeper, company):
    typed = words(company, "Énergie", "éco-conception", seeks="Un fournisseur\nde sable", offers="Des vitrines",
                  social_pages="linkedin.com/company/verrerie")  # fmt: skip

    assert keeper.post(address("company-words-edit", company), typed).status_code == 302
    client.force_login(member())
    page = client.get(company.get_absolute_url()).content.decode()

    told = ["Un fournisseur<br>de sable", "Des vitrines", "Énergie", "éco-conception", "LinkedIn",
            'href="https://linkedin.com/company/verrerie"']  # fmt: skip
    assert [text for text in told if text not in page] == []


def test_a_keyword_is_one_however_it_is_written(company):
    other = CompanyFactory()
    choose_keywords(other, ["Énergie"])

    choose_keywords(company, ["energie", "ÉNERGIE", "  énergie "[2:-1], "verre"])

    assert Keyword.objects.count() == 2
    assert labels(company) == ["Énergie", "verre"]


def test_keywords_change_place_go_and_come_without_other_rows_changing(company):
    choose_keywords(company, ["un", "deux", "trois"])
    kept = CompanyKeyword.objects.get(company=company, rank=1)

    assert choose_keywords(company, ["un", "trois", "deux", "quatre"])

    assert labels(company) == ["un", "trois", "deux", "quatre"]
    assert CompanyKeyword.objects.get(company=company, rank=1).pk == kept.pk
    assert not choose_keywords(company, ["un", "trois", "deux", "quatre"])


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"keyword_3": "!!!"}, "keyword_3"),
        ({"keyword_1": "x" * 41}, "keyword_1"),
        ({"seeks": "x" * 2001}, "seeks"),
        ({"social_pages": "javascript:alert(1)"}, "social_pages"),
        ({"social_pages": "\n".join(f"https://example.org/{n}" for n in range(6))}, "social_pages"),
        ({"social_pages": "ftp://example.org"}, "social_pages"),
    ],
)
def test_words_that_cannot_be_are_refused_beside_the_field_and_stay_typed(keeper, company, typed, field):
    response = keeper.post(address("company-words-edit", company), words(company, **{"offers": "gardé", **typed}))

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert "gardé" in response.content.decode()
    assert not CompanyPage.objects.exists()


def test_keywords_saved_meanwhile_are_told_beside_their_fields(keeper, company):
    page = CompanyPageFactory(company=company)
    mine = words(company, "verre", "four")
    choose_keywords(company, ["verre", "cristal", "soufflage"])
    page.save()  # whoever saved them raised the version of the page

    form = keeper.post(address("company-words-edit", company), mine).context["form"]

    told = {name: errors for name, errors in form.errors.items() if name.startswith("keyword")}
    assert told == {
        "keyword_2": ["Enregistré entre-temps : cristal"],
        "keyword_3": ["Enregistré entre-temps : soufflage"],
    }
    assert labels(company) == ["verre", "cristal", "soufflage"]


def test_a_page_saved_meanwhile_is_not_overwritten_not_even_its_first_version(keeper, company):
    mine = words(company, "verre", seeks="mien")
    CompanyPageFactory(company=company, seeks="sien")

    response = keeper.post(address("company-words-edit", company), mine)

    assert response.status_code == 200
    assert "sien" in response.content.decode()
    assert labels(company) == []
    again = {**mine, "version": response.context["form"].data["version"]}
    assert keeper.post(address("company-words-edit", company), again).status_code == 302
    assert (CompanyPage.objects.get().seeks, labels(company)) == ("mien", ["verre"])


def test_the_known_keywords_are_proposed(keeper, company):
    choose_keywords(CompanyFactory(), ["micro-soudure"])

    page = keeper.get(address("company-words-edit", company)).content.decode()

    assert '<option value="micro-soudure">' in page
    assert 'list="known-keywords"' in page


# Sites


@pytest.mark.parametrize("siret", ["73282932000074", "35600000000048", "35600000049837"])
def test_a_siret_with_a_right_check_is_accepted_la_poste_included(siret):
    validate_siret(siret)


def test_a_site_is_added_with_its_commune_and_a_siret_with_spaces(keeper):
    CommuneFactory(code="30007", name="Alès", postal_codes=["30100"])
    company = CompanyFactory(member=True, siren="732829320")
    keeper.force_login(representative_of(company))

    typed = {"name": "Fours", "siret": "732 829 320 00074", "postal_code": "30100", "city": "ALES CEDEX"}
    assert keeper.post(address("company-site-add", company), typed).status_code == 302

    site = company.sites.get()
    assert (site.siret, site.commune_id) == ("73282932000074", "30007")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"siret": "73282932000075"}, "siret"),  # wrong check digit
        ({"siret": "732829320"}, "siret"),
        ({"siret": "35600000000048"}, "siret"),  # of another company
        ({"name": ""}, "name"),
        ({"phone": "appelez"}, "phone"),
        ({"city": "x" * 101}, "city"),
    ],
)
def test_a_site_that_cannot_be_is_refused_beside_the_field(client, typed, field):
    company = CompanyFactory(member=True, siren="732829320")
    client.force_login(representative_of(company))

    response = client.post(address("company-site-add", company), {"name": "Fours", **typed})

    assert list(response.context["form"].errors) == [field]
    assert not company.sites.exists()


def test_two_sites_never_have_one_siret(keeper, company):
    company.siren = None
    company.save()
    SiteFactory(siret="73282932000074")

    typed = {"name": "Fours", "siret": "73282932000074"}
    response = keeper.post(address("company-site-add", company), typed)

    assert "Un autre établissement a déjà ce SIRET." in response.content.decode()


def test_the_new_head_office_takes_the_place_of_the_old_one(keeper, company):
    old = SiteFactory(company=company, seat=True)

    keeper.post(address("company-site-add", company), {"name": "Nouveau", "is_head_office": "on"})

    old.refresh_from_db()
    assert not old.is_head_office
    assert company.sites.get(is_head_office=True).name == "Nouveau"


def test_a_refused_site_leaves_the_head_office_where_it_was(keeper, company):
    old = SiteFactory(company=company, seat=True)

    keeper.post(address("company-site-add", company), {"name": "Nouveau", "is_head_office": "on", "phone": "x"})

    old.refresh_from_db()
    assert old.is_head_office


def test_a_site_is_taken_off_once(keeper, company):
    site = SiteFactory(company=company)
    sent = {"idempotency_key": "b" * 32}

    answers = [keeper.post(address("company-site-delete", company, site.pk), sent).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert not company.sites.exists()


# Figures


def figures(company):
    return list(company.figures.order_by("year").values_list("year", "headcount", "turnover"))


def test_figures_are_typed_with_spaces_and_give_the_size_class(keeper, company):
    typed = {"year": "2025", "headcount": "249", "turnover": "60 000 000", "balance_total": "40\u202f000\u202f000"}

    assert keeper.post(address("company-figures-edit", company), typed).status_code == 302

    assert company.figures.get().size_class == "pme"  # the OR of the décret
    assert company.figures.get().turnover == 60_000_000


def test_a_year_is_changed_and_dropped(keeper, company):
    CompanyFiguresFactory(company=company, year=2024, headcount=10)
    page = keeper.get(address("company-figures-edit", company) + "?annee=2024")
    seen = page.context["form"].initial["seen"]

    changed = {"year": "2024", "headcount": "12", "seen": seen}
    assert keeper.post(address("company-figures-edit", company) + "?annee=2024", changed).status_code == 302
    assert figures(company) == [(2024, 12, None)]

    dropped = {"year": "2024", "seen": "12|–|–"}
    assert keeper.post(address("company-figures-edit", company), dropped).status_code == 302
    assert figures(company) == []


def test_figures_that_were_not_shown_are_told_before_they_are_overwritten(keeper, company):
    CompanyFiguresFactory(company=company, year=2024, headcount=10)

    typed = {"year": "2024", "headcount": "12"}
    refused = keeper.post(address("company-figures-edit", company), typed)

    assert "est déjà enregistré" in refused.content.decode()
    assert figures(company) == [(2024, 10, None)]
    again = {**typed, "seen": refused.context["form"].data["seen"]}
    assert keeper.post(address("company-figures-edit", company), again).status_code == 302
    assert figures(company) == [(2024, 12, None)]


def test_another_year_chosen_in_the_form_of_one_writes_a_row_of_its_own(keeper, company):
    CompanyFiguresFactory(company=company, year=2024, headcount=10)
    opened = address("company-figures-edit", company) + "?annee=2024"

    typed = {"year": "2023", "headcount": "8", "seen": "10|–|–"}
    refused = keeper.post(opened, typed)
    keeper.post(opened, {**typed, "seen": refused.context["form"].data["seen"]})

    assert figures(company) == [(2023, 8, None), (2024, 10, None)]


@pytest.mark.parametrize(
    "typed",
    [{"headcount": "-1"}, {"headcount": "beaucoup"}, {"turnover": "9" * 30}, {"year": "1800"}, {"year": "x"}, {}],
)
def test_figures_that_cannot_be_are_refused(keeper, company, typed):
    response = keeper.post(address("company-figures-edit", company), {"year": "2025", **typed})

    assert response.status_code == 200
    assert response.context["form"].errors
    assert not CompanyFigures.objects.exists()


# What is missing


def test_the_page_tells_what_is_missing_to_be_found(keeper, company):
    def missing():
        items = keeper.get(address("company-words-edit", company)).context["items"]
        return [item.part for item in items if not item.is_there]

    assert len(missing()) == 8
    keeper.post(
        address("company-words-edit", company), words(company, "un", "deux", "trois", seeks="a", offers="b")
    )
    assert missing() == [
        "company-edit", "company-edit", "company-logo-edit", "company-sites-edit", "company-figures-edit",
    ]  # fmt: skip
