"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DuesConfig(AppConfig):
    """Dues: scales, campaigns, invoices and payments."""

    name = "dues"
    label = "dues"
    verbose_name = _("Dues")
