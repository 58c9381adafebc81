"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemonstrationConfig(AppConfig):
    """A federation to show and to try: the public facts of 2017 and a fictitious rest."""

    name = "leader.demonstration"
    label = "demonstration"
    verbose_name = _("Demonstration")
