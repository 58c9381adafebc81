"""The desk of prospects."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leader.shared.admin.choices import ScopedForm, ScopedVersionedForm
from leader.shared.admin.lists import by_choice, by_related
from leader.shared.admin.scoped import ScopedModelAdmin, ScopedTabularInline
from territories.models import Prospect, ProspectExchange, Territory
from territories.models.prospects import COURTED
from territories.pipeline.forms import IS_MEMBER


class CourtingForm(ScopedForm):
    """A company to court: nobody courts who is a member, or will be."""

    def clean(self) -> dict[str, Any]:
        """Refuse a member that is added at another stage, or brought to one by way of a file that is there."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        company = cleaned.get("company")
        if (
            self._is_to_court(cleaned.get("state", self.instance.state))
            and company and company.pk
            and company.memberships.lasting_on(timezone.localdate()).exists()
        ):  # fmt: skip
            self.add_error(self._in_question(), ValidationError(IS_MEMBER, code="member"))
        return cleaned

    def _is_to_court(self, state: str) -> bool:
        """Tell whether the courting begins here. What else an old file says may be mended, and how it stopped."""
        if self.instance.pk is None:
            return state != Prospect.State.MEMBER
        return state in COURTED and not {"company", "state"}.isdisjoint(self.changed_data)

    def _in_question(self) -> str:
        is_below_the_company = self.fields["company"].widget.is_hidden
        is_new = self.instance.pk is None
        return "company" if not is_below_the_company and (is_new or "company" in self.changed_data) else "state"


class ProspectDeskForm(CourtingForm, ScopedVersionedForm):
    """The same, over a file that somebody else may change meanwhile."""


class ExchangeInline(ScopedTabularInline):
    """What was exchanged with a prospect."""

    model = ProspectExchange
    fields = ["on", "kind", "from_them", "summary"]


@admin.register(Prospect)
class ProspectAdmin(ScopedModelAdmin):
    """The companies that territories court: a lead finds and adds those of the territory led."""

    form = ProspectDeskForm
    menu_rank = 3
    part_may_add = True
    may_delete = True
    list_display = ["company", "territory", "state", "owner", "next_action", "next_action_on"]
    list_select_related = ["company", "territory", "owner"]
    list_filter = [
        by_related("territory", _("territory"), Territory),
        by_choice("state", _("stage"), Prospect.State.choices),
    ]
    search_fields = ["company__q", "territory__q", "owner__q"]
    found_by_own = ["owner"]  # a search must not tell the address of somebody of another territory
    autocomplete_fields = ["company", "territory", "owner", "sponsor"]
    inlines = [ExchangeInline]
    history_of = ["exchanges"]
    fields = [
        "company", "territory", ("state", "reason"), ("owner", "sponsor"), ("contact_name", "contact_email"),
        ("next_action", "next_action_on"), "notes",
    ]  # fmt: skip


class ProspectInline(ScopedTabularInline):
    """The territories that court a company."""

    model = Prospect
    form = CourtingForm
    autocomplete_fields = ["territory", "owner"]
    fields = ["territory", "state", "reason", "owner", "next_action", "next_action_on"]
    can_delete = False
