"""What whoever answers an application should look at twice: real life warns, it does not block."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from leader.shared.names import fold
from members.register import RegisteredCompany
from territories.applications.homes import territories_for
from territories.models import Application


def warnings_about(
    application: Application, registered: RegisteredCompany | None, known: Iterable[Any], today: date
) -> list[str]:
    """Return what is unusual in an application that waits for an answer."""
    if not application.is_open:
        return []
    said = [*_of_register(application, registered), *_of_home(application, today)]
    if any(company.member_today for company in known):
        said.append(_("A known company with this number, or of this name and town, is a member today."))
    return [*said, *_of_address(application, known)]


def _of_address(application: Application, known: Iterable[Any]) -> list[str]:
    """Warn of an address elsewhere than those of the company: anybody may speak for it who has a mailbox."""
    domains = {domain for company in known if company.is_certain for domain in _domains(company)}
    domain = application.email.casefold().rpartition("@")[2]
    if not domains or any(domain == own or domain.endswith(f".{own}") for own in domains):
        return []
    said = _("The applicant's address (%(domain)s) is not of the domain known of the company (%(known)s).")
    return [said % {"domain": domain, "known": ", ".join(sorted(domains))}]


def _domains(company: Any) -> list[str]:
    try:
        site = urlsplit(company.web_address).hostname or ""
    except ValueError:  # an import may bring anything
        site = ""
    mail = company.email.casefold().rpartition("@")[2]
    return [domain for domain in [site.removeprefix("www."), mail] if domain]


def _of_register(application: Application, registered: RegisteredCompany | None) -> list[str]:
    if registered is None:
        return (
            []
            if application.country != "FR"
            else [_("The company was not found in the register: its data are as the applicant typed them.")]
        )
    said = []
    if registered.is_closed:
        said.append(_("The register says that this company is closed."))
    if registered.is_partial:
        said.append(_("This company refuses to be published by the register: it must not be canvassed."))
    if registered.name and fold(registered.name) != fold(application.name):
        said.append(_("The register gives another name: %(name)s.") % {"name": registered.name})
    return said


def _of_home(application: Application, today: date) -> list[str]:
    homes = territories_for(application.commune, application.country, today)
    if not homes or application.territory in homes:
        return []
    names = ", ".join(territory.name for territory in homes)
    return [_("The commune lies in another territory than the one asked for: %(names)s.") % {"names": names}]
