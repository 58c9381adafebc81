"""The desks of registrations: the terms, which the staff sets, and what parties have done on their pages."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models import (
    Admission,
    Attendee,
    Category,
    CheckIn,
    DoorKeeper,
    EventInvitation,
    Quota,
    Registration,
    Seat,
    SeatWish,
    Table,
)
from events.registration.line import serve
from leader.shared.admin.lists import by_choice
from leader.shared.admin.scoped import ScopedModelAdmin, ScopedTabularInline


class QuotaInline(ScopedTabularInline):
    """The places of each category."""

    model = Quota
    fields = ["category", "places"]


@admin.register(Admission)
class AdmissionAdmin(ScopedModelAdmin):
    """How many places an event has, for whom, and until when."""

    may_delete = True
    list_display = ["event", "capacity", "taken", "opens_at", "closes_at"]
    list_select_related = ["event"]
    search_fields = ["event__q"]
    autocomplete_fields = ["event"]
    readonly_fields = ["taken"]
    inlines = [QuotaInline]
    history_of = ["quotas"]
    fields = [
        "event", ("capacity", "taken"), "party_max", ("opens_at", "closes_at"), "members_until", "answer_hours",
        ("price_cents", "free_places"),
    ]  # fmt: skip

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Give at once the places that a larger capacity, or quota, has freed."""
        super().save_related(request, form, formsets, change)
        serve(form.instance.pk, at=timezone.now())


class _ReadDesk(ScopedModelAdmin):
    """A desk where one reads: what it shows is done on the pages of the event."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Allow it to nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow it to nobody."""
        return False


@admin.register(Registration)
class RegistrationAdmin(_ReadDesk):
    """The parties."""

    list_display = ["__str__", "admission", "category", "state", "places", "asked_at"]
    list_select_related = ["company", "invitation", "admission__event"]
    list_filter = [
        by_choice("state", _("state"), Registration.State.choices),
        by_choice("category", _("category"), Category.choices),
    ]
    search_fields = ["company__q", "invitation__organisation", "contact_email"]
    history_of = ["attendees", "line_changes"]
    fields = [
        "admission", ("company", "invitation"), "category", ("contact_email", "registered_by"),
        ("places", "fewest"),
        "takes_at_once", ("state", "offered", "offer_ends_at"), "priority", ("asked_at", "settled_at"),
    ]  # fmt: skip


@admin.register(Attendee)
class AttendeeAdmin(_ReadDesk):
    """Who comes; what they eat and need is read on the page of the event, without names."""

    list_display = ["__str__", "registration", "email"]
    list_select_related = ["registration__company", "registration__invitation"]
    search_fields = ["family_name", "given_name", "email"]
    fields = ["registration", ("given_name", "family_name"), "email", "function", "badge_name", "link_sent_at"]


@admin.register(EventInvitation)
class EventInvitationAdmin(_ReadDesk):
    """Who was invited by the federation."""

    list_display = ["organisation", "admission", "category", "email", "sent_at", "withdrawn_at"]
    list_select_related = ["admission__event"]
    list_filter = [by_choice("category", _("as"), EventInvitation.Invited.choices)]
    search_fields = ["organisation", "email"]
    fields = [
        "admission", "category", "organisation", "contact_name", "email", "places_max", "invited_by", "sent_at",
        "withdrawn_at", "declined_at",
    ]  # fmt: skip


@admin.register(CheckIn)
class CheckInAdmin(_ReadDesk):
    """Who came through a door."""

    list_display = ["__str__", "admission", "at", "door", "way", "is_repeat", "undone_at"]
    list_select_related = [
        "attendee__registration__company", "attendee__registration__invitation", "admission__event",
    ]  # fmt: skip
    list_filter = [by_choice("way", _("how"), CheckIn.Way.choices)]
    search_fields = ["attendee__family_name", "attendee__given_name", "name"]
    fields = [
        "admission", "attendee", ("name", "organisation"), ("way", "door"),
        ("at", "received_at"), "is_repeat", "undone_at", "by",
    ]  # fmt: skip


@admin.register(DoorKeeper)
class DoorKeeperAdmin(_ReadDesk):
    """Who was named for a door."""

    list_display = ["email", "event", "named_at"]
    list_select_related = ["event"]
    search_fields = ["email", "event__q"]
    fields = ["event", "email", ("named_by", "named_at")]


@admin.register(Table)
class TableAdmin(_ReadDesk):
    """The tables; they are planned on the page of the event."""

    list_display = ["name", "admission", "seats"]
    list_select_related = ["admission__event"]
    search_fields = ["name", "admission__event__q"]
    fields = ["admission", ("name", "seats")]
    history_of = ["seated"]


@admin.register(Seat)
class SeatAdmin(_ReadDesk):
    """Who sits where."""

    list_display = ["__str__", "table", "by_hand"]
    list_select_related = ["attendee", "table"]
    search_fields = ["attendee__family_name", "table__name"]
    fields = ["attendee", "table", "by_hand"]


@admin.register(SeatWish)
class SeatWishAdmin(_ReadDesk):
    """Who is to sit with whom, and who is not."""

    list_display = ["one", "kind", "other", "admission"]
    list_select_related = ["one", "other", "admission__event"]
    search_fields = ["one__family_name", "other__family_name"]
    fields = ["admission", ("one", "kind", "other")]
