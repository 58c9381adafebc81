"""The next gala is open: parties that come, one asked whether it takes fewer, a line, an invited house."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from events.door import acts as door
from events.models import Admission, Category, CheckIn, DoorKeeper, Event, LineChange, Partner, Quota, Registration
from events.registration import acts, attendees, inviting, moving
from events.registration.parties import Party
from events.seating import acts as seating
from events.seating.plan import as_persons, people_of
from members.models import Company, Person, User

CAPACITY, PARTIES = 24, [4, 6, 2, 8, 6, 3, 2]
TABLE = [
    {"given_name": "Lou", "family_name": "Fictif-Convive", "function": "direction", "diets": ["vegetarian"]},
    {"given_name": "Noa", "family_name": "Fictif-Convive", "diets": ["no_gluten", "no_nuts"],
     "access_needs": "Une place près de la porte"},
]  # fmt: skip


def load_registrations(gala: Event, people: list[Person], staff: User) -> None:
    """Open ``gala`` and let the companies of ``people`` register, one after the other."""
    now = timezone.now()
    admission = Admission.objects.create(
        event=gala, capacity=CAPACITY, opens_at=now - timedelta(days=7), closes_at=now + timedelta(days=120),
        price_cents=6500, free_places=1,
    )  # fmt: skip
    Partner.objects.create(
        event=gala, name="Banque (fictive) du Midi", level="main", website="https://banque.example"
    )
    Partner.objects.create(event=gala, name="La Gazette fictive", level="press")
    Quota.objects.create(admission=admission, category=Category.PRESS, places=4)
    inviting.invite(
        admission,
        {"category": "press", "organisation": "La Gazette fictive", "contact_name": "", "places_max": 2,
         "email": "presse@example.org"},
        by=staff, at=now,
    )  # fmt: skip
    made = [_register(admission, person, places) for person, places in zip(people, PARTIES, strict=False)]
    for entry in TABLE:
        attendees.add(made[0], entry, by=staff, at=now)
    door.arrive(admission, made[0].attendees.get(number=1).pk, _scan(staff))
    seating.add_tables(admission, name="Table", seats=8, count=3)
    seating.fill(admission, as_persons(people_of(staff, admission)))
    DoorKeeper.objects.create(event=gala, email="guest@leader.example", named_by=staff, named_at=now)
    last = Registration.objects.in_line().filter(admission=admission).last()
    if last:
        reason = "Intervient pendant la table ronde."
        moving.move(last, LineChange.Kind.FIRST, reason=reason, seen=None, by=staff, at=now)


def _scan(staff: User) -> door.Scan:
    """Return a look at somebody who came to see the room."""
    return door.Scan(uuid4(), CheckIn.Way.SEARCHED, "Porte fictive", None, timezone.now(), staff)


def _register(admission: Admission, person: Person, places: int) -> Registration:
    company = Company.objects.filter(representatives__person=person).earliest("pk")
    party = Party(admission, company=company)
    return acts.register(party, places=places, email=person.email, by=None, at=timezone.now())[0]
