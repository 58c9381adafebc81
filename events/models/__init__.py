"""The models of the app, one module for each main object."""

from events.models.admissions import Admission, Category, Quota
from events.models.arrivals import CheckIn, DoorKeeper
from events.models.attendees import Attendee, Diet
from events.models.events import Announcement, Event, EventQuerySet, GuestOfHonour, Partner, ProgrammeItem
from events.models.followups import FollowUp, FollowUpLetter, SurveyAnswer
from events.models.hosting import HostCall, HostCandidacy
from events.models.invitations import EventInvitation
from events.models.judging import HostCriterion, HostDocument, HostMark
from events.models.photos import Photo, PhotoRemoval
from events.models.registrations import LineChange, Registration
from events.models.tables import Seat, SeatWish, Table

__all__ = [
    "Admission",
    "Announcement",
    "Attendee",
    "Category",
    "CheckIn",
    "Diet",
    "DoorKeeper",
    "Event",
    "EventInvitation",
    "EventQuerySet",
    "FollowUp",
    "FollowUpLetter",
    "GuestOfHonour",
    "HostCall",
    "HostCandidacy",
    "HostCriterion",
    "HostDocument",
    "HostMark",
    "LineChange",
    "Partner",
    "Photo",
    "PhotoRemoval",
    "ProgrammeItem",
    "Quota",
    "Registration",
    "Seat",
    "SeatWish",
    "SurveyAnswer",
    "Table",
]
