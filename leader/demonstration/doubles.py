"""Invented records that are there twice, for the page of duplicates."""

from django.utils import timezone

from members.duplicates.pairs import tell_apart
from members.duplicates.searching import search
from members.models import Company, DuplicatePair, Person, User


def load_doubles(staff: User) -> None:
    """Record some invented companies and people a second time, and search; ``staff`` has told one pair apart."""
    companies = list(Company.objects.filter(siren__isnull=False, name__endswith="(fictive)").order_by("pk")[:4])
    for company in companies[:3]:  # typed in a hurry at some fair: no SIREN, another form
        Company.objects.create(
            name=company.name.replace(" (fictive)", " SAS (fictive)"), city=company.city,
            postal_code=company.postal_code, commune=company.commune,
            email=company.email, phone=company.phone,
        )  # fmt: skip
    for person in Person.objects.filter(representations__isnull=False).exclude(email="").order_by("pk")[:2]:
        Person.objects.create(given_name=person.family_name, family_name=person.given_name, email=person.email)
    search()
    pair = DuplicatePair.objects.filter(kind="company").order_by("score").first()
    if pair:
        tell_apart(pair.pk, by=staff, at=timezone.now(), version=pair.version)
