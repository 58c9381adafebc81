"""The desk of memberships, with what follows for territories: nobody courts a company that joins."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from members.admin.memberships import MembershipAdmin
from members.models import Membership
from territories.joining import stop_courting

admin.site.unregister(Membership)


def stop_courting_the_newcomer(request: HttpRequest, membership: Membership) -> None:
    """End the courting of a company by a membership that was written by hand, unless it is over already."""
    if membership.company.memberships.lasting_on(timezone.localdate()).exists():
        stop_courting(membership.company, membership.starts_on, by=request.user)


@admin.register(Membership)
class TerritorialMembershipAdmin(MembershipAdmin):
    """Memberships, whose first day ends the courting of the company."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save; what is new ends the courting."""
        super().save_model(request, obj, form, change)
        if not change:
            stop_courting_the_newcomer(request, obj)
