"""The pages of the applicant and of those who answer, as each kind of person."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from leader.shared.limits import Attempts
from leader.shared.mails import Letter
from members.models import Membership
from members.register import look_up
from territories.applications.forgetting import ANSWERED_WITHIN
from territories.applications.links import GOOD_FOR, link_to
from territories.models import Affiliation, Application
from tests.factories.accounts import guest, lead_of, member, staff
from tests.factories.applications import ApplicationFactory
from tests.factories.geography import CommuneFactory, EpciFactory
from tests.factories.members import CompanyFactory, MembershipFactory
from tests.factories.territories import AffiliationFactory, AreaPartFactory, TerritoryFactory
from tests.register.servers import says

pytestmark = pytest.mark.django_db
State = Application.State
LOOK_UP, FORM, SENT = (reverse(f"territories:application-{name}") for name in ["look-up", "form", "sent"])
TYPED = {
    "siren": "000100016", "country": "FR", "name": "Aéro", "postal_code": "30100", "city": "Alès",
    "territory": "commune", "given_name": "Zoé", "family_name": "Noël", "function": "Gérante",
    "email": "zoe@example.org", "phone": "", "motivation": "Rencontrer.",
}  # fmt: skip
AGREED = {"informed": "on"}


def text(response):
    return response.content.decode()


def send(client=None, **typed):
    return (client or Client()).post(FORM, {**TYPED, **typed})


def address(name, application):
    return reverse(f"territories:application-{name}", args=[application.pk])


def link(name, application):
    token = link_to(application).split("/")[-2]
    return reverse(f"territories:application-{name}", args=[token])


# Looking up


def test_the_register_is_looked_up_and_each_company_can_be_chosen(client, register):
    page = text(client.get(LOOK_UP, {"q": "pixel cevenol"}))

    assert "PIXEL CEVENOL (SOCIETE FICTIVE)" in page
    assert f"{FORM}?siren=000100099" in page
    assert f'href="{FORM}"' in page  # by hand, always


def test_a_name_looked_for_twice_finds_the_same_companies_however_it_is_typed(client, register):
    pages = [client.get(LOOK_UP, {"q": typed}) for typed in ["fictive", "fictive", "  FICTIVE "]]

    found = [[company.siren for company in page.context["companies"]] for page in pages]
    assert len(found[0]) > 1
    assert found == [found[0]] * 3
    assert len(register.asked) == 1


def test_what_the_register_does_not_know_costs_one_attempt(client, register):
    answers = [client.get(LOOK_UP, {"q": "zzzzzz"}).status_code for _time in range(32)]

    assert set(answers) == {200}
    assert len(register.asked) == 1


def test_a_closed_company_and_one_that_is_not_published_are_shown_as_such(client, register):
    assert "fermée" in text(client.get(LOOK_UP, {"q": "000100057"}))
    masked = text(client.get(LOOK_UP, {"q": "000100065"}))
    assert "Nom non communiqué" in masked
    assert "NON-DIFFUSIBLE" not in masked
    assert "d’après le registre" in text(client.get(FORM, {"siren": "000100057"})).lower()


def test_without_a_register_the_page_says_so_and_goes_on(client, settings):
    settings.COMPANY_REGISTER_URL = ""

    response = client.get(LOOK_UP, {"q": "aero exemple"})

    assert response.status_code == 200
    assert "indisponible" in text(response)
    assert f'href="{FORM}"' in text(response)


def test_an_ill_register_is_told_the_same(client, scripted):
    scripted(says(500))

    assert "indisponible" in text(client.get(LOOK_UP, {"q": "aero exemple"}))
    assert "indisponible" in text(client.get(FORM, {"siren": "000100016"}))


def test_a_question_that_the_register_refuses_is_not_told_as_an_absence(client, scripted):
    scripted(says(400, b'{"erreur": "3 caracteres minimum"}'))

    page = text(client.get(LOOK_UP, {"q": "a b c"}))

    assert "rien donné" in page
    assert "indisponible" not in page
    assert f'href="{FORM}"' in page


def test_a_mistyped_number_is_told_and_nobody_is_asked(client, register):
    assert "clé de contrôle" in text(client.get(LOOK_UP, {"q": "000100017"}))
    assert client.get(FORM, {"siren": "000100017"}).status_code == 200
    assert register.asked == []


def test_the_thirty_first_search_within_ten_minutes_is_refused_but_not_what_is_kept(client, register):
    look_up("000100016")
    answers = [client.get(LOOK_UP, {"q": f"zzzz {n}"}) for n in range(31)]

    assert [a.status_code for a in answers[::30]] == [200, 429]
    assert "Trop de recherches" in text(answers[30])
    assert client.get(LOOK_UP, {"q": "000100016"}).status_code == 200
    assert Client(REMOTE_ADDR="192.0.2.7").get(LOOK_UP, {"q": "zzzzzz"}).status_code == 200


def test_the_form_is_filled_in_with_what_the_register_says(client, register):
    page = text(client.get(FORM, {"siren": "000100016"}))

    assert 'value="AERO EXEMPLE OCCITANIE"' in page
    assert 'value="31400"' in page
    assert "DURAND" not in page


# Sending


def test_an_application_is_sent_confirmed_by_post_and_then_waits_for_an_answer(client):
    staff()
    assert send().url == SENT
    application = Application.objects.get()
    path = re.search(r"https?://[^/]+(/\S+)", Letter.objects.get().text)[1]

    assert "Confirmer" in text(client.get(path))
    client.head(path)
    application.refresh_from_db()
    assert application.state == State.SUBMITTED  # a scanner of mail opened the link, and nothing happened

    assert "Cochez cette case" in text(client.post(f"{path}confirmer/"))
    application.refresh_from_db()
    assert application.state == State.SUBMITTED
    client.post(f"{path}confirmer/", AGREED)
    client.post(f"{path}confirmer/", AGREED)
    application.refresh_from_db()
    assert application.state == State.CONFIRMED
    assert "à l’étude" in text(client.get(path))
    assert Letter.objects.count() == 3


def test_what_the_register_said_is_kept_with_the_application_and_no_director(client, register):
    client.get(FORM, {"siren": "000100016"})

    client.post(f"{FORM}?siren=000100016", {**TYPED, "postal_code": "31400", "city": "TOULOUSE"})

    told = Application.objects.get().registered
    assert told["name"] == "AERO EXEMPLE OCCITANIE"
    assert "DURAND" not in str(told)
    assert len(register.asked) == 1  # nobody was asked while the form was written


def test_the_answer_is_the_same_whatever_is_known(client):
    member_company = MembershipFactory(lasting=True).company
    under_way = ApplicationFactory(confirmed=True)
    unconfirmed = ApplicationFactory(siren="000100016", email="zoe@example.org")
    answers = [
        send(siren=siren, email=email)
        for siren, email in [
            ("000100024", "nouveau@example.org"),
            (member_company.siren, "curieux@example.org"),
            (under_way.siren, "curieuse@example.org"),
            (under_way.siren, under_way.email),
            (unconfirmed.siren, unconfirmed.email),
            ("000100032", staff().email),
        ]
    ]

    assert {(a.status_code, a.url, a.content) for a in answers} == {(302, SENT, b"")}
    assert Letter.objects.count() == len(answers)
    assert Letter.objects.values("subject").distinct().count() == 1


def test_a_refused_form_comes_back_filled(client):
    response = send(client, siren="000100017", name="\u202eAéro <script>", motivation="Mon souhait")

    page = text(response)
    assert response.status_code == 200
    assert "clé de contrôle" in page
    assert "Aéro &lt;script&gt;" in page
    assert "Mon souhait" in page
    assert Application.objects.count() == Letter.objects.count() == 0


def test_where_two_areas_overlap_the_page_asks_and_stores_the_answer():
    ales = CommuneFactory(code="30007", name="Alès", postal_codes=["30100"], epci=EpciFactory())
    one, other = (
        AreaPartFactory(**part).territory for part in [{"commune": ales}, {"commune": None, "epci": ales.epci}]
    )

    asked = send()
    error = str(asked.context["form"].errors["territory"])
    sent = send(territory=str(other.pk))

    assert asked.status_code == 200
    assert one.name in error
    assert other.name in error
    assert sent.status_code == 302
    assert Application.objects.get().territory == other


def test_a_program_that_fills_in_the_hidden_field_gets_the_same_answer_and_nothing_else():
    response = send(company_fax="0466000000")

    assert (response.status_code, response.url) == (302, SENT)
    assert Application.objects.count() == Letter.objects.count() == 0


def test_the_same_form_sent_twice_is_one_application_and_one_letter(client):
    for _time in range(2):
        assert send(client, idempotency_key="k" * 32)["Location"] == SENT

    assert (Application.objects.count(), Letter.objects.count()) == (1, 1)


def test_a_fourth_letter_a_day_to_one_address_is_refused_wherever_it_comes_from():
    answers = [
        send(Client(REMOTE_ADDR=f"192.0.2.{n}"), siren="", email="Zoe@Example.org" if n % 2 else "zoe@example.org")
        for n in range(4)
    ]

    assert [a.status_code for a in answers] == [302, 302, 302, 429]
    assert "Trop de demandes" in text(answers[3])
    assert "Rencontrer." in text(answers[3])  # nothing typed is lost
    assert Letter.objects.count() == 3


def test_an_eleventh_application_an_hour_from_one_place_is_refused():
    answers = [send(siren="", email=f"z{n}@example.org").status_code for n in range(11)]

    assert answers == [302] * 10 + [429]


def test_an_address_with_a_tag_is_the_same_mailbox():
    answers = [
        send(Client(REMOTE_ADDR=f"192.0.2.{n}"), siren="", email=f"zoe+{n}@example.org").status_code
        for n in range(4)
    ]

    assert answers == [302, 302, 302, 429]


def test_a_site_with_many_networks_of_ipv6_sends_thirty_an_hour():
    answers = [
        send(Client(REMOTE_ADDR=f"2001:db8:1:{n:x}::1"), siren="", email=f"z{n}@example.org").status_code
        for n in range(31)
    ]

    assert answers == [302] * 30 + [429]
    assert send(Client(REMOTE_ADDR="2001:db8:2::1"), siren="", email="y@example.org").status_code == 302


def test_two_hundred_letters_an_hour_leave_for_unproven_addresses_and_no_more():
    send(email="first@example.org")
    Attempts.objects.update(count=199)
    # The counts of the first sender and address are full as well: another one comes from elsewhere.
    answers = [send(Client(REMOTE_ADDR=f"192.0.2.{n}"), siren="", email=f"y{n}@example.org") for n in range(1, 3)]

    assert [answer.status_code for answer in answers] == [302, 429]
    assert "dans une heure" in text(answers[1])
    assert Letter.objects.count() == 2


# The applicant's link


def test_a_forged_an_old_and_another_purposes_link_lead_nowhere(client):
    application = ApplicationFactory()
    token = link_to(application).split("/")[-2]
    for wrong in [token[:-2] + "zz", "x", signing.dumps(application.pk, salt="other")]:
        assert client.get(reverse("territories:application-follow", args=[wrong])).status_code == 404
        assert client.post(reverse("territories:application-confirm", args=[wrong])).status_code == 404


def test_a_link_is_good_for_as_long_as_a_question_waits_and_not_for_ever(client, time_machine):
    application = ApplicationFactory(confirmed=True)
    path = link("follow", application)
    time_machine.move_to(timezone.now() + ANSWERED_WITHIN + timedelta(days=1))
    assert client.get(path).status_code == 200

    time_machine.move_to(timezone.now() + GOOD_FOR + timedelta(days=1))

    assert client.get(path).status_code == 404


def test_a_confirmation_that_comes_late_is_told_why(client):
    late = client.post(
        link("confirm", ApplicationFactory(submitted_at=timezone.now() - timedelta(days=8))), AGREED
    )

    assert late.status_code == 410
    assert "expiré" in text(late)


def test_whoever_confirms_reads_first_all_that_was_typed(client):
    application = ApplicationFactory(phone="04 66 00 00 00", territory=TerritoryFactory())

    page = text(client.get(link("follow", application)))

    told = [
        "name",
        "siren",
        "address",
        "postal_code",
        "city",
        "contact",
        "function",
        "email",
        "phone",
        "motivation",
    ]
    shown = page.split("Confirmer ma demande")[0]
    assert [name for name in told if getattr(application, name) not in shown] == []
    assert application.territory.name in shown
    assert "CNIL" in shown


def test_to_confirm_a_refused_application_says_nothing_of_a_confirmation(client):
    page = client.post(link("confirm", ApplicationFactory(refused=True)), AGREED, follow=True)

    assert "adresse est confirmée" not in text(page)


def test_the_applicant_answers_the_question_once_and_an_empty_answer_is_refused(client):
    application = ApplicationFactory(asked=True)
    assert "Combien êtes-vous ?" in text(client.get(link("follow", application)))

    refused = client.post(link("answer", application), {"answer": " \u200b "})
    client.post(link("answer", application), {"answer": "Douze."})
    twice = client.post(link("answer", application), {"answer": "Douze."})
    again = client.post(link("answer", application), {"answer": "Treize."})

    assert "obligatoire" in text(refused)
    assert application.questions.get().answer == "Douze."
    assert (twice.status_code, again.status_code) == (302, 409)
    assert "Treize." in text(again)
    assert "demande d’adhésion de" in Letter.objects.get().text


def test_the_applicant_withdraws_and_nobody_answers_any_more(client):
    application = ApplicationFactory(confirmed=True)

    client.post(link("withdraw", application))
    client.post(link("withdraw", application))

    application.refresh_from_db()
    assert application.state == State.WITHDRAWN
    client.force_login(staff())
    page = client.post(address("accept", application), {"version": application.version, "company": "new"})
    assert Membership.objects.count() == 0
    assert "Trop tard" in text(page) or page.status_code == 200


def test_the_applicant_reads_the_reason_of_a_refusal_and_not_who_refused(client):
    application = ApplicationFactory(refused=True)

    page = text(client.get(link("follow", application)))

    assert application.reason in page
    assert str(application.decided_by.person) not in page


# Those who answer


@pytest.fixture
def side():
    """Return a territory, its lead, and an application to it."""
    territory = TerritoryFactory()
    return territory, lead_of(territory), ApplicationFactory(confirmed=True, territory=territory)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_application_and_for_three(client, count, django_assert_num_queries):
    ApplicationFactory.create_batch(count, confirmed=True, territory=TerritoryFactory())
    client.force_login(staff())
    url = reverse("territories:application-list")
    client.get(url)

    # session, user, savepoint twice, territories of the filter, states counted, rows counted, rows
    with django_assert_num_queries(8):
        response = client.get(url)

    assert len(response.context["page"].object_list) == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_for_one_known_company_and_for_three(client, count, django_assert_max_num_queries):
    application = ApplicationFactory(confirmed=True, siren="", name="Œuvre", city="Alès")
    CompanyFactory.create_batch(count, siren=None, name="Oeuvre", city="ALES")
    client.force_login(staff())
    client.get(address("detail", application))

    # session, user, savepoint twice, application, known companies, territories, questions, person of the menu
    with django_assert_max_num_queries(10):
        response = client.get(address("detail", application))

    assert len(response.context["known"]) == count


def test_a_lead_finds_the_confirmed_applications_to_the_territory_and_no_other(client, side):
    territory, lead, own = side
    others = [
        ApplicationFactory(confirmed=True, territory=TerritoryFactory()),
        ApplicationFactory(confirmed=True),
        ApplicationFactory(territory=territory),
    ]
    client.force_login(lead)

    page = client.get(reverse("territories:application-list"))

    assert list(page.context["page"].object_list) == [own]
    assert [client.get(address("detail", other)).status_code for other in others] == [404, 404, 404]
    for act in ["accept", "ask", "refuse"]:
        assert [client.post(address(act, other)).status_code for other in others] == [404, 404, 404]


def test_staff_find_all_and_whoever_answers_nothing_finds_no_page(client, side):
    _territory, _lead, application = side
    for user in [guest(), member()]:
        client.force_login(user)
        assert client.get(reverse("territories:application-list")).status_code == 404
        assert client.get(address("detail", application)).status_code == 404
    client.force_login(staff())
    assert client.get(address("detail", application)).status_code == 200


def test_the_list_counts_each_state_and_is_narrowed_by_words_and_territory(client, side):
    territory, _lead, own = side
    ApplicationFactory(confirmed=True, name="Ébène", city="Nîmes")
    ApplicationFactory(refused=True)
    client.force_login(staff())
    url = reverse("territories:application-list")

    def shown(**query):
        return [a.name for a in client.get(url, query).context["page"]]

    counts = {value: count for value, _label, count in client.get(url).context["tabs"]}
    assert (counts["confirmed"], counts["refused"], counts["asked"]) == (2, 1, 0)
    assert shown(q="ebene nimes") == ["Ébène"]
    assert shown(q=own.siren) == [own.name]
    assert shown(territory=territory.slug) == [own.name]
    assert shown(territory="federation") == ["Ébène"]
    assert len(shown(territory="nowhere")) == 2
    assert len(shown(etat="refused")) == 1


def accept(client, application, **typed):
    application.refresh_from_db()
    home = application.territory_id or "federation"
    typed = {"version": application.version, "company": "new", "territory": home, **typed}
    return client.post(address("accept", application), typed)


def test_a_lead_accepts_and_the_page_says_who_and_when(client, side):
    _territory, lead, application = side
    client.force_login(lead)

    assert accept(client, application).status_code == 302
    page = text(client.get(address("detail", application)))

    assert Membership.objects.get().company.name == application.name
    assert str(lead.person) in page
    assert "Accepter" not in page


def test_a_lead_puts_nobody_at_home_elsewhere(client, side):
    _territory, lead, application = side
    client.force_login(lead)

    for elsewhere in [TerritoryFactory().pk, "federation"]:
        assert accept(client, application, territory=elsewhere).status_code == 200
    assert Membership.objects.count() == 0


@pytest.mark.parametrize(("typed", "moved"), [({"home_moves": "on"}, True), ({}, False)])
def test_staff_choose_whether_the_home_moves_and_a_lead_is_not_asked(client, side, typed, moved):
    territory, lead, application = side
    former = AffiliationFactory(company=CompanyFactory(siren=application.siren))
    client.force_login(lead)
    assert "home_moves" not in text(client.get(address("detail", application)))
    client.force_login(staff())
    assert "home_moves" in text(client.get(address("detail", application)))

    accept(client, application, company=former.company.pk, **typed)

    home = Affiliation.objects.running_on(timezone.localdate()).get(is_home=True)
    assert (home.territory == territory) is moved


def test_a_company_that_may_be_known_is_asked_about_and_one_with_the_same_number_needs_no_question(client, side):
    application = side[2]
    Application.objects.filter(pk=application.pk).update(siren="")
    alike = CompanyFactory(siren=None, name=application.name, city=application.city)
    CompanyFactory(siren="000100016")
    client.force_login(staff())

    asked = accept(client, application, company="")
    assert "enregistrer en double" in text(asked)
    stranger = accept(client, application, company=CompanyFactory().pk)
    assert stranger.status_code == 200
    accept(client, application, company=alike.pk)
    assert Membership.objects.get().company == alike

    certain = ApplicationFactory(confirmed=True, siren="000100016")
    assert accept(client, certain, company="new").status_code == 200  # not offered: the number tells
    page = client.get(address("detail", certain))
    assert "même numéro" in text(page)
    assert accept(client, certain, company=page.context["known"][0].pk).status_code == 302


def test_a_second_click_and_an_old_page_are_told_no(client, side):
    application = side[2]
    client.force_login(staff())
    application.refresh_from_db()
    old = {"version": application.version, "company": "new", "territory": application.territory_id}

    first = client.post(address("accept", application), old)
    second = client.post(address("accept", application), old)
    third = client.post(address("refuse", application), {"version": old["version"], "reason": "Ma raison"})

    assert first.status_code == 302
    assert [text(answer).count("Trop tard") > 0 for answer in (second, third)] == [True, True]
    assert "Ma raison" in text(third)
    assert Membership.objects.count() == 1


def test_an_applicant_who_answers_meanwhile_is_read_before_the_refusal(client):
    application = ApplicationFactory(asked=True)
    application.refresh_from_db()
    client.force_login(staff())
    Client().post(link("answer", application), {"answer": "Douze."})

    page = client.post(address("refuse", application), {"version": application.version, "reason": "Trop petite"})

    assert "a changé pendant votre lecture" in text(page)
    assert "Trop petite" in text(page)
    application.refresh_from_db()
    assert application.state == State.CONFIRMED


def test_a_question_and_a_refusal_need_their_words(client, side):
    application = side[2]
    client.force_login(staff())

    for act, field in [("ask", "text"), ("refuse", "reason")]:
        assert "obligatoire" in text(client.post(address(act, application), {"version": 1, field: " \u200b"}))
    application.refresh_from_db()
    assert application.state == State.CONFIRMED


def test_the_page_warns_of_what_is_unusual(client, register):
    closed = look_up("000100057")[0]
    company = MembershipFactory(lasting=True).company
    application = ApplicationFactory(
        confirmed=True, registered=closed.as_json(), name="Autre", siren=company.siren, city="Sète"
    )
    client.force_login(staff())

    page = text(client.get(address("detail", application)))

    for sentence in ["est fermée", "un autre nom : MAREE D", "est adhérente aujourd’hui"]:
        assert sentence in page.replace("&#x27;", "'")


def test_the_page_warns_of_a_rival_and_leads_to_it_whoever_may_read_it(client, side):
    territory, lead, application = side
    near = ApplicationFactory(confirmed=True, siren=application.siren, territory=territory, family_name="Proche")
    far = ApplicationFactory(
        asked=True, siren=application.siren, territory=TerritoryFactory(), family_name="Lointaine"
    )
    ApplicationFactory(refused=True, siren=application.siren, territory=territory)

    for user, led_to in [(lead, {near}), (staff(), {near, far})]:
        client.force_login(user)
        page = text(client.get(address("detail", application)))
        assert page.count("Une autre demande est en cours pour cette entreprise") == 2
        assert {rival for rival in (near, far) if rival.get_absolute_url() in page} == led_to
        assert ("Lointaine" in page) is (far in led_to)


@pytest.mark.parametrize(
    ("known", "warned"),
    [
        ({"website": "https://www.aero.example/fr", "email": ""}, True),
        ({"website": "", "email": "contact@aero.example"}, True),
        ({"website": "http://[", "email": "contact@Example.org"}, False),
        ({"website": "https://example.org", "email": ""}, False),
        ({"website": "", "email": ""}, False),
    ],
)
def test_the_page_warns_of_an_address_outside_the_domain_known_of_the_company(client, side, known, warned):
    application = side[2]
    CompanyFactory(siren=application.siren, **known)
    client.force_login(staff())

    assert ("n’est pas du domaine" in text(client.get(address("detail", application)))) is warned


def test_hostile_words_are_shown_as_text(client):
    evil = "<script>alert(1)</script>"
    application = ApplicationFactory(confirmed=True, name=evil, motivation=evil, function=evil)
    client.force_login(staff())

    for page in [address("detail", application), reverse("territories:application-list"), reverse("pages:home")]:
        assert "<script>alert" not in text(client.get(page))
    assert "<script>alert" not in text(Client().get(link("follow", application)))


# The ways there


def test_home_and_footer_lead_to_the_form(client):
    assert text(client.get(reverse("pages:home"))).count(f'href="{LOOK_UP}"') == 2


def test_home_shows_staff_and_leads_what_waits_for_them(client, side):
    _territory, lead, application = side
    ApplicationFactory(confirmed=True, territory=TerritoryFactory(), name="Voisine")

    for user, sees_all in [(lead, False), (staff(), True)]:
        client.force_login(user)
        page = text(client.get(reverse("pages:home")))
        assert application.name in page
        assert ("Voisine" in page) is sees_all
    client.force_login(member())
    assert "application-list" not in text(client.get(reverse("pages:home")))
    assert reverse("territories:application-list") not in text(client.get(reverse("pages:home")))


def test_the_desk_shows_the_application_with_its_history_and_changes_nothing(client, side):
    application = side[2]
    client.force_login(staff())
    url = reverse("admin:territories_application_change", args=[application.pk])

    assert address("detail", application) in text(client.get(url))
    assert client.post(url, {"name": "X"}).status_code == 404
    history = reverse("admin:territories_application_history", args=[application.pk])
    assert client.get(history).status_code == 200
