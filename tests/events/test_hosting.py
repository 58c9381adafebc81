"""Who hosts the gala: turns, a candidacy from draft to withdrawn, the decision and its reason."""

import re
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from events.hosting import acts
from events.hosting.rotation import turns_on
from events.models import Event, HostCall, HostCandidacy
from tests.factories.accounts import guest, lead_of, member, staff
from tests.factories.events import EventFactory, HostCallFactory, HostCandidacyFactory
from tests.factories.territories import StageFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
WHOLE = {
    "venue": "Palais des congrès", "city": "Béziers", "capacity": 200, "budget": 20_000,
    "pitch": "Une ville au milieu de tous.",
}  # fmt: skip


@pytest.fixture
def territory():
    return TerritoryFactory(name="LeadeR Béziers", opened=True)


@pytest.fixture
def call():
    return HostCallFactory(year=2099)


@pytest.fixture
def page(call, territory):
    return reverse("events:host-candidacy", args=[call.year, territory.slug])


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode().replace("\xa0", " "))


def test_who_waits_longest_stands_first():
    made = {name: TerritoryFactory(name=name) for name in ["Alès", "Nîmes", "Sète", "Projet"]}
    for name in ["Alès", "Nîmes", "Sète"]:
        StageFactory(territory=made[name], kind="open", done_on=date(2010, 1, 1))
    for year, name in [(2012, "Alès"), (2015, "Nîmes"), (2016, "Alès"), (2030, "Sète")]:
        EventFactory(kind=Event.Kind.GALA, held_on=date(year, 6, 15), territory=made[name])
    EventFactory(secret=True, kind=Event.Kind.GALA, held_on=date(2017, 6, 15), territory=made["Nîmes"])

    turns = [(row.name, row.last_hosted) for row in turns_on(date(2020, 1, 1))]

    assert turns == [("Sète", None), ("Nîmes", date(2015, 6, 15)), ("Alès", date(2016, 6, 15))]


def test_everybody_reads_who_hosted_when_and_for_how_long_each_has_not(client):
    made = {name: TerritoryFactory(name=name) for name in ["LeadeR Nîmes", "LeadeR Sète"]}
    for territory in made.values():
        StageFactory(territory=territory, kind="open", done_on=date(2010, 1, 1))
    gard = EventFactory(
        kind="gala", held_on=date(2015, 6, 15), territory=made["LeadeR Nîmes"], name="Gala du Gard"
    )
    EventFactory(kind="gala", held_on=date(2016, 6, 15), territory=None, name="Trente ans")

    shown = text_of(client.get(reverse("events:host-list")))

    assert shown.index("LeadeR Sète") < shown.index("LeadeR Nîmes") < shown.index("Qui a accueilli, et quand")
    assert "jamais" in shown
    assert "15 juin 2015" in shown
    assert f"{timezone.localdate().year - 2016} ans" in shown or f"{timezone.localdate().year - 2015} ans" in shown
    hosted = re.sub(r"<[^>]+>", "", shown[shown.index("Qui a accueilli, et quand") :])
    assert re.search(r"2016 – la fédération ?Trente ans.*2015 – LeadeR Nîmes ?Gala du Gard", hosted)
    assert gard.get_absolute_url() in shown


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_turns_costs_the_same_for_one_territory_and_for_three(
    client, count, django_assert_num_queries
):
    for _number in range(count):
        EventFactory(gala=True, territory=TerritoryFactory(opened=True))
        HostCallFactory(over=True, outcome="skipped", reason="–", decided_at=timezone.now())

    # The savepoint and its end; how many territories, those with their last gala, open calls, calls decided with
    # their candidacies, criteria, marks and who marked, the galas of the past.
    with django_assert_num_queries(11):
        client.get(reverse("events:host-list"))


def test_a_candidacy_is_for_the_leads_of_the_territory_and_the_staff(client, page, territory):
    def status(account):
        client.force_login(account)
        return client.get(page).status_code, client.post(page, WHOLE | {"act": "garder"}).status_code

    assert client.get(page).status_code == 302
    assert [status(account) for account in (guest(), member(), lead_of())] == [(404, 404)] * 3
    assert HostCandidacy.objects.count() == 0
    assert status(lead_of(territory)) == (200, 302)
    assert client.get(reverse("events:host-decision", args=[2099])).status_code == 404


def test_a_lead_keeps_a_draft_submits_and_withdraws(client, page, territory):
    lead = lead_of(territory)
    client.force_login(lead)

    client.post(page, {"act": "garder", "venue": "Palais"})
    draft = HostCandidacy.objects.get()
    assert (draft.state, draft.venue, draft.author) == ("draft", "Palais", lead)

    refused = client.post(page, {"act": "deposer", "venue": "Palais", "version": draft.version})
    assert sorted(refused.context["form"].errors) == ["capacity", "city", "pitch", "proposed_on"]
    assert "À renseigner avant de déposer." in text_of(refused)
    form = WHOLE | {"act": "deposer", "proposed_on": "2098-06-15", "version": draft.version}
    assert "Choisissez un jour de l’année du gala." in text_of(client.post(page, form))
    assert client.post(page, form | {"proposed_on": "2099-06-15"}).status_code == 302
    assert HostCandidacy.objects.get().state == "submitted"

    emptied = {"act": "garder", "version": HostCandidacy.objects.get().version}
    assert client.post(page, emptied).status_code == 200
    assert HostCandidacy.objects.get().venue == "Palais des congrès"
    client.post(page, {"act": "retirer"})
    assert HostCandidacy.objects.get().state == "withdrawn"


def test_of_two_leads_at_once_the_second_is_shown_what_the_first_kept(client, page, territory):
    client.force_login(lead_of(territory))
    client.post(page, {"act": "garder", "venue": "Palais"})

    shown = text_of(client.post(page, {"act": "garder", "venue": "Halle", "version": "0"}))

    assert "Palais" in shown
    assert HostCandidacy.objects.get().venue == "Palais"


def test_after_the_last_day_nobody_stands(client, page, call, territory):
    HostCall.objects.update(closes_on=timezone.localdate() - timedelta(days=1))
    client.force_login(lead_of(territory))

    assert "On ne peut pas candidater aujourd’hui" in text_of(client.get(page))
    assert "On ne peut pas candidater aujourd’hui" in text_of(
        client.post(page, {"act": "garder", "venue": "Palais"})
    )
    assert HostCandidacy.objects.count() == 0


def test_the_decision_is_public_with_its_reason_and_gives_the_gala_its_host(client, call, territory):
    chosen = HostCandidacyFactory(call=call, territory=territory)
    HostCandidacyFactory(call=call)
    page = reverse("events:host-decision", args=[call.year])
    client.force_login(staff())
    form = {"choice": chosen.pk, "reason": "Sa salle est la plus grande."}
    assert "une fois le dernier jour passé" in text_of(client.post(page, form))
    HostCall.objects.update(closes_on=timezone.localdate() - timedelta(days=1))
    assert "Ce champ est obligatoire." in text_of(client.post(page, form | {"reason": ""}))

    assert client.post(page, form).status_code == 302
    assert "C’est décidé : LeadeR Béziers" in text_of(client.post(page, form | {"choice": "skipped"}))

    gala = Event.objects.galas().get(held_on__year=call.year)
    assert (gala.territory, gala.place, gala.is_published) == (territory, "Palais des congrès", False)
    client.logout()
    shown = text_of(client.get(reverse("events:host-list")))
    assert "LeadeR Béziers" in shown
    assert "Sa salle est la plus grande." in shown


@pytest.mark.parametrize("choice", ["federation", "skipped"])
def test_the_federation_may_hold_it_itself_or_skip_a_year(client, choice):
    call = HostCallFactory(over=True)
    client.force_login(staff())

    client.post(reverse("events:host-decision", args=[call.year]), {"choice": choice, "reason": "Trente ans."})

    call.refresh_from_db()
    assert (call.outcome, call.host, Event.objects.count()) == (choice, None, 0)


def test_a_gala_that_has_another_host_is_left_alone(client):
    candidacy = HostCandidacyFactory(call=HostCallFactory(over=True))
    other = EventFactory(gala=True, held_on=date(candidacy.call.year, 6, 1))
    client.force_login(staff())
    page = reverse("events:host-decision", args=[candidacy.call.year])

    assert "déjà un autre hôte" in text_of(client.post(page, {"choice": candidacy.pk, "reason": "–"}))

    candidacy.call.refresh_from_db()
    other_host = Event.objects.get(pk=other.pk).territory
    assert (candidacy.call.outcome, other_host) == ("", other.territory)


@pytest.mark.parametrize(
    ("choice", "host", "said"),
    [("skipped", False, "déjà un gala cette année-là"), ("federation", True, "déjà un autre hôte")],
)
def test_a_decision_that_the_gala_of_the_year_contradicts_is_refused(client, choice, host, said):
    call = HostCallFactory(over=True)
    host = TerritoryFactory() if host else None
    EventFactory(kind="gala", held_on=date(call.year, 6, 1), territory=host)
    client.force_login(staff())
    page = reverse("events:host-decision", args=[call.year])

    assert said in text_of(client.post(page, {"choice": choice, "reason": "–"}))

    call.refresh_from_db()
    assert call.outcome == ""


def test_a_candidacy_withdrawn_while_the_decision_is_read_is_not_chosen(client):
    candidacy = HostCandidacyFactory(call=HostCallFactory(over=True))
    acts.withdraw(candidacy, at=timezone.now())

    with pytest.raises(acts.RefusedError, match="retirée entre-temps"):
        acts.decide(
            candidacy.call, outcome="territory", candidacy=candidacy, reason="–", by=staff(), at=timezone.now()
        )

    assert not Event.objects.exists()


def test_a_gala_finds_its_address_where_another_event_has_the_usual_one(client):
    candidacy = HostCandidacyFactory(call=HostCallFactory(over=True))
    EventFactory(slug=f"gala-{candidacy.call.year}")
    client.force_login(staff())
    page = reverse("events:host-decision", args=[candidacy.call.year])

    assert client.post(page, {"choice": candidacy.pk, "reason": "–"}).status_code == 302

    assert Event.objects.galas().get().slug == f"gala-{candidacy.call.year}-2"


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"outcome": "skipped"}, "host_call_decision_has_a_reason"),
        ({"outcome": "territory", "reason": "–", "decided_at": timezone.now()}, "host_call_names_its_host"),
        ({"closes_on": date(2019, 1, 1)}, "host_call_closes_after_it_opens"),
    ],
)
def test_the_database_keeps_what_a_decision_is(call, change, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        HostCall.objects.update(**change)


def test_the_database_keeps_one_candidacy_a_territory_and_whole_once_submitted():
    candidacy = HostCandidacyFactory()

    with pytest.raises(IntegrityError, match="once_a_territory"), transaction.atomic():
        HostCandidacyFactory(call=candidacy.call, territory=candidacy.territory)
    with pytest.raises(IntegrityError, match="whole_when_submitted"), transaction.atomic():
        HostCandidacy.objects.update(venue="")
