"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    """Home and the pages that mix several apps."""

    name = "leader.pages"
    label = "pages"
    verbose_name = _("Pages")
