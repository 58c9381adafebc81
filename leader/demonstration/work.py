"""What is to be done in the demonstration: the checklist of an opening, a late task, a seat held elsewhere."""

from datetime import timedelta

from django.utils import timezone

from members.models import Person, User
from territories.checklist.copying import copy_checklist
from territories.models import OutsideMandate, Task, Territory
from territories.models.tasks import Role


def load_work(territory: Territory, lead: Person, staff: User) -> None:
    """Give ``territory`` its checklist, a task that is late and one done, and its lead a seat elsewhere."""
    copy_checklist(territory)
    today = timezone.localdate()
    late = {"what": "Confirmer la salle du gala", "due_on": today - timedelta(days=5), "role": Role.LEADS}
    Task.objects.create(territory=territory, **late)
    done = Task.objects.create(territory=territory, what="Réserver l’adresse du site", due_on=today, person=lead)
    done.do(by=staff, at=timezone.now())
    OutsideMandate.objects.create(
        person=lead, territory=territory, body="Chambre de commerce (fictive)", role="membre associé",
        starts_on=today - timedelta(days=400), source="Donnée inventée",
    )  # fmt: skip
