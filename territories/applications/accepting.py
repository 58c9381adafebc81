"""An acceptance, in one transaction: company, person, representative, home territory, membership, prospect.

What is recorded already is completed and never overwritten: a person keeps the name that is known, a company
what stands in its file.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leader.shared import mails
from leader.shared.names import is_same_name
from members.models import Activity, Company, Person, User
from members.register import RegisteredCompany
from territories.applications.acts import tell
from territories.applications.known import certain_company
from territories.applications.recipients import of_staff
from territories.joining import affiliate, join, represent, stop_courting
from territories.models import Application, Prospect, Territory


class RefusedError(Exception):
    """The acceptance cannot be recorded; ``message`` says why."""

    def __init__(self, message: object) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True)
class Accepted:
    """What an acceptance made: the company, whether its applicant votes for it, and is at home where asked."""

    company: Company
    votes: bool
    is_at_home: bool


def accept(
    application: Application,
    *,
    by: User,
    at: datetime,
    version: int,
    company: Company | None,
    territory: Territory | None,
    moves_home: bool = True,
) -> Accepted:
    """Make the company of ``application`` a member from the day of ``at`` on, at home in ``territory``.

    ``company`` is the known company that it is, None a new one. With ``moves_home`` another home ends, where
    ``by`` may end it; else ``territory`` becomes secondary, and the staff hear of it. Raise WrongStateError when
    somebody has answered or it has changed since ``version`` was read, RefusedError when the company is a member
    or known meanwhile.
    """
    try:
        with transaction.atomic():
            # The second of two clicks waits here, then finds the application accepted.
            locked = Application.objects.select_for_update(no_key=True).get(pk=application.pk)
            if not locked.is_open or locked.version != version:
                raise Application.WrongStateError(f"Application {locked.pk} is answered, or has changed.")
            today = timezone.localdate(at)
            joined, votes = _make(locked, company, today)
            is_at_home = territory is None or _settle(joined, territory, today, by, moves_home)
            stop_courting(joined, today, by=by, territory=territory)
            locked.accept(joined, by=by, at=at, version=version)
            tell("application_accepted", locked, company=joined, votes=votes)
    except IntegrityError as error:
        said = _("Somebody recorded this company or its membership meanwhile: read the application again.")
        raise RefusedError(said) from error
    application.refresh_from_db()
    return Accepted(joined, votes, is_at_home)


def _make(application: Application, known: Company | None, today: date) -> tuple[Company, bool]:
    """Return the company, a member now, and whether its applicant votes for it."""
    company = _company(application, known)
    _refuse_a_member(company, today)
    join(company, today)
    return company, represent(company, _person(application), today, function=application.function)


def _settle(company: Company, territory: Territory, today: date, by: User, moves_home: bool) -> bool:
    """Let the company belong to the territory, whose prospect it ends to be; tell whether it is at home there."""
    courted = Prospect.objects.filter(territory=territory, company=company)
    courted.exclude(state=Prospect.State.MEMBER).update(state=Prospect.State.MEMBER, reason="")
    is_at_home = affiliate(company, territory, today, by=by, moves_home=moves_home)
    if not is_at_home:
        mails.send("application_secondary", of_staff(), {"company": company, "territory": territory})
    return is_at_home


def _company(application: Application, known: Company | None) -> Company:
    """Return the company, made or completed; one with the same number is that company, whatever was chosen."""
    known = certain_company(application) or known
    if known is None:
        company = Company(name=application.name, country=application.country)
    else:
        company = Company.objects.select_for_update(no_key=True).get(pk=known.pk)
    for name, value in _told(application).items():
        if getattr(company, name) in (None, ""):
            setattr(company, name, value)
    company.save()
    return company


def _told(application: Application) -> dict[str, object]:
    """Return what the application says of the company, and the register on the day it was sent."""
    copied = ["foreign_number", "address", "postal_code", "city", "commune"]
    told = {"siren": application.siren or None, **{name: getattr(application, name) for name in copied}}
    if application.registered and application.registered.get("siren") == application.siren:
        register = RegisteredCompany.of_json(application.registered)
        told |= {
            "activity": Activity.objects.filter(code=register.activity).first(),
            "activity_2025": register.activity_2025,
            "insee_size_class": register.size_class,
            "insee_size_class_year": register.size_class_year,
            "legal_category": register.legal_category,
            "founded_on": register.created_on,
        }
    return told


def _refuse_a_member(company: Company, today: date) -> None:
    if company.memberships.filter(Q(covered_until=None) | Q(covered_until__gte=today)).exists():
        raise RefusedError(_("This company is a member already, or its membership is recorded for days to come."))


def _person(application: Application) -> Person:
    """Return the person known by the address, which is proven, and by the name: an address may be shared."""
    alike = Person.objects.filter(email__iexact=application.email).order_by("pk")[:20]
    person = next((person for person in alike if is_same_name(str(person), application.contact)), None)
    if person is None:
        copied = ["given_name", "family_name", "email", "phone"]
        return Person.objects.create(**{name: getattr(application, name) for name in copied})
    if application.phone and not person.phone:
        person.phone = application.phone
        person.save(update_fields=["phone"])
    return person
