"""The desks of registrations: the terms, which the staff sets, and what parties have done on their pages."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models import Admission, Attendee, Category, EventInvitation, Quota, Registration
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
        "withdrawn_at",
    ]  # fmt: skip
