"""The risk grid of the CNIL: answered while a vote online is prepared, sealed with it, told in its minutes."""

import io

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from elections import conduct, minutes, risks, rounds
from elections.forms.risks import RiskForm
from elections.holding import RefusedActError
from elections.models import Election, RiskLevel, RiskStatement, RollEntry
from elections.models.risks import level_of, points_of
from leader.shared import paper
from members.models import Company
from tests.elections import online
from tests.elections.rooms import AT, Room
from tests.factories import accounts
from tests.factories.elections import ElectionFactory, RollEntryFactory, election_in
from tests.factories.members import CompanyFactory

FALSE = {RiskStatement.CAN_WAIT, RiskStatement.NO_POWER, RiskStatement.NO_PROOF}
ANSWERS = {statement: statement not in FALSE for statement in RiskStatement}


def page(election, name="risks"):
    return reverse(f"elections:election-{name}", args=[election.pk])


def typed(false=FALSE):
    return {statement.value: "faux" if statement in false else "vrai" for statement in RiskStatement}


def text_of(answer):
    return answer.content.decode().replace("\xa0", " ")


@pytest.mark.parametrize(
    ("points", "level"),
    [(0, 1), (2, 1), (3, 2), (6, 2), (7, 3), (10, 3)],
)
def test_the_points_are_the_false_statements_and_give_the_level(points, level):
    answers = [False] * points + [True] * (10 - points)
    assert points_of(answers) == points
    assert level_of(points) == RiskLevel(level)


@pytest.fixture
def room(client):
    found = Room.with_companies(3)
    client.force_login(found.lead)
    return found


@pytest.fixture
def draft(room):
    election = room.prepared(way="online")
    room.standing(election, 0)
    return election


@pytest.mark.django_db
class TestPage:
    """What who prepares the vote reads and answers."""

    def test_the_steps_lead_to_it_and_warn_without_hindering(self, client, draft):
        shown = text_of(client.get(page(draft, "conduct")))
        assert f'href="{page(draft)}"' in shown
        assert "La grille de risque de la CNIL n’est pas remplie" in shown
        assert 'value="sceller"' in shown

    def test_the_answers_are_kept_and_the_page_tells_points_and_level(self, client, draft):
        answer = client.post(page(draft), typed(), follow=True)
        draft.refresh_from_db()
        assert risks.answers_of(draft) == ANSWERS
        assert "3 points sur 10 : niveau 2, risque moyen." in text_of(answer)
        assert "jusqu’à la fin de 2026" in text_of(answer)
        assert "Le niveau 3 dépend aussi de l’hébergement" not in text_of(answer)
        assert "n’est pas remplie" not in text_of(client.get(page(draft, "conduct")))

    def test_level_3_is_warned_of_on_both_pages(self, client, draft):
        answer = client.post(page(draft), typed(set(list(RiskStatement)[:7])), follow=True)
        assert "Le niveau 3 dépend aussi de l’hébergement" in text_of(answer)
        assert "Risque de niveau 3" in text_of(client.get(page(draft, "conduct")))

    def test_one_answer_missing_is_told_beside_it_and_the_rest_stays(self, client, draft):
        sent = typed() | {"no_threat": ""}
        answer = client.post(page(draft), sent)
        assert list(answer.context["form"].errors) == ["no_threat"]
        assert answer.context["form"]["can_wait"].value() == "faux"
        draft.refresh_from_db()
        assert draft.risk_answers is None

    def test_fewer_than_50_and_not_fewer_than_1000_is_refused(self, draft):
        form = RiskForm(typed({RiskStatement.UNDER_1000}), election=draft)
        assert list(form.errors) == ["under_1000"]
        assert RiskForm(typed({RiskStatement.UNDER_50, RiskStatement.UNDER_1000}), election=draft).is_valid()

    def test_what_the_site_knows_is_filled_in(self, draft):
        assert RiskForm(election=draft).initial == {"under_50": "vrai", "under_1000": "vrai", "other_ways": "vrai"}

    def test_of_a_vote_from_afar_or_an_empty_roll_it_knows_less(self, draft):
        draft.from_afar, draft.remote_article = True, "article 12"
        assert RiskForm(election=draft).initial == {"under_50": "vrai", "under_1000": "vrai"}
        draft.roll.all().delete()
        assert RiskForm(election=draft).initial == {}

    def test_what_was_answered_is_shown_again_rather_than_what_is_known(self, draft):
        answered = risks.answer(draft, dict.fromkeys(RiskStatement, False))
        assert set(RiskForm(election=answered).initial.values()) == {"faux"}

    def test_nobody_else_reaches_it(self, client, draft):
        for user in [accounts.lead_of(), draft.roll.first().representative.user, None]:
            client.logout()
            if user:
                client.force_login(user)
            assert client.post(page(draft), typed()).status_code == (404 if user else 302)
            assert client.get(page(draft)).status_code == (404 if user else 302)
        draft.refresh_from_db()
        assert draft.risk_answers is None

    def test_staff_answers_it_too(self, client, draft):
        client.force_login(accounts.staff())
        client.post(page(draft), typed())
        draft.refresh_from_db()
        assert draft.risk_points == 3

    def test_a_vote_on_paper_has_none(self, client, room):
        paper_vote = room.prepared()
        assert client.get(page(paper_vote)).status_code == 404
        assert page(paper_vote) not in text_of(client.get(page(paper_vote, "conduct")))
        with pytest.raises(RefusedActError, match="votes en ligne"):
            risks.answer(paper_vote, ANSWERS)

    def test_once_sealed_it_is_read_and_no_more(self, client, draft):
        risks.answer(draft, ANSWERS)
        conduct.seal(draft, at=AT)
        answer = client.post(page(draft), typed(set()))
        assert answer.context["form"] is None
        assert "Les personnes élues n’ont pas de pouvoir de décision." in text_of(answer)
        assert "niveau 2, risque moyen" in text_of(answer)
        draft.refresh_from_db()
        assert draft.risk_points == 3

    def test_one_that_was_sealed_meanwhile_refuses_in_words(self, draft):
        conduct.seal(draft, at=AT)
        with pytest.raises(RefusedActError, match="liste scellée"):
            risks.answer(draft, ANSWERS)

    def test_sealed_without_answers_it_says_so(self, client, draft):
        conduct.seal(draft, at=AT)
        assert "La grille n’a pas été remplie" in text_of(client.get(page(draft)))


@pytest.mark.django_db
class TestKept:
    """What the database keeps, and what goes over to the next election."""

    def test_the_database_keeps_the_answers_of_a_sealed_election(self):
        election = election_in("sealed", way="online", risk_answers=[True] * 10)
        with pytest.raises(IntegrityError, match="is sealed"), transaction.atomic():
            Election.objects.filter(pk=election.pk).update(risk_answers=[False] * 10)

    @pytest.mark.parametrize("answers", [[], [True] * 9, [True] * 11, [True] * 9 + [None]])
    def test_a_grid_has_ten_answers(self, answers):
        with pytest.raises(IntegrityError, match="election_risk_grid_is_whole"), transaction.atomic():
            ElectionFactory(risk_answers=answers)

    def test_a_roll_that_has_outgrown_the_grid_is_warned_of(self, draft):
        answered = risks.answer(draft, ANSWERS)
        *others, last = Company.objects.bulk_create(CompanyFactory.build_batch(50 - draft.roll.count()))
        RollEntry.objects.bulk_create(RollEntry(election=draft, company=company) for company in others)
        assert draft.roll.count() == 49
        assert risks.warnings_of(answered) == []
        RollEntry.objects.create(election=draft, company=last)
        assert ["plus d’entreprises" in said for said in risks.warnings_of(answered)] == [True]

    def test_a_second_call_takes_it_over(self):
        answers = [ANSWERS[statement] for statement in RiskStatement]
        first = ElectionFactory(way="online", closes_at=AT, quorum_percent=50, risk_answers=answers)
        RollEntryFactory(election=first)
        for state in ["sealed", "open", "closed"]:
            Election.objects.filter(pk=first.pk).update(state=state)
        following = rounds.call_again(first, at=AT)
        assert (following.is_second_call, following.risk_answers) == (True, answers)

    def test_paper_does_not(self, draft):
        conduct.seal(risks.answer(draft, ANSWERS), at=AT)
        conduct.give_up(draft, reason="Le réseau est tombé.")
        assert rounds.hold_on_paper(draft).risk_answers is None


@pytest.mark.django_db
class TestMinutes:
    """What the minutes say of it."""

    def told(self, election):
        content = paper.pdf("minutes", minutes.contents(election, [], "", None, AT), at=timezone.now())
        assert len(content) < 100_000
        sheets = PdfReader(io.BytesIO(content)).pages
        return " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())

    def test_they_hold_points_level_and_each_answer(self):
        election = online.sealed(2, risk_answers=[ANSWERS[statement] for statement in RiskStatement]).election
        told = self.told(election)
        assert "3 points sur 10, niveau 2 (risque moyen)" in told
        assert "Moins de 50 personnes votent. Vrai 0" in told
        assert "Les personnes élues n’ont pas de pouvoir de décision. Faux 1" in told
        assert told.count("Faux 1") == 3
        assert told.count("Vrai 0") == 7

    def test_they_say_that_it_was_not_answered(self):
        assert "La grille de risque de la CNIL n’a pas été remplie." in self.told(online.sealed(2).election)

    def test_those_of_a_vote_in_the_room_do_not_speak_of_it(self):
        assert "CNIL" not in self.told(election_in("sealed"))
