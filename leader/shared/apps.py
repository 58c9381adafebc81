"""The app's configuration."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.urls import register_converter
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from leader.shared import checks as checks  # registers them
from leader.shared.converters import NumberedConverter


class SharedConfig(AppConfig):
    """What every app may use and which knows none of them."""

    name = "leader.shared"
    label = "shared"
    verbose_name = _("Shared")

    def ready(self) -> None:
        """Let every app add its grants, questions and clocks; register our converters before any address."""
        register_converter(NumberedConverter, "numbered")
        autodiscover_modules("scope", "sign_ins", "personal_data", "clocks", "reconciliation")


class LeaderAdminConfig(AdminConfig):
    """The admin, served by our own site: the clerk's desk of staff and of chapter leads."""

    default_site = "leader.shared.admin_site.LeaderAdminSite"
