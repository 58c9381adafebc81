"""An invented team: three people, an invitation that waits, a domain, a request, and choices of what is shown."""

from datetime import timedelta

from django.utils import timezone

from members.disclosure import choose
from members.models import Audience, Company, CompanyDomain, Field, JoinRequest, Person, Representative, User
from members.team.invitations import invite

NAMES = [("Lou", "Renfort", "direction financière"), ("Charlie", "Relais", "responsable commerciale")]


def load_team(holder: Person, asker: User) -> None:
    """Give the company of ``holder`` a team; ``asker`` asks to join it."""
    spell = holder.representations.get()
    company, today, now = spell.company, timezone.localdate(), timezone.now()
    for number, (given, name, function) in enumerate(NAMES):
        person = Person.objects.create(
            given_name=given, family_name=f"Fictif-{name}", email=f"equipe{number + 1}@example.org",
            phone=f"01 99 00 40 {number:02d}",
        )  # fmt: skip
        Representative.objects.create(
            person=person, company=company, function=function, starts_on=today - timedelta(days=400),
            vote=Representative.Vote.NONE if number else Representative.Vote.ALTERNATE,
        )  # fmt: skip
    _former(company)
    CompanyDomain.objects.create(company=company, domain="entreprise-fictive.example", added_by=holder.user)
    invite(
        company, given_name="Andrea", family_name="Fictif-Invité", email="invite@example.org",
        function="direction technique", by=holder.user, at=now,
    )  # fmt: skip
    JoinRequest.objects.create(
        company=company, user=asker, email="guest@entreprise-fictive.example", function="achats", asked_at=now
    )
    choose(holder, {Field.EMAIL: Audience.MEMBERS, Field.FUNCTION: Audience.PUBLIC})


def _former(company: Company) -> None:
    """Let somebody have represented the company before another: a change of employer, kept."""
    today = timezone.localdate()
    mover = Person.objects.create(given_name="Sacha", family_name="Fictif-Mobile", email="mobile@example.org")
    invented = Company.objects.filter(name__endswith="(fictive)").exclude(pk=company.pk)
    left, elsewhere = today - timedelta(days=200), invented.order_by("pk")[5]
    Representative.objects.create(
        person=mover, company=company, function="export", starts_on=left - timedelta(days=700), ends_on=left
    )
    Representative.objects.create(
        person=mover, company=elsewhere, function="direction export", starts_on=left + timedelta(days=30)
    )
