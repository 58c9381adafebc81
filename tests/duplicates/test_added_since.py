"""What was added to the kept record since a merge: told before it is undone, and gone where it is said to."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from leader.shared.history import changes_of, is_tracked
from members.duplicates.relations import keys_to
from members.duplicates.since import EACH_BY_ITSELF, STAY, UndecidedError, added_since
from members.duplicates.undoing import undo
from members.models import Company, CompanyFigures, Membership, MergeRecord, Representative, TeamInvitation
from members.models.duplicates import MODELS
from territories.models import Prospect
from tests.duplicates.acts import merged, tables
from tests.factories import accounts
from tests.factories.members import (
    CompanyFactory,
    MembershipFactory,
    PersonFactory,
    RepresentativeFactory,
    TeamInvitationFactory,
)
from tests.factories.territories import ProspectFactory

pytestmark = pytest.mark.django_db
THIS_YEAR = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
THE_NEXT = {"starts_on": date(2027, 1, 1), "ends_on": date(2027, 12, 31)}


@pytest.fixture
def staff(client):
    user = accounts.staff()
    client.force_login(user)
    return user


@pytest.fixture
def merge(staff):
    """Make a member, merged into a prospect which was never one, then renewed."""
    kept, removed = CompanyFactory(name="Verrerie"), CompanyFactory(name="VERRERIE SARL")
    MembershipFactory(company=removed, **THIS_YEAR)
    RepresentativeFactory(company=kept, vote="none")
    record = merged(kept, removed, by=staff)
    return record, kept, removed, MembershipFactory(company=kept, **THE_NEXT)


def sent(client, record, **typed):
    return client.post(reverse("pages:merge-undo", args=[record.pk]), typed, follow=True)


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


def test_a_renewal_since_is_asked_about_and_nothing_is_undone_before(client, merge):
    record, kept, removed, _renewed = merge

    page = sent(client, record)

    content = page.content.decode()
    assert "Adhésion – Verrerie, 01/01/2027" in content
    assert "VERRERIE SARL" in content
    assert "choisissez qu’elle parte avec elle" in content
    assert "checked" not in content  # nothing is taken for granted of a membership
    assert "Dites où" in sent(client, record, asked="1").content.decode()
    assert not Company.objects.filter(pk=removed.pk).exists()
    assert Membership.objects.filter(company=kept).count() == 2


@pytest.mark.parametrize("answer", ["goes", "stays"])
def test_a_renewal_since_goes_where_it_is_said_to_belong(client, merge, answer):
    record, kept, removed, renewed = merge
    typed = {field.name: answer for field in sent(client, record).context["form"]}

    page = sent(client, record, asked="1", **typed)

    assert "deux fiches" in said(page)
    where = removed if answer == "goes" else kept
    told = f"Ajouté depuis la fusion, et désormais chez «\u00a0{where}\u00a0»\u00a0: Adhésion – {where}, "
    assert told in said(page)
    assert Membership.objects.filter(company=removed, **THIS_YEAR).exists()
    renewed.refresh_from_db()
    assert renewed.company == (removed if answer == "goes" else kept)


def test_what_is_no_membership_stays_unless_it_is_said_to_go(client, staff):
    kept, removed = CompanyFactory(), CompanyFactory()
    record = merged(kept, removed, by=staff)
    spell = RepresentativeFactory(company=kept, vote="none")
    invitation = TeamInvitationFactory(company=kept)
    form = sent(client, record).context["form"]
    typed = {field.name: field.value() for field in form}
    assert set(typed.values()) == {"stays"}
    typed[f"members.Representative.company.{spell.pk}"] = "goes"

    sent(client, record, asked="1", **typed)

    assert Representative.objects.get(pk=spell.pk).company == removed
    assert TeamInvitation.objects.get(pk=invitation.pk).company == kept


def test_what_cannot_go_is_told_beside_it_and_nothing_is_undone(client, staff):
    kept, removed = CompanyFactory(), CompanyFactory()
    for company in (kept, removed):
        CompanyFigures.objects.create(company=company, year=2024, headcount=5)
    record = merged(kept, removed, by=staff)
    CompanyFigures.objects.all().delete()
    anew = CompanyFigures.objects.create(company=kept, year=2024, headcount=6)
    before = tables()
    name = f"members.CompanyFigures.company.{anew.pk}"

    page = sent(client, record, asked="1", **{name: "goes"})

    assert "ne peut pas" in str(page.context["form"].errors[name])
    assert tables() == before
    assert "deux fiches" in said(sent(client, record, asked="1", **{name: "stays"}))


def test_what_was_there_before_or_went_over_is_not_asked_about(staff):
    kept, removed = CompanyFactory(), CompanyFactory()
    for company in (kept, removed):
        MembershipFactory(company=company, starts_on=date(2020 + company.pk % 2, 1, 1), ends_on=None)
        RepresentativeFactory(company=company)
    record = merged(kept, removed, by=staff)
    Membership.objects.filter(company=kept).update(grace_days=9)  # changed since, not added
    merged(CompanyFactory(), CompanyFactory(), by=staff)

    assert added_since(record) == []


def test_what_comes_from_another_record_since_is_asked_about(staff):
    kept, removed, third = PersonFactory.create_batch(3)
    prospect = ProspectFactory(owner=third)
    record = merged(kept, removed, "person", by=staff)
    Prospect.objects.filter(pk=prospect.pk).update(owner=kept)

    (added,) = added_since(record)

    with pytest.raises(UndecidedError):
        undo(record.pk, by=staff, at=timezone.now())
    undo(record.pk, by=staff, at=timezone.now(), goes={added.name: True})
    assert Prospect.objects.get(pk=prospect.pk).owner_id == removed.pk


def test_what_another_merge_brought_is_not_asked_about_and_comes_back_with_that_one(client, staff):
    kept, first, second = CompanyFactory.create_batch(3)
    theirs = MembershipFactory(company=second, **THIS_YEAR)
    record = merged(kept, first, by=staff)
    later = merged(kept, second, by=staff)
    renewed = MembershipFactory(company=kept, **THE_NEXT)

    asked = [field.name for field in sent(client, record).context["form"]]

    assert asked == [f"members.Membership.company.{renewed.pk}"]
    sent(client, record, asked="1", **{asked[0]: "goes"})
    theirs.refresh_from_db()
    assert theirs.company == kept
    sent(client, later)
    theirs.refresh_from_db()
    assert theirs.company_id == second.pk


def test_many_of_a_kind_go_together(client, staff):
    kept, removed = PersonFactory.create_batch(2)
    record = merged(kept, removed, "person", by=staff)
    ProspectFactory.create_batch(EACH_BY_ITSELF + 1, owner=kept)

    (field,) = sent(client, record).context["form"]

    assert str(EACH_BY_ITSELF + 1) in field.label
    sent(client, record, asked="1", **{field.name: "goes"})
    assert Prospect.objects.filter(owner=removed.pk).count() == EACH_BY_ITSELF + 1


def test_one_more_of_many_that_nobody_has_read_is_asked_about_anew(client, staff):
    kept, removed = PersonFactory.create_batch(2)
    record = merged(kept, removed, "person", by=staff)
    ProspectFactory.create_batch(EACH_BY_ITSELF + 1, owner=kept)
    (field,) = sent(client, record).context["form"]
    ProspectFactory(owner=kept)

    page = sent(client, record, asked="1", **{field.name: "goes"})

    (anew,) = page.context["form"]
    assert str(EACH_BY_ITSELF + 2) in anew.label
    assert "Dites où" in page.content.decode()
    with pytest.raises(UndecidedError):
        undo(record.pk, by=staff, at=timezone.now(), goes={field.name: True})
    assert Prospect.objects.filter(owner=kept).count() == EACH_BY_ITSELF + 2


@pytest.mark.parametrize("who", [accounts.guest, accounts.member])
def test_nobody_else_is_asked(client, merge, who):
    client.force_login(who())

    assert sent(client, merge[0]).status_code == 404
    assert MergeRecord.objects.get(undone_at=None) == merge[0]


def test_every_key_is_kept_in_a_history_that_tells_what_was_added():
    """Where it is not, say here why nobody need be asked about it."""
    without = {
        f"{key.model._meta.label}.{key.name}"
        for model in MODELS.values()
        for key in keys_to(model)
        if key.model not in STAY
        and not (
            is_tracked(key.model) and key.name in {f.name for f in changes_of(key.model)._meta.concrete_fields}
        )
    }

    assert without == {"commissions.AnnouncementDelivery.person"}  # a letter written is written, to whom it was
