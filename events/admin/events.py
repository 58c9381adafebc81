"""The desk of events."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.db.models.functions import ExtractYear
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.models import Announcement, Event, GuestOfHonour, Partner, ProgrammeItem
from leader.shared.admin.lists import Filter, by_choice, by_related, by_yes_or_no
from leader.shared.admin.scoped import ScopedModelAdmin, ScopedTabularInline
from territories.models import Territory


class YearFilter(Filter):
    """The year in which an event is held."""

    title = _("year")
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """Offer the years of the events that the person administers."""
        years = model_admin.get_queryset(request).order_by().values_list(ExtractYear("held_on"), flat=True)
        return [(year, str(year)) for year in sorted(set(years.distinct()), reverse=True)]

    def keep(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Keep the events of the year."""
        return rows.filter(held_on__year=value)


class ProgrammeInline(ScopedTabularInline):
    """The programme."""

    model = ProgrammeItem
    fields = ["starts_at", "title", "speaker", "details", "rank"]


class GuestOfHonourInline(ScopedTabularInline):
    """The guests of honour."""

    model = GuestOfHonour
    autocomplete_fields = ["person"]
    fields = ["person", "role", "rank"]


class PartnerInline(ScopedTabularInline):
    """The partners."""

    model = Partner
    fields = ["level", "name", "website", "rank"]


class AnnouncementInline(ScopedTabularInline):
    """The openings announced there."""

    model = Announcement
    autocomplete_fields = ["opening", "territory"]
    fields = ["opening", "territory"]


@admin.register(Event)
class EventAdmin(ScopedModelAdmin):
    """Galas, openings, assemblies and other events."""

    menu_rank = 7
    may_delete = True
    list_display = ["name", "kind", "held_on", "city", "territory", "is_published"]
    list_select_related = ["territory"]
    sortable_by = ["name", "held_on"]  # type: ignore[assignment]
    list_filter = [
        by_choice("kind", _("kind"), Event.Kind.choices),
        YearFilter,
        by_related("territory", _("host territory"), Territory),
        by_yes_or_no("is_published", _("published")),
    ]
    search_fields = ["q"]
    autocomplete_fields = ["territory"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [ProgrammeInline, GuestOfHonourInline, PartnerInline, AnnouncementInline]
    history_of = ["programme", "guests_of_honour", "partners", "announcements"]
    fieldsets = [
        (None, {"fields": [
            "kind", ("name", "slug"), "theme", "purpose", ("held_on", "starts_at", "ends_at"), ("place", "city"),
            "territory", "expected_count", "is_published",
        ]}),
        (_("Practical information"), {"fields": ["practical", "members_note", "source"], "classes": ["collapse"]}),
    ]  # fmt: skip

    def after_saving(self, request: HttpRequest, record: Any, *, change: bool) -> None:
        """Warn when a territory hosts twice running: the gala goes round, and nothing forbids an exception."""
        if record.kind != Event.Kind.GALA or record.territory is None:
            return
        others = Event.objects.exclude(pk=record.pk)
        last = others.hosted_until(record.held_on).filter(held_on__lt=record.held_on).first()
        if last and last.territory_id == record.territory_id:
            names = ", ".join(str(host) for host in others.possible_hosts_on(record.held_on).order_by("name"))
            text = gettext("%(host)s held the gala before this one too. It may be the turn of: %(names)s.")
            messages.warning(request, text % {"host": record.territory, "names": names or "–"})
