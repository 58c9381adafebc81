"""The author's side of a dossier: who may open, drafts that keep everything, conflicts, and the submission."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from events.models import Announcement
from territories.models import Opening
from tests.factories.accounts import guest, lead_of, member, staff
from tests.factories.events import EventFactory
from tests.factories.geography import CommuneFactory, DepartementFactory, EpciFactory
from tests.factories.members import CompanyFactory
from tests.factories.territories import (
    AreaPartFactory,
    FederationFactory,
    OpeningAreaFactory,
    OpeningFactory,
    OpeningInvitationFactory,
    OpeningProspectFactory,
    OpeningRemarkFactory,
    OpeningTeamMemberFactory,
    StageFactory,
)

pytestmark = pytest.mark.django_db
LIST = "territories:opening-list"
STEPS = ["territory", "launch", "prospects", "team"]


@pytest.fixture(autouse=True)
def federation():
    return FederationFactory()


@pytest.fixture
def author(client):
    user = lead_of()
    client.force_login(user)
    return user


@pytest.fixture
def opening(author):
    return OpeningFactory(author=author)


def address(opening, page):
    return reverse(f"territories:opening-{page}", args=[opening.pk])


def send(client, opening, step, **typed):
    """Send a step as the page shown now would."""
    version = Opening.objects.get(pk=opening.pk).version
    answer = client.post(address(opening, step), {"version": version, **typed})
    opening.refresh_from_db()
    return answer


def team_rows(*rows):
    sent = {"team-TOTAL_FORMS": len(rows), "team-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        sent |= {f"team-{number}-{name}": value for name, value in row.items()}
    return sent


def test_a_lead_of_today_somebody_of_staff_and_somebody_invited_begin_a_dossier(client):
    invited = guest()
    OpeningInvitationFactory(email=invited.email, accepted_by=invited, accepted_at=timezone.now())

    for user in [lead_of(), staff(), invited]:
        client.force_login(user)
        answer = client.post(reverse(LIST))
        begun = Opening.objects.get(author=user)
        assert answer["Location"] == address(begun, "territory")


@pytest.mark.parametrize("role", [guest, member])
def test_anybody_else_is_forbidden_to_begin_one(client, role):
    client.force_login(role())

    assert client.get(reverse(LIST)).status_code == 403
    assert client.post(reverse(LIST)).status_code == 403
    assert Opening.objects.count() == 0


@pytest.mark.parametrize("page", [*STEPS, "review", "delete"])
def test_another_lead_finds_no_page_of_the_dossier(client, opening, page):
    client.force_login(lead_of())

    assert client.get(address(opening, page)).status_code == 404


@pytest.mark.parametrize("page", [*STEPS, "area", "submit", "take-back", "delete"])
def test_another_lead_changes_nothing_of_the_dossier(client, opening, page):
    client.force_login(lead_of())

    assert client.post(address(opening, page), {"version": opening.version}).status_code == 404
    assert Opening.objects.get(pk=opening.pk).version == opening.version


def test_somebody_of_the_team_reads_the_dossier_and_does_not_write_it(client, opening):
    helper = guest()
    OpeningTeamMemberFactory(opening=opening, email=helper.email)
    client.force_login(helper)

    assert client.get(reverse(LIST)).context["openings"] == [opening]
    assert client.get(address(opening, "review")).status_code == 200
    assert client.get(address(opening, "territory")).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_dossier_and_for_three(client, author, count, django_assert_num_queries):
    OpeningFactory.create_batch(count, author=author)
    client.get(reverse("territories:opening-list"))

    # savepoint twice, session, user, lead, dossiers, federation
    with django_assert_num_queries(7):
        answer = client.get(reverse("territories:opening-list"))

    assert len(answer.context["openings"]) == count


def test_staff_find_in_their_list_only_the_dossiers_they_began(client, opening):
    clerk = staff()
    begun = OpeningFactory(author=clerk)
    client.force_login(clerk)

    assert client.get(reverse(LIST)).context["openings"] == [begun]


@pytest.mark.parametrize("page", [*STEPS, "review"])
def test_each_page_of_a_new_dossier_is_shown(client, author, page):
    opening = Opening.objects.create(author=author)

    assert client.get(address(opening, page)).status_code == 200


def test_a_first_step_stores_the_area_and_leads_on(client, opening):
    epci, commune = EpciFactory(), CommuneFactory(epci=EpciFactory())
    CommuneFactory(epci=epci)

    answer = send(
        client, opening, "territory", name="LeadeR Thau", kind="association", country="FR",
        epcis=[epci.pk], communes=[commune.pk], then="next",
    )  # fmt: skip

    assert answer["Location"] == address(opening, "launch")
    assert opening.name == "LeadeR Thau"
    assert {(p.epci_id, p.commune_id) for p in opening.area_parts.all()} == {(epci.pk, None), (None, commune.pk)}


def test_what_is_refused_is_kept_and_shown_again_with_its_error(client, opening):
    answer = send(client, opening, "launch", opens_on="31/02/2099", place="Sète", then="next")

    assert answer["Location"] == address(opening, "launch")
    assert (opening.place, opening.opens_on) == ("Sète", None)
    shown = client.get(address(opening, "launch"))
    assert 'value="31/02/2099"' in shown.content.decode()
    assert shown.context["form"].errors["opens_on"]
    mended = send(client, opening, "launch", opens_on="28/02/2099", place="Sète", then="next")
    assert mended["Location"] == address(opening, "prospects")
    assert (opening.opens_on, opening.unfinished) == (date(2099, 2, 28), {})


def test_an_election_before_the_opening_is_shown_again_with_its_error(client, opening):
    send(client, opening, "launch", opens_on="2099-06-30", election_due_on="2099-01-01")

    shown = client.get(address(opening, "launch"))
    assert opening.election_due_on is None
    assert 'value="2099-01-01"' in shown.content.decode()
    assert shown.context["form"].errors["election_due_on"]


def test_a_refused_entry_leaves_what_was_stored_before(client, author):
    opening = OpeningFactory(author=author, full=True)

    send(client, opening, "launch", opens_on="bientôt", place="Agde", election_due_on="2099-08-31")

    assert (opening.opens_on, opening.place) == (date(2099, 6, 30), "Agde")


def test_the_election_is_proposed_two_months_after_the_opening(client, opening):
    send(client, opening, "launch", opens_on="2098-12-31")

    assert opening.election_due_on == date(2099, 2, 28)


def test_an_event_chosen_is_stored_as_the_announcement_and_taken_back(client, opening):
    event = EventFactory(name="Gala 2099", held_on=date(2099, 4, 21), is_published=True)

    send(client, opening, "launch", event=event.pk)
    assert (opening.announced_at, Announcement.objects.get(opening=opening).event) == ("Gala 2099", event)
    send(client, opening, "launch", event="", announced_at="Foire de Sète")

    assert opening.announced_at == "Foire de Sète"
    assert Announcement.objects.count() == 0


def test_an_event_not_published_is_not_offered(client, opening):
    hidden = EventFactory(held_on=date(2099, 4, 21), is_published=False)

    send(client, opening, "launch", event=hidden.pk, place="Agde")

    assert Announcement.objects.count() == 0
    assert opening.place == "Agde"
    assert list(opening.unfinished) == ["launch"]


def test_of_two_who_write_the_second_sees_what_the_first_stored_and_loses_nothing(client, opening):
    read = opening.version
    send(client, opening, "territory", name="LeadeR Thau")

    answer = client.post(address(opening, "territory"), {"version": read, "name": "LeadeR Agde"})

    assert answer.status_code == 200
    text = answer.content.decode()
    assert 'value="LeadeR Agde"' in text
    assert "LeadeR Thau" in text
    assert Opening.objects.get(pk=opening.pk).name == "LeadeR Thau"


def test_a_dossier_submitted_meanwhile_is_not_changed_and_the_typing_stays(client, author):
    opening = OpeningFactory(author=author, submitted=True, name="LeadeR Thau")

    answer = send(client, opening, "territory", name="LeadeR Agde")

    assert 'value="LeadeR Agde"' in answer.content.decode()
    assert opening.name == "LeadeR Thau"


def test_the_area_being_chosen_is_counted_and_the_overlap_named(client, opening):
    commune = CommuneFactory(name="Marseillan", population=7000)
    CompanyFactory(commune=commune)
    taken = AreaPartFactory(commune=commune).territory
    StageFactory(territory=taken, done=True)

    answer = client.post(address(opening, "area"), {"communes": [commune.pk], "version": opening.version})

    held = answer.context["area"]
    assert (held.population, held.company_count, held.commune_count) == (7000, 1, 1)
    assert taken.name in answer.content.decode()
    assert "Marseillan" in answer.content.decode()
    assert opening.area_parts.count() == 0


def test_a_commune_is_found_without_a_script(client, opening):
    commune = CommuneFactory(name="Mèze")

    answer = send(client, opening, "territory", name="LeadeR Thau", commune_search="meze", then="search")

    page = client.get(answer["Location"].split("#")[0])
    assert list(page.context["form"].found_communes()) == [commune]
    assert opening.name == "LeadeR Thau"


def test_codes_that_are_none_are_left_out_and_said(client, opening):
    DepartementFactory()

    send(client, opening, "territory", departements=["30", "ZZ"], epcis=["<script>"], communes=["99999"])

    assert [part.departement_id for part in opening.area_parts.all()] == ["30"]


@pytest.mark.parametrize("step", STEPS)
def test_hostile_entries_are_refused_with_a_page_and_never_break_it(client, opening, step):
    hostile = {
        "name": "x" * 500, "kind": "empire", "country": "ZZ", "opens_on": "0000-99-99", "event": "9" * 30,
        "team-TOTAL_FORMS": "999999999", "team-INITIAL_FORMS": "-1", "action": "remove", "prospect": "9" * 40,
        "company": ["-1", "x", "9" * 40], "version": opening.version,
    }  # fmt: skip

    assert client.post(address(opening, step), hostile).status_code in {200, 302}
    assert client.get(address(opening, step)).status_code == 200
    for action in ["known", "typed", "paste", "file", "same", "distinct", "nonsense"]:
        answer = client.post(address(opening, "prospects"), hostile | {"action": action})
        assert answer.status_code in {200, 302}


def test_known_companies_of_the_area_are_ticked_and_those_outside_are_not(client, opening):
    epci = EpciFactory()
    OpeningAreaFactory(opening=opening, epci=epci)
    inside, outside = CompanyFactory(commune=CommuneFactory(epci=epci)), CompanyFactory(commune=CommuneFactory())

    shown = client.get(address(opening, "prospects"))
    send(client, opening, "prospects", action="known", company=[inside.pk, outside.pk])

    assert [company["pk"] for company in shown.context["known"]] == [inside.pk]
    assert [row.company for row in opening.prospects.all()] == [inside]


def test_pasted_lines_are_added_and_the_refused_ones_kept_with_the_reason(client, opening):
    send(client, opening, "prospects", action="paste", lines="Nom;SIREN\nŒuvres du Port;;Sète\nFausse;123456789")

    assert [row.name for row in opening.prospects.all()] == ["Œuvres du Port"]
    page = client.get(address(opening, "prospects"))
    assert page.context["refused"][0]["text"] == "Fausse;123456789"
    assert "Fausse;123456789" in page.content.decode()
    send(client, opening, "prospects", action="discard")
    assert opening.unfinished == {}


UNSEEN = "\u202eAe\u0301\u200bro\u00ad\u2066 \u00a0 Sud\ufeff\u0007"


def test_what_cannot_be_seen_is_taken_out_of_pasted_lines(client, opening):
    lines = f"{UNSEEN};732\u202f829\u00a0320\u200b;Ale\u0300s;{UNSEEN};ana@example.org\u200b\n\u200b\u202e;;Sète"

    send(client, opening, "prospects", action="paste", lines=lines)

    told = opening.prospects.values_list("name", "siren", "city", "contact_name", "contact_email")
    assert list(told) == [("Aéro Sud", "732829320", "Alès", "Aéro Sud", "ana@example.org")]
    assert "nom manque" in client.get(address(opening, "prospects")).content.decode()


def test_what_cannot_be_seen_is_taken_out_of_the_other_steps(client, opening):
    rows = {"team-TOTAL_FORMS": 1, "team-INITIAL_FORMS": 0, "team-0-email": "zoe@example.org"}

    send(client, opening, "territory", name=UNSEEN, kind="section", purpose=f"{UNSEEN}\r\n{UNSEEN}")
    send(client, opening, "launch", place=UNSEEN)
    send(client, opening, "team", **rows, **{"team-0-family_name": UNSEEN, "team-0-function": UNSEEN})

    opening.refresh_from_db()
    assert (opening.name, opening.purpose, opening.place) == ("Aéro Sud", "Aéro Sud\nAéro Sud", "Aéro Sud")
    assert list(opening.team.values_list("family_name", "function")) == [("Aéro Sud", "Aéro Sud")]


def test_too_many_pasted_lines_are_refused_and_stay_in_the_page(client, opening):
    lines = "\n".join(f"Entreprise {number}" for number in range(501))

    answer = send(client, opening, "prospects", action="paste", lines=lines)

    assert answer.context["paste"].errors["lines"]
    assert "Entreprise 500" in answer.content.decode()
    assert opening.prospects.count() == 0


def test_a_file_that_is_no_table_is_refused_in_words(client, opening):
    file = SimpleUploadedFile("photo.csv", b"\x89PNG\r\n\x1a\n\x00\x00")

    answer = send(client, opening, "prospects", action="file", file=file)

    assert answer.context["file"].errors["file"]


def test_a_duplicate_is_shown_and_merged(client, opening):
    known = CompanyFactory(name="Œuvres du Port", city="Sète")
    row = OpeningProspectFactory(opening=opening, name="oeuvres du port", city="Sète")

    page = client.get(address(opening, "prospects"))
    send(client, opening, "prospects", action="same", prospect=row.pk)

    assert page.context["doubtful_count"] == 1
    assert opening.prospects.get().company == known


def test_a_line_named_twice_is_recognised_whatever_its_accents_and_ligatures(client, opening):
    OpeningProspectFactory(opening=opening, name="Œuvres du Port", city="Sète")
    OpeningProspectFactory(opening=opening, name="oeuvres du port", city="sete")

    assert client.get(address(opening, "prospects")).context["doubtful_count"] == 1


def test_the_pressentie_of_another_dossier_is_not_removed(client, opening):
    foreign = OpeningProspectFactory()

    send(client, opening, "prospects", action="remove", prospect=foreign.pk)

    assert foreign.opening.prospects.count() == 1


def test_the_author_is_proposed_as_lead_and_stored_once_sent(client, author, opening):
    page = client.get(address(opening, "team"))
    assert author.email in page.content.decode()
    assert opening.team.count() == 0

    send(client, opening, "team", **team_rows(
        {"family_name": "Durand", "email": author.email, "is_lead": "on"},
        {"family_name": "", "email": "pas une adresse"},
    ))  # fmt: skip

    assert [(m.family_name, m.is_lead) for m in opening.team.all()] == [("Durand", True)]
    again = client.get(address(opening, "team")).content.decode()
    assert "pas une adresse" in again
    assert "field-error" in again
    assert '<a href="#id_team-1-email">Personne 2, Adresse électronique : ' in again


def test_an_address_stands_once_in_the_team_whatever_its_case(client, opening):
    send(client, opening, "team", **team_rows(
        {"family_name": "Un", "email": "un@example.org"}, {"family_name": "Deux", "email": "UN@example.org"},
    ))  # fmt: skip

    assert [m.family_name for m in opening.team.all()] == ["Un"]
    assert list(opening.unfinished) == ["team"]


def test_the_remark_of_staff_stands_beside_its_step(client, author):
    opening = OpeningFactory(author=author, returned=True, decided_at=timezone.now())
    OpeningRemarkFactory(opening=opening, step="team", text="Qui préside ?", created_at=timezone.now())

    team = client.get(address(opening, "team")).content.decode()
    launch = client.get(address(opening, "launch")).content.decode()

    assert "Qui préside ?" in team
    assert "Qui préside ?" not in launch
    assert "is-remark" in launch


def complete(author):
    opening = OpeningFactory(author=author, full=True)
    OpeningAreaFactory(opening=opening)
    OpeningProspectFactory(opening=opening)
    OpeningTeamMemberFactory(opening=opening, is_lead=True)
    return opening


def test_an_incomplete_dossier_is_not_submitted_and_says_what_is_missing(client, opening):
    page = client.get(address(opening, "review"))
    client.post(address(opening, "submit"))

    opening.refresh_from_db()
    assert opening.state == Opening.State.DRAFT
    assert address(opening, "team") in page.content.decode()
    assert len(page.context["missing"]) >= 5


def test_a_complete_dossier_is_submitted_once_even_when_sent_twice(client, author):
    opening = complete(author)
    sent = {"idempotency_key": "a" * 32}

    first = client.post(address(opening, "submit"), sent)
    second = client.post(address(opening, "submit"), sent)
    third = client.post(address(opening, "submit"), {"idempotency_key": "b" * 32})

    opening.refresh_from_db()
    assert opening.state == Opening.State.SUBMITTED
    assert {a["Location"] for a in (first, second, third)} == {address(opening, "review")}
    assert client.get(address(opening, "territory")).status_code == 302


def test_a_submitted_dossier_is_taken_back(client, author):
    opening = OpeningFactory(author=author, submitted=True)

    client.post(address(opening, "take-back"))

    opening.refresh_from_db()
    assert opening.state == Opening.State.DRAFT


def test_a_draft_is_deleted_and_a_submitted_dossier_is_not(client, author):
    draft, submitted = OpeningFactory(author=author), OpeningFactory(author=author, submitted=True)

    client.get(address(draft, "delete"))
    client.post(address(draft, "delete"))
    answer = client.post(address(submitted, "delete"))

    assert answer.status_code == 404
    assert list(Opening.objects.all()) == [submitted]
