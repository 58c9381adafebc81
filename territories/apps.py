"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TerritoriesConfig(AppConfig):
    """Territories, their leads, openings, prospects and mandates."""

    name = "territories"
    label = "territories"
    verbose_name = _("Territories")
