"""Invented applications for membership, one at least in each state."""

from datetime import datetime, timedelta

from django.utils import timezone

from leader.demonstration.register.answering import companies
from leader.geography.models import Commune
from members.models import Company, User
from members.register.answers import RegisteredCompany, read
from territories.applications.homes import territories_for
from territories.models import Application, Territory

State = Application.State
_PEOPLE = ["Camille", "Dominique", "Charlie", "Sacha", "Maxime", "Andrea", "Lou"]
_STATES = [
    ("000100016", State.CONFIRMED), ("000100032", State.ASKED), ("000100024", State.CONFIRMED),
    ("000100040", State.REFUSED), ("000100099", State.SUBMITTED), ("000100081", State.WITHDRAWN),
]  # fmt: skip


def load_applications(staff: User) -> None:
    """Record the applications of companies of the invented register; ``staff`` has answered some."""
    register = {company.siren: company for company in read({"results": companies()})}
    now = timezone.now()
    for number, (siren, state) in enumerate(_STATES):
        application = _application(register[siren], number, now - timedelta(days=number + 1))
        _bring_to(application, state, staff, now)
    abroad = _application(
        RegisteredCompany(siren="", name="Atlas Ingénierie (fictive)", city="Casablanca"), 6, now
    )
    Application.objects.filter(pk=abroad.pk).update(
        country="MA", foreign_number="RC 1234 (fictif)", territory=_first_home(None, "MA"), registered=None
    )
    abroad.confirm(at=now)
    _accepted(staff, now)


def _application(company: RegisteredCompany, number: int, at: datetime) -> Application:
    commune = Commune.objects.filter(code=company.commune_code).first()
    return Application.objects.create(
        siren=company.siren, name=company.name, address=company.street, postal_code=company.postal_code,
        city=company.city, commune=commune, territory=_first_home(commune, "FR"), registered=company.as_json(),
        given_name=_PEOPLE[number], family_name=f"Fictif-Candidat-{number + 1}", function="direction générale",
        email=f"candidat{number + 1}@example.org", phone=f"01 99 00 30 {number:02d}",
        motivation="Rencontrer d’autres dirigeants et recruter avec eux. Demande inventée pour la démonstration.",
        submitted_at=at, informed_at=at,
    )  # fmt: skip


def _accepted(staff: User, now: datetime) -> None:
    """Record by which application a member of the invented set came."""
    company = Company.objects.members_on(timezone.localdate()).filter(siren__isnull=False).order_by("pk")[0]
    known = RegisteredCompany(siren=company.siren, name=company.name, city=company.city)
    application = _application(known, 6, now - timedelta(days=30))
    Application.objects.filter(pk=application.pk).update(
        state=State.ACCEPTED, company=company, confirmed_at=application.submitted_at, decided_by=staff,
        decided_at=application.submitted_at + timedelta(days=2), registered=None,
    )  # fmt: skip


def _first_home(commune: Commune | None, country: str) -> Territory | None:
    return next(iter(territories_for(commune, country, timezone.localdate())), None)


def _bring_to(application: Application, state: str, staff: User, now: datetime) -> None:
    """Take the steps to ``state``, as people would, without letters to anybody."""
    if state == State.SUBMITTED:
        return
    application.confirm(at=application.submitted_at + timedelta(minutes=5))
    if state == State.ASKED:
        application.ask("Combien de salariés compte l’entreprise ?", by=staff, at=now, version=application.version)
    elif state == State.REFUSED:
        said = "Les associations sont accueillies comme partenaires : la fédération reprend contact avec vous."
        application.refuse(said, by=staff, at=now, version=application.version)
    elif state == State.WITHDRAWN:
        application.withdraw(at=now)
