"""The pages of registration: by who represents the company, by an invited house, by an attendee, by the desk."""

import re
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import Admission, Attendee, EventInvitation, LineChange, Registration
from events.registration import forgetting
from leader.shared.history import changes_of
from leader.shared.mails import Letter
from tests.factories.accounts import guest, lead_of, member, representative_of, staff
from tests.factories.events import (
    AdmissionFactory,
    AttendeeFactory,
    EventFactory,
    EventInvitationFactory,
    RegistrationFactory,
)
from tests.factories.members import CompanyFactory
from tests.factories.territories import AffiliationFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
REGISTRATIONS, ATTENDEES, INVITATIONS = (
    "events:registration-list",
    "events:attendee-list",
    "events:invitation-list",
)


@pytest.fixture
def company():
    return CompanyFactory(member=True, name="Atelier des Causses")


@pytest.fixture
def user(company, client):
    holder = representative_of(company)
    client.force_login(holder)
    return holder


@pytest.fixture
def page(admission, company):
    """Return the address of the party of the company."""
    return reverse("events:party", args=[admission.event.slug, company.pk])


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode().replace("\xa0", " "))


def link_in_last_letter():
    return re.search(r"https?://[^/]+(/\S+)", Letter.objects.last().text)[1]


def test_the_page_of_the_event_leads_to_the_party_of_the_only_company(client, admission, user, page):
    shown = text_of(client.get(admission.event.get_absolute_url()))
    registration = reverse("events:registration", args=[admission.event.slug])

    assert f'href="{registration}"' in shown
    assert client.get(registration)["Location"] == page


def test_the_page_of_the_event_tells_where_the_own_party_stands_and_nobody_elses(client, admission, user, company):
    RegistrationFactory(admission=admission, places=8)
    page = admission.event.get_absolute_url()
    own = reverse("events:party", args=[admission.event.slug, company.pk])
    client.post(own, {"act": "inscrire", "places": 3})
    shown = text_of(client.get(page))
    assert "2 places vous sont réservées, dites si vous les prenez." in shown
    assert f'href="{own}"' in shown
    assert "Inscrire mon entreprise" not in shown
    client.post(own, {"act": "accepter"})
    assert "<b>Atelier des Causses</b> a 2 places." in text_of(client.get(page))

    client.force_login(member())
    others = text_of(client.get(page))
    assert "Atelier des Causses" not in others
    assert "Inscrire mon entreprise" in others


def test_who_represents_nobody_is_told_how_one_registers(client, admission):
    client.force_login(guest())

    shown = text_of(client.get(reverse("events:registration", args=[admission.event.slug])))

    assert "votre compte n’en représente aucune" in shown


def test_an_event_without_registration_has_none(client, user, company):
    event = EventFactory()

    assert "Inscrire mon entreprise" not in text_of(client.get(event.get_absolute_url()))
    assert client.get(reverse("events:party", args=[event.slug, company.pk])).status_code == 404


def test_the_party_is_for_who_represents_the_company_and_the_staff(client, page):
    def status(account):
        client.force_login(account)
        return client.get(page).status_code, client.post(page, {"act": "inscrire", "places": 1}).status_code

    assert client.get(page).status_code == 302
    assert [status(account) for account in (guest(), member(), lead_of())] == [(404, 404)] * 3
    assert Registration.objects.count() == 0
    assert status(staff()) == (200, 302)


def test_a_company_registers_names_changes_and_cancels(client, admission, user, page):
    answer = client.post(page, {"act": "inscrire", "places": 3, "idempotency_key": "a"}, follow=True)
    assert "3 places sont à vous" in text_of(answer)
    assert Letter.objects.get().recipient == user.email

    entry = {"act": "convive", "given_name": "Zoé", "family_name": "Noël", "diets": ["vegan", "no_nuts"]}
    shown = text_of(client.post(page, entry | {"access_needs": "Fauteuil roulant"}, follow=True))
    assert "végétalien, allergie aux fruits à coque" in shown
    assert "2 places n’ont pas encore de nom" in shown

    live = Registration.objects.get()
    client.post(page, {"act": "modifier", "places": 2, "seen": live.version})
    assert Registration.objects.get().places == 2
    live.refresh_from_db()
    client.post(page, {"act": "annuler", "seen": live.version})
    admission.refresh_from_db()
    assert (Registration.objects.get().state, admission.taken, Attendee.objects.count()) == ("cancelled", 0, 0)


def test_the_same_form_twice_registers_once(client, user, page):
    form = {"act": "inscrire", "places": 2, "idempotency_key": "double"}

    first, second = client.post(page, form), client.post(page, form)

    assert (first.status_code, second.status_code) == (302, 302)
    assert (Registration.objects.count(), Letter.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("places", "said"),
    [
        ("", "Ce champ est obligatoire."),
        ("0", "supérieure ou égale à 1"),
        ("51", "inférieure ou égale à 50"),
        ("x", "nombre entier"),
        ("11", "Un groupe a 10 places au plus."),
    ],
)
def test_a_wrong_number_of_places_gets_its_sentence_and_comes_back(client, user, page, places, said):
    shown = text_of(client.post(page, {"act": "inscrire", "places": places}))

    assert said in shown
    assert not places or f'value="{places}"' in shown
    assert Registration.objects.count() == 0


def test_before_it_opens_and_after_it_closes_one_is_told(client, admission, user, page):
    Admission.objects.update(opens_at=datetime(2098, 1, 1, 9, tzinfo=UTC))
    assert "Les inscriptions ouvrent le 1 janvier 2098 à 10:00." in text_of(client.get(page))
    assert "ne sont pas encore ouvertes" in text_of(client.post(page, {"act": "inscrire", "places": 1}))

    Admission.objects.update(opens_at=datetime(2019, 1, 1, tzinfo=UTC), closes_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert "Les inscriptions sont closes" in text_of(client.get(page))
    assert "Les inscriptions sont closes" in text_of(client.post(page, {"act": "inscrire", "places": 1}))
    assert Registration.objects.count() == 0


def test_after_the_deadline_a_party_changes_nothing_and_the_staff_still_may(client, admission, user, page):
    client.post(page, {"act": "inscrire", "places": 3})
    client.post(page, {"act": "convive", "family_name": "Noël", "email": "zoe@example.org"})
    attendee = Attendee.objects.get()
    client.post(page, {"act": "envoyer", "qui": attendee.pk})
    link = link_in_last_letter()
    Admission.objects.update(closes_at=timezone.now())

    def send(act, **typed):
        typed = {"seen": Registration.objects.get().version, "qui": attendee.pk, **typed}
        return text_of(client.post(page, {"act": act, **typed}, follow=True))

    acts = [("modifier", {"places": 2}), ("annuler", {}), ("convive", {"family_name": "Autre"}), ("retirer", {})]
    for act, typed in acts:
        assert "Les inscriptions sont closes" in send(act, **typed)
    assert "Annuler l’inscription" not in text_of(client.get(page))
    own = client.post(link, {"given_name": "Zoé", "family_name": "Autre"})
    assert "Plus rien ne peut être changé" in text_of(own)
    attendee.refresh_from_db()
    assert (Registration.objects.get().places, attendee.family_name) == (3, "Noël")

    client.force_login(staff())
    assert "Le nombre de places est changé." in send("modifier", places=2)
    assert "L’inscription est annulée." in send("annuler")


def test_until_the_day_for_members_a_guest_company_waits_while_a_member_is_served(client, admission, page):
    Admission.objects.update(members_until=timezone.localdate())
    former = CompanyFactory(name="Ancienne Verrerie")
    holder = representative_of(former)
    client.force_login(holder)
    own = reverse("events:party", args=[admission.event.slug, former.pk])
    assert "les places vont aux adhérents" in text_of(client.get(own))
    client.post(own, {"act": "inscrire", "places": 2})

    client.force_login(staff())
    client.post(page, {"act": "inscrire", "places": 2})

    assert dict(Registration.objects.values_list("company__name", "state")) == {
        "Ancienne Verrerie": "waiting", "Atelier des Causses": "confirmed",
    }  # fmt: skip
    client.force_login(holder)
    shown = text_of(client.get(own))
    assert "les places vont aux adhérents : celles qui restent vous sont données après ce jour" in shown
    assert "d’abord les entreprises du territoire hôte" in shown


def test_a_quota_is_kept_and_who_waits_reads_that_a_smaller_party_was_served(client, admission, company):
    admission.quotas.create(category="member", places=4)
    RegistrationFactory(admission=admission, places=2)
    own = reverse("events:party", args=[admission.event.slug, company.pk])
    holder = representative_of(company)
    client.force_login(holder)
    client.post(own, {"act": "inscrire", "places": 3, "fewest": 3})
    assert "Vous êtes dans la file d’attente" in text_of(client.get(own))

    other = CompanyFactory(member=True)
    client.force_login(representative_of(other))
    client.post(reverse("events:party", args=[admission.event.slug, other.pk]), {"act": "inscrire", "places": 2})

    assert Registration.objects.get(company=other).state == "confirmed"
    client.force_login(holder)
    shown = text_of(client.get(own))
    assert "Trop peu de places libres : un groupe plus petit a été servi" in shown
    assert "2 places étaient libres" in shown


@pytest.mark.parametrize("kind", ["opening", "assembly", "other"])
def test_any_other_event_is_run_by_the_same_pages(client, company, user, kind):
    host = TerritoryFactory()
    event = AdmissionFactory(event=EventFactory(kind=kind, territory=host)).event
    own = reverse("events:party", args=[event.slug, company.pk])

    client.post(own, {"act": "inscrire", "places": 2})
    client.post(own, {"act": "convive", "given_name": "Zoé", "family_name": "Noël"})
    attendee = Attendee.objects.get()
    client.force_login(lead_of(host))
    tables = reverse("events:table-plan", args=[event.slug])
    client.post(tables, {"act": "tables", "name": "Table", "seats": 4, "count": 1})
    client.post(tables, {"act": "proposer"})
    door = reverse("events:door", args=[event.slug])
    client.post(door, {"act": "personne", "who": attendee.pk, "scan": uuid4()})

    assert attendee.seat.table.name == "Table 1"
    shown = client.get(reverse("events:attendance", args=[event.slug])).context
    assert (shown["count"].arrived, shown["count"].expected) == (1, 2)
    for name in ("badge-sheet", "place-cards", "table-sheets", "event-programme"):
        assert client.get(reverse(f"events:{name}", args=[event.slug])).content.startswith(b"%PDF")
    assert client.get(reverse("events:follow-up", args=[event.slug])).status_code == 200


def test_a_party_in_the_line_reads_its_rank_and_what_changed_it(client, admission, user, page, company):
    RegistrationFactory(admission=admission, places=10)
    first = RegistrationFactory(admission=admission, waiting=True)
    client.post(page, {"act": "inscrire", "places": 4})
    assert "1 groupe est avant vous" in text_of(client.get(page))

    clerk = staff()
    client.force_login(clerk)
    own = Registration.objects.get(company=company)
    desk = reverse(REGISTRATIONS, args=[admission.event.slug])
    form = {"target": own.pk, "seen": own.version, "kind": "first"}
    assert "Dites pourquoi : le groupe le lit." in text_of(client.post(desk, form | {"reason": ""}))
    assert client.post(desk, form | {"reason": "Remet un prix."}).status_code == 302
    assert list(Registration.objects.in_line()) == [own, first]
    assert LineChange.objects.get(kind="first").by == clerk
    assert LineChange.objects.get(kind="passed").registration == first

    client.force_login(user)
    shown = text_of(client.get(page))
    assert "Personne n’est avant vous" in shown
    assert "Remet un prix." in shown


def test_an_offer_is_accepted_or_declined_on_the_page(client, admission, user, page):
    RegistrationFactory(admission=admission, places=7)
    shown = text_of(client.post(page, {"act": "inscrire", "places": 6}, follow=True))
    assert "Sur les 6 places demandées, 3 vous sont proposées" in shown

    client.post(page, {"act": "decliner", "seen": Registration.objects.last().version})
    assert "dès qu’elles se libèrent" in text_of(client.get(page))
    assert Registration.objects.last().fewest == 4


def test_a_colleague_who_comes_second_finds_the_registration(client, user, page, company):
    client.post(page, {"act": "inscrire", "places": 2})
    client.force_login(representative_of(company, vote="none"))

    shown = text_of(client.post(page, {"act": "inscrire", "places": 5}, follow=True))

    assert "Un de vos collègues a déjà fait l’inscription" in shown
    assert Registration.objects.get().places == 2


def test_an_attendee_of_another_party_is_not_found(client, user, page, company, admission):
    RegistrationFactory(admission=admission, company=company)
    other = AttendeeFactory(registration=RegistrationFactory(admission=admission))

    for act in ["retirer", "envoyer", "convive"]:
        client.post(page, {"act": act, "qui": other.pk, "family_name": "Autre"})

    assert list(Attendee.objects.values_list("family_name", flat=True)) == [other.family_name]
    assert Letter.objects.count() == 0


def test_an_attendee_completes_the_own_entry_by_a_link_that_a_later_letter_closes(client, user, page, company):
    client.post(page, {"act": "inscrire", "places": 2})
    client.post(page, {"act": "convive", "email": "zoe@example.org"})
    attendee = Attendee.objects.get()
    client.post(page, {"act": "envoyer", "qui": attendee.pk})
    earlier = link_in_last_letter()
    client.post(page, {"act": "envoyer", "qui": attendee.pk})
    link = link_in_last_letter()
    client.logout()

    assert client.get(earlier).status_code == 404
    assert client.get(link + "x").status_code == 404
    assert "Ce champ est obligatoire." in text_of(client.post(link, {"given_name": "Zoé"}))
    client.post(
        link, {"given_name": "Zoé", "family_name": "Noël", "diets": ["halal"], "email": "pirate@example.org"}
    )
    attendee.refresh_from_db()
    assert (str(attendee), attendee.diets, attendee.email) == ("Zoé Noël", ["halal"], "zoe@example.org")
    assert attendee.secret_digest not in link

    client.force_login(user)
    client.post(page, {"act": "retirer", "qui": attendee.pk})
    assert client.get(link).status_code == 404


def test_an_invited_house_registers_by_its_link_until_it_is_withdrawn(client, admission):
    client.force_login(staff())
    desk = reverse(INVITATIONS, args=[admission.event.slug])
    house = {"organisation": "Mairie d’Alès", "category": "institution", "email": "m@example.org", "places_max": 2}
    assert client.post(desk, house).status_code == 302
    assert "Cette adresse est déjà invitée." in text_of(client.post(desk, house))
    link = link_in_last_letter()
    client.logout()

    assert "Mairie d’Alès" in text_of(client.get(link))
    assert "Un groupe a 2 places au plus." in text_of(client.post(link, {"act": "inscrire", "places": 3}))
    assert "2 places sont à vous" in text_of(client.post(link, {"act": "inscrire", "places": 2}, follow=True))
    party = Registration.objects.get()
    assert (party.category, party.contact_email, party.price_cents) == ("institution", "m@example.org", 0)

    client.force_login(staff())
    client.post(desk, {"act": "retirer", "qui": EventInvitation.objects.get().pk})
    party.refresh_from_db()
    assert (party.state, client.get(link).status_code) == ("cancelled", 404)


def test_the_category_follows_from_the_day(client, admission, company, user, page):
    host = TerritoryFactory()
    admission.event.territory = host
    admission.event.save()
    AffiliationFactory(company=company, territory=host)

    client.post(page, {"act": "inscrire", "places": 1})

    assert Registration.objects.get().category == "host"


@pytest.mark.parametrize("name", [REGISTRATIONS, ATTENDEES, INVITATIONS])
def test_the_desk_is_for_the_staff_and_to_read_for_the_leads_of_the_host(client, name):
    host = TerritoryFactory()
    admission = AdmissionFactory(event=EventFactory(territory=host))
    url = reverse(name, args=[admission.event.slug])

    def status(account):
        client.force_login(account)
        return client.get(url).status_code

    assert client.get(url).status_code == 302
    assert [status(account) for account in (guest(), member(), lead_of())] == [404] * 3
    assert status(lead_of(host)) == (404 if name == INVITATIONS else 200)
    if name == REGISTRATIONS:
        assert client.post(url, {}).status_code == 405
    assert status(staff()) == 200


def test_the_kitchen_is_told_numbers_and_no_names(client, admission):
    party = RegistrationFactory(admission=admission, places=3)
    AttendeeFactory(registration=party, diet_note="Sans céleri")
    AttendeeFactory(registration=party, number=2, diets=["vegetarian", "halal"], access_needs="Près de la porte")
    client.force_login(staff())
    url = reverse(ATTENDEES, args=[admission.event.slug])

    answer = client.get(url)

    assert [(str(label), count) for label, count in answer.context["diets"]] == [("végétarien", 2), ("halal", 1)]
    assert (answer.context["notes"], answer.context["access"]) == (["Sans céleri"], ["Près de la porte"])
    file = b"".join(client.get(f"{url}?format=csv").streaming_content).decode()
    assert "halal" not in file
    assert "Sans céleri" not in file


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("name", ["events:registration-list", "events:attendee-list", "events:invitation-list"])
def test_the_desk_costs_the_same_for_one_party_and_for_three(
    client, admission, name, count, django_assert_num_queries
):
    for number in range(count):
        AttendeeFactory(registration=RegistrationFactory(admission=admission, places=1))
        waiting = RegistrationFactory(admission=admission, waiting=True)
        change = {"kind": "too_few", "free": number, "at": timezone.now()}
        LineChange.objects.create(registration=waiting, **change)
        EventInvitationFactory(admission=admission)
    client.force_login(staff())
    client.get(reverse(name, args=[admission.event.slug]))

    # Session, user, the event, what the header asks; then the rows with their count. The parties have states,
    # quotas, and the line with its changes besides; who comes, what the kitchen has to know.
    asked = {"events:registration-list": 11, "events:attendee-list": 8, "events:invitation-list": 7}[name]
    with django_assert_num_queries(asked):
        client.get(reverse(name, args=[admission.event.slug]))


def test_what_people_eat_is_forgotten_the_day_after_and_never_was_in_a_history():
    day = date(2026, 6, 15)
    admission = AdmissionFactory(event=EventFactory(held_on=day))
    attendee = AttendeeFactory(registration=RegistrationFactory(admission=admission), diet_note="Sans céleri")
    kept = {field.name for field in changes_of(Attendee)._meta.fields}
    assert kept & {"diets", "diet_note", "access_needs", "secret_digest"} == set()

    assert forgetting.forget_needs(datetime(2026, 6, 15, 22, 30, tzinfo=UTC) - timedelta(hours=1)) == 0
    assert forgetting.forget_needs(datetime(2026, 6, 16, 1, tzinfo=UTC)) == 1
    assert forgetting.forget_needs(datetime(2026, 6, 16, 1, tzinfo=UTC)) == 0
    attendee.refresh_from_db()
    assert (attendee.diets, attendee.diet_note) == ([], "")
    assert attendee.family_name


def test_who_came_is_forgotten_a_year_later_in_the_history_too_and_of_who_was_taken_out():
    admission = AdmissionFactory(event=EventFactory(held_on=date(2024, 6, 15)))
    party = RegistrationFactory(admission=admission)
    attendee, taken_out = AttendeeFactory(registration=party), AttendeeFactory(registration=party, number=2)
    taken_out.delete()
    invitation = EventInvitationFactory(admission=admission, contact_name="Zoé Noël")
    EventInvitationFactory(admission=admission)
    recent = AttendeeFactory()

    assert forgetting.forget_names(datetime(2026, 1, 1, tzinfo=UTC)) == 4
    assert forgetting.forget_names(datetime(2026, 1, 1, tzinfo=UTC)) == 0

    attendee.refresh_from_db()
    assert (attendee.family_name, attendee.email) == ("", "")
    told = changes_of(Attendee)._default_manager.exclude(pgh_obj=recent)
    assert set(told.values_list("family_name", "email")) == {("", "")}
    for model, row, field in [(Registration, party, "contact_email"), (EventInvitation, invitation, "email")]:
        row.refresh_from_db()
        changes = changes_of(model)._default_manager.filter(pgh_obj=row)
        gone = f"efface-{row.pk}@effacement.invalid"
        assert {getattr(row, field), *changes.values_list(field, flat=True)} == {gone}
    assert invitation.contact_name == ""
    recent.refresh_from_db()
    assert recent.family_name
