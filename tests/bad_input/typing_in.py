"""The pages on which people type names, each opened as a browser does and sent with one field changed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import reverse

from members.models import (
    Company,
    CompanyKeyword,
    CompanyPage,
    JoinRequest,
    Person,
    Representative,
    Site,
    TeamInvitation,
)
from territories.models import Application, OpeningProspect, Prospect
from tests.bad_input.as_shown import shown_forms
from tests.factories.accounts import guest, lead_of, representative_of, staff
from tests.factories.members import CompanyDomainFactory, CompanyFactory, PersonFactory, UserFactory
from tests.factories.territories import OpeningFactory, OpeningInvitationFactory, TerritoryFactory
from tests.team.test_joining import proven


@dataclass(frozen=True)
class Entry:
    """A field of a page: ``opened`` signs somebody in and returns its address, ``stored`` what was kept of it."""

    opened: Callable[[Client], str]
    name: str
    longest: int
    stored: Callable[[], list[str]]
    required: bool = True
    more: Mapping[str, str] = field(default_factory=dict)  # what the page needs besides

    def send(self, client: Client, typed: str) -> Any:
        """Open the page, type into the field, and send the form with all else that it holds."""
        address = self.opened(client)
        shown = shown_forms(client.get(address).content.decode(), address)
        form = next(form for form in shown if self.name in form.values)
        return client.post(form.action, {**form.values, **self.more, self.name: typed})


def _application(client: Client) -> str:
    return reverse("territories:application-form")


def _keeper(part: str) -> Callable[[Client], str]:
    def opened(client: Client) -> str:
        company = CompanyFactory(member=True)
        client.force_login(representative_of(company))
        return reverse(f"members:{part}", args=[company.pk])

    return opened


def _team(act: str) -> Callable[[Client], str]:
    def opened(client: Client) -> str:
        company = CompanyFactory(member=True)
        client.force_login(representative_of(company))
        return reverse("members:team", args=[company.pk]) + f"?faire={act}"

    return opened


def _joining(client: Client) -> str:
    CompanyDomainFactory(company__member=True)
    client.force_login(proven(JOINING, nobody=True))
    return reverse("members:team-join")


def _profile(client: Client) -> str:
    client.force_login(guest())
    return reverse("members:profile")


def _nameless(client: Client) -> str:
    client.force_login(UserFactory(nobody=True))
    return reverse("members:profile")


def _invited(client: Client) -> str:
    return reverse("territories:invitation", args=[OpeningInvitationFactory(email="zoe@example.org").secret])


def _pressentie(client: Client) -> str:
    territory = TerritoryFactory()
    client.force_login(lead_of(territory))
    return reverse("territories:prospect-add", args=[territory.slug])


def _dossier(client: Client) -> str:
    author = lead_of()
    client.force_login(author)
    return reverse("territories:opening-prospects", args=[OpeningFactory(author=author).pk])


def _desk(model: str, factory: Any) -> Callable[[Client], str]:
    def opened(client: Client) -> str:
        client.force_login(staff())
        return reverse(f"admin:members_{model}_change", args=[factory(**KNOWN[model]).pk])

    return opened


JOINING = "lou@atelier.example"
KNOWN = {"company": {"city": "Du bureau"}, "person": {"given_name": "Du bureau"}}
APPLYING = {
    "name": "Aéro", "postal_code": "30100", "city": "Alès", "territory": "commune", "given_name": "Zoé",
    "family_name": "Noël", "function": "Gérante", "email": "zoe@example.org", "motivation": "Rencontrer.",
}  # fmt: skip
_NAMED = {"given_name": "Zoé", "family_name": "Noël"}


def _of(model: Any, name: str, **where: Any) -> Callable[[], list[str]]:
    return lambda: list(model.objects.filter(**where).values_list(name, flat=True))


def _of_newest(model: Any, name: str) -> Callable[[], list[str]]:
    return lambda: list(model.objects.order_by("-pk").values_list(name, flat=True)[:1])


ENTRIES = {
    "application, company": Entry(_application, "name", 200, _of(Application, "name"), more=APPLYING),
    "application, town": Entry(_application, "city", 100, _of(Application, "city"), more=APPLYING),
    "application, family name": Entry(
        _application, "family_name", 100, _of(Application, "family_name"), more=APPLYING
    ),
    "file of a company, town": Entry(
        _keeper("company-edit"), "city", 100, _of_newest(Company, "city"), required=False
    ),
    "page of a company, needs": Entry(
        _keeper("company-words-edit"), "seeks", 2000, _of(CompanyPage, "seeks"), required=False
    ),
    "page of a company, keyword": Entry(
        _keeper("company-words-edit"), "keyword_1", 40, _of(CompanyKeyword, "keyword__label"), required=False
    ),
    "page of a company, site": Entry(_keeper("company-site-add"), "name", 120, _of(Site, "name")),
    "team, invited": Entry(
        _team("inviter"), "family_name", 100, _of(TeamInvitation, "family_name"),
        more=_NAMED | {"email": "zoe@example.org"},
    ),
    "team, function": Entry(
        _team("fonction"), "function", 120, _of(Representative, "function", starts_on__year__gt=2020)
    ),
    "joining, function": Entry(
        _joining, "function", 120, _of(JoinRequest, "function"), required=False, more=_NAMED
    ),
    "joining, family name": Entry(
        _joining, "family_name", 100, _of(Person, "family_name", user__email=JOINING), more=_NAMED
    ),
    "profile": Entry(_profile, "family_name", 100, _of_newest(Person, "family_name")),
    "profile of a new account": Entry(
        _nameless, "family_name", 100, _of(Person, "family_name"), more=_NAMED
    ),
    "account by invitation": Entry(
        _invited, "family_name", 100, _of(Person, "family_name", email="zoe@example.org"), more=_NAMED
    ),
    "pressentie": Entry(_pressentie, "name", 200, _of(Prospect, "company__name")),
    "dossier, pressentie": Entry(
        _dossier, "name", 200, _of(OpeningProspect, "name"), more={"action": "typed"}
    ),
    "dossier, contact of a pressentie": Entry(
        _dossier, "contact_name", 150, _of(OpeningProspect, "contact_name"), required=False,
        more={"action": "typed", "name": "Aéro"},
    ),
    "desk, company": Entry(_desk("company", CompanyFactory), "name", 200, _of(Company, "name", city="Du bureau")),
    "desk, person": Entry(
        _desk("person", PersonFactory), "family_name", 100, _of(Person, "family_name", given_name="Du bureau")
    ),
}  # fmt: skip
