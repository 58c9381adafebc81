"""A dossier is submitted, returned, refused or approved, and once only."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from members.models import Company, User
from territories.approval import IncompleteError, approve, free_slug
from territories.models import AreaPart, Opening, Prospect, ProspectFile, Territory, TerritoryLead
from territories.opening.areas import Area, overlaps
from territories.opening.completeness import problems
from territories.opening.pasting import read_lines
from territories.opening.prospects import add_lines, same_company, with_twins
from tests.factories.accounts import staff
from tests.factories.geography import CommuneFactory
from tests.factories.members import CompanyFactory, PersonFactory
from tests.factories.territories import (
    AreaPartFactory,
    OpeningAreaFactory,
    OpeningFactory,
    OpeningProspectFactory,
    OpeningTeamMemberFactory,
    TerritoryFactory,
)


def complete_dossier() -> Opening:
    opening = OpeningFactory(submitted=True, name="LeadeR Thau")
    OpeningAreaFactory(opening=opening)
    OpeningProspectFactory(opening=opening, name="Œuvres du Port", city="Sète")
    OpeningTeamMemberFactory(opening=opening, is_lead=True, email="Cheffe@example.org")
    opening.refresh_from_db()
    return opening


@pytest.mark.django_db
def test_an_approval_makes_the_territory_its_area_dates_lead_and_pressenties():
    opening, clerk = complete_dossier(), staff()

    territory = approve(opening, by=clerk, at=timezone.now(), version=opening.version)

    assert (territory.slug, opening.state, opening.territory) == ("leader-thau", Opening.State.APPROVED, territory)
    assert list(territory.stages.values_list("kind", "planned_for")) == [
        ("open", date(2099, 6, 30)),
        ("bureau_elected", date(2099, 8, 31)),
    ]
    assert AreaPart.objects.filter(territory=territory).count() == 1
    assert Prospect.objects.get(territory=territory).company.name == "Œuvres du Port"
    lead = TerritoryLead.objects.get(territory=territory)
    assert lead.person == User.objects.get(email__iexact="cheffe@example.org").person


@pytest.mark.django_db
def test_a_lead_at_a_shared_mailbox_is_not_the_colleague_who_is_known_by_it():
    opening, colleague = complete_dossier(), PersonFactory(email="cheffe@example.org", family_name="Vic")

    territory = approve(opening, by=staff(), at=timezone.now(), version=opening.version)

    assert TerritoryLead.objects.get(territory=territory).person != colleague


@pytest.mark.django_db
def test_an_approved_dossier_keeps_no_file_that_nobody_confirmed():
    opening = complete_dossier()
    ProspectFile.objects.create(opening=opening, name="liste.csv", lines=[[2, ["Jamais ajoutée"]]])

    territory = approve(opening, by=staff(), at=timezone.now(), version=opening.version)

    assert not ProspectFile.objects.exists()
    assert [p.company.name for p in Prospect.objects.filter(territory=territory)] == ["Œuvres du Port"]


@pytest.mark.django_db
def test_a_known_company_is_not_made_again():
    opening = complete_dossier()
    known = CompanyFactory(name="Œuvres du Port", city="Sète")

    territory = approve(opening, by=staff(), at=timezone.now(), version=opening.version)

    assert Prospect.objects.get(territory=territory).company == known
    assert Company.objects.count() == 1


@pytest.mark.django_db
def test_a_dossier_changed_since_it_was_read_is_not_approved():
    opening = complete_dossier()
    read = opening.version
    opening.take_back()
    opening.submit(at=timezone.now())

    with pytest.raises(Opening.WrongStateError):
        approve(opening, by=staff(), at=timezone.now(), version=read)
    assert Territory.objects.count() == 0


@pytest.mark.django_db
def test_a_dossier_without_a_lead_is_not_approved():
    opening = complete_dossier()
    opening.team.all().delete()

    with pytest.raises(IncompleteError):
        approve(opening, by=staff(), at=timezone.now(), version=opening.version)


@pytest.mark.django_db(transaction=True)
def test_of_two_staff_who_approve_at_once_one_makes_the_territory():
    opening, clerks, together, outcomes = complete_dossier(), [staff(), staff()], Barrier(2), []

    def click(clerk):
        try:
            together.wait()
            read = Opening.objects.get(pk=opening.pk)
            approve(read, by=clerk, at=timezone.now(), version=opening.version)
            outcomes.append("approved")
        except Opening.WrongStateError:
            outcomes.append("told no")
        finally:
            connection.close()

    threads = [Thread(target=click, args=[clerk]) for clerk in clerks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["approved", "told no"]
    assert Territory.objects.count() == 1


@pytest.mark.django_db
def test_a_returned_dossier_carries_its_remarks_and_can_be_submitted_again():
    opening, clerk = complete_dossier(), staff()

    opening.send_back(by=clerk, at=timezone.now(), remarks={"team": "Qui préside ?"}, version=opening.version)

    assert list(opening.open_remarks().values_list("step", "text")) == [("team", "Qui préside ?")]
    opening.submit(at=timezone.now())
    with pytest.raises(Opening.WrongStateError):
        opening.submit(at=timezone.now())


@pytest.mark.django_db
def test_an_empty_draft_says_what_it_lacks_at_each_step():
    opening = OpeningFactory(name="")

    blocked = {problem.step for problem in problems(opening, date(2099, 1, 1)) if problem.blocks}

    assert blocked == {"territory", "launch", "prospects", "team"}


@pytest.mark.django_db
def test_an_overlap_is_named():
    commune = CommuneFactory()
    other = AreaPartFactory(commune=commune).territory
    found = overlaps(Area(communes=frozenset([commune.code])).as_communes(), date(2026, 1, 1))

    assert [(overlap.territory, overlap.named) for overlap in found] == [(other, [commune.name])]


@pytest.mark.django_db
def test_an_address_is_readable_and_free():
    TerritoryFactory(slug="leader-thau")

    assert free_slug("LeadeR Thau") == "leader-thau-2"
    assert free_slug("Ouvrir") == "ouvrir-2"


@pytest.mark.django_db
def test_the_same_company_typed_twice_is_shown_and_merged_on_choice():
    opening = OpeningFactory()
    OpeningProspectFactory(opening=opening, name="Élan", city="Sète")
    OpeningProspectFactory(opening=opening, name="ELAN", city="sete", contact_email="a@example.org")
    doubtful = [row for row in with_twins(opening) if row.same_as]

    assert len(doubtful) == 1
    same_company(doubtful[0])

    assert list(opening.prospects.values_list("contact_email", flat=True)) == ["a@example.org"]


@pytest.mark.django_db
def test_a_line_pasted_again_adds_nothing():
    opening = OpeningFactory()
    lines, _refused = read_lines("SDTech;;Alès\nSoledge;;Montpellier")

    assert add_lines(opening, lines, room=10) == (2, 0, 0)
    assert add_lines(opening, lines, room=10) == (0, 2, 0)


@pytest.mark.django_db
def test_lines_beyond_the_room_of_a_dossier_are_counted_as_left_out():
    opening = OpeningFactory()
    lines, _refused = read_lines("SDTech\nSDTech\nSoledge\nPhytocontrol")

    assert add_lines(opening, lines, room=2) == (2, 1, 1)
    assert [row.name for row in opening.prospects.all()] == ["SDTech", "Soledge"]


def test_pasted_lines_are_read_tolerantly_and_refused_with_a_reason():
    understood, refused = read_lines(
        "Nom;SIREN;Ville\nSDTech ; 732 829 320 ; Alès ; Ana ; ana@example.org\n\nX;123 456 789;Y\n;;Sète\n"
        + "n" * 201
    )

    assert [vars(line) for line in understood] == [
        {"name": "SDTech", "siren": "732829320", "city": "Alès", "contact_name": "Ana",
         "contact_email": "ana@example.org"}
    ]  # fmt: skip
    assert [line.number for line in refused] == [4, 5, 6]
