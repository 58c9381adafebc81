"""Two acts at once, and what the database refuses by itself."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from territories.joining import affiliate
from territories.models import Affiliation, Succession, Transfer
from territories.succession import merging
from territories.succession.holding import ChangedError, RefusedError
from territories.transfers import acts
from tests.factories import accounts
from tests.factories.members import CompanyFactory
from tests.factories.territories import AffiliationFactory, StageFactory, TerritoryFactory, TransferFactory

SINCE = date(2020, 1, 1)


@pytest.mark.django_db
def test_no_company_is_affiliated_on_days_when_the_territory_is_closed():
    territory = TerritoryFactory(opened=True)
    StageFactory(territory=territory, kind="closed", planned_for=None, done_on=date(2024, 1, 1))

    AffiliationFactory(territory=territory, starts_on=SINCE, ends_on=date(2023, 12, 31))
    with pytest.raises(IntegrityError), transaction.atomic():
        AffiliationFactory(territory=territory, starts_on=SINCE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Affiliation.objects.update(ends_on=None)
    StageFactory(territory=territory, kind="relaunched", planned_for=None, done_on=date(2025, 1, 1))
    AffiliationFactory(territory=territory, starts_on=date(2025, 1, 1))

    assert Affiliation.objects.count() == 2


@pytest.mark.django_db
def test_the_desk_says_it_in_words():
    territory = TerritoryFactory(opened=True)
    StageFactory(territory=territory, kind="closed", planned_for=None, done_on=date(2024, 1, 1))
    spell = Affiliation(company=CompanyFactory(), territory=territory, starts_on=SINCE)
    with pytest.raises(ValidationError) as refused:
        spell.full_clean()
    assert [error.code for error in refused.value.error_dict["__all__"]] == ["closed"]


def together(*acts_at_once):
    """Do these at the same time, each on a connection of its own; return what each gave or raised."""
    ready = Barrier(len(acts_at_once))

    def run(act):
        try:
            ready.wait(60)
            return act()
        except Exception as error:  # noqa: BLE001 - told to the test
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts_at_once)) as pool:
        return list(pool.map(run, acts_at_once))


@pytest.mark.django_db(transaction=True)
def test_of_two_mergers_at_once_one_is_done():
    one, other = TerritoryFactory(opened=True), TerritoryFactory(opened=True)
    AffiliationFactory(territory=one, starts_on=SINCE)
    by, at, on = accounts.staff(), timezone.now(), timezone.localdate()

    def merge(origin, into):
        shown = merging.foreseen(origin, into, on).digest()
        told = {"reason": "x", "leads_follow": False, "shown": shown, "by": by, "at": at}
        return lambda: merging.merge(origin, into, on=on, **told)

    answers = together(merge(one, other), merge(one, other), merge(other, one))

    assert Succession.objects.count() == 1
    assert sum(isinstance(answer, RefusedError | ChangedError) for answer in answers) == 2
    assert Affiliation.objects.running_on(on).count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(3))
def test_whoever_joins_during_a_merger_is_in_no_closed_territory(turn):
    one, other, company = TerritoryFactory(opened=True), TerritoryFactory(opened=True), CompanyFactory()
    by, at, on = accounts.staff(), timezone.now(), timezone.localdate()
    shown = merging.foreseen(one, other, on).digest()
    told = {"reason": "x", "leads_follow": False, "shown": shown, "by": by, "at": at}

    def join():
        with transaction.atomic():
            return affiliate(company, one, on, by=by, moves_home=False)

    together(lambda: merging.merge(one, other, on=on, **told), join)

    closed = one.stages.filter(kind="closed").exists()
    assert company.affiliations.running_on(on).filter(territory=one).exists() is not closed


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_once_one_counts():
    origin, destination = TerritoryFactory(opened=True), TerritoryFactory(opened=True)
    company = AffiliationFactory(territory=origin, starts_on=SINCE).company
    by, at = accounts.staff(), timezone.now()
    transfer = TransferFactory(company=company, origin=origin, destination=destination)

    answers = together(
        lambda: acts.agree(transfer, by=by, at=at), lambda: acts.refuse(transfer, by=by, at=at, answer="Non")
    )

    refused = [answer for answer in answers if isinstance(answer, RefusedError)]
    stored = Transfer.objects.get()
    at_home = company.affiliations.get(is_home=True, ends_on=None).territory
    assert len(refused) == 1
    assert at_home == (destination if stored.state == "agreed" else origin)
    assert stored.state in {"agreed", "refused"}
    assert company.affiliations.running_on(timezone.localdate() - timedelta(days=1)).get().territory == origin
