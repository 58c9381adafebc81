"""An application from its sending to its end: each step once, each letter to whom it is for."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from leader.shared.mails import Letter
from territories.applications import acts
from territories.applications.forgetting import forget_old
from territories.models import Application, ApplicationQuestion
from tests.factories.accounts import lead_of, staff
from tests.factories.applications import ApplicationFactory, QuestionFactory
from tests.factories.members import CompanyFactory, MembershipFactory, PersonFactory
from tests.factories.territories import TerritoryFactory, TerritoryLeadFactory

pytestmark = pytest.mark.django_db
State = Application.State
NOW = timezone.now()


def letters():
    return sorted(Letter.objects.values_list("recipient", flat=True))


def the_letter():
    return Letter.objects.get()


def test_a_submission_is_stored_and_asks_its_sender_to_confirm():
    application = ApplicationFactory.build()

    acts.submit(application, at=NOW)

    assert Application.objects.get().state == State.SUBMITTED
    assert letters() == [application.email]
    assert "/devenir-membre/suivi/" in the_letter().text


def test_a_member_company_is_told_by_mail_and_stores_nothing():
    company = MembershipFactory(lasting=True).company

    acts.submit(ApplicationFactory.build(siren=company.siren), at=NOW)

    assert Application.objects.count() == 0
    assert "déjà adhérente" in the_letter().text
    assert "/suivi/" not in the_letter().text


def test_a_membership_to_come_counts_and_one_that_lapsed_does_not():
    today = timezone.localdate()
    soon = MembershipFactory(starts_on=today + timedelta(days=9), ends_on=None).company
    former = MembershipFactory(lapsed=True).company

    acts.submit(ApplicationFactory.build(siren=soon.siren), at=NOW)
    acts.submit(ApplicationFactory.build(siren=former.siren), at=NOW)

    assert [a.siren for a in Application.objects.all()] == [former.siren]


def test_a_company_that_has_applied_is_told_by_mail_and_stores_nothing():
    under_way = ApplicationFactory(confirmed=True)

    acts.submit(ApplicationFactory.build(siren=under_way.siren), at=NOW)

    assert Application.objects.count() == 1
    assert "déjà en cours" in the_letter().text


def test_somebody_elses_unconfirmed_application_stands_in_nobodys_way():
    squatter = ApplicationFactory()

    acts.submit(ApplicationFactory.build(siren=squatter.siren, email="vraie@example.org"), at=NOW)

    assert Application.objects.filter(state=State.SUBMITTED, siren=squatter.siren).count() == 2


def test_the_same_person_sending_again_replaces_the_unconfirmed_one_whatever_the_case_of_the_address():
    first = ApplicationFactory(email="Sacha@example.org")

    acts.submit(ApplicationFactory.build(siren=first.siren, email="sacha@Example.org", name="Mieux"), at=NOW)

    first.refresh_from_db()
    assert first.state == State.WITHDRAWN
    assert Application.objects.get(state=State.SUBMITTED).name == "Mieux"


def test_a_confirmation_tells_the_leads_of_the_territory_and_the_applicant_once():
    territory = TerritoryFactory()
    lead, _clerk = lead_of(territory), staff()
    TerritoryLeadFactory(territory=territory, ended=True)
    application = ApplicationFactory(territory=territory)

    acts.confirm(application, at=NOW)
    acts.confirm(application, at=NOW)

    assert application.state == State.CONFIRMED
    assert letters() == sorted([application.email, lead.person.email])


@pytest.mark.parametrize("with_territory", [True, False])
def test_without_a_lead_the_staff_hear_of_it(with_territory):
    clerk = staff()
    application = ApplicationFactory(territory=TerritoryFactory() if with_territory else None)

    acts.confirm(application, at=NOW)

    assert letters() == sorted([application.email, clerk.email])


@pytest.mark.parametrize("others", [0, 1])
def test_an_address_of_a_lead_that_cannot_be_one_stops_no_confirmation(others):
    territory, clerk = TerritoryFactory(), staff()
    TerritoryLeadFactory(territory=territory, person=PersonFactory(email="à corriger"))
    reached = [lead_of(territory).person.email for _lead in range(others)] or [clerk.email]
    application = ApplicationFactory(territory=territory)

    acts.confirm(application, at=NOW)

    assert application.state == State.CONFIRMED
    assert letters() == sorted([application.email, *reached])


def test_a_confirmation_after_a_week_is_too_late():
    application = ApplicationFactory(submitted_at=NOW - timedelta(days=8))

    with pytest.raises(acts.ExpiredError):
        acts.confirm(application, at=NOW)


def test_of_two_applicants_for_one_company_the_second_to_confirm_is_refused():
    first = ApplicationFactory()
    second = ApplicationFactory(siren=first.siren)
    acts.confirm(first, at=NOW)

    with pytest.raises(acts.TakenError):
        acts.confirm(second, at=NOW)

    second.refresh_from_db()
    assert second.state == State.SUBMITTED


def test_a_company_that_became_a_member_meanwhile_is_not_confirmed():
    application = ApplicationFactory()
    CompanyFactory(siren=application.siren, member=True)

    with pytest.raises(acts.TakenError):
        acts.confirm(application, at=NOW)


def test_a_question_and_its_answer_are_kept_and_may_be_followed_by_another():
    clerk, application = staff(), ApplicationFactory(confirmed=True)
    acts.ask(application, "Combien êtes-vous ?", by=clerk, at=NOW, version=application.version)
    assert application.state == State.ASKED
    assert "Combien êtes-vous ?" in Letter.objects.get(recipient=application.email).text

    acts.answer(application, "Douze.", at=NOW)
    acts.ask(application, "Et l’an prochain ?", by=clerk, at=NOW, version=application.version)

    assert list(application.questions.values_list("text", "answer", "asked_by")) == [
        ("Combien êtes-vous ?", "Douze.", clerk.pk),
        ("Et l’an prochain ?", "", clerk.pk),
    ]
    assert Letter.objects.filter(recipient=clerk.email).count() == 1


def test_a_refusal_keeps_who_when_and_why_and_tells_the_applicant():
    clerk, application = staff(), ApplicationFactory(confirmed=True)

    acts.refuse(application, "Trop loin.", by=clerk, at=NOW, version=application.version)

    assert (application.state, application.decided_by, application.decided_at) == (State.REFUSED, clerk, NOW)
    assert "Trop loin." in the_letter().text


@pytest.mark.parametrize("trait", ["accepted", "refused", "withdrawn"])
def test_what_is_over_is_over(trait):
    application, clerk = ApplicationFactory(**{trait: True}), staff()

    for act in [
        lambda: acts.ask(application, "?", by=clerk, at=NOW, version=application.version),
        lambda: acts.refuse(application, "!", by=clerk, at=NOW, version=application.version),
        lambda: acts.answer(application, "!", at=NOW),
        lambda: application.withdraw(at=NOW),
        lambda: application.confirm(at=NOW),
    ]:
        with pytest.raises(Application.WrongStateError):
            act()
    assert Letter.objects.count() == 0


def test_an_answer_to_a_version_that_changed_since_is_refused():
    application, clerk = ApplicationFactory(asked=True), staff()
    application.refresh_from_db()
    read = application.version
    acts.answer(application, "Douze.", at=NOW)

    with pytest.raises(Application.WrongStateError):
        acts.refuse(application, "!", by=clerk, at=NOW, version=read)


@pytest.mark.parametrize(
    "wrong",
    [
        {"siren": "12345678"},
        {"siren": "000100016", "country": "MA"},
        {"name": ""},
        {"email": ""},
        {"state": State.CONFIRMED},
        {"state": State.ACCEPTED, "confirmed_at": NOW, "decided_at": NOW},
        {"state": State.REFUSED, "confirmed_at": NOW, "decided_at": NOW},
        {"state": State.REFUSED, "confirmed_at": NOW, "reason": "!"},
    ],
)
def test_the_database_refuses_what_must_never_be(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        ApplicationFactory(**wrong)


def test_two_open_applications_for_one_company_are_refused_by_the_database_in_france_and_abroad():
    first = ApplicationFactory(confirmed=True)
    ApplicationFactory(confirmed=True, siren="", country="MA", foreign_number="RC 1")

    with pytest.raises(IntegrityError), transaction.atomic():
        ApplicationFactory(asked=True, siren=first.siren)
    with pytest.raises(IntegrityError), transaction.atomic():
        ApplicationFactory(confirmed=True, siren="", country="MA", foreign_number="RC 1")
    ApplicationFactory(confirmed=True, siren="")
    ApplicationFactory(confirmed=True, siren="")


def test_two_questions_out_at_once_are_refused_by_the_database():
    with pytest.raises(IntegrityError), transaction.atomic():
        QuestionFactory(application=ApplicationFactory(asked=True))


def test_old_applications_are_forgotten_with_their_history_and_the_others_stay():
    long_ago, old = NOW - timedelta(days=800), NOW - timedelta(days=40)
    gone = [
        ApplicationFactory(submitted_at=old),
        ApplicationFactory(refused=True, decided_at=long_ago),
        ApplicationFactory(withdrawn=True, confirmed_at=long_ago, withdrawn_at=long_ago),
        ApplicationFactory(withdrawn=True, withdrawn_at=old),
    ]
    QuestionFactory(application=gone[1], answered_at=long_ago)
    kept = [
        ApplicationFactory(),
        ApplicationFactory(confirmed=True, submitted_at=long_ago),
        ApplicationFactory(refused=True, decided_at=old),
        ApplicationFactory(withdrawn=True, confirmed_at=old, withdrawn_at=old),
        ApplicationFactory(accepted=True, decided_at=long_ago),
    ]

    assert forget_old(NOW) == 4

    assert set(Application.objects.all()) == set(kept)
    told = Application.changes.rel.related_model.objects.values_list("pgh_obj_id", flat=True)
    assert set(told) == {application.pk for application in kept}
    assert ApplicationQuestion.changes.rel.related_model.objects.count() == 0
    assert forget_old(NOW) == 0
