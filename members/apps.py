"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    """People, accounts, companies and their memberships."""

    name = "members"
    label = "members"
    verbose_name = _("Members")
