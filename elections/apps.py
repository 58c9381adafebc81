"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ElectionsConfig(AppConfig):
    """Assemblies and elections."""

    name = "elections"
    label = "elections"
    verbose_name = _("Elections")
