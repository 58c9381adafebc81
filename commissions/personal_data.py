"""What this app keeps of people: who sits in which commission."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commissions.documents.forgetting import forget_withdrawn, withdrawn_long_ago
from commissions.models import (
    ActionItem,
    AgendaItem,
    Announcement,
    AnnouncementChoice,
    AnnouncementDelivery,
    Attendance,
    CalendarFeed,
    Commission,
    CommissionMembership,
    CommissionMilestone,
    Document,
    DocumentFolder,
    DocumentVersion,
    Meeting,
    MeetingMinutes,
    MinutesItem,
    SeatProposal,
)
from leader.shared import retention
from leader.shared.periods import not_over
from leader.shared.personal_data import Processing, declare, declare_none

COMMISSIONS = Processing(
    key="commissions", name=_("Commissions"),
    purpose=_("To know who sits in the commissions and chairs them."),
    basis=_("The legitimate interest of the federation and of those who take part."),
    people=_("Members of commissions."),
    recipients=_("The staff and the members."),
    retention=_("As long as the person is known to the federation."),
)  # fmt: skip

declare(CommissionMembership, COMMISSIONS, person="person", deletes=True, current=not_over)
declare(
    SeatProposal, COMMISSIONS, person="person", deletes=True, free=["message", "reason"],
    blank={"message": "", "reason": ""},  # in the history, which stays
    current=lambda day: Q(state=SeatProposal.State.WAITING) | Q(answered_at__date__gte=day),
)  # fmt: skip
declare(CalendarFeed, COMMISSIONS, person="user__person", deletes=True)
declare(Attendance, COMMISSIONS, person="person", deletes=True)
declare(AgendaItem, COMMISSIONS, person="owner", blank={"owner": None}, free=["title"])
declare(Meeting, COMMISSIONS, free=["title", "details", "cancel_reason"], plain=["place", "link"])
declare(ActionItem, COMMISSIONS, person="owner", blank={"owner": None}, free=["what"])
declare(MeetingMinutes, COMMISSIONS, person="approved_by__person", free=["content", "reason"], plain=["digest"])
declare(MinutesItem, COMMISSIONS, free=["title", "text", "decided"])
declare(DocumentFolder, COMMISSIONS, free=["name"])
# Who brought a document is told by the account, whose person is emptied; the document is the commission's.
declare(Document, COMMISSIONS, person="brought_by__person", free=["title"])
declare(
    DocumentVersion, COMMISSIONS, person="uploaded_by__person", free=["file_name", "note"],
    plain=["file", "preview", "digest"],
)  # fmt: skip
declare(Announcement, COMMISSIONS, person="author__person", free=["subject", "text"])
declare(AnnouncementChoice, COMMISSIONS, person="person", deletes=True)
declare(AnnouncementDelivery, COMMISSIONS, person="person", deletes=True)
declare_none(Commission, CommissionMilestone, because="themes, names and dates")

retention.register(
    retention.Rule(
        key="withdrawn-documents", name=_("Documents of commissions that were withdrawn, with their files"),
        duration=_("thirty days after they were withdrawn"),
        basis=_("the time in which one may think again"),
        due=lambda now: withdrawn_long_ago(now).count(), apply=forget_withdrawn,
    )
)  # fmt: skip
