"""An acceptance makes or completes everything in one act, once, and records nothing twice."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from leader.shared.mails import Letter
from members.models import Company, Membership, Person, Representative
from members.register import RegisteredCompany
from territories.applications import acts
from territories.applications.accepting import RefusedError, accept
from territories.applications.known import known_companies
from territories.models import Affiliation, Application, Prospect
from tests.factories.accounts import lead_of, staff
from tests.factories.applications import ApplicationFactory
from tests.factories.geography import CommuneFactory
from tests.factories.members import (
    ActivityFactory,
    CompanyFactory,
    MembershipFactory,
    PersonFactory,
    RepresentativeFactory,
)
from tests.factories.territories import (
    AffiliationFactory,
    ProspectFactory,
    TerritoryFactory,
    TerritoryLeadFactory,
)

pytestmark = pytest.mark.django_db


def yesterday():
    return timezone.localdate() - timedelta(days=1)


def accepted(application, *, company=None, territory=None, by=None, moves_home=True):
    application.refresh_from_db()
    return accept(
        application, by=by or staff(), at=timezone.now(), version=application.version, company=company,
        territory=territory, moves_home=moves_home,
    )  # fmt: skip


def test_an_acceptance_makes_company_person_representative_home_and_membership_in_one_act():
    territory, clerk, activity, commune = TerritoryFactory(), staff(), ActivityFactory(), CommuneFactory()
    application = ApplicationFactory(confirmed=True, territory=territory, commune=commune, phone="04 66 00 00 00")
    told = RegisteredCompany(
        siren=application.siren, activity=activity.code, activity_2025="62.10Y", size_class="eti",
        size_class_year=2024, legal_category="5710", created_on=date(1999, 1, 2),
    )  # fmt: skip
    Application.objects.filter(pk=application.pk).update(registered=told.as_json())

    made = accepted(application, territory=territory, by=clerk)

    company = Company.objects.get()
    assert made.company == application.company == company
    assert (company.siren, company.name, company.city) == (application.siren, application.name, "Alès")
    assert (company.activity, company.activity_2025, company.commune) == (activity, "62.10Y", commune)
    assert (company.insee_size_class, company.insee_size_class_year) == ("eti", 2024)
    assert (company.legal_category, company.founded_on) == ("5710", date(1999, 1, 2))
    person = Person.objects.get(email=application.email)
    assert (str(person), person.phone) == (application.contact, "04 66 00 00 00")
    representative = Representative.objects.get()
    assert (representative.person, representative.company, representative.starts_on) == (
        person,
        company,
        timezone.localdate(),
    )
    assert (representative.vote, representative.function) == (Representative.Vote.VOTING, application.function)
    assert Affiliation.objects.get().territory == territory
    assert Membership.objects.get().starts_on == timezone.localdate()
    assert (application.state, application.decided_by) == (Application.State.ACCEPTED, clerk)
    assert Letter.objects.get().recipient == application.email


def test_a_member_of_the_federation_itself_has_no_home():
    accepted(ApplicationFactory(confirmed=True))

    assert Affiliation.objects.count() == 0
    assert Membership.objects.count() == 1


def test_a_company_abroad_becomes_a_member_with_its_own_number():
    accepted(ApplicationFactory(confirmed=True, siren="", country="MA", foreign_number="RC 1", city="Casablanca"))

    company = Company.objects.get()
    assert (company.siren, company.country, company.foreign_number) == (None, "MA", "RC 1")


def test_a_known_company_with_the_same_siren_is_completed_and_never_overwritten():
    application = ApplicationFactory(confirmed=True)
    known = CompanyFactory(siren=application.siren, name="Nom connu", city="", address="", postal_code="30000")

    made = accepted(application)

    known.refresh_from_db()
    assert made.company == known
    assert (known.name, known.city, known.address, known.postal_code) == (
        "Nom connu", "Alès", "1 rue de l’Essai", "30000",
    )  # fmt: skip


def test_a_company_of_the_same_name_and_town_is_offered_and_takes_the_siren_when_chosen():
    application = ApplicationFactory(confirmed=True, name="Œuvre d’Été", city="Alès")
    alike = CompanyFactory(siren=None, name="OEUVRE D’ETE", city="ALES")
    CompanyFactory(name="Œuvre d’Été", city="Alès")  # another number: another company
    CompanyFactory(siren=None, name="Œuvre d’Été", city="Nîmes")

    assert known_companies(application, timezone.localdate()) == [alike]
    accepted(application, company=alike)

    alike.refresh_from_db()
    assert alike.siren == application.siren


@pytest.mark.parametrize("where", ["LeadeR Alès", None])
def test_nobody_courts_the_company_any_more_and_the_neighbour_reads_why(where):
    territory, application = TerritoryFactory(name="LeadeR Alès"), ApplicationFactory(confirmed=True)
    company, clerk = CompanyFactory(siren=application.siren), staff()
    own = ProspectFactory(territory=territory, company=company)
    late = {"next_action": "Relancer", "next_action_on": yesterday()}
    foreign = ProspectFactory(company=company, state="met", **late)
    stopped = ProspectFactory(company=company, state="declined", reason="Trop loin")
    other = ProspectFactory(state="met", **late)

    accepted(application, territory=territory if where else None, by=clerk)

    for each in (own, foreign, stopped, other):
        each.refresh_from_db()
    assert [each.state for each in (own, foreign, stopped, other)] == ["member", "member", "declined", "met"]
    assert (foreign.next_action, foreign.next_action_on) == ("", None)
    assert list(Prospect.objects.late_on(timezone.localdate())) == [other]
    told = foreign.exchanges.get()
    assert (told.on, told.author, told.from_them) == (timezone.localdate(), clerk, False)
    assert told.summary == f"Membre à compter du {timezone.localdate():%d/%m/%Y}, par {where or 'la fédération'}."
    assert [each.exchanges.count() for each in (own, stopped, other)] == [0 if where else 1, 0, 0]


def test_a_person_known_by_the_address_keeps_the_name_and_hats_that_are_known():
    application = ApplicationFactory(confirmed=True)
    known = PersonFactory(
        email=application.email.upper(), given_name="SACHA", family_name=application.family_name, phone=""
    )
    RepresentativeFactory(person=known)

    accepted(application)

    known.refresh_from_db()
    assert known.given_name == "SACHA"
    assert known.representations.count() == 2


def test_another_name_behind_a_known_address_is_another_person():
    application = ApplicationFactory(confirmed=True, given_name="Zoé", family_name="Noël")
    known = PersonFactory(email=application.email, given_name="Accueil", family_name="Mairie")

    accepted(application)

    assert str(Representative.objects.get().person) == "Zoé Noël"
    assert known.representations.count() == 0


def test_of_two_people_with_one_address_the_one_of_that_name_is_meant():
    application = ApplicationFactory(
        confirmed=True, email="info@example.org", given_name="Zoé", family_name="Noël"
    )
    PersonFactory(email="info@example.org")
    meant = PersonFactory(email="info@example.org", given_name="ZOE", family_name="NOEL")

    accepted(application)

    assert Representative.objects.get().person == meant


def test_names_in_another_script_are_told_apart():
    application = ApplicationFactory(confirmed=True, email="info@example.org", given_name="", family_name="علي")
    PersonFactory(email="info@example.org", given_name="", family_name="中村")
    PersonFactory(email="info@example.org", given_name="", family_name="שרה")

    accepted(application)

    assert str(Representative.objects.get().person) == "علي"


def test_where_somebody_votes_already_the_applicant_represents_without_a_vote():
    application = ApplicationFactory(confirmed=True)
    voter = RepresentativeFactory(company=CompanyFactory(siren=application.siren))

    made = accepted(application)

    assert not made.votes
    votes = dict(made.company.representatives.values_list("person__email", "vote"))
    assert votes == {voter.person.email: "voting", application.email: "none"}


@pytest.mark.parametrize("votes", [True, False])
def test_the_letter_promises_a_vote_to_whoever_has_one_alone(votes):
    application = ApplicationFactory(confirmed=True)
    if not votes:
        RepresentativeFactory(company=CompanyFactory(siren=application.siren))

    accepted(application)

    text = Letter.objects.get(recipient=application.email).text
    assert ("tenir la page de votre entreprise et voter" in text) is votes
    assert ("sans voter" in text) is not votes
    assert ("Une autre personne vote, ou va voter, pour votre entreprise" in text) is not votes


def test_an_applicant_who_represents_the_company_already_is_not_recorded_twice():
    application = ApplicationFactory(confirmed=True)
    known = RepresentativeFactory(
        company=CompanyFactory(siren=application.siren), vote="none",
        person=PersonFactory(
            email=application.email, given_name=application.given_name, family_name=application.family_name
        ),
    )  # fmt: skip

    made = accepted(application)

    known.refresh_from_db()
    assert (made.votes, known.vote, Representative.objects.count()) == (True, "voting", 1)


def test_what_is_planned_for_the_applicant_stays_and_the_days_until_then_are_represented():
    application = ApplicationFactory(confirmed=True)
    planned = RepresentativeFactory(
        company=CompanyFactory(siren=application.siren), starts_on=timezone.localdate() + timedelta(days=30),
        person=PersonFactory(
            email=application.email, given_name=application.given_name, family_name=application.family_name
        ),
    )  # fmt: skip

    made = accepted(application)

    assert made.votes
    spells = planned.person.representations.order_by("starts_on").values_list("starts_on", "ends_on", "vote")
    assert list(spells) == [
        (timezone.localdate(), planned.starts_on - timedelta(days=1), "voting"),
        (planned.starts_on, None, "voting"),
    ]


def test_where_somebody_is_planned_to_vote_the_applicant_represents_without_a_vote():
    application = ApplicationFactory(confirmed=True)
    planned = RepresentativeFactory(
        company=CompanyFactory(siren=application.siren), starts_on=timezone.localdate() + timedelta(days=30)
    )

    made = accepted(application)

    assert not made.votes
    votes = dict(made.company.representatives.values_list("person__email", "vote"))
    assert votes == {planned.person.email: "voting", application.email: "none"}


def test_another_home_ends_the_day_before_and_a_secondary_one_becomes_the_home():
    territory, application = TerritoryFactory(), ApplicationFactory(confirmed=True)
    company = CompanyFactory(siren=application.siren)
    former = AffiliationFactory(company=company)
    secondary = AffiliationFactory(company=company, territory=territory, secondary=True)

    accepted(application, territory=territory)

    former.refresh_from_db()
    secondary.refresh_from_db()
    assert (former.ends_on, secondary.ends_on) == (yesterday(), yesterday())
    home = Affiliation.objects.running_on(timezone.localdate()).get(company=company)
    assert (home.territory, home.is_home, home.starts_on) == (territory, True, timezone.localdate())


def test_a_lead_takes_no_company_out_of_another_territory_and_the_staff_hear_of_it():
    territory, clerk = TerritoryFactory(), staff()
    application = ApplicationFactory(confirmed=True, territory=territory)
    former = AffiliationFactory(company=CompanyFactory(siren=application.siren))

    made = accepted(application, territory=territory, by=lead_of(territory))

    former.refresh_from_db()
    assert (former.ends_on, made.is_at_home) == (None, False)
    assert set(made.company.affiliations.values_list("territory", "is_home")) == {
        (former.territory_id, True), (territory.pk, False),
    }  # fmt: skip
    assert territory.name in Letter.objects.get(recipient=clerk.email).text


def test_a_lead_of_both_territories_moves_the_home():
    territory, former = TerritoryFactory(), AffiliationFactory()
    application = ApplicationFactory(confirmed=True, siren=former.company.siren, territory=territory)
    lead = lead_of(territory)
    TerritoryLeadFactory(territory=former.territory, person=lead.person)

    assert accepted(application, territory=territory, by=lead).is_at_home

    former.refresh_from_db()
    assert former.ends_on == yesterday()


def test_staff_may_keep_the_home_elsewhere():
    territory, former = TerritoryFactory(), AffiliationFactory()
    application = ApplicationFactory(confirmed=True, siren=former.company.siren)

    assert not accepted(application, territory=territory, moves_home=False).is_at_home

    former.refresh_from_db()
    assert former.ends_on is None


def test_the_same_home_goes_on():
    territory, application = TerritoryFactory(), ApplicationFactory(confirmed=True)
    known = AffiliationFactory(company=CompanyFactory(siren=application.siren), territory=territory)

    accepted(application, territory=territory)

    assert list(Affiliation.objects.all()) == [known]


@pytest.mark.parametrize("spell", [{"lasting": True}, {"starts_on": date(2090, 1, 1), "ends_on": None}])
def test_a_member_of_today_or_of_days_to_come_is_refused_and_nothing_is_written(spell):
    application = ApplicationFactory(confirmed=True)
    MembershipFactory(company=CompanyFactory(siren=application.siren, address=""), **spell)

    with pytest.raises(RefusedError):
        accepted(application, territory=TerritoryFactory())

    assert (Membership.objects.count(), Affiliation.objects.count(), Letter.objects.count()) == (1, 0, 0)
    assert Company.objects.get().address == ""


def test_a_former_member_comes_back_with_a_row_of_its_own():
    application = ApplicationFactory(asked=True)
    MembershipFactory(company=CompanyFactory(siren=application.siren), lapsed=True)

    accepted(application)

    assert Membership.objects.count() == 2


# Races: real connections, each with a transaction of its own.


def together(*acts_of_threads):
    """Run the functions at once; return what each returned or raised."""
    barrier, outcomes = Barrier(len(acts_of_threads)), {}

    def run(number, act):
        barrier.wait(timeout=60)
        try:
            outcomes[number] = act()
        except Exception as error:  # noqa: BLE001  # the test looks at it
            outcomes[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts_of_threads)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return [outcomes[number] for number in range(len(acts_of_threads))]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_two_clerks_who_accept_at_once_make_one_member(attempt):
    application, territory = ApplicationFactory(confirmed=True), TerritoryFactory()
    clerks = [staff(), staff()]
    copies = [Application.objects.get(pk=application.pk) for _clerk in clerks]

    outcomes = together(
        *[
            lambda copy=copy, clerk=clerk: accept(
                copy, by=clerk, at=timezone.now(), version=copy.version, company=None, territory=territory
            )
            for copy, clerk in zip(copies, clerks, strict=True)
        ]
    )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Accepted", "WrongStateError"]
    counts = [model.objects.count() for model in (Company, Membership, Representative, Affiliation)]
    assert counts == [1, 1, 1, 1]
    assert Letter.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_accepts_and_another_refuses_at_once_and_one_of_them_is_told_no():
    application, clerks = ApplicationFactory(confirmed=True), [staff(), staff()]
    copies = [Application.objects.get(pk=application.pk) for _clerk in clerks]
    now, version = timezone.now(), copies[0].version

    outcomes = together(
        lambda: accept(copies[0], by=clerks[0], at=now, version=version, company=None, territory=None),
        lambda: acts.refuse(copies[1], "!", by=clerks[1], at=now, version=version),
    )

    assert [isinstance(outcome, Application.WrongStateError) for outcome in outcomes].count(True) == 1
    application.refresh_from_db()
    assert Membership.objects.count() == (application.state == Application.State.ACCEPTED)
    assert Letter.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_of_two_rivals_accepted_at_once_one_alone_becomes_the_member(attempt):
    clerks, first = [staff(), staff()], ApplicationFactory(confirmed=True)
    rivals = [
        Application.objects.get(pk=a.pk) for a in [first, ApplicationFactory(confirmed=True, siren=first.siren)]
    ]

    outcomes = together(*[
        lambda rival=rival, clerk=clerk: accept(
            rival, by=clerk, at=timezone.now(), version=rival.version, company=None, territory=None
        )
        for rival, clerk in zip(rivals, clerks, strict=True)
    ])  # fmt: skip

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Accepted", "RefusedError"]
    assert [model.objects.count() for model in (Company, Membership, Representative)] == [1, 1, 1]
    assert Application.objects.filter(state=Application.State.CONFIRMED).count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_form_from_two_windows_at_once_is_one_application():
    values = {"siren": "000100016", "email": "sacha@example.org"}
    copies = [ApplicationFactory.build(**values), ApplicationFactory.build(**values)]

    outcomes = together(*[lambda copy=copy: acts.submit(copy, at=timezone.now()) for copy in copies])

    assert outcomes == [None, None]
    assert Application.objects.filter(state=Application.State.SUBMITTED).count() == 1
