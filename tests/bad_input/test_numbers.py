"""Wrong numbers of companies, and companies that are known already, on each page that takes a number."""

import re
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from leader.shared.mails import Letter
from members.models import Company, Membership, Representative, Site
from territories.models import Application, Prospect
from tests.bad_input.as_shown import shown_forms
from tests.bad_input.typing_in import APPLYING
from tests.factories.accounts import lead_of, representative_of, staff
from tests.factories.applications import ApplicationFactory
from tests.factories.members import CompanyFactory
from tests.factories.territories import AffiliationFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
FORM = reverse("territories:application-form")
OUT = reverse("account_logout")
POST_OFFICE = "356000000"


def text(response):
    return response.content.decode()


def sent(client, address, **typed):
    """Open the page as a browser does, type, and send the form that has these fields."""
    shown = shown_forms(text(client.get(address)), address)
    form = next(form for form in shown if typed.keys() <= form.values.keys() | {"informed"} and form.action != OUT)
    return client.post(form.action, {**form.values, **typed})


def apply(client, siren, **typed):
    return sent(client, FORM, **APPLYING | {"siren": siren} | typed)


def look_up(client, siren):
    return client.get(reverse("territories:application-look-up"), {"q": siren})


def court(client, siren):
    territory = TerritoryFactory()
    client.force_login(lead_of(territory))
    return sent(client, reverse("territories:prospect-add", args=[territory.slug]), name="Aéro", siren=siren)


def at_the_desk(client, siren):
    client.force_login(staff())
    return sent(client, reverse("admin:members_company_change", args=[CompanyFactory().pk]), siren=siren)


def found(response):
    """Return the errors of the form of a page, whoever renders it."""
    context = response.context
    form = context["adminform"].form if "adminform" in context else context["form"]
    return {name: " ".join(errors) for name, errors in form.errors.items()}


WRONG = {
    "a check digit": ("000100017", "clé de contrôle est fausse"),
    "too short": ("12345", "neuf chiffres"),
    "other digits": ("١٢٣٤٥٦٧٨٩", "neuf chiffres"),
    "nothing but zeros": ("000000000", "clé de contrôle est fausse"),
    "letters": ("ABCDEFGHI", "neuf chiffres"),
}


@pytest.mark.parametrize("page", [apply, court, at_the_desk], ids=["application", "pressentie", "desk"])
@pytest.mark.parametrize(("siren", "sentence"), WRONG.values(), ids=WRONG)
def test_a_wrong_siren_has_its_sentence_beside_the_field_and_stays_typed(client, page, siren, sentence):
    before = Company.objects.count()

    response = page(client, siren)

    assert found(response).keys() == {"siren"}
    assert sentence in found(response)["siren"]
    assert f'value="{siren}"' in text(response)
    assert not Company.objects.filter(siren=siren).exists()
    assert (Application.objects.count(), Prospect.objects.count()) == (0, 0)
    assert Company.objects.count() <= before + 1  # that of the desk, which keeps its number


@pytest.mark.parametrize("siren", ["000100017", "12345", "١٢٣٤٥٦٧٨٩"])
def test_a_wrong_siren_is_looked_up_nowhere(client, register, siren):
    page = look_up(client, siren)

    assert found(page).keys() == {"q"}
    assert register.asked == []


OF_THE_POST_OFFICE = [
    "356 000 000",
    "35600000000048",
    "356 000 000 49837",
]  # SIREN, SIRET of the seat, of an office


@pytest.mark.parametrize("typed", OF_THE_POST_OFFICE)
@pytest.mark.parametrize(
    ("page", "stored"),
    [
        (apply, lambda: Application.objects.get().siren),
        (court, lambda: Prospect.objects.get().company.siren),
    ],
    ids=["application", "pressentie"],
)
def test_the_numbers_of_the_post_office_are_right_though_luhn_says_no(client, page, stored, typed):
    assert page(client, typed).status_code == 302
    assert stored() == POST_OFFICE


@pytest.mark.parametrize("siret", ["35600000000048", "356 000 000 49837"])
def test_a_site_of_the_post_office_keeps_its_number(client, siret):
    company = CompanyFactory(member=True, siren=POST_OFFICE)
    client.force_login(representative_of(company))

    sent(client, reverse("members:company-site-add", args=[company.pk]), name="Bureau", siret=siret)

    assert Site.objects.get().siret == siret.replace(" ", "")


@pytest.mark.parametrize("siret", ["35600000049838", "73282932000075", "732829320"])
def test_a_wrong_siret_of_a_site_has_its_sentence(client, siret):
    company = CompanyFactory(member=True, siren=None)
    client.force_login(representative_of(company))

    response = sent(client, reverse("members:company-site-add", args=[company.pk]), name="Bureau", siret=siret)

    assert found(response).keys() == {"siret"}
    assert not Site.objects.exists()


# A company that is known


def test_an_application_of_a_known_company_tells_the_applicant_nothing_and_staff_that_it_is_known(client):
    known, new = CompanyFactory(member=True), CompanyFactory.build()

    answers = [apply(Client(), company.siren, email=f"a{n}@example.org") for n, company in enumerate([known, new])]

    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, answers[0]["Location"])}
    application = Application.objects.get(siren=known.siren)
    Application.objects.filter(pk=application.pk).update(state="confirmed", confirmed_at=timezone.now())
    client.force_login(staff())
    page = client.get(reverse("territories:application-detail", args=[application.pk]))
    assert page.context["known"][0] == known
    assert "même numéro" in text(page)


def test_a_pressentie_known_in_the_territory_is_that_company_and_elsewhere_is_told(client):
    territory, siren = TerritoryFactory(), "732829320"
    address = reverse("territories:prospect-add", args=[territory.slug])
    known = CompanyFactory(siren=siren)
    client.force_login(lead_of(territory))

    assert "hors de votre territoire" in found(sent(client, address, name="Autre nom", siren=siren))["siren"]
    AffiliationFactory(company=known, territory=territory)
    assert sent(client, address, name="Autre nom", siren=siren).status_code == 302
    assert Prospect.objects.get().company == known
    again = sent(client, address, name="Autre nom", siren=siren)
    assert "déjà" in found(again)["name"]


def test_the_desk_refuses_a_second_company_of_one_siren_in_words(client):
    known = CompanyFactory()

    response = at_the_desk(client, known.siren)

    assert "déjà" in found(response)["siren"]
    assert Company.objects.filter(siren=known.siren).count() == 1


# Two who apply for one company at once


def at_once(*acts):
    """Run the functions together, each on a connection of its own; return what they return, in order."""
    together, answers = Barrier(len(acts)), {}

    def run(number, act):
        try:
            together.wait(timeout=60)
            answers[number] = act()
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return [answers[number] for number in range(len(acts))]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_apply_and_confirm_at_once_both_are_read_and_one_alone_becomes_the_member():
    TerritoryFactory()
    clerks = [Client(), Client()]
    for clerk in clerks:
        clerk.force_login(staff())
    emails = ["zoe@example.org", "noe@example.org"]

    sent_at_once = at_once(*[lambda email=email: apply(Client(), "000100016", email=email) for email in emails])
    links = [re.search(r"https?://[^/]+(/\S+)", letter.text)[1] for letter in Letter.objects.all()]
    confirmed = at_once(*[lambda link=link: sent(Client(), link, informed="on") for link in links])

    assert [answer.status_code for answer in sent_at_once + confirmed] == [302] * 4
    rivals = list(Application.objects.filter(state="confirmed").order_by("pk"))
    assert {rival.email for rival in rivals} == set(emails)

    def accept(clerk, rival):
        page = reverse("territories:application-detail", args=[rival.pk])
        action = reverse("territories:application-accept", args=[rival.pk])
        form = next(f for f in shown_forms(text(clerk.get(page)), page) if f.action == action)
        return lambda: clerk.post(action, {**form.values, "territory": "federation"})

    answers = at_once(*[accept(clerk, rival) for clerk, rival in zip(clerks, rivals, strict=True)])

    assert sorted(answer.status_code for answer in answers) == [200, 302]
    [refused] = [answer for answer in answers if answer.status_code == 200]
    assert "Quelqu’un vient d’enregistrer cette entreprise" in text(refused)
    counts = [model.objects.count() for model in (Company, Membership)]
    assert counts == [1, 1]
    assert Representative.objects.get().person.email in emails
    assert sorted(Application.objects.values_list("state", flat=True)) == ["accepted", "confirmed"]


def test_two_of_one_address_are_one_application(client):
    for _time in range(2):
        apply(Client(), "000100016")

    assert Application.objects.filter(state="submitted").count() == 1
    assert ApplicationFactory.build().email != "zoe@example.org"
