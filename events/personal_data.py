"""What this app keeps of people: speakers, guests of honour, who registers, who comes and what they need."""

from collections.abc import Callable
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models import (
    Admission,
    Announcement,
    Attendee,
    CheckIn,
    DoorKeeper,
    Event,
    EventInvitation,
    FollowUp,
    FollowUpLetter,
    GuestOfHonour,
    HostCall,
    HostCandidacy,
    HostCriterion,
    HostDocument,
    HostMark,
    LineChange,
    Partner,
    Photo,
    PhotoRemoval,
    ProgrammeItem,
    Quota,
    Registration,
    Seat,
    SeatWish,
    SurveyAnswer,
    Table,
)
from events.registration import forgetting
from leader.shared import retention as clocks
from leader.shared.personal_data import ERASED_ADDRESS, Processing, declare, declare_none

EVENTS = Processing(
    key="events", name=_("Events"),
    purpose=_("To prepare events and to tell their programme."),
    basis=_("The legitimate interest of the federation; the agreement of those who speak."),
    people=_("Speakers and guests of honour."),
    recipients=_("Everybody, once the event is published."),
    retention=_("As long as the event is told."),
)  # fmt: skip

REGISTRATIONS = Processing(
    key="event-registrations", name=_("Registrations to events, with what people eat and need"),
    purpose=_("To give places, to welcome everybody, and to cook what each may eat."),
    basis=_(
        "The request of the party; for what people eat and need, which may tell of their health or belief"
        " (sensitive data), the consent that they give by saying it."
    ),
    people=_("Who registers a party, who comes with it, who is invited, who holds a door."),
    recipients=_("The party, the staff, the leads of the host; the kitchen, in numbers without names."),
    retention=_("What people eat and need: the day after the event. Names and addresses: a year after it."),
)  # fmt: skip

PHOTOS = Processing(
    key="event-photos", name=_("Photos of events"),
    purpose=_("To tell of an event afterwards."),
    basis=_("The agreement of those who are shown; whoever withdraws it has the photo hidden at once."),
    people=_("Those who are on the photos, and those who ask that one be taken off."),
    recipients=_("Members; everybody, for the photos that are public."),
    retention=_("As long as the event is told. The address of who asks: until the answer."),
)  # fmt: skip

THANKS = Processing(
    key="event-thanks", name=_("Thanks and surveys after events"),
    purpose=_("To thank those who came, and to know what to do better."),
    basis=_("The legitimate interest of the federation; each letter tells how to receive no more."),
    people=_("Those who came to an event. The answers name nobody."),
    recipients=_("The staff and the leads of the host, in figures and in words without names."),
    retention=_("Addresses: a year after the event. Answers: as long as the event is told."),
)  # fmt: skip


def _to_come(path: str) -> Callable[[date], Q]:
    """Return the condition that the event at the end of ``path`` is held on a day or later."""
    return lambda day: Q(**{f"{path}held_on__gte": day})


declare(
    Registration, REGISTRATIONS, person="registered_by__person", addresses=["contact_email"],
    blank={"contact_email": ERASED_ADDRESS}, current=_to_come("admission__event__"),
)  # fmt: skip
declare(LineChange, REGISTRATIONS, person="by__person", free=["reason"])
declare(
    EventInvitation, REGISTRATIONS, addresses=["email"], blank={"email": ERASED_ADDRESS, "contact_name": ""},
    free=["contact_name"], plain=["organisation"], current=_to_come("admission__event__"),
)  # fmt: skip
declare(
    Attendee, REGISTRATIONS, addresses=["email"],
    blank={
        "given_name": "", "family_name": "", "email": "", "badge_name": "", "function": "", "diets": [],
        "diet_note": "", "access_needs": "", "secret_digest": "",
    },
    free=["given_name", "family_name", "badge_name"], secret=["secret_digest"],
    current=_to_come("registration__admission__event__"),
)  # fmt: skip
declare(CheckIn, REGISTRATIONS, person="by__person", free=["name", "organisation"], plain=["door"])
declare(
    DoorKeeper, REGISTRATIONS, addresses=["email"], blank={"email": ERASED_ADDRESS}, current=_to_come("event__")
)
declare(
    GuestOfHonour, EVENTS, person="person", plain=["role"], deletes=True, current=_to_come("event__")
)  # fmt: skip
declare(ProgrammeItem, EVENTS, free=["speaker", "details"], plain=["title"])
declare(
    Event,
    EVENTS,
    free=["practical", "purpose", "members_note"],
    plain=["slug", "name", "theme", "place", "city", "source"],
)
declare_none(Admission, Quota, because="how many places an event has, for whom and until when")
declare(HostCall, EVENTS, person="decided_by__person", free=["criteria", "reason"])
declare(HostCandidacy, EVENTS, person="author__person", free=["pitch"], plain=["venue", "city"])
declare_none(HostCriterion, because="what candidacies to host are judged by")
declare(HostMark, EVENTS, person="marker__person")
declare(HostDocument, EVENTS, person="sent_by__person", free=["name"], plain=["file"])
declare(Photo, PHOTOS, person="added_by__person", free=["caption", "credit"], plain=["digest", "large", "small"])
declare(PhotoRemoval, PHOTOS, addresses=["email"], blank={"email": ""}, free=["reason"])
declare_none(FollowUp, because="the words of thanks to all who came to an event")
declare(FollowUpLetter, THANKS, addresses=["email"], blank={"email": ERASED_ADDRESS})
declare(SurveyAnswer, THANKS, free=["words"])
declare_none(Partner, because="which houses support an event")
declare_none(
    Table, Seat, SeatWish, because="which place of a party sits at which table; names stand with the places"
)
declare_none(Announcement, because="which territory is announced at which event")

clocks.register(
    clocks.Rule(
        key="event-needs", name=_("What people eat and need at an event"), duration=_("the day after the event"),
        basis=_("it serves the event alone"), due=lambda now: forgetting.with_needs(now).count(),
        apply=forgetting.forget_needs,
    )
)  # fmt: skip
clocks.register(
    clocks.Rule(
        key="event-attendees", name=_("Names and addresses of who came to an event"),
        duration=_("a year after the event"), basis=_("the time to prepare the next one"),
        due=lambda now: sum(rows.count() for rows in forgetting.with_names(now)), apply=forgetting.forget_names,
    )
)  # fmt: skip
