"""An application from its sending to its end: each step once, each letter to whom it is for."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from leader.shared.mails import Letter
from leader.shared.retention import forget, rules
from territories.applications import acts
from territories.applications.forgetting import forget_old
from territories.models import Application, ApplicationQuestion
from tests.factories.accounts import lead_of, staff
from tests.factories.applications import ApplicationFactory, QuestionFactory
from tests.factories.members import MembershipFactory, PersonFactory, UserFactory
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


def test_the_letter_before_the_address_is_proven_is_the_same_for_a_member_a_rival_and_a_stranger():
    today = timezone.localdate()
    known = [
        MembershipFactory(lasting=True).company.siren,
        MembershipFactory(starts_on=today + timedelta(days=9), ends_on=None).company.siren,
        MembershipFactory(lapsed=True).company.siren,
        ApplicationFactory(confirmed=True).siren,
        ApplicationFactory.build().siren,
    ]

    for siren in known:
        acts.submit(ApplicationFactory.build(siren=siren), at=NOW)

    assert sorted(Application.objects.filter(state=State.SUBMITTED).values_list("siren", flat=True)) == sorted(
        known
    )
    told = {re.sub(r"SIREN \d{9}|http\S+", "", letter.text) for letter in Letter.objects.all()}
    assert len(told) == 1


def test_whoever_answers_is_told_of_a_member_company_and_the_applicant_is_not():
    clerk, company = staff(), MembershipFactory(lasting=True).company
    application = ApplicationFactory(siren=company.siren)

    assert acts.confirm(application, at=NOW)

    assert "déjà adhérente" in Letter.objects.get(recipient=clerk.email).text
    assert "adhérente" not in Letter.objects.get(recipient=application.email).text


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"registered": {"siren": "000100016", "name": "AERO"}}, "AERO"),
        ({"registered": None}, "SIREN 000100016"),
        ({"siren": ""}, "votre entreprise"),
    ],
)
def test_no_word_that_a_stranger_typed_goes_to_an_unproven_address(values, named):
    typed = {"name": "Gagnez vite", "given_name": "Offre", "family_name": "Spéciale", "city": "Fortune"}

    acts.submit(ApplicationFactory.build(**{"siren": "000100016", **typed, **values}), at=NOW)

    letter = the_letter()
    assert named in letter.text
    assert [word for word in typed.values() if word in letter.subject + letter.text] == []


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


def test_of_two_applicants_for_one_company_both_are_read_and_the_second_is_told():
    clerk, first = staff(), ApplicationFactory()
    second = ApplicationFactory(siren=first.siren)

    assert acts.confirm(first, at=NOW)
    assert acts.confirm(second, at=NOW)

    assert (first.state, second.state) == (State.CONFIRMED, State.CONFIRMED)
    said = "Une autre demande"
    assert said not in Letter.objects.get(recipient=first.email).text
    assert said in Letter.objects.get(recipient=second.email).text
    assert said in Letter.objects.filter(recipient=clerk.email).latest("pk").text


def test_to_confirm_what_was_refused_does_nothing():
    assert acts.confirm(ApplicationFactory(refused=True), at=NOW) is False
    assert Letter.objects.count() == 0


def test_the_day_of_the_agreement_is_that_of_the_confirmation():
    application = ApplicationFactory()

    acts.confirm(application, at=NOW)

    assert application.informed_at == NOW


def test_without_a_siren_the_same_address_and_name_are_one_application():
    first = ApplicationFactory(siren="", name="Atlas")
    other = ApplicationFactory(siren="", name="Oasis", email=first.email)

    acts.submit(ApplicationFactory.build(siren="", name="ATLAS", email=first.email.upper()), at=NOW)

    assert set(Application.objects.filter(state=State.SUBMITTED).values_list("name", flat=True)) == {
        "ATLAS",
        "Oasis",
    }
    assert Application.objects.get(pk=other.pk).state == State.SUBMITTED


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


ASKED_BY = {  # how whoever asked is made, and whether they hear of the answer besides the other lead
    "a lead of today": (lambda territory: lead_of(territory), True),
    "a lead of before": (lambda territory: lead_of_before(territory), False),
    "a lead of elsewhere": (lambda territory: lead_of(), False),
    "staff": (lambda territory: staff(), True),
    "staff of before": (lambda territory: UserFactory(staff=True, is_active=False), False),
}


def lead_of_before(territory):
    user = lead_of(territory)
    user.person.territory_leads.update(ends_on=timezone.localdate() - timedelta(days=1))
    return user


@pytest.mark.parametrize("asked_by", ASKED_BY)
def test_the_answer_is_told_to_who_answers_today_and_to_who_asked_while_they_may_read_it(asked_by):
    territory = TerritoryFactory()
    now_leading = lead_of(territory).person.email
    made, is_told = ASKED_BY[asked_by]
    asker = made(territory)
    application = ApplicationFactory(territory=territory, state=State.ASKED, confirmed_at=NOW)
    QuestionFactory(application=application, asked_by=asker)

    acts.answer(application, "Douze.", at=NOW)

    assert letters() == sorted([now_leading, *([asker.email] if is_told else [])])


def test_the_answer_of_who_asked_for_a_territory_without_a_lead_is_told_to_the_staff():
    territory, clerk = TerritoryFactory(), staff()
    application = ApplicationFactory(territory=territory, state=State.ASKED, confirmed_at=NOW)
    QuestionFactory(application=application, asked_by=lead_of_before(territory))

    acts.answer(application, "Douze.", at=NOW)

    assert letters() == [clerk.email]


def test_who_asked_and_signs_in_with_another_address_hears_of_the_answer_once():
    territory = TerritoryFactory()
    asker = lead_of(territory)
    asker.person.email = "bureau@example.org"
    asker.person.save()
    application = ApplicationFactory(territory=territory, state=State.ASKED, confirmed_at=NOW)
    QuestionFactory(application=application, asked_by=asker)

    acts.answer(application, "Douze.", at=NOW)

    assert letters() == ["bureau@example.org"]


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


def test_an_application_that_nobody_answers_is_forgotten_three_years_after_the_last_word_of_the_applicant():
    long_ago = NOW - timedelta(days=3 * 365 + 1)
    over, answered_since, asked = [
        ApplicationFactory(submitted_at=long_ago, **{state: True}) for state in ("confirmed", "confirmed", "asked")
    ]
    Application.objects.update(confirmed_at=long_ago)
    last_day = ApplicationFactory(confirmed=True, confirmed_at=NOW - timedelta(days=3 * 365))
    QuestionFactory(application=over, asked_at=long_ago, answered_at=long_ago)
    QuestionFactory(application=answered_since, asked_at=long_ago, answered_at=NOW - timedelta(days=3 * 365))
    rule = next(rule for rule in rules() if rule.key == "applications-waiting")

    assert (rule.due(NOW), rule.apply(NOW), rule.due(NOW)) == (1, 1, 0)

    assert set(Application.objects.all()) == {answered_since, asked, last_day}
    assert not Application.changes.rel.related_model.objects.filter(pgh_obj=over.pk).exists()
    assert not ApplicationQuestion.changes.rel.related_model.objects.filter(application=over.pk).exists()


def test_a_question_without_an_answer_for_six_months_closes_the_application():
    over, waiting, answered = ApplicationFactory(asked=True), ApplicationFactory(asked=True), ApplicationFactory()
    ApplicationQuestion.objects.filter(application=over).update(asked_at=NOW - timedelta(days=190))
    ApplicationQuestion.objects.filter(application=waiting).update(asked_at=NOW - timedelta(days=170))
    acts.confirm(answered, at=NOW)
    QuestionFactory(application=answered, asked_at=NOW - timedelta(days=190), answered_at=NOW)

    forget(timestamp=0)

    for application in (over, waiting, answered):
        application.refresh_from_db()
    assert (over.state, waiting.state, answered.state) == (State.WITHDRAWN, State.ASKED, State.CONFIRMED)
    assert over.withdrawn_at is not None


def test_of_an_accepted_application_the_contact_and_the_words_are_forgotten_after_two_years_in_the_history_too():
    old = ApplicationFactory(accepted=True, decided_at=NOW - timedelta(days=740), phone="04 66 00 00 00")
    new = ApplicationFactory(accepted=True, decided_at=NOW - timedelta(days=720))
    for application in (old, new):
        QuestionFactory(application=application, answer="Douze.", answered_at=NOW)

    forget(timestamp=0)

    told = Application.changes.rel.related_model.objects
    for rows in [Application.objects.filter(pk=old.pk), told.filter(pgh_obj=old.pk)]:
        words = rows.values_list("given_name", "family_name", "function", "email", "phone", "motivation")
        assert set(words) == {("",) * 6}
    asked = ApplicationQuestion.changes.rel.related_model.objects
    assert set(old.questions.values_list("text", "answer")) == {("", "")}
    assert set(asked.filter(application=old.pk).values_list("text", "answer")) == {("", "")}
    kept = Application.objects.get(pk=old.pk)
    assert (kept.state, kept.name, kept.company) == (State.ACCEPTED, old.name, old.company)
    new.refresh_from_db()
    assert new.email
    assert new.questions.get().answer == "Douze."
    assert told.filter(pgh_obj=new.pk, email=new.email).exists()
