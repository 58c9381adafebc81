"""The models of the app, one module for each main object."""

from events.models.admissions import Admission, Category, Quota
from events.models.attendees import Attendee, Diet
from events.models.events import Announcement, Event, EventQuerySet, GuestOfHonour, ProgrammeItem
from events.models.hosting import HostCall, HostCandidacy
from events.models.invitations import EventInvitation
from events.models.registrations import LineChange, Registration

__all__ = [
    "Admission",
    "Announcement",
    "Attendee",
    "Category",
    "Diet",
    "Event",
    "EventInvitation",
    "EventQuerySet",
    "GuestOfHonour",
    "HostCall",
    "HostCandidacy",
    "LineChange",
    "ProgrammeItem",
    "Quota",
    "Registration",
]
