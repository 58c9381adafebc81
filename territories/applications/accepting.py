"""An acceptance, in one transaction: company, person, representative, home territory, membership, prospect.

What is recorded already is completed and never overwritten: a person keeps the name that is known, a company
what stands in its file.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import Activity, Company, Membership, Person, Representative, User
from members.register import RegisteredCompany
from territories.applications.acts import tell
from territories.applications.known import certain_company
from territories.models import Affiliation, Application, Prospect, Territory
from territories.opening.prospects import fold


class RefusedError(Exception):
    """The acceptance cannot be recorded; ``message`` says why."""

    def __init__(self, message: object) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True)
class Accepted:
    """What an acceptance made: the company, and whether its applicant now votes for it."""

    company: Company
    votes: bool


def accept(
    application: Application,
    *,
    by: User,
    at: datetime,
    version: int,
    company: Company | None,
    territory: Territory | None,
) -> Accepted:
    """Make the company of ``application`` a member from the day of ``at`` on, at home in ``territory``.

    ``company`` is the known company that it is, None a new one. Raise WrongStateError when somebody has answered
    or it has changed since ``version`` was read, RefusedError when the company is a member or known meanwhile.
    """
    try:
        with transaction.atomic():
            # The second of two clicks waits here, then finds the application accepted.
            locked = Application.objects.select_for_update(no_key=True).get(pk=application.pk)
            if not locked.is_open or locked.version != version:
                raise Application.WrongStateError(f"Application {locked.pk} is answered, or has changed.")
            made = _make(locked, company, territory, timezone.localdate(at))
            locked.accept(made.company, by=by, at=at, version=version)
            tell("application_accepted", locked, company=made.company)
    except IntegrityError as error:
        said = _("Somebody recorded this company or its membership meanwhile: read the application again.")
        raise RefusedError(said) from error
    application.refresh_from_db()
    return made


def _make(application: Application, known: Company | None, territory: Territory | None, today: date) -> Accepted:
    company = _company(application, known)
    _refuse_a_member(company, today)
    votes = _represent(_person(application), company, application.function, today)
    if territory:
        _make_home(company, territory, today)
        courted = Prospect.objects.filter(territory=territory, company=company)
        courted.exclude(state=Prospect.State.MEMBER).update(state=Prospect.State.MEMBER, reason="")
    Membership.objects.create(company=company, starts_on=today)
    return Accepted(company, votes)


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
    if company.memberships.filter(Q(ends_on=None) | Q(ends_on__gte=today)).exists():
        raise RefusedError(_("This company is a member already, or its membership is recorded for days to come."))


def _person(application: Application) -> Person:
    """Return the person known by the address, which is proven; one of a shared address by the name as well."""
    alike = list(Person.objects.filter(email__iexact=application.email).order_by("pk")[:20])
    if len(alike) > 1:
        alike = [person for person in alike if _is_same_name(str(person), application.contact)]
    if not alike:
        copied = ["given_name", "family_name", "email", "phone"]
        return Person.objects.create(**{name: getattr(application, name) for name in copied})
    person = alike[0]
    if application.phone and not person.phone:
        person.phone = application.phone
        person.save(update_fields=["phone"])
    return person


def _is_same_name(one: str, other: str) -> bool:
    # Folded, a name in another script leaves nothing to compare.
    return one.casefold() == other.casefold() or fold(one) == fold(other) != ""


def _represent(person: Person, company: Company, function: str, today: date) -> bool:
    """Let ``person`` represent ``company``, with its vote if nobody has it; tell whether they vote."""
    spells = Representative.objects.running_on(today).filter(company=company)
    own = spells.filter(person=person).first()
    own = own or Representative(person=person, company=company, starts_on=today)
    if not spells.filter(vote=Representative.Vote.VOTING).exists():
        own.vote = Representative.Vote.VOTING
    own.function = own.function or function
    own.save()
    return own.vote == Representative.Vote.VOTING


def _make_home(company: Company, territory: Territory, today: date) -> None:
    """Put the company at home in ``territory`` from ``today``; another home ends the day before."""
    spells = Affiliation.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today), company=company)
    if spells.running_on(today).filter(territory=territory, is_home=True).exists():
        return
    for spell in spells.filter(Q(is_home=True) | Q(territory=territory)):
        if spell.starts_on < today:
            spell.ends_on = today - timedelta(days=1)
            spell.save(update_fields=["ends_on"])
        else:
            spell.delete()  # it would have begun today or later: its history keeps it
    Affiliation.objects.create(company=company, territory=territory, starts_on=today)
