"""What this app keeps of people: speakers and guests of honour."""

from django.utils.translation import gettext_lazy as _

from events.models import Announcement, Event, GuestOfHonour, ProgrammeItem
from leader.shared.personal_data import Processing, declare, declare_none

EVENTS = Processing(
    key="events", name=_("Events"),
    purpose=_("To prepare events and to tell their programme."),
    basis=_("The legitimate interest of the federation; the agreement of those who speak."),
    people=_("Speakers and guests of honour."),
    recipients=_("Everybody, once the event is published."),
    retention=_("As long as the event is told."),
)  # fmt: skip

declare(GuestOfHonour, EVENTS, person="person", plain=["role"], deletes=True)
declare(ProgrammeItem, EVENTS, free=["speaker", "details"], plain=["title"])
declare(Event, EVENTS, free=["practical", "purpose"], plain=["slug", "name", "theme", "place", "city", "source"])
declare_none(Announcement, because="which territory is announced at which event")
