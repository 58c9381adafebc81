"""What this app keeps of people: who sits in which commission."""

from django.utils.translation import gettext_lazy as _

from commissions.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    CalendarFeed,
    Commission,
    CommissionMembership,
    CommissionMilestone,
    Meeting,
    MeetingMinutes,
    MinutesItem,
    SeatProposal,
)
from leader.shared.personal_data import Processing, declare, declare_none

COMMISSIONS = Processing(
    key="commissions", name=_("Commissions"),
    purpose=_("To know who sits in the commissions and chairs them."),
    basis=_("The legitimate interest of the federation and of those who take part."),
    people=_("Members of commissions."),
    recipients=_("The staff and the members."),
    retention=_("As long as the person is known to the federation."),
)  # fmt: skip

declare(CommissionMembership, COMMISSIONS, person="person", deletes=True)
declare(
    SeatProposal, COMMISSIONS, person="person", deletes=True, free=["message", "reason"],
    blank={"message": "", "reason": ""},  # in the history, which stays
)  # fmt: skip
declare(CalendarFeed, COMMISSIONS, person="user__person", deletes=True)
declare(Attendance, COMMISSIONS, person="person", deletes=True)
declare(AgendaItem, COMMISSIONS, person="owner", blank={"owner": None}, free=["title"])
declare(Meeting, COMMISSIONS, free=["title", "details", "cancel_reason"], plain=["place", "link"])
declare(ActionItem, COMMISSIONS, person="owner", blank={"owner": None}, free=["what"])
declare(MeetingMinutes, COMMISSIONS, person="approved_by__person", free=["content", "reason"], plain=["digest"])
declare(MinutesItem, COMMISSIONS, free=["title", "text", "decided"])
declare_none(Commission, CommissionMilestone, because="themes, names and dates")
