"""Areas in the demonstration: one takes in a commune of its neighbour, whose companies are asked."""

from datetime import timedelta

from django.utils import timezone

from leader.geography.models import Epci
from members.models import User
from territories.areas import asking, changing
from territories.areas.changing import draft, record
from territories.models import HomeQuestion, Territory
from territories.opening.areas import Area

_SHARED = "30028"  # Bagnols-sur-Cèze, of Gard rhodanien


def load_areas(staff: User) -> None:
    """Let Nîmes share a commune from today, one company have answered, and Lozère grow in three months."""
    today, now = timezone.localdate(), timezone.now()
    nimes = Territory.objects.get(slug="nimes")
    area = Area.of_territory(nimes, today)
    shared = draft(
        nimes, Area(area.departements, area.epcis, area.communes | {_SHARED}), starts_on=today,
        reason="Demande d’entreprises de Bagnols-sur-Cèze (donnée inventée)", by=staff,
    )  # fmt: skip
    record(shared, version=shared.version, shown=changing.foreseen(shared).digest(), at=now)
    question = HomeQuestion.objects.open().order_by("pk").first()
    if question:
        said = "La dirigeante, au téléphone (réponse inventée)"
        asking.decide(question, nimes, version=question.version, answer=said, by=staff, at=now)
    _planned(staff)


def _planned(staff: User) -> None:
    lozere = Territory.objects.get(slug="lozere")
    day = timezone.localdate() + timedelta(days=90)
    area = Area.of_territory(lozere, day)
    neighbour = (
        Epci.objects.filter(communes__departement="12").exclude(pk__in=area.epcis).order_by("siren").first()
    )
    if neighbour:
        grown = Area(area.departements, area.epcis | {neighbour.pk}, area.communes)
        planned = draft(lozere, grown, starts_on=day, reason="Décision du bureau (donnée inventée)", by=staff)
        record(planned, version=planned.version, shown=changing.foreseen(planned).digest(), at=timezone.now())
