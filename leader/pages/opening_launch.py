"""The launch step of a dossier with the events of the federation: this floor alone knows both."""

from typing import Any

from crispy_forms.layout import Column, Fieldset, Row
from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from events.models import Announcement, Event
from leader.shared.scope import AnyUser
from territories.opening.forms_launch import LaunchForm
from territories.views import opening_steps


class EventChoiceField(forms.ModelChoiceField):
    """Events with their day: two of the same name are told apart."""

    def label_from_instance(self, obj: Any) -> str:
        """Return name and day."""
        return f"{obj.name}, {obj.held_on:%d/%m/%Y}"


class LaunchAtEventForm(LaunchForm):
    """The launch step with a choice among the events to come; the one chosen is stored as an announcement."""

    layout = [
        Fieldset(_("The opening"), Row(Column("opens_on"), Column("place"))),
        Fieldset(_("The announcement"), "event", "announced_at"),
        Fieldset(_("The bureau and its first president"), "election_due_on"),
    ]
    event = EventChoiceField(
        Event.objects.none(), label=_("Announced at"), required=False,
        empty_label=_("another event, or none yet"),
    )  # fmt: skip

    class Meta(LaunchForm.Meta):
        labels = LaunchForm.Meta.labels | {"announced_at": _("At another event")}
        help_texts = LaunchForm.Meta.help_texts | {"announced_at": _("Only when it is not in the list above.")}

    def __init__(self, *args: Any, user: AnyUser, **kwargs: Any) -> None:
        announcement = Announcement.objects.filter(opening=kwargs["instance"]).first()
        chosen = announcement.event_id if announcement else None
        kwargs["initial"] = {**kwargs.get("initial", {}), "event": chosen}
        if chosen:
            kwargs["initial"]["announced_at"] = ""
        self.events = _choosable(user, chosen)
        super().__init__(*args, **kwargs)

    def prepare_fields(self) -> None:
        """Offer the events to come that the person may see, and the one chosen before."""
        field: Any = self.fields["event"]
        field.queryset = self.events

    def clean(self) -> dict[str, Any]:
        """An event of the list gives its name."""
        cleaned = super().clean()
        if event := cleaned.get("event"):
            cleaned["announced_at"] = str(event)[:150]
        return cleaned

    def save_parts(self) -> None:
        """Store at which event the opening is announced; one refused leaves what was stored."""
        super().save_parts()
        if "event" in self.errors:
            return
        if event := self.cleaned_data.get("event"):
            Announcement.objects.update_or_create(opening=self.instance, defaults={"event": event})
        else:
            Announcement.objects.filter(opening=self.instance).delete()


def _choosable(user: AnyUser, chosen: int | None) -> Any:
    upcoming = Event.objects.visible_to(user).from_day(timezone.localdate()).values("pk")
    return Event.objects.filter(Q(pk__in=upcoming) | Q(pk=chosen)).order_by("held_on", "pk")


@require_http_methods(["GET", "POST"])
def launch(request: HttpRequest, pk: int) -> HttpResponse:
    """Write when and where the territory opens, and at which event this is announced."""
    return opening_steps.launch(request, pk, form_class=LaunchAtEventForm, user=request.user)
