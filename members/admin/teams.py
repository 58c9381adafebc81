"""The desks of teams: invitations, requests and domains; and of what people have chosen to show."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from leader.shared.admin.lists import by_choice
from leader.shared.admin.scoped import ScopedForm, ScopedModelAdmin
from members.domains import normalised, validate_own
from members.models import Audience, CompanyDomain, Disclosure, JoinRequest, TeamInvitation


class _ReadDesk(ScopedModelAdmin):
    """A desk where one reads: what it shows is done on the page of the team, or chosen by the person."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Allow it to nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow it to nobody."""
        return False


@admin.register(TeamInvitation)
class TeamInvitationAdmin(_ReadDesk):
    """Who was invited to represent a company, and what became of it."""

    list_display = ["__str__", "company", "email", "sent_at", "accepted_at", "withdrawn_at"]
    list_select_related = ["company"]
    search_fields = ["email", "company__q"]
    fields = [
        "company", ("given_name", "family_name"), "email", "function", "invited_by", ("sent_at", "expires_at"),
        ("accepted_at", "accepted_by"), "withdrawn_at",
    ]  # fmt: skip


@admin.register(JoinRequest)
class JoinRequestAdmin(_ReadDesk):
    """Who asked to join a team."""

    list_display = ["email", "company", "state", "asked_at", "decided_at"]
    list_select_related = ["company"]
    list_filter = [by_choice("state", _("state"), JoinRequest.State.choices)]
    search_fields = ["email", "company__q"]
    fields = ["company", "user", "email", "function", "state", "asked_at", ("decided_at", "decided_by")]


class CompanyDomainForm(ScopedForm):
    """A domain, written one way and nobody else's."""

    def clean_domain(self) -> str:
        """Return the domain in ASCII; refuse one of which anybody may have an address."""
        domain = normalised(self.cleaned_data["domain"])
        validate_own(domain)
        return domain


@admin.register(CompanyDomain)
class CompanyDomainAdmin(ScopedModelAdmin):
    """The domains by which colleagues join."""

    form = CompanyDomainForm
    may_delete = True
    list_display = ["domain", "company", "joining", "added_by", "added_at"]
    list_select_related = ["company", "added_by"]
    list_filter = [by_choice("joining", _("a colleague"), CompanyDomain.Joining.choices)]
    search_fields = ["domain", "company__q"]
    autocomplete_fields = ["company"]
    fields = ["company", "domain", "joining", "added_by", "added_at"]
    readonly_fields = ["added_by", "added_at"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Keep who added it."""
        if not change:
            obj.added_by = request.user
        super().save_model(request, obj, form, change)


@admin.register(Disclosure)
class DisclosureAdmin(_ReadDesk):
    """What people show of themselves, and to whom: theirs to choose, on their profile."""

    list_display = ["person", "field", "audience"]
    list_select_related = ["person"]
    list_filter = [by_choice("audience", _("shown to"), Audience.choices)]
    search_fields = ["person__q"]
    fields = ["person", "field", "audience"]
