"""The staff's dossiers: read, approved, returned or refused once, with the letters that belong to it."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.models import Announcement
from leader.pages.dossiers.approving import approve_and_announce
from leader.shared.mails import Letter
from territories.models import Opening, Territory
from tests.factories.accounts import guest, lead_of, member, staff
from tests.factories.events import AnnouncementFactory, EventFactory
from tests.factories.territories import (
    OpeningAreaFactory,
    OpeningFactory,
    OpeningProspectFactory,
    OpeningTeamMemberFactory,
)

pytestmark = pytest.mark.django_db


def complete_dossier(**given) -> Opening:
    opening = OpeningFactory(submitted=True, **given)
    OpeningAreaFactory(opening=opening)
    OpeningProspectFactory(opening=opening)
    OpeningTeamMemberFactory(opening=opening, is_lead=True, email="cheffe@example.org")
    opening.refresh_from_db()
    return opening


def answer(client, opening, act, **typed):
    typed.setdefault("version", opening.version)
    return client.post(reverse(f"pages:dossier-{act}", args=[opening.pk]), typed)


def recipients():
    return sorted(Letter.objects.values_list("recipient", flat=True))


@pytest.fixture
def clerk(client):
    user = staff()
    client.force_login(user)
    return user


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_dossier_and_for_three(client, clerk, count, django_assert_num_queries):
    for _number in range(count):
        OpeningProspectFactory(opening=OpeningFactory(submitted=True))
    url = reverse("pages:dossier-list")
    client.get(url)

    with django_assert_num_queries(7):  # session, user, savepoint twice, states counted, rows counted, rows
        response = client.get(url)

    assert len(response.context["page"].object_list) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_pressentie_and_for_three(
    client, clerk, count, django_assert_max_num_queries
):
    opening = complete_dossier()
    for _number in range(count - 1):
        OpeningProspectFactory(opening=opening, known=True)
    url = reverse("pages:dossier-detail", args=[opening.pk])
    client.get(url)

    # session, user, savepoint twice, dossier, parts, prospects, team, remarks, announcement; eight of the area;
    # six of what is missing
    with django_assert_max_num_queries(26):
        response = client.get(url)

    assert len(response.context["prospects"]) == count


def test_the_list_shows_what_waits_the_longest_waiting_first_and_each_other_state_on_demand(client, clerk):
    later = OpeningFactory(submitted=True)
    earlier = OpeningFactory(submitted=True, submitted_at=timezone.now() - timedelta(days=9))
    refused = OpeningFactory(refused=True)
    url = reverse("pages:dossier-list")

    assert list(client.get(url).context["page"]) == [earlier, later]
    assert "1 semaine, 2 jours" in client.get(url).content.decode().replace("\xa0", " ")
    assert list(client.get(url, {"etat": "refused"}).context["page"]) == [refused]
    assert list(client.get(url, {"etat": "x'\"--", "page": "-1"}).context["page"]) == [earlier, later]


@pytest.mark.parametrize("role", [guest, member, lead_of])
@pytest.mark.parametrize("act", ["approve", "return", "refuse"])
def test_nobody_but_the_staff_finds_the_dossiers(client, role, act):
    opening = complete_dossier()
    client.force_login(role())

    assert client.get(reverse("pages:dossier-list")).status_code == 404
    assert client.get(reverse("pages:dossier-detail", args=[opening.pk])).status_code == 404
    assert answer(client, opening, act, reason="Non", team="Non").status_code == 404
    opening.refresh_from_db()
    assert opening.state == Opening.State.SUBMITTED


def test_not_even_its_author_decides_upon_a_dossier(client):
    opening = complete_dossier()
    client.force_login(opening.author)

    assert answer(client, opening, "approve").status_code == 404
    assert Territory.objects.count() == 0


def test_an_approval_makes_the_territory_plans_the_announcement_and_tells_author_and_team(client, clerk):
    opening = complete_dossier()
    event = EventFactory(held_on=date(2099, 4, 21), place="Palais des Rois")
    announcement = AnnouncementFactory(event=event, opening=opening, territory=None)

    response = answer(client, opening, "approve")

    opening.refresh_from_db()
    announcement.refresh_from_db()
    assert response["Location"] == reverse("pages:dossier-detail", args=[opening.pk])
    assert (opening.state, opening.decided_by) == (Opening.State.APPROVED, clerk)
    assert (announcement.territory, announcement.opening) == (opening.territory, None)
    announced = opening.territory.stages.get(kind="announced")
    assert (announced.planned_for, announced.done_on) == (date(2099, 4, 21), None)
    assert announced.place == "Palais des Rois"
    assert recipients() == sorted(["cheffe@example.org", opening.author.email])
    assert opening.territory.get_absolute_url() in Letter.objects.first().text
    assert client.get(opening.territory.get_absolute_url()).status_code == 200


def test_an_approval_clicked_twice_has_one_outcome_and_the_second_is_told(client, clerk):
    opening = complete_dossier()

    answer(client, opening, "approve")
    second = answer(client, opening, "approve")

    assert "Trop tard" in second.content.decode()
    assert Territory.objects.count() == 1
    assert len(recipients()) == 2


def test_the_same_form_sent_twice_gets_the_same_answer(client, clerk):
    opening = complete_dossier()

    first = answer(client, opening, "approve", idempotency_key="k" * 32)
    second = answer(client, opening, "approve", idempotency_key="k" * 32)

    assert first["Location"] == second["Location"]
    assert Territory.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_staff_who_answer_at_once_one_is_told():
    opening, clerks, together, told = complete_dossier(), [staff(), staff()], Barrier(2), []

    def click(clerk, act):
        client = Client()
        client.force_login(clerk)
        together.wait()
        response = answer(client, opening, act, reason="Trop tôt.")
        told.append("Trop tard" in response.content.decode())
        connection.close()

    pairs = zip(clerks, ["approve", "refuse"], strict=True)
    threads = [Thread(target=click, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    opening.refresh_from_db()
    assert sorted(told) == [False, True]
    assert Territory.objects.count() == (1 if opening.state == Opening.State.APPROVED else 0)
    assert len(recipients()) == 2


def test_a_return_carries_a_remark_for_each_step_and_tells_author_and_team(client, clerk):
    opening = complete_dossier()

    answer(client, opening, "return", team="Qui préside ?", launch="")

    opening.refresh_from_db()
    assert opening.state == Opening.State.RETURNED
    assert list(opening.open_remarks().values_list("step", "text")) == [("team", "Qui préside ?")]
    assert recipients() == sorted(["cheffe@example.org", opening.author.email])
    assert "Qui préside ?" in Letter.objects.first().text
    assert opening.get_absolute_url() in Letter.objects.first().text


def test_a_return_without_a_remark_is_refused(client, clerk):
    opening = complete_dossier()

    response = answer(client, opening, "return", team="  ")

    assert response.context["answered"].has_error("__all__", "empty")
    opening.refresh_from_db()
    assert (opening.state, recipients()) == (Opening.State.SUBMITTED, [])


def test_remarks_on_a_version_that_changed_are_kept_on_the_page_and_may_be_sent_again(client, clerk):
    opening = complete_dossier()
    read = opening.version
    opening.take_back()
    opening.submit(at=timezone.now())

    response = answer(client, opening, "return", team="Qui préside ?", version=read)

    assert response.context["answered"].has_error("__all__", "changed")
    assert "Qui préside ?" in response.content.decode()
    assert f'name="version" value="{opening.version}"' in response.content.decode()
    answer(client, opening, "return", team="Qui préside ?")
    opening.refresh_from_db()
    assert opening.state == Opening.State.RETURNED


def test_a_refusal_says_why_and_tells_author_and_team(client, clerk):
    opening = complete_dossier()

    answer(client, opening, "refuse", reason="L’aire est celle d’un autre.")

    opening.refresh_from_db()
    assert (opening.state, opening.decision_reason) == (Opening.State.REFUSED, "L’aire est celle d’un autre.")
    assert len(recipients()) == 2
    assert "L’aire est celle d’un autre." in Letter.objects.first().text


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "\0"])
def test_a_version_that_is_no_version_decides_nothing(client, clerk, version):
    opening = complete_dossier()

    assert answer(client, opening, "refuse", reason="Non", version=version).status_code in {200, 400}
    opening.refresh_from_db()
    assert opening.state == Opening.State.SUBMITTED


@pytest.mark.parametrize("reason", ["", "x" * 2001])
def test_a_reason_that_cannot_be_stored_is_refused_on_the_page(client, clerk, reason):
    opening = complete_dossier()

    assert "reason" in answer(client, opening, "refuse", reason=reason).context["answered"].errors


def test_a_dossier_that_lacks_a_lead_is_not_approved(client, clerk):
    opening = complete_dossier()
    opening.team.all().delete()

    response = answer(client, opening, "approve")

    assert response.context["answered"].errors
    assert (Territory.objects.count(), recipients()) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_an_approval_whose_letter_fails_leaves_neither_territory_nor_letter_nor_announcement():
    opening = complete_dossier()
    announcement = AnnouncementFactory(opening=opening, territory=None)
    opening.author.email = "no address"  # the last letter of all cannot be queued
    opening.author.save()

    with pytest.raises(Exception, match="valide"):
        approve_and_announce(opening, by=staff(), at=timezone.now(), version=opening.version)

    assert (Territory.objects.count(), recipients()) == (0, [])
    assert Opening.objects.get(pk=opening.pk).state == Opening.State.SUBMITTED
    assert Announcement.objects.get(pk=announcement.pk).opening == opening


def test_what_people_typed_is_shown_as_text(client, clerk):
    opening = complete_dossier(name="<script>alert(1)</script>", purpose="<b>x</b>")

    page = client.get(reverse("pages:dossier-detail", args=[opening.pk])).content.decode()

    assert "<script>alert" not in page
    assert "<b>x</b>" not in page


def test_the_home_and_the_desk_of_staff_lead_to_the_dossiers(client, clerk):
    opening = complete_dossier()
    url = reverse("pages:dossier-detail", args=[opening.pk])

    assert url in client.get(reverse("pages:home")).content.decode()
    desk = client.get(reverse("admin:territories_opening_change", args=[opening.pk]))
    assert url in desk.content.decode()
