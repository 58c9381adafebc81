"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GeographyConfig(AppConfig):
    """Départements, EPCI and communes: reference data, loaded by a command."""

    name = "leader.geography"
    label = "geography"
    verbose_name = _("Geography")
