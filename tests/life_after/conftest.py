"""Two territories with their leads and companies, and what staff type."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import accounts
from tests.factories.members import CompanyFactory, MembershipFactory
from tests.factories.territories import AffiliationFactory, TerritoryFactory

SINCE = date(2020, 1, 1)


@pytest.fixture
def today(db):
    return timezone.localdate()


@pytest.fixture
def day(today):
    """A month ago: the first day of the new state."""
    return today - timedelta(days=30)


@pytest.fixture
def sides(db):
    """Two open territories, each with its lead and a member company at home there."""

    def side(name):
        territory = TerritoryFactory(slug=name, name=f"LeadeR {name}", opened=True)
        company = CompanyFactory(name=f"Atelier {name}")
        AffiliationFactory(company=company, territory=territory, starts_on=SINCE)
        MembershipFactory(company=company, starts_on=SINCE, ends_on=None)
        return SimpleNamespace(territory=territory, company=company, lead=accounts.lead_of(territory))

    return SimpleNamespace(ales=side("ales"), nimes=side("nimes"), third=side("mende"))


@pytest.fixture
def staff(client, db):
    user = accounts.staff()
    client.force_login(user)
    return user


def act_url(territory, act):
    return reverse("pages:territory-after-act", args=[territory.slug, act])


def told_then_done(client, url, typed):
    """Read what the act entails, then confirm it as a browser would; return the last answer."""
    told = client.post(url, typed)
    assert told.status_code == 200, told
    assert told.context["found"], told.context["form"].errors
    form = told.context["form"]
    confirmed = {**typed, "shown": form["shown"].value()}
    if "companies" not in typed and (ticked := form.data.getlist("companies")):
        confirmed["companies"] = ticked
    return client.post(url, confirmed)


def homes(company):
    """Return where ``company`` belongs, from when until when."""
    rows = company.affiliations.order_by("starts_on", "territory__slug")
    return [tuple(row) for row in rows.values_list("territory__slug", "is_home", "starts_on", "ends_on")]
