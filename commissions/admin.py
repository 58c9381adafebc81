"""The desks of commissions."""

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

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
    How,
    Meeting,
    MeetingMinutes,
    MinutesItem,
    SeatProposal,
)
from leader.shared.admin.lists import by_choice, by_related
from leader.shared.admin.scoped import ScopedModelAdmin, ScopedTabularInline
from members.admin.memberships import RunsFilter


class CommissionMembershipInline(ScopedTabularInline):
    """Who sits in a commission."""

    model = CommissionMembership
    autocomplete_fields = ["person"]
    fields = ["person", "role", "starts_on", "ends_on"]
    can_delete = False


@admin.register(Commission)
class CommissionAdmin(ScopedModelAdmin):
    """Commissions: one is dissolved, it is never erased."""

    menu_rank = 7
    list_display = ["name", "kind", "territory", "theme", "chair", "founded_on", "dissolved_on"]
    list_select_related = ["territory"]
    list_filter = [by_choice("kind", _("kind"), Commission.Kind.choices)]
    autocomplete_fields = ["territory", "merged_into"]
    sortable_by = ["name"]  # type: ignore[assignment]
    search_fields = ["q"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [CommissionMembershipInline]
    history_of = ["commission_memberships"]
    fields = [
        ("name", "slug"), ("kind", "territory"), "theme", "purpose", ("joining", "seat_limit"),
        ("founded_on", "founded_precision"), ("dissolved_on", "merged_into"), "source",
    ]  # fmt: skip

    def with_columns(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Annotate who chairs today."""
        chairs = CommissionMembership.objects.running_on(timezone.localdate()).filter(
            commission=OuterRef("pk"), role=CommissionMembership.Role.CHAIR
        )
        name = Concat("person__given_name", Value(" "), "person__family_name")
        return rows.annotate(chair_name=Subquery(chairs.annotate(full_name=name).values("full_name")[:1]))

    @admin.display(description=_("chair"))
    def chair(self, commission: Any) -> str:
        """Return who chairs today."""
        return (commission.chair_name or "").strip()


@admin.register(CommissionMembership)
class CommissionMembershipAdmin(ScopedModelAdmin):
    """Who sits in which commission."""

    list_display = ["person", "commission", "role", "starts_on", "ends_on"]
    list_select_related = ["person", "commission"]
    list_filter = [
        by_related("commission", _("commission"), Commission),
        by_choice("role", _("role"), CommissionMembership.Role.choices),
        RunsFilter,
    ]
    search_fields = ["person__q", "commission__q"]
    autocomplete_fields = ["person", "commission"]


@admin.register(CommissionMilestone)
class CommissionMilestoneAdmin(ScopedModelAdmin):
    """When a commission was renamed, or kept when the commissions were recast."""

    list_display = ["commission", "kind", "happened_on", "former_name"]
    list_select_related = ["commission"]
    list_filter = [by_choice("kind", _("what happened"), CommissionMilestone.Kind.choices)]
    search_fields = ["former_name", "commission__q"]
    autocomplete_fields = ["commission"]


@admin.register(SeatProposal)
class SeatProposalAdmin(ScopedModelAdmin):
    """Who asked for a seat, who was invited, and what became of it."""

    list_display = ["person", "commission", "origin", "state", "proposed_at"]
    list_select_related = ["person", "commission"]
    list_filter = [
        by_related("commission", _("commission"), Commission),
        by_choice("state", _("state"), SeatProposal.State.choices),
    ]
    search_fields = ["person__q", "commission__q"]
    autocomplete_fields = ["commission", "person", "proposed_by", "answered_by"]


class AgendaInline(ScopedTabularInline):
    """The agenda of a meeting."""

    model = AgendaItem
    autocomplete_fields = ["owner"]
    fields = ["rank", "title", "minutes", "owner"]


class _ReadDesk(ScopedModelAdmin):
    """A desk where one reads: calendars and letters follow what is done on the pages of meetings."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Allow it to nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow it to nobody."""
        return False


@admin.register(Meeting)
class MeetingAdmin(_ReadDesk):
    """The meetings of commissions."""

    list_display = ["title", "commission", "starts_at", "convened_at", "cancelled_at"]
    list_select_related = ["commission"]
    list_filter = [by_related("commission", _("commission"), Commission)]
    search_fields = ["q", "commission__q"]
    autocomplete_fields = ["commission"]
    inlines = [AgendaInline]
    history_of = ["agenda"]


@admin.register(Attendance)
class AttendanceAdmin(_ReadDesk):
    """Who is invited to which meeting, what they answered, who came."""

    list_display = ["person", "meeting", "answer", "presence"]
    list_select_related = ["person", "meeting"]
    list_filter = [
        by_choice("answer", _("answer"), Attendance.Answer.choices),
        by_choice("presence", _("presence"), Attendance.Presence.choices),
    ]
    search_fields = ["person__q", "meeting__q"]
    autocomplete_fields = ["person", "meeting"]


class MinutesItemInline(ScopedTabularInline):
    """What was said, item by item."""

    model = MinutesItem
    fields = ["rank", "title", "text", "decided"]


@admin.register(MeetingMinutes)
class MinutesAdmin(_ReadDesk):
    """The minutes, every version of them."""

    list_display = ["meeting", "number", "approved_at", "digest"]
    list_select_related = ["meeting"]
    search_fields = ["meeting__q"]
    autocomplete_fields = ["meeting"]
    inlines = [MinutesItemInline]
    history_of = ["items"]


@admin.register(ActionItem)
class ActionItemAdmin(_ReadDesk):
    """What meetings leave to do."""

    list_display = ["what", "meeting", "owner", "due_on", "done_at"]
    list_select_related = ["meeting", "owner"]
    search_fields = ["what", "meeting__q"]
    autocomplete_fields = ["meeting", "owner"]


@admin.register(CalendarFeed)
class CalendarFeedAdmin(_ReadDesk):
    """Who reads which private calendar; its address is shown to nobody here."""

    list_display = ["user", "about", "commission", "territory", "created_at", "revoked_at"]
    list_select_related = ["user", "commission", "territory"]
    search_fields = ["user__email", "commission__q"]
    autocomplete_fields = ["user", "commission", "territory"]


@admin.register(DocumentFolder)
class DocumentFolderAdmin(_ReadDesk):
    """The folders of commissions."""

    list_display = ["name", "commission"]
    list_select_related = ["commission"]
    search_fields = ["name", "commission__q"]
    autocomplete_fields = ["commission"]


class DocumentVersionInline(ScopedTabularInline):
    """The versions of a document; their files are given by the pages, which ask who reads them."""

    model = DocumentVersion
    fields = ["number", "kind", "file_name", "size", "note", "uploaded_by", "uploaded_at"]
    autocomplete_fields = ["uploaded_by"]


@admin.register(Document)
class DocumentAdmin(_ReadDesk):
    """The documents of commissions; they are brought and withdrawn on their pages."""

    list_display = ["title", "commission", "folder", "visibility", "brought_at", "withdrawn_at"]
    list_select_related = ["commission", "folder"]
    list_filter = [
        by_related("commission", _("commission"), Commission),
        by_choice("visibility", _("shown to"), Document.Visibility.choices),
    ]
    search_fields = ["q", "commission__q"]
    autocomplete_fields = ["commission", "folder", "brought_by"]
    inlines = [DocumentVersionInline]
    history_of = ["versions"]


@admin.register(DocumentVersion)
class DocumentVersionAdmin(_ReadDesk):
    """The versions of documents."""

    list_display = ["document", "number", "kind", "size", "uploaded_by", "uploaded_at"]
    list_select_related = ["document", "uploaded_by"]
    list_filter = [by_choice("kind", _("kind"), DocumentVersion.Kind.choices)]
    search_fields = ["document__q", "file_name"]
    autocomplete_fields = ["document", "uploaded_by"]
    exclude = ["file", "preview", "preview_state"]


@admin.register(Announcement)
class AnnouncementAdmin(_ReadDesk):
    """What was announced to commissions."""

    list_display = ["subject", "commission", "author", "sent_at"]
    list_select_related = ["commission", "author"]
    list_filter = [by_related("commission", _("commission"), Commission)]
    search_fields = ["subject", "commission__q"]
    autocomplete_fields = ["commission", "author"]


@admin.register(AnnouncementChoice)
class AnnouncementChoiceAdmin(_ReadDesk):
    """How people get announcements; each chooses alone."""

    list_display = ["person", "commission", "how", "chosen_at"]
    list_select_related = ["person", "commission"]
    list_filter = [by_choice("how", _("announcements"), How.choices)]
    search_fields = ["person__q", "commission__q"]
    autocomplete_fields = ["person", "commission"]


@admin.register(AnnouncementDelivery)
class AnnouncementDeliveryAdmin(_ReadDesk):
    """To whom an announcement was sent, and when."""

    list_display = ["person", "announcement", "how", "told_at"]
    list_select_related = ["person", "announcement"]
    list_filter = [by_choice("how", _("announcements"), How.choices)]
    search_fields = ["person__q", "announcement__subject"]
    autocomplete_fields = ["person", "announcement"]
