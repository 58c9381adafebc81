"""The admin site: the clerk's desk of staff and of chapter leads."""

from django.contrib.admin import AdminSite


class LeaderAdminSite(AdminSite):
    """The admin of the federation."""
