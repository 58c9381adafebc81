"""The desks of what follows an event: photos, thanks, surveys; to read, the pages of the event keep them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from events.models import FollowUp, FollowUpLetter, Photo, PhotoRemoval, SurveyAnswer
from leader.shared.admin.lists import by_yes_or_no
from leader.shared.admin.scoped import ScopedModelAdmin


class _ReadDesk(ScopedModelAdmin):
    """A desk where one reads."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Allow it to nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow it to nobody."""
        return False


@admin.register(Photo)
class PhotoAdmin(_ReadDesk):
    """The photos."""

    list_display = ["__str__", "event", "is_public", "hidden_at", "added_at"]
    list_select_related = ["event"]
    list_filter = [by_yes_or_no("is_public", _("shown to everybody"))]
    search_fields = ["caption", "event__q"]
    history_of = ["removals"]
    fields = ["event", "caption", "credit", ("is_public", "hidden_at"), ("added_by", "added_at")]


@admin.register(PhotoRemoval)
class PhotoRemovalAdmin(_ReadDesk):
    """Who asks that a photo be taken off."""

    list_display = ["photo", "asked_at", "outcome"]
    list_select_related = ["photo__event"]
    search_fields = ["photo__event__q", "reason"]
    fields = ["photo", "reason", "email", "asked_at", ("outcome", "answered_at")]


@admin.register(FollowUp)
class FollowUpAdmin(_ReadDesk):
    """The thanks of each event."""

    list_display = ["event", "sends_on", "closes_on"]
    list_select_related = ["event"]
    search_fields = ["event__q"]
    fields = ["event", "thanks", ("sends_on", "closes_on")]


@admin.register(FollowUpLetter)
class FollowUpLetterAdmin(_ReadDesk):
    """Who was thanked."""

    list_display = ["email", "follow_up", "sent_at"]
    list_select_related = ["follow_up__event"]
    search_fields = ["email", "follow_up__event__q"]
    fields = ["follow_up", "email", "sent_at"]


@admin.register(SurveyAnswer)
class SurveyAnswerAdmin(_ReadDesk):
    """What was answered; nothing says by whom."""

    list_display = ["follow_up", "evening", "programme", "welcome", "encounters"]
    list_select_related = ["follow_up__event"]
    search_fields = ["words", "follow_up__event__q"]
    fields = ["follow_up", ("evening", "programme"), ("welcome", "encounters"), "comes_again", "words"]
