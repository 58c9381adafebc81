"""How the invented people work together: a working group of a territory, an initiative, requests, a merger."""

from datetime import date, timedelta

from django.utils import timezone

from commissions import chairing, joining, life
from commissions.models import Commission, CommissionMembership
from members.models import Person, User
from territories.models import Territory


def load_working(people: list[Person], member: User, staff: User) -> None:
    """Record them through the same acts as the pages; ``member`` is the account of the fifth of ``people``."""
    now, today = timezone.now(), timezone.localdate()
    finances = Commission.objects.get(slug="finances")
    Commission.objects.filter(pk=finances.pk).update(joining=Commission.Joining.ASK, seat_limit=12)
    joining.join(finances, by=member, message="Nous préparons une levée de fonds.", at=now)
    solidarity = Commission.objects.create(
        slug="solidarite", name="Solidarité (fictive)", kind=Commission.Kind.INITIATIVE,
        theme="Entraide entre membres",
        joining=Commission.Joining.OPEN, founded_on=date(2020, 3, 17),
    )  # fmt: skip
    CommissionMembership.objects.create(
        commission=solidarity, person=people[28], role="chair", starts_on=date(2020, 3, 17)
    )
    chairing.invite(solidarity, people[4], message="Votre expérience aiderait beaucoup.", by=staff, at=now)
    Commission.objects.create(
        slug="reseau-toulouse", name="Réseau toulousain (fictif)", kind=Commission.Kind.WORKING_GROUP,
        territory=Territory.objects.get(slug="toulouse"), theme="Se connaître entre voisins",
        founded_on=date(2019, 9, 2),
    )  # fmt: skip
    digital = Commission.objects.create(
        slug="informatique", name="Informatique (fictive)", theme="Outils partagés", founded_on=date(2018, 1, 15)
    )
    life.rename(digital, "Numérique (fictive)", on=date(2019, 6, 3))
    life.dissolve(digital, on=today - timedelta(days=30), by=staff, at=now, into=Commission.objects.get(slug="rd"))
