"""The visits that show every form of the site: who goes where."""

from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from django.urls import reverse

from territories.applications.links import link_to
from tests.browser.pages import previewed_file, previewed_import
from tests.factories.applications import ApplicationFactory
from tests.factories.events import AdmissionFactory, EventFactory, HostCallFactory
from tests.factories.members import PersonFactory
from tests.factories.territories import (
    OpeningFactory,
    OpeningInvitationFactory,
    OpeningRemarkFactory,
    TerritoryFactory,
)
from tests.walk.addresses import address_of
from tests.walk.rows import ROWS
from tests.walk.visits_elections import visits_of_elections
from tests.walk.visits_members import visits_of_members
from tests.walk.world import World

MOST = ["staff", "lead", "member", "guest", "stranger"]  # who is let in, first the one who may do most
AT_MOST = 2  # roles for one address: whoever may do most, and whoever comes next

# Pages of the account that show a form only in the middle of something.
UNDER_WAY = {
    "asked for a code": ["account_confirm_login_code"],
    "asked for the second factor": ["mfa_authenticate"],
    "forgot the password": ["account_confirm_password_reset_code"],
    "typed the code of the reset": ["account_complete_password_reset"],
    "signs up": ["account_email_verification_sent"],
    "secured": [
        "account_change_password",
        "account_email",
        "account_reauthenticate",
        "mfa_index",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
    ],
}

Visit = tuple[str, str, str]  # the name of the address, who goes there, the address


def visits(world: World) -> list[Visit]:
    """Return every page that opens to somebody, each visited by those who may do most there."""
    return [
        *_of_rows(world),
        *_under_way(),
        *_of_others(world),
        *visits_of_members(world),
        *visits_of_elections(world),
    ]


def _of_rows(world: World) -> Iterator[Visit]:
    for name, row in ROWS.items():
        let_in = [role for role in MOST if row.get[role] == "200"][:AT_MOST]
        for role in let_in:
            yield name, role, address_of(name, row.own(world)) + row.query


def _under_way() -> Iterator[Visit]:
    for who, names in UNDER_WAY.items():
        yield from ((name, who, reverse(name)) for name in names)
    key = Authenticator.objects.get(user__email="secured@leader.example", type=Authenticator.Type.WEBAUTHN)
    for name in ["mfa_edit_webauthn", "mfa_remove_webauthn"]:
        yield name, "secured", reverse(name, args=[key.pk])


def _of_others(world: World) -> Iterator[Visit]:
    """Visit dossiers in other states than the one of the world, an invitation, records that may be deleted."""
    lead = world.users["lead"]
    waits = OpeningFactory(author=lead, submitted=True, name="LeadeR Attente")
    returned = OpeningFactory(author=lead, returned=True, name="LeadeR Retour")
    OpeningRemarkFactory(opening=returned)
    yield "pages:dossier-detail", "staff", reverse("pages:dossier-detail", args=[waits.pk])
    for opening in [waits, returned]:
        yield "territories:opening-review", "lead", reverse("territories:opening-review", args=[opening.pk])
    for free in [PersonFactory(), EventFactory(), AdmissionFactory(), HostCallFactory()]:
        name = f"admin:{free._meta.app_label}_{free._meta.model_name}_delete"
        yield name, "staff", reverse(name, args=[free.pk])
    yield "territories:opening-file", "lead", reverse("territories:opening-file", args=[previewed_file(lead).pk])
    awake = TerritoryFactory(opened=True)
    for act in ["sommeil", "fusion", "scission", "conversion"]:
        name = "pages:territory-after-act"
        yield name, "staff", reverse(name, args=[awake.slug, act])
    doubtful = previewed_import(world.users["staff"])
    for name in ["territories:import-detail", "territories:import-doubts"]:
        yield name, "staff", reverse(name, args=[doubtful.pk])
    for state in [{}, {"asked": True}]:
        yield "territories:application-follow", "stranger", link_to(ApplicationFactory(**state))
    invitation = reverse(
        "territories:invitation", args=[OpeningInvitationFactory(email=world.users["guest"].email).secret]
    )
    for role in ["stranger", "guest"]:
        yield "territories:invitation", role, invitation
