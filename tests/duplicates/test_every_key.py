"""Every foreign key that leads to a company or a person, whichever app has it, is followed by a merge and undone.

The keys are read from Django and from PostgreSQL; a new one fails here until a row of it is told in ROWS.
"""

from functools import partial

import pytest
from django.apps import apps
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import connection
from django.utils import timezone
from pghistory.models import Event

from members.duplicates.relations import keys_to
from members.duplicates.undoing import undo
from members.models import CompanyFigures, DuplicatePair, User
from members.models.duplicates import MODELS
from tests.duplicates.acts import merged, tables
from tests.factories import (
    accounts,
    applications,
    areas,
    commissions,
    data_requests,
    duplicates,
    elections,
    events,
    members,
    refresh,
    territories,
)
from tests.factories.members import CompanyFactory, PersonFactory

pytestmark = pytest.mark.django_db


def _figures(**company):
    return CompanyFigures.objects.create(year=2024, headcount=60, **company)


def _merge(**kept):
    kind = next(iter(kept))
    return duplicates.MergeRecordFactory(**{"kind": kind, "company": None, **kept})


def _apart(**end):
    """Make a pair that was told apart, of the record and the first of all."""
    [(name, record)] = end.items()
    kind = name.removeprefix("other_")
    other = kind if name != kind else f"other_{kind}"
    first = type(record).objects.earliest("pk") if name != kind else type(record).objects.latest("pk")
    decided = {"state": "distinct", "decided_at": timezone.now(), "decided_by": members.UserFactory(nobody=True)}
    return duplicates.DuplicatePairFactory(people=kind == "person", **decided, **end, **{other: first})


# How a row that hangs on a record is made, by the key that it hangs on.
ROWS = {
    "elections.Candidacy.company": elections.CandidacyFactory,
    "elections.ListPlace.company": elections.ListPlaceFactory,
    "elections.RollEntry.company": elections.RollEntryFactory,
    "events.Registration.company": events.RegistrationFactory,
    "members.CompanyDomain.company": members.CompanyDomainFactory,
    "members.CompanyFigures.company": _figures,
    "members.CompanyKeyword.company": members.CompanyKeywordFactory,
    "members.CompanyPage.company": members.CompanyPageFactory,
    "members.DuplicatePair.company": _apart,
    "members.DuplicatePair.other_company": _apart,
    "members.JoinRequest.company": members.JoinRequestFactory,
    "members.Membership.company": members.MembershipFactory,
    "members.MergeRecord.company": _merge,
    "members.RegisterDifference.company": refresh.RegisterDifferenceFactory,
    "members.RegisterSnapshot.company": refresh.RegisterSnapshotFactory,
    "members.Representative.company": members.RepresentativeFactory,
    "members.Site.company": members.SiteFactory,
    "members.TeamInvitation.company": members.TeamInvitationFactory,
    "territories.Affiliation.company": territories.AffiliationFactory,
    "territories.Application.company": partial(applications.ApplicationFactory, accepted=True),
    "territories.HomeQuestion.company": areas.HomeQuestionFactory,
    "territories.Mandate.company": territories.MandateFactory,
    "territories.OpeningProspect.company": territories.OpeningProspectFactory,
    "territories.Prospect.company": territories.ProspectFactory,
    "territories.Transfer.company": territories.TransferFactory,
    "commissions.ActionItem.owner": commissions.ActionItemFactory,
    "commissions.AgendaItem.owner": commissions.AgendaItemFactory,
    "commissions.AnnouncementChoice.person": commissions.AnnouncementChoiceFactory,
    "commissions.AnnouncementDelivery.person": commissions.AnnouncementDeliveryFactory,
    "commissions.Attendance.person": commissions.AttendanceFactory,
    "commissions.CommissionMembership.person": commissions.CommissionMembershipFactory,
    "commissions.SeatProposal.person": commissions.SeatProposalFactory,
    "elections.Candidacy.person": elections.CandidacyFactory,
    "elections.ListPlace.person": elections.ListPlaceFactory,
    "elections.RollEntry.representative": elections.RollEntryFactory,
    "events.GuestOfHonour.person": events.GuestOfHonourFactory,
    "members.DataRequest.person": data_requests.DataRequestFactory,
    "members.Disclosure.person": members.DisclosureFactory,
    "members.DuplicatePair.other_person": _apart,
    "members.DuplicatePair.person": _apart,
    "members.MergeRecord.person": _merge,
    "members.Representative.person": partial(members.RepresentativeFactory, vote="none"),
    "members.User.person": members.UserFactory,
    "territories.Mandate.person": territories.MandateFactory,
    "territories.OpeningTeamMember.person": territories.OpeningTeamMemberFactory,
    "territories.OutsideMandate.person": territories.OutsideMandateFactory,
    "territories.Prospect.owner": territories.ProspectFactory,
    "territories.Prospect.sponsor": territories.ProspectFactory,
    "territories.Task.person": territories.TaskFactory,
    "territories.TerritoryLead.person": territories.TerritoryLeadFactory,
}

KEYS = [(kind, key) for kind, model in MODELS.items() for key in keys_to(model)]
WITHOUT_KEY = {
    "shared_erasure.person_key": "of somebody erased, whom no merge finds any more",
    "territories_importrow.company_id": "compared anew before anything is written: territories.imports.applying",
}


def name_of(key):
    return f"{key.model._meta.label}.{key.name}"


def each_key(kind_and_key):
    return name_of(kind_and_key[1]) if isinstance(kind_and_key, tuple) else None


def asked_of_the_database(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return set(cursor.fetchall())


@pytest.mark.parametrize("kind", MODELS)
def test_the_keys_are_those_of_django_and_of_the_database(kind):
    model = MODELS[kind]
    keys = keys_to(model)
    of_django = {
        field
        for each in apps.get_models(include_auto_created=True)
        for field in each._meta.get_fields()
        if not issubclass(each, Event) and field.is_relation and field.concrete and field.related_model is model
    }

    assert set(keys) == {field for field in of_django if not field.many_to_many}
    assert {(key.model._meta.db_table, key.column) for key in keys} == asked_of_the_database(
        "SELECT conrelid::regclass::text, attname FROM pg_constraint"
        " JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY(conkey)"
        " WHERE contype = 'f' AND confrelid = %s::regclass",
        model._meta.db_table,
    )
    assert all(key.target_field.primary_key for key in keys)


def test_every_key_has_its_row_here():
    assert {name_of(key) for _kind, key in KEYS} == set(ROWS)


def test_no_column_names_a_record_without_a_key_but_those_that_may():
    """Whoever writes a number without a foreign key says here why a merge need not follow it."""
    columns = asked_of_the_database(
        "SELECT c.relname::text, a.attname::text FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
        " WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND NOT a.attisdropped"
        " AND a.attname ~ '(company|person|owner|sponsor|holder)(_id|_key|_pk|_ids|_keys)$'"
        " AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = a.attrelid AND k.contype = 'f'"
        "   AND a.attnum = ANY (k.conkey))"
    )
    history = {model._meta.db_table for model in apps.get_models() if issubclass(model, Event)}

    assert {f"{table}.{name}" for table, name in columns if table not in history} == set(WITHOUT_KEY)


@pytest.fixture
def records():
    """Return a function that makes two records between two others, and whoever merges them."""

    def make(kind):
        clerk = accounts.staff()
        _first, kept, removed, _last = {"company": CompanyFactory, "person": PersonFactory}[kind].create_batch(4)
        return kept, removed, clerk

    return make


def hangs_on(key, record):
    return key.model._base_manager.filter(**{key.attname: record.pk}).exists()


@pytest.mark.parametrize("kind_and_key", KEYS, ids=each_key)
def test_a_row_follows_by_every_key_and_comes_back(kind_and_key, records):
    kind, key = kind_and_key
    kept, removed, clerk = records(kind)
    row = ROWS[name_of(key)](**{key.name: removed})
    before = tables()

    record = merged(kept, removed, kind, by=clerk)

    assert hangs_on(key, kept) or key.model is DuplicatePair
    assert not hangs_on(key, removed)
    assert undo(record.pk, by=clerk, at=timezone.now()) == []
    assert key.model._base_manager.filter(pk=row.pk, **{key.attname: removed.pk}).exists()
    assert tables() == before


def alike_with(key):
    """Return the other keys that some constraint names together with ``key``."""
    meta = key.model._meta
    keys = {field.name for field in meta.fields if field.is_relation} - {key.name}
    if key.model is DuplicatePair:
        return set()  # its other end is given
    named = [set(names) for names in meta.unique_together]
    for constraint in meta.constraints:
        named.append(set(getattr(constraint, "fields", ())))
        if isinstance(constraint, ExclusionConstraint):
            named.append({str(expression) for expression, _operator in constraint.expressions})
    return {name for names in named if key.name in names for name in names & keys}


@pytest.mark.parametrize("kind_and_key", [each for each in KEYS if each[1].model is not User], ids=each_key)
def test_where_both_have_the_same_row_nothing_is_left_behind_and_both_come_back(kind_and_key, records):
    kind, key = kind_and_key
    kept, removed, clerk = records(kind)
    own = ROWS[name_of(key)](**{key.name: kept})
    ROWS[name_of(key)](**{name: getattr(own, name) for name in alike_with(key)}, **{key.name: removed})
    before = tables()

    record = merged(kept, removed, kind, by=clerk)

    assert not hangs_on(key, removed)
    assert undo(record.pk, by=clerk, at=timezone.now()) == []
    assert tables() == before
