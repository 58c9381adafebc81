"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommissionsConfig(AppConfig):
    """Commissions: where members of all territories work together."""

    name = "commissions"
    label = "commissions"
    verbose_name = _("Commissions")
