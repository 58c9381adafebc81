"""The desks of elections: read here with their history, conducted on their own pages."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from elections.models import (
    Box,
    BoxCheck,
    BoxEvent,
    BoxVerdict,
    Candidacy,
    CandidacyVotes,
    CodeOfficer,
    Contest,
    Count,
    Elected,
    Election,
    Incident,
    IncidentAnswer,
    KeyCeremony,
    ListPlace,
    Minutes,
    Presence,
    Proxy,
    RollCallVote,
    RollEntry,
    SignOff,
    Trustee,
)
from leader.shared.admin.lists import by_choice, by_related
from leader.shared.admin.scoped import ScopedInline, ScopedModelAdmin, ScopedTabularInline
from territories.models import Territory


class _Read:
    """Nothing is typed here: what an election may still change is changed on its pages, by its rules."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow it to nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow it to nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow it to nobody."""
        return False


class ContestInline(_Read, ScopedTabularInline):
    """The offices to fill."""

    model = Contest
    fields = ["office", "method", "seats", "cast", "blank", "spoilt"]
    readonly_fields = ["cast", "blank", "spoilt"]

    def get_queryset(self, request: HttpRequest) -> Any:
        """Fetch the counts with the offices."""
        return super().get_queryset(request).select_related("office", "count")

    @admin.display(description=gettext_lazy("voices cast"))
    def cast(self, contest: Contest) -> int | None:
        """Return the voices that were cast."""
        return _count_of(contest, "cast")

    @admin.display(description=gettext_lazy("blank"))
    def blank(self, contest: Contest) -> int | None:
        """Return the blank ones."""
        return _count_of(contest, "blank")

    @admin.display(description=gettext_lazy("spoilt"))
    def spoilt(self, contest: Contest) -> int | None:
        """Return the spoilt ones."""
        return _count_of(contest, "spoilt")


class BoxInline(_Read, ScopedInline, admin.StackedInline):
    """The box of an online election, before its first event."""

    model = Box
    fields = ["uuid", "codes_sent_at", "script_sha256"]

    def get_queryset(self, request: HttpRequest) -> Any:
        """Leave the long texts where they are."""
        return super().get_queryset(request).defer("credentials", "next_credentials", "trustees")


class BoxCheckInline(_Read, ScopedInline, admin.StackedInline):
    """The last check of the box."""

    model = BoxCheck
    fields = ["checked_at", "head", "problem", "told_head"]


class BoxVerdictInline(_Read, ScopedInline, admin.StackedInline):
    """What the verifiers say of the box."""

    model = BoxVerdict
    fields = ["head", ("asked_at", "done_at"), "archive_sha256", ("failed_check", "tool")]


class CodeOfficerInline(_Read, ScopedInline, admin.StackedInline):
    """Who makes the codes, where the site does not."""

    model = CodeOfficer
    fields = ["account", "reminded_at"]
    readonly_fields = ["reminded_at"]
    autocomplete_fields = ["account"]


def _count_of(contest: Contest, name: str) -> int | None:
    count: Count | None = getattr(contest, "count", None)
    return getattr(count, name) if count else None


@admin.register(Election)
class ElectionAdmin(_Read, ScopedModelAdmin):
    """Elections of bureaux."""

    list_display = ["__str__", "state", "way", "round", "held_on"]
    list_select_related = ["territory"]
    list_filter = [
        by_choice("state", gettext_lazy("state"), Election.State.choices),
        by_choice("kind", gettext_lazy("what is elected"), Election.Kind.choices),
        by_related("territory", gettext_lazy("territory"), Territory),
    ]
    search_fields = ["place", "territory__q"]
    inlines = [ContestInline, BoxInline, CodeOfficerInline, BoxCheckInline, BoxVerdictInline]
    history_of = ["contests", "roll", "box", "code_officer"]
    fields = [
        ("kind", "state"), "territory", ("held_on", "place", "way"), ("convened_on", "convened_how"),
        ("roll_on", "candidacies_until", "proxies_until"), "article", ("from_afar", "remote_article", "closes_at"),
        ("codes_by", "contest_days", "contest_article"), "risk_answers",
        ("quorum_percent", "quorum_base"), ("second_call_days", "second_call_quorum", "second_call_article"),
        ("rounds", "majority_base", "second_round", "tie_rule"), ("proxies_per_holder", "term_years"),
        ("thirds_by_lot", "cooptation_allowed"), ("round", "first_round", "is_second_call"),
        "in_place_of", "assembly", "roll_sha256",
        ("sealed_at", "opened_at", "suspended_at"), ("closed_at", "counted_at", "proclaimed_at"), "void_reason",
    ]  # fmt: skip


class ListPlaceInline(_Read, ScopedTabularInline):
    """The places of a closed list."""

    model = ListPlace
    fields = ["person", "office", "company"]
    autocomplete_fields = ["person", "company"]


class VotesInline(_Read, ScopedTabularInline):
    """The voices of a candidacy."""

    model = CandidacyVotes
    fields = ["voices"]


class ElectedInline(_Read, ScopedInline, admin.StackedInline):
    """Whether a candidacy is elected."""

    model = Elected
    fields = ["how", "has_accepted", "mandates"]
    autocomplete_fields = ["mandates"]


@admin.register(Candidacy)
class CandidacyAdmin(_Read, ScopedModelAdmin):
    """Candidacies, with what became of them."""

    list_display = ["__str__", "contest", "is_withdrawn"]
    list_select_related = ["person", "contest__office"]
    search_fields = ["list_name", "person__q"]
    inlines = [ListPlaceInline, VotesInline, ElectedInline]
    history_of = ["places", "votes", "elected"]
    fields = ["contest", "person", "company", "list_name", "statement", "is_withdrawn"]


class ProxyInline(_Read, ScopedTabularInline):
    """The proxy that a company gave."""

    model = Proxy
    fk_name = "giver"
    fields = ["holder", "given_at"]
    autocomplete_fields = ["holder"]


class SignOffInline(_Read, ScopedTabularInline):
    """Whether a company took part."""

    model = SignOff
    fields = ["by_proxy"]

    def get_queryset(self, request: HttpRequest) -> Any:
        """Show none of an online vote while it runs: a list that grows would tell who voted when."""
        running = {"roll_entry__election__way": "online", "roll_entry__election__state": "open"}
        return super().get_queryset(request).exclude(**running)


class PresenceInline(_Read, ScopedTabularInline):
    """Whether a company is in the room."""

    model = Presence
    fields = ["roll_entry"]


class RollCallVoteInline(_Read, ScopedTabularInline):
    """What a company answered at a roll call."""

    model = RollCallVote
    fields = ["contest", "candidacy"]
    autocomplete_fields = ["candidacy"]

    def get_queryset(self, request: HttpRequest) -> Any:
        """Fetch what the rows name."""
        return super().get_queryset(request).select_related("contest__office", "candidacy__person")


@admin.register(RollEntry)
class RollEntryAdmin(_Read, ScopedModelAdmin):
    """Lines of electoral rolls."""

    list_display = ["company", "representative", "weight", "election"]
    list_select_related = ["company", "representative", "election__territory"]
    search_fields = ["company__q", "representative__q"]
    inlines = [ProxyInline, PresenceInline, SignOffInline, RollCallVoteInline]
    history_of = ["proxy_given", "roll_call_votes"]
    fields = ["election", "company", "representative", "weight"]


@admin.register(BoxEvent)
class BoxEventAdmin(_Read, ScopedModelAdmin):
    """Events of public boxes; their texts are in the archive of the election."""

    list_display = ["__str__", "election", "type", "sha256"]
    list_select_related = ["election__territory"]
    search_fields = ["sha256", "payload"]
    fields = ["election", ("height", "type"), "parent", "payload", "sha256"]

    def get_queryset(self, request: HttpRequest) -> Any:
        """Leave the texts where they are."""
        return super().get_queryset(request).defer("data")


@admin.register(Minutes)
class MinutesAdmin(_Read, ScopedModelAdmin):
    """Minutes of elections; the document itself is on the page of the election."""

    list_display = ["__str__", "made_at", "sha256"]
    list_select_related = ["election__territory"]
    search_fields = ["election__territory__q", "sha256"]
    fields = ["election", "made_at", "sha256", "incidents"]

    def get_queryset(self, request: HttpRequest) -> Any:
        """Leave the document where it is."""
        return super().get_queryset(request).defer("pdf")


class TrusteeInline(_Read, ScopedTabularInline):
    """Who holds a part of the key."""

    model = Trustee
    fields = ["index", "account", "lost_at"]
    autocomplete_fields = ["account"]


@admin.register(KeyCeremony)
class KeyCeremonyAdmin(_Read, ScopedModelAdmin):
    """Key ceremonies: who holds the key of which election; what they sealed is on no page."""

    list_display = ["__str__", "threshold", "size", "rehearsed_at", "given_up_at"]
    list_select_related = ["election__territory"]
    search_fields = ["election__territory__q"]
    inlines = [TrusteeInline]
    history_of = ["trustees"]
    fields = ["election", ("threshold", "size"), ("rehearsed_at", "given_up_at", "share_destroyed_at")]

    def get_queryset(self, request: HttpRequest) -> Any:
        """Leave keys and archives where they are."""
        return super().get_queryset(request).defer("server_share", "server_key", "trustee_group", "rehearsal")


class IncidentAnswerInline(_Read, ScopedTabularInline):
    """What the polling station answered."""

    model = IncidentAnswer
    fields = ["at", "text"]


@admin.register(Incident)
class IncidentAdmin(_Read, ScopedModelAdmin):
    """Incidents of elections."""

    list_display = ["at", "kind", "text", "election"]
    list_select_related = ["election__territory"]
    search_fields = ["text"]
    inlines = [IncidentAnswerInline]
    history_of = ["answers"]
    fields = ["election", ("at", "kind"), "roll_entry", "text"]
