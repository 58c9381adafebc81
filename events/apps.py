"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    """The gala and the other events."""

    name = "events"
    label = "events"
    verbose_name = _("Events")
