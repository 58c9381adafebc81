"""Two records made one: everything follows, the kept record's stands, and it can be undone."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone
from pghistory.models import Event

from elections.conduct import give_up
from leader.shared.history import changes_of
from leader.shared.personal_data.erasing import erase
from leader.shared.personal_data.subjects import subject
from members.duplicates.following import RefusedError
from members.duplicates.forgetting import forget_old_merges
from members.duplicates.merging import foresee, kept_in_place_of, merge
from members.duplicates.pairs import ChangedError, tell_apart
from members.duplicates.relations import keys_to
from members.duplicates.undoing import undo
from members.models import (
    Company,
    CompanyFigures,
    CompanyPage,
    DuplicatePair,
    Membership,
    MergeRecord,
    Person,
    Representative,
)
from members.models.duplicates import MODELS
from members.presentation.forgetting import forget_stray_logos
from members.presentation.logos import FOLDER
from territories.models import Affiliation, Prospect
from tests.duplicates.acts import merged, tables
from tests.factories import accounts
from tests.factories.duplicates import DuplicatePairFactory
from tests.factories.members import CompanyFactory, MembershipFactory, PersonFactory, RepresentativeFactory
from tests.factories.refresh import RegisterDifferenceFactory, RegisterSnapshotFactory
from tests.factories.territories import AffiliationFactory, ProspectFactory, TerritoryFactory
from tests.walk.world import World

pytestmark = pytest.mark.django_db


LOGO = {"logo_digest": "abc", "logo_alt": "Logo", "logo_width": 9, "logo_height": 9}


def test_a_full_file_follows_and_comes_back_as_it_was():
    kept, removed = CompanyFactory(name="Verrerie", siren=None), CompanyFactory(name="Verrerie SAS")
    MembershipFactory(company=kept, starts_on=date(2015, 1, 1), ends_on=date(2016, 12, 31))
    MembershipFactory(company=removed, starts_on=date(2010, 1, 1), ends_on=None)
    territory, other = TerritoryFactory(), TerritoryFactory()
    AffiliationFactory(company=kept, territory=territory, starts_on=date(2020, 1, 1))
    AffiliationFactory(company=removed, territory=territory, starts_on=date(2015, 1, 1))
    AffiliationFactory(company=removed, territory=other, starts_on=date(2012, 1, 1), ends_on=date(2014, 12, 31))
    ProspectFactory(territory=territory, company=kept)
    ProspectFactory(territory=territory, company=removed)
    RegisterSnapshotFactory(company=kept, siren="")
    RegisterSnapshotFactory(company=removed)
    RegisterDifferenceFactory(company=kept)
    RegisterDifferenceFactory(company=removed)
    for company in (kept, removed):
        RepresentativeFactory(company=company, vote="voting", starts_on=date(2020, 1, 1))
        CompanyFigures.objects.create(company=company, year=2024, headcount=company.pk)
    CompanyFigures.objects.create(company=removed, year=2023, headcount=5)
    DuplicatePairFactory(company=kept, other_company=removed)
    siren = removed.siren
    bystander = MembershipFactory()
    before = tables()

    record = merged(kept, removed, siren=siren)

    kept.refresh_from_db()
    assert kept.siren == siren
    assert not Company.objects.filter(pk=removed.pk).exists()
    spells = Membership.objects.filter(company=kept).order_by("starts_on").values_list("starts_on", "ends_on")
    assert list(spells) == [
        (date(2010, 1, 1), date(2014, 12, 31)),
        (date(2015, 1, 1), date(2016, 12, 31)),
        (date(2017, 1, 1), None),
    ]
    homes = Affiliation.objects.filter(company=kept, is_home=True).order_by("starts_on")
    assert [(home.territory, home.ends_on) for home in homes] == [
        (other, date(2014, 12, 31)),
        (territory, date(2019, 12, 31)),
        (territory, None),
    ]
    votes = Representative.objects.filter(company=kept).order_by("pk").values_list("vote", flat=True)
    assert list(votes) == ["voting", "none"]
    assert Prospect.objects.filter(territory=territory, company=kept).count() == 1
    figures = CompanyFigures.objects.filter(company=kept)
    assert dict(figures.values_list("year", "headcount")) == {2024: kept.pk, 2023: 5}
    assert not DuplicatePair.objects.exists()
    assert kept_in_place_of("company", removed.pk) == kept.pk
    assert Membership.objects.get(pk=bystander.pk).company_id == bystander.company_id

    assert undo(record.pk, by=accounts.staff(), at=timezone.now()) == []

    after = tables()
    for label in before:
        if label not in {"members.User", "members.Person"}:
            assert after[label] == before[label], label
    assert kept_in_place_of("company", removed.pk) is None


def test_only_rows_of_the_two_records_change():
    kept, removed = CompanyFactory(), CompanyFactory()
    for _number in range(3):
        MembershipFactory()
        RepresentativeFactory()
    moved = MembershipFactory(company=removed)
    changes = {
        m: m.objects.count()
        for m in apps.get_models()
        if issubclass(m, Event) and m.__module__.startswith("members")
    }

    merged(kept, removed)

    grown = {m._meta.model_name: m.objects.count() - n for m, n in changes.items() if m.objects.count() != n}
    grown.pop("userchange"), grown.pop("personchange", None)  # whoever merged
    assert grown == {"membershipchange": 1, "companychange": 1, "mergerecordchange": 1}
    assert Membership.objects.get(pk=moved.pk).company == kept


def test_what_changed_since_stays_and_is_told():
    kept, removed = CompanyFactory(name="A"), CompanyFactory(name="B")
    moved = MembershipFactory(company=removed)
    record = merged(kept, removed, name="B")
    elsewhere = CompanyFactory()
    Membership.objects.filter(pk=moved.pk).update(company=elsewhere)
    Company.objects.filter(pk=kept.pk).update(name="C")

    left = undo(record.pk, by=accounts.staff(), at=timezone.now())

    assert sorted(left) == ["Adhésion", "Entreprise"]
    assert Membership.objects.get(pk=moved.pk).company == elsewhere
    assert Company.objects.get(pk=kept.pk).name == "C"
    assert Company.objects.get(pk=removed.pk).name == "B"


def test_a_number_taken_since_refuses_the_undoing_and_changes_nothing():
    kept, removed = CompanyFactory(), CompanyFactory()
    membership, record = MembershipFactory(company=removed), merged(kept, removed)
    CompanyFactory(siren=removed.siren)

    with pytest.raises(RefusedError):
        undo(record.pk, by=accounts.staff(), at=timezone.now())

    assert Membership.objects.get(pk=membership.pk).company == kept


def test_merges_in_turn_lead_to_the_last_and_are_undone_backwards():
    a, b, c = CompanyFactory(), CompanyFactory(), CompanyFactory()
    first = merged(a, b)
    second = merged(c, a)

    assert [kept_in_place_of("company", each.pk) for each in (a, b)] == [c.pk, c.pk]
    with pytest.raises(RefusedError):
        undo(first.pk, by=accounts.staff(), at=timezone.now())
    undo(second.pk, by=accounts.staff(), at=timezone.now())
    undo(first.pk, by=accounts.staff(), at=timezone.now())

    assert Company.objects.filter(pk__in=[a.pk, b.pk, c.pk]).count() == 3


def test_after_thirty_days_a_merge_is_forgotten_and_the_address_still_leads_on():
    kept, removed = CompanyFactory(), CompanyFactory(name="Secret")
    record = merged(kept, removed)
    late = record.merged_at + timedelta(days=30)

    assert forget_old_merges(late - timedelta(seconds=1)) == 0
    assert forget_old_merges(late) == 1

    record.refresh_from_db()
    assert (record.content, record.removed_name) == (None, "")
    with pytest.raises(RefusedError):
        undo(record.pk, by=accounts.staff(), at=late)
    assert kept_in_place_of("company", removed.pk) == kept.pk


def test_two_accounts_are_never_merged():
    one, other = accounts.member().person, accounts.member().person

    with pytest.raises(RefusedError) as refused:
        foresee("person", one.pk, other.pk)

    assert other.user.email in str(refused.value)
    assert Person.objects.filter(pk=other.pk).exists()


def test_the_only_account_goes_over_with_its_person():
    user, kept = accounts.member(), PersonFactory()
    removed = user.person
    company = removed.representations.get().company

    record = merged(kept, removed, "person")

    user.refresh_from_db()
    assert user.person == kept
    assert [spell.company for spell in kept.representations.all()] == [company]
    undo(record.pk, by=accounts.staff(), at=timezone.now())
    user.refresh_from_db()
    assert user.person_id == removed.pk


def test_a_decision_about_another_state_is_refused():
    kept, removed = CompanyFactory(), CompanyFactory()
    promised = foresee("company", kept.pk, removed.pk).digest()
    MembershipFactory(company=removed)

    with pytest.raises(ChangedError):
        merge(
            "company", kept.pk, removed.pk, {}, by=accounts.staff(), at=timezone.now(), versions=(1, 1),
            promised=promised,
        )  # fmt: skip
    assert Company.objects.filter(pk=removed.pk).exists()


def test_wrong_values_are_refused_whole():
    kept, removed, third = CompanyFactory(), CompanyFactory(), CompanyFactory()

    with pytest.raises(ValidationError):
        merged(kept, removed, siren=third.siren)

    assert Company.objects.filter(pk=removed.pk).exists()
    assert not MergeRecord.objects.exists()


def test_what_was_told_apart_stays_told_apart_from_the_kept_record():
    kept, removed, third = CompanyFactory(), CompanyFactory(), CompanyFactory()
    pair = DuplicatePairFactory(company=removed, other_company=third)
    tell_apart(pair.pk, by=accounts.staff(), at=timezone.now(), version=pair.version)

    record = merged(kept, removed)

    assert [(p.company, p.other_company, p.state) for p in DuplicatePair.objects.all()] == [
        (kept, third, "distinct")
    ]
    undo(record.pk, by=accounts.staff(), at=timezone.now())
    assert [(p.company, p.other_company) for p in DuplicatePair.objects.all()] == [(removed, third)]


@pytest.mark.parametrize("kind", MODELS)
def test_a_world_with_a_row_of_nearly_everything_follows_and_comes_back(kind):
    world = World.build()
    for vote in [world.own.vote, world.foreign.vote, world.own.with_key, world.foreign.with_key]:
        give_up(vote, reason="Essai")  # while a vote runs, no company that takes part in it is merged
    if kind == "company":
        kept, removed = world.own.company, world.foreign.company
        CompanyPage.objects.get_or_create(company=removed, defaults={"seeks": "Des verriers"})
    else:
        kept, removed = PersonFactory(), world.users["chair"].person
    before = tables()
    hanging = {
        key.model for key in keys_to(type(kept)) if key.model.objects.filter(**{key.name: removed}).exists()
    }
    assert len(hanging) > 4

    record = merged(kept, removed, kind)

    assert not [k for k in keys_to(type(kept)) if k.model.objects.filter(**{k.attname: removed.pk}).exists()]
    assert undo(record.pk, by=accounts.staff(), at=timezone.now()) == []
    after = tables()
    whoever = 2  # staff() of this test: who merged, who undid
    assert len(after.pop("members.Person")) == len(before.pop("members.Person")) + whoever
    assert len(after.pop("members.User")) == len(before.pop("members.User")) + whoever
    assert after == before


def test_somebody_merged_then_erased_is_found_nowhere():
    kept, removed = (
        PersonFactory(),
        PersonFactory(given_name="Zoé", family_name="Introuvable", email="z@i.example"),
    )
    company = CompanyFactory(email="z@i.example")
    other = merged(CompanyFactory(), company)
    record = merged(kept, removed, "person")

    erase(subject(kept.pk), at=timezone.now())

    for each in (record, other):
        each.refresh_from_db()
        assert (each.content, each.removed_name) == (None, "")
    for model in (Person, changes_of(Person), MergeRecord, changes_of(MergeRecord)):
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT count(*) FROM "{model._meta.db_table}" t WHERE t::text ~* %s', ["introuvable|z@i"]
            )
            assert cursor.fetchone() == (0,), model
    with pytest.raises(RefusedError):
        undo(record.pk, by=accounts.staff(), at=timezone.now())


def test_the_logo_of_a_page_that_may_come_back_is_not_taken_for_a_stray_one(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    kept, removed = CompanyFactory(), CompanyFactory()
    CompanyPage.objects.create(company=kept, logo="a", logo_small="a", **LOGO)
    name = default_storage.save(f"{FOLDER}/abc.webp", ContentFile(b"logo"))
    CompanyPage.objects.create(company=removed, logo=name, logo_small=name, **LOGO)
    record = merged(kept, removed)
    late = timezone.now() + timedelta(days=2)

    assert forget_stray_logos(late) == 0
    MergeRecord.objects.filter(pk=record.pk).update(content=None)
    assert forget_stray_logos(late) == 1
