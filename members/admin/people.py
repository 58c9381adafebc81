"""The desks of people and of whom they represent."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leader.shared.admin.lists import by_choice
from leader.shared.admin.rights import has_every_row
from leader.shared.admin.scoped import ScopedModelAdmin, ScopedTabularInline
from leader.shared.audit import forget
from leader.shared.history import changes_of
from members.admin.memberships import RunsFilter
from members.duplicates.forgetting import ERASED_PERSON
from members.models import Company, Person, Representative
from members.team.changing import first_day_without_vote, spells_of


def warn_of_silence(request: HttpRequest, companies: Any) -> None:
    """Say of each of ``companies`` (a queryset), if it is a member today, from which day nobody votes for it."""
    today = timezone.localdate()
    for company in companies.members_on(today):
        if day := first_day_without_vote(spells_of(company), today):
            said = _("From %(day)s on nobody votes for %(company)s.")
            messages.warning(request, said % {"day": f"{day:%d/%m/%Y}", "company": company})


class RepresentationInline(ScopedTabularInline):
    """The companies that a person represents."""

    model = Representative
    autocomplete_fields = ["company"]
    fields = ["company", "function", "vote", "starts_on", "ends_on"]

    def get_min_num(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """Ask whoever administers a part of the people for the company of a new one: it tells the part."""
        return 0 if obj or has_every_row(request, Person) else 1

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Refuse the person without the company that is asked for."""
        kwargs["validate_min"] = self.get_min_num(request, obj) > 0
        return super().get_formset(request, obj, **kwargs)


class RepresentativeInline(ScopedTabularInline):
    """The people who represent a company."""

    model = Representative
    autocomplete_fields = ["person"]
    fields = ["person", "function", "vote", "starts_on", "ends_on"]


@admin.register(Person)
class PersonAdmin(ScopedModelAdmin):
    """People, found by any part of their name or address, or by their company."""

    menu_rank = 2
    part_may_add = True
    may_delete = True
    list_display = ["family_name", "given_name", "email", "phone", "public_function"]
    list_display_links = ["family_name", "given_name"]
    sortable_by = ["family_name"]  # type: ignore[assignment]
    search_fields = ["q"]
    inlines = [RepresentationInline]
    history_of = ["representations"]
    fields = [("given_name", "family_name"), ("email", "phone"), "public_function"]

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete the person; the history keeps the key, by whom and when, and nothing of who it was.

        Afterwards no key would lead an erasure there. Whoever others were merged into is not deleted here.
        """
        key = obj.pk
        super().delete_model(request, obj)
        forget(changes_of(Person)._base_manager.filter(pgh_obj=key), **ERASED_PERSON)

    def after_saving(self, request: HttpRequest, record: Any, *, change: bool) -> None:
        """Warn of a company that is left without a vote."""
        warn_of_silence(request, Company.objects.filter(pk__in=record.representations.values("company")))


@admin.register(Representative)
class RepresentativeAdmin(ScopedModelAdmin):
    """Who represents which company."""

    part_may_add = True
    list_display = ["person", "company", "function", "vote", "starts_on", "ends_on"]
    list_select_related = ["person", "company"]
    list_filter = [RunsFilter, by_choice("vote", _("vote"), Representative.Vote.choices)]
    search_fields = ["person__q", "company__q"]
    found_by_own = ["person"]  # a search must not tell the address of somebody who left
    autocomplete_fields = ["person", "company"]

    def after_saving(self, request: HttpRequest, record: Any, *, change: bool) -> None:
        """Warn of a company that is left without a vote."""
        warn_of_silence(request, Company.objects.filter(pk=record.company_id))
