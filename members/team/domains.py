"""Opening the team of a company to a domain of e-mail, and closing it."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from members.domains import parents_of, validate_own
from members.models import Company, CompanyDomain, User
from members.team.changing import RefusedError
from members.team.joining import verified_addresses


def open_domain(company: Company, domain: str, joining: str, *, by: User) -> CompanyDomain:
    """Let colleagues with an address of ``domain`` (normalised) join ``company``; raise RefusedError.

    Whoever does not administer the company opens a domain of an own verified address alone. Raise ValidationError
    where anybody may have such an address.
    """
    validate_own(domain)
    if not _administers(by, company) and not any(domain in parents_of(a) for a in verified_addresses(by)):
        said = _(
            "You can open only the domain of an address of yours that is verified: add it to your account first."
        )
        raise RefusedError(said)
    try:
        with transaction.atomic():
            return CompanyDomain.objects.create(company=company, domain=domain, joining=joining, added_by=by)
    except IntegrityError as error:
        raise RefusedError(_("This domain is open for the company already.")) from error


def _administers(user: User, company: Company) -> bool:
    return Company.objects.administered_by(user).filter(pk=company.pk).exists()
